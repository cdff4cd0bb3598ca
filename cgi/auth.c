/*
 * auth.fcgi: signing in and out, as the only database role that can make sessions, and the only
 * program that hashes passwords: its workers bound the memory for that (64 MiB each).
 */
#include <malloc.h>
#include <stdlib.h>
#include <sys/prctl.h>

#include "base/config.h"
#include "base/log.h"
#include "http/server.h"
#include "web/auth/auth.h"
#include "web/startup.h"

#define MAX_REQUESTS 10000
#define DEADLINE_MS 15000
#define ARENA_MAX ((size_t)32 * 1024 * 1024)
/* Who would wait for more than a few seconds gets nginx's 503 at once. */
#define BACKLOG 32

int
main(int argc, char **argv)
{
	struct config *c = startup("auth", argc, argv);
	struct program p;
	struct server_options o = {
	    .kept_max = 1,
	    .max_requests = MAX_REQUESTS,
	    .deadline_ms = DEADLINE_MS,
	    .arena_max = ARENA_MAX,
	    .backlog = BACKLOG,
	};
	char path[108], metrics[108];
	int64_t workers;
	int rc = EXIT_FAILURE;

	if (c == NULL)
		return EXIT_FAILURE;
	/* No core file, also where a program collects them and no limit counts, and no debugger of
	 * the same user: passwords pass through here. */
	if (prctl(PR_SET_DUMPABLE, 0L) != 0) {
		log_msg(LOG_ERROR, "the memory could not be closed to others");
		goto out;
	}
	/* libfcgi frees the buffers in which passwords arrived as they are: let free() overwrite
	 * them. */
	mallopt(M_PERTURB, 0xa5);
	if (!config_int(c, "auth_workers", 1, 4, 2, &workers) ||
	    !startup_socket(c, "auth.sock", path) ||
	    !startup_socket(c, "auth-metrics.sock", metrics))
		goto out;
	o.socket_path = path;
	o.metrics_path = metrics;
	o.workers = (int)workers;
	p = auth_program(c);
	rc = server_main(&p, &o, argc, argv);
out:
	config_free(c);
	return rc;
}
