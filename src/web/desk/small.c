#include "base/url.h"
#include "web/desk/ctx.h"
#include "web/desk/refuse.h"
#include "web/web.h"

static enum status
language_change(struct db *db, struct arena *a, void *arg)
{
	const bool *zh = arg;

	return session_set_lang(db, a, *zh);
}

void
desk_language(struct ctx *cx, struct request *req, struct response *res)
{
	struct str lang = request_form(req, STR("lang")), back = request_form(req, STR("back"));
	bool zh = str_eq(lang, STR("zh"));
	enum status s = STATUS_INVALID;

	if (zh || str_eq(lang, STR("en")))
		s = session_settle(cx->db, req->arena, &cx->token, language_change, &zh);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	response_redirect(res, 303, url_local(back) ? back : STR("/"));
}

void
desk_healthz(struct ctx *cx, struct request *req, struct response *res)
{
	(void)req;
	res->type = STR("application/json");
	if (db_ping(cx->db) == STATUS_OK) {
		buf_z(res->body, "{\"status\":\"ok\"}\n");
		return;
	}
	web_refuse(res, 503, "database");
	buf_z(res->body, "{\"status\":\"unavailable\",\"database\":\"no answer\"}\n");
}
