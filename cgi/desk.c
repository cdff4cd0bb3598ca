/* desk.fcgi: the newsroom's desk, as the database role that may only do what the workflow allows.
 */
#include <stdlib.h>

#include "base/config.h"
#include "http/server.h"
#include "web/desk/desk.h"
#include "web/startup.h"

#define MAX_REQUESTS 100000
#define DEADLINE_MS 15000
/* An article of the largest size, compared with another one, with room to spare. */
#define ARENA_MAX ((size_t)128 * 1024 * 1024)

int
main(int argc, char **argv)
{
	struct config *c = startup("desk", argc, argv);
	struct program p;
	struct server_options o = {
	    .kept_max = 1,
	    .max_requests = MAX_REQUESTS,
	    .deadline_ms = DEADLINE_MS,
	    .arena_max = ARENA_MAX,
	};
	char path[108], metrics[108];
	int64_t workers;
	int rc = EXIT_FAILURE;

	if (c == NULL)
		return EXIT_FAILURE;
	if (!config_int(c, "desk_workers", 1, 64, 2, &workers) ||
	    !startup_socket(c, "desk.sock", path) ||
	    !startup_socket(c, "desk-metrics.sock", metrics))
		goto out;
	o.socket_path = path;
	o.metrics_path = metrics;
	o.workers = (int)workers;
	p = desk_program(c);
	rc = server_main(&p, &o, argc, argv);
out:
	config_free(c);
	return rc;
}
