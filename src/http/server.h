#ifndef COPYDESK_HTTP_SERVER_H
#define COPYDESK_HTTP_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "http/request.h"
#include "http/response.h"
#include "http/route.h"

/*
 * The prefork master and its workers.  The master owns the listening sockets,
 * respawns with backoff, recycles after max_requests, kills a worker past deadline_ms,
 * reloads gracefully on SIGHUP (re-exec: new binary, no request lost), stops gracefully on SIGTERM
 * and at once on SIGINT, and serves /metrics from the scoreboard on a socket of its own. A worker
 * serves one request at a time over up to kept_max kept connections (epoll).
 */

/* What a request cost, for its log line; filled by the program in after(). */
struct request_cost {
	int64_t db_us;
	int queries;
	int64_t user; /* 0: nobody */
};

/* What a program gives to the server.  All callbacks run in a worker. */
struct program {
	const char *name; /* "site" */
	struct route_table routes;
	/* Called once in each worker after fork; returns the program's ctx, NULL to give up. */
	struct ctx *(*start)(void *arg);
	void *arg;
	/*
	 * Called after the route is known and the body was read (within its limits), before the
	 * handler: session, access, CSRF, language.  False: ${res} holds the refusal already.
	 */
	bool (*before)(
	    struct ctx *cx, struct request *req, const struct route *route, struct response *res);
	/* Renders an error page; res->status is set already (400 404 405 413 414 415 500 503) in
	 * the user's language. */
	void (*error)(struct ctx *cx, struct request *req, struct response *res, int http_status);
	/*
	 * Called once a request, after the answer was sent (also when no handler ran); or, when
	 * memory ran out, before the error page: roll back, forget what was in the arena, tell the
	 * cost.
	 */
	void (*after)(struct ctx *cx, struct request_cost *cost);
};

struct server_options {
	const char *socket_path; /* "var/sock/site.sock"; with per_worker_socket: site.0.sock,
				    site.1.sock */
	bool per_worker_socket;
	int workers;
	int kept_max;             /* kept connections a worker holds; 1: one at a time */
	int max_requests;         /* recycle a worker after so many; 0 never */
	int deadline_ms;          /* kill a worker whose request takes longer */
	size_t arena_max;         /* bytes a request may use */
	int backlog;              /* connections that may wait to be accepted; 0: 511 */
	const char *metrics_path; /* Unix socket for /metrics (plain HTTP), NULL none */
};

/**
 * server_main(p, o, argc, argv):
 * Run until told to stop; return the exit status.  With "--routes" in ${argv}, print the
 * route table as "METHOD pattern perm csrf body_max" lines and return instead.
 */
int server_main(const struct program *p, const struct server_options *o, int argc, char **argv);

#endif
