#include <stdlib.h>

#include "base/log.h"
#include "crypto/password.h"
#include "web/auth/auth.h"
#include "web/auth/page.h"
#include "web/startup.h"
#include "web/web.h"

/* Shorter than the worker's deadline, so that a slow database is told and not killed. */
#define STATEMENT_MS 4000
#define CONNECT_MS 2000

static struct ctx *
start(void *arg)
{
	const struct config *c = arg;
	const struct db_options o = {
	    .conninfo = config_get(c, "database_auth", ""),
	    .program = "copydesk-auth",
	    .statement_ms = STATEMENT_MS,
	    .connect_ms = CONNECT_MS,
	};
	const char *list = config_get(c, "common_passwords", NULL);
	struct newsroom room;
	struct ctx *cx;

	if (list != NULL && list[0] != '\0' && !password_load_common(list))
		return NULL;
	if (password_prepare() != STATUS_OK)
		return NULL;
	cx = calloc(1, sizeof(*cx));
	if (cx == NULL)
		return NULL;
	cx->db = db_new(&o);
	if (cx->db == NULL) {
		free(cx);
		return NULL;
	}
	startup_newsroom(c, &room);
	cx->newsroom_zh = room.lang == LANG_ZH;
	cx->name_zh = room.name_zh;
	cx->name_en = room.name_en;
	cx->desk_url = room.desk_url;
	return cx;
}

/* Note what must not outlive the request: after() wipes it however the request ends. */
static void
note_secrets(struct ctx *cx, const struct request *req)
{
	static const char *const names[] = {"password", "current", "new", "again"};

	cx->secrets = 0;
	cx->secret[cx->secrets++] = req->body;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct str value = request_form(req, str_of(names[i]));

		if (value.n > 0)
			cx->secret[cx->secrets++] = value;
	}
}

/* Who holds the session; without one, where to get it. */
static bool
load_session(struct ctx *cx, struct request *req, struct response *res)
{
	enum status st = STATUS_DENIED;

	if (web_token(req, WEB_COOKIE_SESSION, &cx->token))
		st = account_find(cx->db, req->arena, &cx->token, &cx->who);
	if (st == STATUS_OK) {
		cx->signed_in = true;
		cx->zh = web_lang_of(cx->who.lang, cx->zh ? LANG_ZH : LANG_EN) == LANG_ZH;
		return true;
	}
	if (st == STATUS_DENIED) {
		bool password = str_eq(req->path, STR("/password"));

		response_redirect(res, 303,
		    page_address(
			req->arena, STR("/login"), cx->zh, password ? STR("/password") : STR_NULL));
		return false;
	}
	web_refuse(res, web_http_status(st), "no session known");
	page_error(cx, req, res, res->status);
	return false;
}

static bool
refuse_foreign(struct ctx *cx, struct request *req, struct response *res)
{
	web_refuse(res, 403, "foreign form");
	page_error(cx, req, res, 403);
	return false;
}

static bool
before(struct ctx *cx, struct request *req, const struct route *route, struct response *res)
{
	struct token secret;

	note_secrets(cx, req);
	cx->zh = web_lang(req, STR_NULL, cx->newsroom_zh ? LANG_ZH : LANG_EN) == LANG_ZH;
	if (route->csrf == CSRF && !request_same_origin(req))
		return refuse_foreign(cx, req, res);
	if (route->perm != PERM_PUBLIC) {
		if (!load_session(cx, req, res))
			return false;
		if (route->csrf == CSRF && !web_csrf_ok(req, &cx->token))
			return refuse_foreign(cx, req, res);
		return true;
	}
	if (route->csrf == CSRF &&
	    !(web_token(req, WEB_COOKIE_FORM, &secret) && web_csrf_ok(req, &secret))) {
		auth_sign_in_stale(cx, req, res);
		return false;
	}
	return true;
}

static void
error(struct ctx *cx, struct request *req, struct response *res, int http_status)
{
	/* One that was refused while its form was read came not through before(). */
	note_secrets(cx, req);
	cx->zh = web_lang(req, STR_NULL, cx->newsroom_zh ? LANG_ZH : LANG_EN) == LANG_ZH;
	page_error(cx, req, res, http_status);
}

static void
after(struct ctx *cx, struct request_cost *cost)
{
	struct db_stats s = db_take_stats(cx->db);

	db_rollback(cx->db);
	cost->db_us = s.us;
	cost->queries = s.queries;
	cost->user = cx->signed_in ? cx->who.user.v : 0;
	for (size_t i = 0; i < cx->secrets; i++)
		secret_wipe_str(cx->secret[i]);
	cx->secrets = 0;
	token_wipe(&cx->token);
	cx->signed_in = false;
	cx->who = (struct account){.login = STR_NULL};
}

struct program
auth_program(struct config *c)
{
	return (struct program){
	    .name = "auth",
	    .routes = auth_routes(),
	    .start = start,
	    .arg = c,
	    .before = before,
	    .error = error,
	    .after = after,
	};
}
