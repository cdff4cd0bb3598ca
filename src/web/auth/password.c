#include "crypto/password.h"
#include "gen/t_auth_password.h"
#include "web/auth/page.h"
#include "web/web.h"

static void
begin(const struct ctx *cx, struct arena *a, struct auth_password_view *v)
{
	*v = (struct auth_password_view){.login = cx->who.login};
	page_begin(cx, i18n(cx->zh, "Change password"), &v->page);
	v->action = page_address(a, STR("/password"), cx->zh, STR_NULL);
	v->csrf = page_csrf(&cx->token, a);
	/* Who has chosen a language at the desk changes it there. */
	if (cx->who.lang.n == 0)
		v->page.switch_href = page_address(a, STR("/password"), !cx->zh, STR_NULL);
}

static void
show(const struct ctx *cx, struct response *res, const struct auth_password_view *v)
{
	const struct tmpl_ctx tc = {.zh = cx->zh};

	buf_reset(res->body);
	t_auth_password(res->body, &tc, v);
}

void
auth_password_form(struct ctx *cx, struct request *req, struct response *res)
{
	struct auth_password_view v;

	begin(cx, req->arena, &v);
	v.done = request_query(req, STR("done")).n > 0;
	show(cx, res, &v);
}

static const char *
new_fault(const struct ctx *cx, struct str new, struct str current)
{
	switch (password_check(new, cx->who.login)) {
	case PASSWORD_SHORT:
		return i18n(cx->zh, "The new password is too short: use at least 15 characters.");
	case PASSWORD_LONG:
		return i18n(cx->zh,
		    "The new password is too long: use at most 1024 bytes, about 340 "
		    "Chinese characters.");
	case PASSWORD_COMMON:
		return i18n(cx->zh,
		    "The new password is easy to guess: it is one that many people use, "
		    "a repetition or sequence, or made of your login. Choose words of "
		    "your own.");
	case PASSWORD_NOT_TEXT:
		return i18n(
		    cx->zh, "The new password contains characters that cannot be typed again.");
	case PASSWORD_FINE:
		break;
	}
	if (str_eq(new, current))
		return i18n(cx->zh, "The new password is the current one. Choose another.");
	return NULL;
}

/* What can be seen without hashing anything. */
static bool
look(const struct ctx *cx, struct str current, struct str new, struct str again,
    struct auth_password_view *v)
{
	if (current.n == 0)
		v->current_fault = i18n(cx->zh, "Enter your current password.");
	v->new_fault = new_fault(cx, new, current);
	if (v->new_fault == NULL && !str_eq(new, again))
		v->again_fault = i18n(cx->zh, "The two new passwords differ. Type the same twice.");
	return v->current_fault == NULL && v->new_fault == NULL && v->again_fault == NULL;
}

static void
refuse(struct ctx *cx, struct response *res, struct auth_password_view *v, enum status st,
    int retry_after)
{
	if (st == STATUS_DENIED) {
		web_refuse(res, 422, "wrong password");
		v->current_fault = i18n(cx->zh, "This is not your current password.");
	} else if (retry_after > 0) {
		web_refuse(res, 429, "throttled");
		res->retry_after = retry_after;
		v->fault = i18n(cx->zh,
		    "There were too many failed attempts. Wait a few minutes, then try again.");
	} else {
		web_refuse(res, web_http_status(st), "password change failed");
		v->fault =
		    i18n(cx->zh, "This is not possible just now: the service is very busy or its "
				 "database is away. Try again in a few seconds.");
	}
	v->page.faulty = true;
	show(cx, res, v);
}

void
auth_password(struct ctx *cx, struct request *req, struct response *res)
{
	struct str current = request_form(req, STR("current"));
	struct str new = request_form(req, STR("new"));
	struct str again = request_form(req, STR("again"));
	const struct account_client from = {.address = req->remote_addr, .agent = req->user_agent};
	struct auth_password_view v;
	struct account_entry entry;
	enum status st;

	begin(cx, req->arena, &v);
	if (!look(cx, current, new, again, &v)) {
		web_refuse(res, 422, "new password refused");
		v.page.faulty = true;
		show(cx, res, &v);
		return;
	}
	st = account_change_password(
	    cx->db, req->arena, &cx->who, &cx->token, current, new, &from, &entry);
	if (st == STATUS_OK) {
		response_cookie(
		    res, WEB_COOKIE_SESSION, (struct str){entry.token.hex, TOKEN_HEX}, -1);
		response_redirect(res, 303, STR("/password?done=1"));
		token_wipe(&entry.token);
	} else if (st == STATUS_NOT_FOUND) {
		response_redirect(res, 303, STR("/login?next=%2Fpassword"));
	} else {
		refuse(cx, res, &v, st, entry.retry_after);
	}
}
