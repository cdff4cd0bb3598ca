#include "web/web.h"

#include "base/num.h"
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

/* What the sender can mend. */
static const struct refusal {
	int status;
	const char *title;
	const char *message;
	const char *action;
} refusals[] = {
    {400, N_("This request cannot be read"),
	N_("It contains characters or a form that we do not accept, or a field twice."),
	N_("Go back, check what was typed, and send it again.")},
    {403, N_("You may not do this"),
	N_("Your account does not have the right for it, or the page was open for too long."),
	N_("Go back and load the page again, or ask an administrator for the right.")},
    {404, N_("Page not found"),
	N_("There is nothing at this address, or it is not for you to see."),
	N_("Check the address, or begin at the home page.")},
    {405, N_("This address works another way"),
	N_("What was asked cannot be done at this address."),
	N_("Go back and use the buttons of the page.")},
    {409, N_("Something changed meanwhile"),
	N_("What you saw is no longer how things stand, so nothing was done."),
	N_("Look at the present state, then decide again.")},
    {413, N_("This is too large"),
	N_("More was sent than this page accepts, so nothing was stored."),
	N_("Go back, shorten the text, and send it again.")},
    {414, N_("This address is too long"), N_("The address is longer than we accept."),
	N_("Check the address, or begin at the home page.")},
    {415, N_("This kind of data is not accepted"),
	N_("This address takes the form of its own page only."),
	N_("Go back and use the buttons of the page.")},
    {422, N_("Something in it cannot be accepted"),
	N_("A value is missing or not allowed, so nothing was stored."),
	N_("Go back, check what was typed, and send it again.")},
    {507, N_("The newsroom's disk is full"),
	N_("The server has no room left, so nothing was stored."),
	N_("Tell your administrator. What you typed is below: keep the page, and send it again "
	   "later.")},
    {429, N_("Too many attempts"), N_("There were too many attempts in a short time."),
	N_("Wait a few minutes, then try again.")},
};

static bool
say_refusal(struct error_view *v, bool zh)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const struct refusal *r = &refusals[i];

		if (r->status != v->status)
			continue;
		say(v, i18n(zh, r->title), i18n(zh, r->message), i18n(zh, r->action));
		return true;
	}
	return false;
}

void
web_error_view(const struct request *req, int http_status, bool zh, struct error_view *out)
{
	*out = (struct error_view){.status = http_status, .request_id = req->id};
	if (http_status == 400 && req->bad_cookies) {
		say(out, i18n(zh, "This request cannot be read"),
		    i18n(zh,
			"A cookie of this site came back altered or twice, or there are too many."),
		    i18n(zh, "Delete the cookies of this site in the browser, then load the page "
			     "again."));
		return;
	}
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

/* ":n" is a number. */
static bool
has_form(struct str path, struct str form)
{
	struct str part, want;
	int64_t n;

	while (str_split(&form, '/', &want)) {
		if (!str_split(&path, '/', &part))
			return false;
		if (str_eq(want, STR(":n")) ? !num_i64(part, 1, INT64_MAX, &n)
					    : !str_eq(part, want))
			return false;
	}
	return path.p == NULL;
}

bool
web_is_typed(struct str path)
{
	static const char *const forms[] = {"/articles", "/articles/:n", "/articles/:n/merge",
	    "/articles/new/preview", "/articles/:n/preview", "/articles/:n/remarks",
	    "/articles/:n/remarks/:n/change", "/media/:n"};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (has_form(path, str_of(forms[i])))
			return true;
	}
	return false;
}
