#include "web/site/ctx.h"

#include "base/buf.h"
#include "db/db.h"
#include "web/web.h"

void
site_healthz(struct ctx *cx, struct request *req, struct response *res)
{
	(void)req;
	res->type = STR("application/json");
	if (db_ping(cx->db) == STATUS_OK) {
		BUF_LIT(res->body, "{\"status\":\"ok\"}\n");
		return;
	}
	web_refuse(res, 503, "database away");
	BUF_LIT(res->body, "{\"status\":\"unavailable\",\"database\":\"does not answer\"}\n");
}

void
site_robots(struct ctx *cx, struct request *req, struct response *res)
{
	(void)cx;
	(void)req;
	res->type = STR("text/plain; charset=utf-8");
	res->cache = STR("public, max-age=3600");
	BUF_LIT(res->body, "User-agent: *\nDisallow: /healthz\n");
}
