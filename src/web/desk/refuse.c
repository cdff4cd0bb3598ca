#include "web/desk/refuse.h"

#include "base/json.h"
#include "base/num.h"
#include "domain/history.h"
#include "gen/t_desk_error.h"
#include "gen/t_desk_kept.h"
#include "web/desk/page.h"
#include "web/web.h"

/* Entries of the history that explain a refusal. */
#define MEANWHILE 8

static void
render_error(
    struct ctx *cx, struct request *req, struct response *res, struct desk_error_view *view)
{
	struct tmpl_ctx tc = page_tmpl(cx);

	view->page = page_make(cx, req, str_of(view->error.title), DESK_ELSEWHERE);
	view->page.faulty = view->page.busy = true;
	if (view->back_word == NULL) {
		view->back_href = STR("/");
		view->back_word = i18n(cx->zh, "To my work");
	}
	if (cx->signed_in)
		t_desk_error(res->body, &tc, view);
	else
		t_desk_error_bare(res->body, &tc, view);
}

/* For a program: the word of the log says it. */
static void
refuse_in_json(struct response *res, int http_status, const char *why)
{
	web_refuse(res, http_status, why);
	res->type = STR("application/json");
	buf_printf(res->body, "{\"error\":\"%s\"}\n", why);
}

void
refuse_page(
    struct ctx *cx, struct request *req, struct response *res, int http_status, const char *why)
{
	struct desk_error_view view = {.entries = {NULL, 0}};

	if (cx->json) {
		refuse_in_json(res, http_status, why);
		return;
	}
	web_refuse(res, http_status, why);
	web_error_view(req, http_status, cx->zh, &view.error);
	render_error(cx, req, res, &view);
}

void
refuse_words(struct ctx *cx, struct request *req, struct response *res, const char *why,
    const struct error_view *e, struct str href, const char *word)
{
	struct desk_error_view view = {.error = *e, .back_href = href, .back_word = word};

	web_refuse(res, e->status, why);
	if (cx->json) {
		res->type = STR("application/json");
		buf_printf(res->body, "{\"error\":\"%s\"", why);
		json_member(res->body, "message", str_of(e->message));
		buf_z(res->body, "}\n");
		return;
	}
	view.error.request_id = req->id;
	render_error(cx, req, res, &view);
}

void
refuse_status(struct ctx *cx, struct request *req, struct response *res, enum status s)
{
	refuse_page(cx, req, res, web_http_status(s), status_name(s));
}

void
desk_error(struct ctx *cx, struct request *req, struct response *res, int http_status)
{
	/* The request may have failed before anybody asked for its language. */
	if (!cx->signed_in)
		cx->zh = web_lang(req, STR_NULL, cx->newsroom_lang) == LANG_ZH;
	refuse_page(cx, req, res, http_status, res->error);
}

/* The typed fields, but for what each form has of its own. */
static struct desk_kept_list
keep_fields(struct request *req, const char *prefix)
{
	struct desk_kept *kept = ARENA_ARRAY(req->arena, req->form.n, struct desk_kept);
	size_t i, n = 0;

	for (i = 0; i < req->form.n; i++) {
		struct str name = req->form.v[i].name;

		if (str_eq(name, STR(WEB_FIELD_CSRF)))
			continue;
		/* These two are shown, to be seen and mended. */
		if (str_eq(name, STR("headline")) || str_eq(name, STR("body")))
			continue;
		kept[n++] = (struct desk_kept){
		    .name = page_printf(req->arena, "%s%.*s", prefix, STR_ARG(name)),
		    .value = req->form.v[i].value,
		};
	}
	return (struct desk_kept_list){kept, n};
}

/* The page on which one takes a decision that ${path} sends. */
static struct str
page_of_decision(struct request *req, struct str path)
{
	struct str rest = path, part, step;
	struct article_id article;

	if (path.p == NULL || !str_split(&rest, '/', &part) || !str_split(&rest, '/', &part))
		return STR("/");
	if (str_eq(part, STR("people")))
		return STR("/people");
	if (!str_eq(part, STR("articles")) || !str_split(&rest, '/', &part) ||
	    !num_i64(part, 1, INT64_MAX, &article.v) || !str_split(&rest, '/', &step))
		return STR("/");
	if (str_eq(step, STR("restore")))
		return page_path(req->arena, article, "/history");
	if (str_eq(step, STR("preview")))
		return page_path(req->arena, article, "/preview/links");
	if (str_eq(step, STR("remarks")))
		return page_path(req->arena, article, "/remarks");
	return page_path(req->arena, article, "/review");
}

/* What was typed beside a decision. */
static struct desk_kept_list
typed_reasons(struct request *req)
{
	static const char *const names[] = {"reason", "public_reason"};
	struct desk_kept *found =
	    ARENA_ARRAY(req->arena, sizeof names / sizeof names[0], struct desk_kept);
	size_t i, n = 0;

	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct str value = request_form(req, str_of(names[i]));

		if (value.n > 0)
			found[n++] = (struct desk_kept){.name = str_of(names[i]), .value = value};
	}
	return (struct desk_kept_list){found, n};
}

void
refuse_sign_in(struct ctx *cx, struct request *req, struct response *res)
{
	struct desk_sign_in_view view = {.decision = !web_is_typed(req->raw_path)};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct token form;

	if (cx->json) {
		refuse_in_json(res, 401, "session");
		return;
	}
	web_refuse(res, 401, "session");
	if (view.decision) {
		view.next = page_of_decision(req, req->raw_path);
		view.reasons = typed_reasons(req);
	} else {
		view.action = req->raw_path;
		view.kept = keep_fields(req, "kept_");
		view.headline = request_form(req, STR("headline"));
		view.body = request_form(req, STR("body"));
	}
	if (!web_token(req, WEB_COOKIE_FORM, &form)) {
		token_new(&form);
		response_cookie(res, WEB_COOKIE_FORM, str_of(form.hex), -1);
	}
	web_csrf_token(&form, &cx->csrf);
	token_wipe(&form);
	view.page = page_make(cx, req, str_of(i18n(cx->zh, "Sign in again")), DESK_ELSEWHERE);
	view.page.faulty = true;
	t_desk_sign_in(res->body, &tc, &view);
}

/* What went wrong, above a form with all that was typed. */
static void
show_again(
    struct ctx *cx, struct request *req, struct response *res, const struct error_view *error)
{
	struct desk_again_view view = {
	    .page = page_make(cx, req, str_of(error->title), DESK_ELSEWHERE),
	    .error = *error,
	    .action = req->raw_path,
	    .hidden = keep_fields(req, ""),
	    .headline = request_form(req, STR("headline")),
	    .body = request_form(req, STR("body")),
	};
	struct tmpl_ctx tc = page_tmpl(cx);

	view.page.faulty = true;
	t_desk_again(res->body, &tc, &view);
}

void
refuse_again(
    struct ctx *cx, struct request *req, struct response *res, int http_status, const char *why)
{
	struct error_view error;

	if (req->method != HTTP_POST || cx->json) {
		refuse_page(cx, req, res, http_status, why);
		return;
	}
	web_refuse(res, http_status, why);
	web_error_view(req, http_status, cx->zh, &error);
	show_again(cx, req, res, &error);
}

void
refuse_stale_form(struct ctx *cx, struct request *req, struct response *res)
{
	struct error_view error;

	if (cx->json) {
		refuse_in_json(res, 403, "csrf");
		return;
	}
	web_refuse(res, 403, "csrf");
	web_error_view(req, 403, cx->zh, &error);
	error.title = i18n(cx->zh, "This page is older than your sign-in");
	if (!web_is_typed(req->raw_path)) {
		error.message =
		    i18n(cx->zh, "Somebody, perhaps you, signed in with this browser after the "
				 "page was opened. Nothing was done.");
		error.action = i18n(cx->zh, "Look at the page again, and decide there.");
		refuse_words(cx, req, res, "csrf", &error, page_of_decision(req, req->raw_path),
		    i18n(cx->zh, "To that page"));
		return;
	}
	error.message = i18n(cx->zh, "Somebody, perhaps you, signed in with this browser after the "
				     "page was opened. If you are who is signed in now, go on.");
	show_again(cx, req, res, &error);
}

/* What the database's reason means to the person who wanted to act. */
static void
explain(struct error_view *e, enum refusal why, bool zh)
{
	switch (why) {
	case REFUSAL_STALE:
		e->title = i18n(zh, "There is a newer version");
		e->message =
		    i18n(zh, "The words that you decided on are no longer the latest ones.");
		break;
	case REFUSAL_STATE:
		e->title = i18n(zh, "The article is in another state now");
		e->message =
		    i18n(zh, "Somebody acted on it before you, so this step no longer applies.");
		break;
	case REFUSAL_RIGHTS:
		e->title = i18n(zh, "The rights of a picture have ended");
		e->message = i18n(zh, "A picture of this article may not be published any more.");
		e->action = i18n(zh, "Look at the article: it names the picture. Take it out, or "
				     "enter its new rights in the library.");
		break;
	case REFUSAL_LIVE:
		e->title = i18n(zh, "The published version changed");
		e->message =
		    i18n(zh, "What is on the site is not what was there when you opened the page.");
		break;
	case REFUSAL_APPROVALS:
		e->title = i18n(zh, "Reviews are missing");
		e->message = i18n(zh, "Not every review of this channel is done for this version.");
		break;
	case REFUSAL_OWN:
		e->title = i18n(zh, "These are your own words");
		e->message = i18n(zh, "Who wrote a version neither reviews nor publishes it.");
		e->action = i18n(zh, "Ask a colleague to do it.");
		break;
	case REFUSAL_TWICE:
		e->title = i18n(zh, "You already reviewed this version");
		e->message = i18n(zh, "Each level of review takes another person.");
		e->action = i18n(zh, "Ask a colleague to do it.");
		break;
	case REFUSAL_RIGHT:
		e->message = i18n(zh, "Your account does not have the right for this step.");
		e->action = i18n(zh, "Ask a colleague who has it, or an administrator.");
		break;
	case REFUSAL_NONE:
	case REFUSAL_SESSION:
	case REFUSAL_GONE:
	case REFUSAL_KEY:
	case REFUSAL_VALUE:
		break;
	}
}

void
refuse_act(struct ctx *cx, struct request *req, struct response *res, struct article_id article,
    enum status s, enum refusal why)
{
	struct desk_error_view view = {.back_href = page_path(req->arena, article, "/review")};
	struct history_entry *entries;
	size_t n;

	if (why == REFUSAL_SESSION) {
		cx->signed_in = false;
		refuse_sign_in(cx, req, res);
		return;
	}
	if (s == STATUS_BUSY || s == STATUS_UNCERTAIN) {
		refuse_again(cx, req, res, web_http_status(s), status_name(s));
		return;
	}
	if (s != STATUS_CONFLICT && s != STATUS_DENIED) {
		refuse_status(cx, req, res, s);
		return;
	}
	web_refuse(res, web_http_status(s), status_name(s));
	web_error_view(req, res->status, cx->zh, &view.error);
	explain(&view.error, why, cx->zh);
	view.back_word = i18n(cx->zh, "Look at the article");
	if (session_begin(cx->db, req->arena, &cx->token, &cx->session) == STATUS_OK &&
	    history_of(cx->db, req->arena, article, &entries, &n) == STATUS_OK)
		view.entries =
		    page_entries(cx, req->arena, &article, entries, n < MEANWHILE ? n : MEANWHILE);
	render_error(cx, req, res, &view);
}
