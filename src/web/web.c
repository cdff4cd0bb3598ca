#include "web/web.h"

#include "html/html.h"

bool
web_token(const struct request *req, const char *cookie, struct token *out)
{
	return token_parse(request_cookie(req, str_of(cookie)), out);
}

void
web_csrf_token(const struct token *secret, struct token *out)
{
	token_derive(secret, "csrf", out);
}

bool
web_csrf_ok(const struct request *req, const struct token *secret)
{
	struct token sent, want;

	if (!request_same_origin(req))
		return false;
	if (!token_parse(request_form(req, STR(WEB_FIELD_CSRF)), &sent))
		return false;
	web_csrf_token(secret, &want);
	return token_eq(&sent, &want);
}

enum http_lang
web_lang_of(struct str s, enum http_lang fallback)
{
	if (str_eq(s, STR("zh")))
		return LANG_ZH;
	if (str_eq(s, STR("en")))
		return LANG_EN;
	return fallback;
}

enum http_lang
web_lang(const struct request *req, struct str chosen, enum http_lang fallback)
{
	enum http_lang lang = request_lang(req->accept_language, fallback);

	lang = web_lang_of(request_query(req, STR("lang")), lang);
	return web_lang_of(chosen, lang);
}

int
web_http_status(enum status s)
{
	switch (s) {
	case STATUS_OK:
		return 200;
	case STATUS_NOT_FOUND:
		return 404;
	case STATUS_DENIED:
		return 403;
	case STATUS_CONFLICT:
		return 409;
	case STATUS_INVALID:
		return 422;
	case STATUS_BUSY:
	case STATUS_UNCERTAIN:
		return 503;
	case STATUS_INTERNAL:
		break;
	}
	return 500;
}

static void
say(struct error_view *v, const char *title, const char *message, const char *action)
{
	v->title = title;
	v->message = message;
	v->action = action;
}

/* What the sender can mend: 4xx. */
static bool
say_refusal(struct error_view *v, bool zh)
{
	switch (v->status) {
	case 400:
		say(v, i18n(zh, "This request cannot be read"),
		    i18n(zh, "It contains characters or a form that we do not accept, or a field "
			     "twice."),
		    i18n(zh, "Go back, check what was typed, and send it again."));
		return true;
	case 403:
		say(v, i18n(zh, "You may not do this"),
		    i18n(zh, "Your account does not have the right for it, or the page was open "
			     "for too long."),
		    i18n(zh,
			"Go back and load the page again, or ask an administrator for the right."));
		return true;
	case 404:
		say(v, i18n(zh, "Page not found"),
		    i18n(zh, "There is nothing at this address, or it is not for you to see."),
		    i18n(zh, "Check the address, or begin at the home page."));
		return true;
	case 405:
		say(v, i18n(zh, "This address works another way"),
		    i18n(zh, "What was asked cannot be done at this address."),
		    i18n(zh, "Go back and use the buttons of the page."));
		return true;
	case 409:
		say(v, i18n(zh, "Something changed meanwhile"),
		    i18n(zh, "What you saw is no longer how things stand, so nothing was done."),
		    i18n(zh, "Look at the present state, then decide again."));
		return true;
	case 413:
		say(v, i18n(zh, "This is too large"),
		    i18n(zh, "More was sent than this page accepts, so nothing was stored."),
		    i18n(zh, "Go back, shorten the text, and send it again."));
		return true;
	case 414:
		say(v, i18n(zh, "This address is too long"),
		    i18n(zh, "The address is longer than we accept."),
		    i18n(zh, "Check the address, or begin at the home page."));
		return true;
	case 415:
		say(v, i18n(zh, "This kind of data is not accepted"),
		    i18n(zh, "This address takes the form of its own page only."),
		    i18n(zh, "Go back and use the buttons of the page."));
		return true;
	case 422:
		say(v, i18n(zh, "Something in it cannot be accepted"),
		    i18n(zh, "A value is missing or not allowed, so nothing was stored."),
		    i18n(zh, "Go back, check what was typed, and send it again."));
		return true;
	case 429:
		say(v, i18n(zh, "Too many attempts"),
		    i18n(zh, "There were too many attempts in a short time."),
		    i18n(zh, "Wait a few minutes, then try again."));
		return true;
	default:
		return false;
	}
}

void
web_error_view(const struct request *req, int http_status, bool zh, struct error_view *out)
{
	*out = (struct error_view){.status = http_status, .request_id = req->id};
	if (say_refusal(out, zh))
		return;
	if (http_status == 503) {
		say(out, i18n(zh, "Unavailable for a moment"),
		    i18n(zh, "The service is restarting or very busy just now."),
		    i18n(zh, "Wait a few seconds, then load the page again."));
		return;
	}
	out->status = 500;
	say(out, i18n(zh, "Something went wrong here"),
	    i18n(zh, "The fault is ours, and it has been recorded."),
	    i18n(zh, "Try again; if it stays, tell your administrator the number below."));
}

void
web_refuse(struct response *res, int http_status, const char *why)
{
	res->status = http_status;
	res->cache = STR("no-store");
	res->error = why;
	if (http_status == 503)
		res->retry_after = WEB_RETRY_SECONDS;
	buf_reset(res->body);
}
