#include "base/url.h"
#include "gen/t_auth_kept.h"
#include "gen/t_auth_sign_in.h"
#include "web/auth/kept.h"
#include "web/auth/page.h"
#include "web/web.h"

#define NEXT_MAX 2048
#define LINK_MAX 1024

/* Where to go after signing in: a path of the desk, and not back to here. */
static struct str
next_of(struct str s)
{
	if (s.n == 0 || s.n > NEXT_MAX || !url_local(s) || str_starts(s, STR("/login")) ||
	    str_starts(s, STR("/logout")))
		return STR_NULL;
	return s;
}

static struct str
host_name(struct str host)
{
	size_t end = str_starts(host, STR("[")) ? str_chr(host, ']') + 1 : str_chr(host, ':');

	return str_sub(host, 0, end);
}

/*
 * Browsers take a __Host- cookie over HTTPS, and from the machine itself by these names.  A browser
 * that sent one shows that it can: then TLS ends before nginx.
 */
static bool
cookie_refused(const struct request *req)
{
	struct str name = host_name(req->host);

	return !req->https && request_cookie(req, STR(WEB_COOKIE_FORM)).p == NULL && name.n > 0 &&
	       !str_eq_nocase(name, STR("localhost")) && !str_eq(name, STR("127.0.0.1")) &&
	       !str_eq(name, STR("[::1]"));
}

/* Say what to do where the cookie cannot be set. */
static void
explain(const struct ctx *cx, const struct request *req, struct auth_sign_in_view *v)
{
	struct str name = host_name(req->host);
	struct str port = str_sub(cx->desk_url, STR("http://localhost:").n, cx->desk_url.n);
	struct buf https, desk, tunnel;

	buf_init(&https, req->arena, LINK_MAX);
	BUF_LIT(&https, "https://");
	buf_str(&https, name);
	BUF_LIT(&https, "/login");
	buf_init(&desk, req->arena, LINK_MAX);
	buf_str(&desk, cx->desk_url);
	BUF_LIT(&desk, "/login");
	v->insecure_host = req->host;
	v->https_href = buf_view(&https);
	v->desk_href = buf_view(&desk);
	if (!str_starts(cx->desk_url, STR("http://localhost:")))
		return;
	buf_init(&tunnel, req->arena, LINK_MAX);
	buf_printf(&tunnel, "ssh -L %.*s:localhost:%.*s %.*s", STR_ARG(port), STR_ARG(port),
	    STR_ARG(name));
	v->tunnel = buf_view(&tunnel);
}

/* The secret that binds the form to this browser: the one it has, else a new one. */
static void
form_token(const struct request *req, struct response *res, struct token *out)
{
	if (web_token(req, WEB_COOKIE_FORM, out))
		return;
	token_new(out);
	response_cookie(res, WEB_COOKIE_FORM, (struct str){out->hex, TOKEN_HEX}, -1);
}

/* Show the form with all that was typed but the password. */
static void
show(struct ctx *cx, struct request *req, struct response *res, const char *fault,
    const char *notice)
{
	const struct tmpl_ctx tc = {.zh = cx->zh};
	bool post = req->method == HTTP_POST;
	struct auth_sign_in_view v = {.fault = fault, .notice = notice};
	struct token secret;

	page_begin(cx, i18n(cx->zh, "Sign in"), &v.page);
	form_token(req, res, &secret);
	v.csrf = page_csrf(&secret, req->arena);
	v.page.faulty = res->status >= 400;
	v.action = page_address(req->arena, STR("/login"), cx->zh, STR_NULL);
	v.login = str_trim(request_form(req, STR("login")));
	v.next = next_of(post ? request_form(req, STR("next")) : request_query(req, STR("next")));
	kept_fields(req, &v.kept);
	if (v.kept.action.n == 0)
		v.page.switch_href = page_address(req->arena, STR("/login"), !cx->zh, v.next);
	if (cookie_refused(req))
		explain(cx, req, &v);
	buf_reset(res->body);
	t_auth_sign_in(res->body, &tc, &v);
}

static void
refuse(struct ctx *cx, struct request *req, struct response *res, int http_status, const char *word,
    const char *fault)
{
	web_refuse(res, http_status, word);
	show(cx, req, res, fault, NULL);
}

void
auth_sign_in_stale(struct ctx *cx, struct request *req, struct response *res)
{
	/* Where the browser must refuse the cookie, the page says so, and how to go on. */
	const char *fault = cookie_refused(req)
				? NULL
				: i18n(cx->zh, "This page was open for too long, or the browser "
					       "keeps no cookies. Please sign "
					       "in once more.");

	refuse(cx, req, res, 403, "form token", fault);
}

void
auth_sign_in_form(struct ctx *cx, struct request *req, struct response *res)
{
	struct str next = next_of(request_query(req, STR("next")));
	struct account who;
	struct token t;

	/* Without a database the form is still worth showing: it will say so itself. */
	if (web_token(req, WEB_COOKIE_SESSION, &t) &&
	    account_find(cx->db, req->arena, &t, &who) == STATUS_OK) {
		response_redirect(res, 303, next.n > 0 ? next : STR("/"));
		return;
	}
	show(cx, req, res, NULL,
	    request_query(req, STR("out")).n > 0 ? i18n(cx->zh, "You are signed out.") : NULL);
}

/* What was typed before the session ended, in a form that sends it where it was to go. */
static void
show_kept(struct ctx *cx, struct request *req, struct response *res, const struct token *token,
    const struct auth_kept_fields *kept)
{
	const struct tmpl_ctx tc = {.zh = cx->zh};
	struct auth_kept_view v = {.action = kept->action};
	struct account who;

	page_begin(cx, i18n(cx->zh, "Signed in again; your text is kept"), &v.page);
	v.page.wide = true;
	v.csrf = page_csrf(token, req->arena);
	v.user = str_trim(request_form(req, STR("login")));
	if (account_find(cx->db, req->arena, token, &who) == STATUS_OK)
		v.user = who.name;
	kept_fill(req->arena, kept, &v);
	t_auth_kept_page(res->body, &tc, &v);
}

static void
enter(struct ctx *cx, struct request *req, struct response *res, struct account_entry *entry)
{
	struct str next = next_of(request_form(req, STR("next")));
	struct auth_kept_fields kept;

	cx->zh = web_lang_of(entry->lang, cx->zh ? LANG_ZH : LANG_EN) == LANG_ZH;
	/* For the log. */
	cx->signed_in = true;
	cx->who.user = entry->user;
	response_cookie(res, WEB_COOKIE_SESSION, (struct str){entry->token.hex, TOKEN_HEX}, -1);
	response_cookie(res, WEB_COOKIE_FORM, STR(""), 0);
	kept_fields(req, &kept);
	if (kept.action.n > 0)
		show_kept(cx, req, res, &entry->token, &kept);
	else
		response_redirect(res, 303, next.n > 0 ? next : STR("/"));
	token_wipe(&entry->token);
}

/* Too many failures; the wait is told to the second to programs, in minutes to people. */
static void
refuse_throttled(struct ctx *cx, struct request *req, struct response *res, int seconds)
{
	struct buf b;

	buf_init(&b, req->arena, LINK_MAX);
	if (seconds < 60)
		buf_printf(&b, i18n(cx->zh, "Too many failed attempts. Wait %d s, then try again."),
		    seconds);
	else
		buf_printf(&b,
		    i18n(cx->zh, "Too many failed attempts. Wait %d min, then try again."),
		    (seconds + 59) / 60);
	buf_char(&b, '\0');
	refuse(cx, req, res, 429, "throttled", buf_view(&b).p);
	res->retry_after = seconds;
}

void
auth_sign_in(struct ctx *cx, struct request *req, struct response *res)
{
	struct str login = str_trim(request_form(req, STR("login")));
	struct str password = request_form(req, STR("password"));
	const struct account_client from = {.address = req->remote_addr, .agent = req->user_agent};
	struct account_entry entry;
	struct token old = {.hex = ""};
	bool had = web_token(req, WEB_COOKIE_SESSION, &old);
	enum status st;

	if (login.n == 0 || password.n == 0) {
		token_wipe(&old);
		refuse(cx, req, res, 422, "fields missing",
		    i18n(cx->zh, "Enter your login and your password."));
		return;
	}
	st = account_sign_in(cx->db, req->arena, login, password, &from, had ? &old : NULL, &entry);
	token_wipe(&old);
	if (st == STATUS_OK)
		enter(cx, req, res, &entry);
	else if (st == STATUS_DENIED)
		refuse(cx, req, res, 401, "wrong login or password",
		    i18n(cx->zh, "Login or password is wrong. Check both and try again."));
	else if (st == STATUS_BUSY && entry.retry_after > 0)
		refuse_throttled(cx, req, res, entry.retry_after);
	else if (st == STATUS_BUSY)
		refuse(cx, req, res, 503, "no memory or no database",
		    i18n(cx->zh,
			"Signing in is not possible just now: the service is very busy or its "
			"database is away. Your password was not judged. Try again in a few "
			"seconds."));
	else
		refuse(cx, req, res, 500, "sign-in failed",
		    i18n(cx->zh, "Signing in failed by a fault of ours, which has been recorded."));
}
