/* site.fcgi: the public pages, as the database role that sees nothing but what is published. */
#include <stdlib.h>

#include "base/config.h"
#include "http/server.h"
#include "web/site/site.h"
#include "web/startup.h"

#define KEPT_MAX 256
#define MAX_REQUESTS 1000000
#define DEADLINE_MS 8000
#define ARENA_MAX (32u * 1024 * 1024)

int
main(int argc, char **argv)
{
	struct config *c = startup("site", argc, argv);
	struct program p;
	struct server_options o = {
	    .per_worker_socket = true,
	    .kept_max = KEPT_MAX,
	    .max_requests = MAX_REQUESTS,
	    .deadline_ms = DEADLINE_MS,
	    .arena_max = ARENA_MAX,
	};
	char path[108], metrics[108];
	int64_t workers;
	int rc = EXIT_FAILURE;

	if (c == NULL)
		return EXIT_FAILURE;
	if (!config_int(c, "site_workers", 1, 64, 2, &workers) ||
	    !startup_socket(c, "site.sock", path) ||
	    !startup_socket(c, "site-metrics.sock", metrics))
		goto out;
	o.socket_path = path;
	o.metrics_path = metrics;
	o.workers = (int)workers;
	p = site_program(c);
	rc = server_main(&p, &o, argc, argv);
out:
	config_free(c);
	return rc;
}
