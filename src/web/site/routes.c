#include "web/site/site.h"

#include <stdlib.h>

#include "base/log.h"
#include "web/site/ctx.h"
#include "web/site/kept.h"
#include "web/site/page.h"

/* Below the worker's deadline, which is below nginx's. */
#define STATEMENT_MS 3000
#define CONNECT_MS 1000

/* Article pages that a worker keeps; of 10 kB each, about a megabyte. */
#define KEPT_PAGES 128

static const struct route routes[] = {
    ROUTE(HTTP_GET, "/", PERM_PUBLIC, CSRF_SAFE, 0, site_front),
    ROUTE(HTTP_GET, "/a/:id", PERM_PUBLIC, CSRF_SAFE, 0, site_article),
    ROUTE(HTTP_GET, "/a/:id/:slug", PERM_PUBLIC, CSRF_SAFE, 0, site_article),
    ROUTE(HTTP_GET, "/c/:channel", PERM_PUBLIC, CSRF_SAFE, 0, site_channel),
    ROUTE(HTTP_GET, "/by/:name", PERM_PUBLIC, CSRF_SAFE, 0, site_byline),
    ROUTE(HTTP_GET, "/t/:topic", PERM_PUBLIC, CSRF_SAFE, 0, site_topic),
    ROUTE(HTTP_GET, "/robots.txt", PERM_PUBLIC, CSRF_SAFE, 0, site_robots),
    ROUTE(HTTP_GET, "/_media/:key", PERM_PUBLIC, CSRF_SAFE, 0, site_media_verdict),
    ROUTE(HTTP_GET, "/healthz", PERM_PUBLIC, CSRF_SAFE, 0, site_healthz),
};

static struct ctx *
start(void *arg)
{
	const struct config *c = arg;
	const struct db_options o = {
	    .conninfo = config_get(c, "database_site", "dbname=copydesk user=site_reader"),
	    .program = "copydesk-site",
	    .statement_ms = STATEMENT_MS,
	    .connect_ms = CONNECT_MS,
	};
	struct ctx *cx;
	int64_t kept;

	if (!config_int(c, "site_kept_pages", 0, 4096, KEPT_PAGES, &kept))
		return NULL;
	cx = calloc(1, sizeof(*cx));
	if (cx == NULL || (cx->db = db_new(&o)) == NULL) {
		log_msg(LOG_ERROR, "no memory for a worker");
		free(cx);
		return NULL;
	}
	cx->kept = kept_new((size_t)kept);
	page_paper(c, cx);
	return cx;
}

/* All is public and safe: there is nothing to refuse. */
static bool
before(struct ctx *cx, struct request *req, const struct route *route, struct response *res)
{
	(void)req;
	(void)route;
	(void)res;
	cx->now = clock_now();
	return true;
}

static void
after(struct ctx *cx, struct request_cost *cost)
{
	struct db_stats s = db_take_stats(cx->db);

	*cost = (struct request_cost){.db_us = s.us, .queries = s.queries};
}

struct program
site_program(struct config *c)
{
	return (struct program){
	    .name = "site",
	    .routes = {routes, sizeof(routes) / sizeof(routes[0])},
	    .start = start,
	    .arg = c,
	    .before = before,
	    .error = page_error,
	    .after = after,
	};
}
