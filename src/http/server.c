#include "http/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "http/master.h"
#include "http/sockets.h"

static const char *
method_name(enum http_method m)
{
	return m == HTTP_POST ? "POST" : "GET";
}

static int
print_routes(const struct route_table *t)
{
	for (size_t i = 0; i < t->n; i++)
		printf("%s %s %s %s %zu\n", method_name(t->v[i].method), t->v[i].pattern,
		    route_perm_name(t->v[i].perm), t->v[i].csrf == CSRF_SAFE ? "safe" : "csrf",
		    t->v[i].body_max);
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static bool
is_sane(const struct program *p, const struct server_options *o)
{
	const char *fault = route_fault(&p->routes);

	if (fault != NULL) {
		log_msg(LOG_ERROR, "route %s can never be reached", fault);
		return false;
	}
	if (o->workers < 1 || o->workers > SOCKETS_MAX || o->kept_max < 1 || o->kept_max > 512) {
		log_msg(LOG_ERROR, "there may be 1 to %d workers with 1 to 512 connections each",
		    SOCKETS_MAX);
		return false;
	}
	/* Woken for a connection, a worker may first serve another that it holds: the new one
	 * waits. */
	if (o->kept_max > 1 && o->workers > 1 && !o->per_worker_socket) {
		log_msg(LOG_ERROR, "workers that share a socket may hold one connection each");
		return false;
	}
	return true;
}

int
server_main(const struct program *p, const struct server_options *o, int argc, char **argv)
{
	if (!is_sane(p, o))
		return EXIT_FAILURE;
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--routes") == 0)
			return print_routes(&p->routes);
	return master_run(p, o, argv);
}
