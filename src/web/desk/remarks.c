#include "domain/refusal.h"

#include "base/json.h"
#include "base/num.h"
#include "base/url.h"
#include "base/utf8.h"
#include "domain/revision.h"
#include "gen/t_desk_remarks.h"
#include "html/body_anchor.h"
#include "web/desk/edit.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/desk/remark.h"
#include "web/web.h"

/* What colleagues say of an article: read, said, mended, resolved; as a page or as JSON. */

static bool
is_hex(struct str s)
{
	uint8_t bytes[REMARK_THREAD_HEX / 2];

	return num_hex(s, bytes, sizeof(bytes));
}

static struct str
back_of(struct request *req, const struct article *it)
{
	struct str back = request_form(req, STR("back"));

	return url_local(back) ? back : page_path(req->arena, it->id, "/remarks");
}

static enum status
load(struct ctx *cx, struct request *req, const struct article *it,
    const struct remark_fault *fault, struct remarks_view *out)
{
	struct revision head;
	enum status s = revision_get(cx->db, req->arena, it->head, &head);

	return s == STATUS_OK
		   ? remark_view(cx, req, it, head.body_json, back_of(req, it), fault, out)
		   : s;
}

static void
show_page(struct ctx *cx, struct request *req, struct response *res, const struct article *it,
    const struct remark_fault *fault)
{
	struct remarks_page_view view = {
	    .page = page_make(cx, req, str_of(i18n(cx->zh, "Comments")), DESK_ARTICLES),
	    .headline = it->headline,
	    .article_href = page_path(req->arena, it->id, ""),
	};
	struct tmpl_ctx tc = page_tmpl(cx);
	enum status s = load(cx, req, it, fault, &view.remarks);

	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	view.page.faulty = fault != NULL;
	t_desk_remarks(res->body, &tc, &view);
}

static void
json_remark(struct buf *b, const struct remark_row *r)
{
	buf_printf(b, "{\"id\":%.*s,\"changed\":%s,\"can_change\":%s", STR_ARG(r->id),
	    r->changed ? "true" : "false", r->can_change ? "true" : "false");
	json_member(b, "by", r->by);
	json_member(b, "at", r->at.text);
	json_member(b, "text", r->text);
	buf_char(b, '}');
}

static void
json_threads(struct buf *b, const struct remark_thread_row *v, size_t n)
{
	size_t i, j;

	for (i = 0; i < n; i++) {
		const struct remark_thread_row *t = &v[i];

		buf_printf(b, "%s{\"resolved\":%s,\"can_resolve\":%s", i > 0 ? "," : "",
		    t->resolved ? "true" : "false", t->can_resolve ? "true" : "false");
		json_member(b, "id", t->id);
		json_member(b, "block", t->block);
		json_member(b, "about", t->about);
		json_member(b, "note", t->note == NULL ? STR("") : str_of(t->note));
		json_member(b, "resolved_text", t->resolved_text);
		buf_z(b, ",\"remarks\":[");
		for (j = 0; j < t->n; j++) {
			if (j > 0)
				buf_char(b, ',');
			json_remark(b, &t->v[j]);
		}
		buf_z(b, "]}");
	}
}

void
desk_remarks(struct ctx *cx, struct request *req, struct response *res)
{
	struct remarks_view view;
	struct article it;
	enum status s = edit_article(cx, req, &it);

	if (s == STATUS_OK && !cx->json) {
		show_page(cx, req, res, &it, NULL);
		return;
	}
	if (s == STATUS_OK)
		s = load(cx, req, &it, NULL, &view);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	res->type = STR("application/json");
	buf_z(res->body, "{\"open\":[");
	json_threads(res->body, view.open, view.open_n);
	buf_z(res->body, "],\"resolved\":[");
	json_threads(res->body, view.resolved, view.resolved_n);
	buf_z(res->body, "]}\n");
}

/* What is wrong with the text of a remark; empty if nothing. */
static struct str
text_fault(struct ctx *cx, struct arena *a, struct str text)
{
	if (text.n == 0)
		return str_of(i18n(cx->zh, "The comment is empty. Write what you mean."));
	if (utf8_check(text, UTF8_TEXT) != UTF8_FINE)
		return str_of(
		    i18n(cx->zh, "The comment contains control characters. Take them out."));
	if (utf8_count(text) > REMARK_MAX)
		return page_printf(a,
		    i18n(cx->zh, "The comment has %zu characters; at most %d are allowed."),
		    utf8_count(text), REMARK_MAX);
	return STR("");
}

/* Why the database refused, in words; empty for what has an answer of its own. */
static struct str
refusal_text(struct ctx *cx, enum refusal why)
{
	switch (why) {
	case REFUSAL_STATE:
		return str_of(i18n(
		    cx->zh, "A comment can be changed for 15 minutes. Write a reply instead."));
	case REFUSAL_RIGHT:
		return str_of(i18n(cx->zh,
		    "This is for the writers and reviewers of the article, and a comment is for "
		    "who wrote it. Write a reply instead."));
	case REFUSAL_VALUE:
		return str_of(i18n(cx->zh, "There are too many comments here. Go on in another "
					   "conversation."));
	case REFUSAL_KEY:
		return str_of(i18n(cx->zh, "This page was used for another comment. Send it "
					   "again."));
	default:
		return STR("");
	}
}

/* Nothing was stored: the words stay. */
static void
refuse(struct ctx *cx, struct request *req, struct response *res, const struct article *it,
    const struct remark_fault *fault, int http_status, const char *why)
{
	if (cx->json) {
		web_refuse(res, http_status, why);
		res->type = STR("application/json");
		buf_printf(res->body, "{\"error\":\"%s\"", why);
		json_member(res->body, "message", fault->error);
		buf_z(res->body, "}\n");
		return;
	}
	res->status = http_status;
	res->error = why;
	show_page(cx, req, res, it, fault);
}

/* Runs ${change}; then back to where it came from. */
static void
settle(struct ctx *cx, struct request *req, struct response *res, const struct article *it,
    session_change *change, void *arg, struct remark_fault *fault)
{
	enum status s = session_settle(cx->db, req->arena, &cx->token, change, arg);
	enum refusal why = s == STATUS_OK ? REFUSAL_NONE : refusal_of(cx->db);

	if (s == STATUS_OK && cx->json) {
		res->type = STR("application/json");
		buf_z(res->body, "{\"outcome\":\"done\"}\n");
		return;
	}
	if (s == STATUS_OK) {
		response_redirect(res, 303, back_of(req, it));
		return;
	}
	if (why == REFUSAL_SESSION) {
		cx->signed_in = false;
		refuse_sign_in(cx, req, res);
		return;
	}
	fault->error = refusal_text(cx, why);
	if (fault->error.n == 0 ||
	    session_begin(cx->db, req->arena, &cx->token, &cx->session) != STATUS_OK) {
		refuse_again(cx, req, res, web_http_status(s), status_name(s));
		return;
	}
	refuse(cx, req, res, it, fault, web_http_status(s), status_name(s));
}

static enum status
say_change(struct db *db, struct arena *a, void *arg)
{
	return remark_say(db, a, arg);
}

/* The words of a block, for who names it without quoting. */
static struct str
quote_of(struct ctx *cx, struct request *req, const struct article *it, struct str block)
{
	struct body_anchor *anchors;
	struct revision head;
	size_t i, n;

	if (block.n == 0 || revision_get(cx->db, req->arena, it->head, &head) != STATUS_OK ||
	    body_anchors(req->arena, head.body_json, &anchors, &n) != STATUS_OK)
		return STR("");
	for (i = 0; i < n; i++) {
		if (anchors[i].is_block && str_eq(anchors[i].name, block))
			return anchors[i].text;
	}
	return STR("");
}

void
desk_remark(struct ctx *cx, struct request *req, struct response *res)
{
	struct str reply = request_form(req, STR("reply"));
	struct article it;
	struct remark_text t = {
	    .thread = request_form(req, STR("thread")),
	    .key = request_form(req, STR("key")),
	    .block = request_form(req, STR("block")),
	    .quote = str_trim(utf8_line(req->arena, request_form(req, STR("quote")))),
	    .text = str_trim(utf8_lines(req->arena, request_form(req, STR("text")))),
	};
	struct remark_fault fault = {
	    .thread = reply.n > 0 ? t.thread : STR_NULL, .block = t.block, .text = t.text};
	enum status s = edit_article(cx, req, &it);

	if (s == STATUS_OK &&
	    (!is_hex(t.thread) || !is_hex(t.key) || utf8_count(t.quote) > REMARK_QUOTE_MAX ||
		utf8_check(t.quote, UTF8_LINE) != UTF8_FINE))
		s = STATUS_INVALID;
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	fault.error = text_fault(cx, req->arena, t.text);
	if (fault.error.n > 0) {
		refuse(cx, req, res, &it, &fault, 422, "text");
		return;
	}
	t.article = it.id;
	if (t.quote.n == 0)
		t.quote = quote_of(cx, req, &it, t.block);
	settle(cx, req, res, &it, say_change, &t, &fault);
}

struct resolution {
	struct article_id article;
	struct str thread;
	bool resolved;
};

static enum status
resolve_change(struct db *db, struct arena *a, void *arg)
{
	const struct resolution *r = arg;

	return remark_resolve(db, a, r->article, r->thread, r->resolved);
}

void
desk_remark_resolve(struct ctx *cx, struct request *req, struct response *res)
{
	struct resolution r = {.thread = req->param[1]};
	struct remark_fault fault = {.thread = r.thread};
	struct str resolved = request_form(req, STR("resolved"));
	struct article it;
	enum status s = edit_article(cx, req, &it);

	if (s == STATUS_OK && !is_hex(r.thread))
		s = STATUS_NOT_FOUND;
	if (s == STATUS_OK && !str_eq(resolved, STR("1")) && !str_eq(resolved, STR("0")))
		s = STATUS_INVALID;
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	r.article = it.id;
	r.resolved = str_eq(resolved, STR("1"));
	settle(cx, req, res, &it, resolve_change, &r, &fault);
}

struct mending {
	struct article_id article;
	struct row_id id;
	struct str text;
};

static enum status
mend_change(struct db *db, struct arena *a, void *arg)
{
	const struct mending *m = arg;

	return remark_change(db, a, m->article, m->id, m->text);
}

void
desk_remark_change(struct ctx *cx, struct request *req, struct response *res)
{
	struct mending m = {
	    .text = str_trim(utf8_lines(req->arena, request_form(req, STR("text"))))};
	struct remark_fault fault = {.remark = req->param[1], .text = m.text};
	struct article it;
	enum status s = edit_article(cx, req, &it);

	if (s == STATUS_OK && !num_i64(req->param[1], 1, INT64_MAX, &m.id.v))
		s = STATUS_NOT_FOUND;
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	fault.error = text_fault(cx, req->arena, m.text);
	if (fault.error.n > 0) {
		refuse(cx, req, res, &it, &fault, 422, "text");
		return;
	}
	m.article = it.id;
	settle(cx, req, res, &it, mend_change, &m, &fault);
}
