#include "web/desk/ctx.h"

#include "base/url.h"
#include "domain/access.h"
#include "web/desk/refuse.h"
#include "web/web.h"

/* Longer addresses are not come back to: the sign-in page would not take them. */
#define NEXT_MAX 2048

/* What a route asks for, as rights; 0: to be signed in is enough. */
static unsigned
rights_for(enum perm perm)
{
	switch (perm) {
	case PERM_WRITE:
		return RIGHT_WRITE;
	case PERM_REVIEW:
		return RIGHT_REVIEW_ANY;
	case PERM_PUBLISH:
		return RIGHT_PUBLISH;
	case PERM_WITHDRAW:
		return RIGHT_WITHDRAW;
	case PERM_READ_AUDIT:
		return RIGHT_READ_AUDIT;
	case PERM_NONE_GIVEN:
	case PERM_PUBLIC:
	case PERM_SIGNED_IN:
		break;
	}
	return 0;
}

/* Refusals as JSON: the route is a script's, or a script called it. */
static bool
is_for_program(const struct request *req, const struct route *route)
{
	return route->csrf == CSRF_JSON || route->csrf == CSRF_ORIGIN ||
	       route->handler == desk_media_state || route->handler == desk_media_verdict ||
	       request_wants_json(req);
}

/* Nobody is signed in: a page can be asked for again, typed text must not be lost. */
static bool
refuse_stranger(
    struct ctx *cx, struct request *req, const struct route *route, struct response *res)
{
	struct buf to;

	/* A file that was sent cannot be carried through a form: the page is where it is chosen
	 * again. */
	if (cx->json || (req->method == HTTP_POST && route->csrf != CSRF_UPLOAD)) {
		refuse_sign_in(cx, req, res);
		return false;
	}
	buf_init(&to, req->arena, NEXT_MAX);
	buf_z(&to, "/login?next=");
	url_encode(&to, req->raw_path);
	if (req->raw_query.n > 0) {
		url_encode(&to, STR("?"));
		url_encode(&to, req->raw_query);
	}
	response_redirect(res, 303, buf_ok(&to) ? buf_view(&to) : STR("/login"));
	return false;
}

/* A page that nobody looks at any more asks these, too: they must not keep the session alive. */
static bool
is_quiet(const struct route *route)
{
	return route->handler == desk_watch || route->handler == desk_watch_review ||
	       route->handler == desk_waiting;
}

/* Sent by a page of ours, which desk_before() looked at: was it made for this session? */
static bool
is_meant(const struct route *route, const struct request *req, const struct token *token)
{
	switch (route->csrf) {
	case CSRF_SAFE:
	case CSRF_ORIGIN:
	case CSRF_UPLOAD: /* its token is in the body, which the handler reads */
		return true;
	case CSRF:
	case CSRF_JSON:
		return web_csrf_ok(req, token);
	case CSRF_NONE_GIVEN:
		break;
	}
	return false;
}

bool
desk_before(struct ctx *cx, struct request *req, const struct route *route, struct response *res)
{
	unsigned rights = rights_for(route->perm);
	enum status s;

	cx->zh = web_lang(req, STR_NULL, cx->newsroom_lang) == LANG_ZH;
	cx->quiet = is_quiet(route);
	cx->json = is_for_program(req, route) || cx->quiet;
	/* A foreign page's form comes without the cookie.  Before anything else, so that no page of
	 * ours carries its fields on, with a token that is good. */
	if (req->method == HTTP_POST && !request_same_origin(req)) {
		refuse_page(cx, req, res, 403, "origin");
		return false;
	}
	if (route->perm == PERM_PUBLIC)
		return true;
	if (!web_token(req, WEB_COOKIE_SESSION, &cx->token))
		return refuse_stranger(cx, req, route, res);
	web_csrf_token(&cx->token, &cx->csrf);
	s = (route->csrf == CSRF_SAFE ? session_look : session_begin)(
	    cx->db, req->arena, &cx->token, &cx->session);
	if (s == STATUS_DENIED)
		return refuse_stranger(cx, req, route, res);
	if (s != STATUS_OK) {
		refuse_again(cx, req, res, web_http_status(s), "database");
		return false;
	}
	cx->signed_in = true;
	cx->reading = route->csrf == CSRF_SAFE && !cx->quiet;
	cx->zh = web_lang(req, cx->session.lang, cx->newsroom_lang) == LANG_ZH;
	if (!is_meant(route, req, &cx->token)) {
		/* Of another sign-in of this browser: the person decides by sending it again. */
		refuse_stale_form(cx, req, res);
		return false;
	}
	if (rights != 0 && !access_any(cx->session.rights, rights)) {
		/* The right may have gone while the text was typed. */
		if (route->perm == PERM_WRITE)
			refuse_again(cx, req, res, 403, "right");
		else
			refuse_page(cx, req, res, 403, "right");
		return false;
	}
	return true;
}

void
desk_after(struct ctx *cx, struct request_cost *cost)
{
	struct db_stats stats;

	/* Reading, too, is use of the session, which session_begin() has noted. */
	if (!cx->reading || db_commit(cx->db) != STATUS_OK)
		db_rollback(cx->db);
	stats = db_take_stats(cx->db);
	cost->db_us = stats.us;
	cost->queries = stats.queries;
	cost->user = cx->signed_in ? cx->session.user.v : 0;
	token_wipe(&cx->token);
	token_wipe(&cx->csrf);
	cx->signed_in = false;
	cx->reading = false;
	cx->json = false;
	cx->quiet = false;
	cx->session = (struct session){.rights = 0};
}
