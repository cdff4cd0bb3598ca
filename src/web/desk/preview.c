#include "domain/preview.h"

#include "base/num.h"
#include "domain/channel.h"
#include "domain/refusal.h"
#include "gen/t_desk_preview.h"
#include "view/preview_view.h"
#include "web/desk/edit.h"
#include "web/desk/offer.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/desk/text.h"
#include "web/site/preview.h"
#include "web/web.h"

/*
 * The public page of words that are not public, in a frame of the desk: of a version, or of what a
 * form holds.  The form is sent here and put aside for a day, so that the frame, and the page at
 * another width, are addresses that can be asked for.
 */

/* What is looked at. */
struct subject {
	bool has_article;
	struct article article;
	bool has_text; /* the words of a form, else a version */
	struct row_id text;
	struct instant at;
	struct form form;
	struct revision words;
};

static struct str
place(struct arena *a, const struct subject *s, const char *tail)
{
	if (!s->has_article)
		return page_printf(a, "/articles/new%s", tail);
	return page_path(a, s->article.id, tail);
}

/* The form that was put aside, as words. */
static enum status
take_text(struct ctx *cx, struct request *req, struct subject *s)
{
	struct preview_text text;
	struct working_copy copy;
	enum status st = preview_text_get(cx->db, req->arena, s->text, &text);

	if (st != STATUS_OK)
		return st;
	if (text.has_article != s->has_article ||
	    (text.has_article && text.article.v != s->article.id.v))
		return STATUS_NOT_FOUND;
	copy = (struct working_copy){.has_article = text.has_article,
	    .article = text.article,
	    .has_base = text.has_base,
	    .base = text.base,
	    .fields = text.fields};
	if (!offer_form(cx, req->arena, &copy, &s->form))
		return STATUS_INVALID;
	(void)form_check(cx, req->arena, &s->form, false);
	s->at = text.at;
	s->words = form_revision(&s->form);
	return STATUS_OK;
}

static enum status
take_version(struct ctx *cx, struct request *req, struct subject *s)
{
	struct str text = request_query(req, STR("rev"));
	int64_t number;

	if (text.p == NULL)
		return revision_get(cx->db, req->arena, s->article.head, &s->words);
	if (!num_i64(text, 1, INT32_MAX, &number))
		return STATUS_NOT_FOUND;
	return revision_by_number(cx->db, req->arena, s->article.id, (int32_t)number, &s->words);
}

/* What the address names, if it is for this person. */
static enum status
find_subject(struct ctx *cx, struct request *req, struct subject *s)
{
	struct str text = request_query(req, STR("text"));
	enum status st = STATUS_OK;

	*s = (struct subject){.has_article = req->param[0].p != NULL, .has_text = text.p != NULL};
	if (s->has_article)
		st = edit_article(cx, req, &s->article);
	else if (!s->has_text)
		return STATUS_NOT_FOUND;
	if (st != STATUS_OK)
		return st;
	if (!s->has_text)
		return take_version(cx, req, s);
	if (!num_i64(text, 1, INT64_MAX, &s->text.v))
		return STATUS_NOT_FOUND;
	return take_text(cx, req, s);
}

/* Fields without which there is nothing to show; all others are shown as they are. */
static bool
can_show(const struct subject *s)
{
	const enum article_fault *of = s->form.faults.of;

	return !s->has_text || (of[FIELD_BODY] == FAULT_NONE && of[FIELD_BYLINES] == FAULT_NONE &&
				   of[FIELD_TOPICS] == FAULT_NONE);
}

static void
tell_faults(struct ctx *cx, struct arena *a, const struct subject *s, struct preview_frame_view *v)
{
	static const enum article_field fields[] = {FIELD_BODY, FIELD_BYLINES, FIELD_TOPICS};
	struct desk_fault *faults =
	    ARENA_ARRAY(a, sizeof fields / sizeof fields[0], struct desk_fault);

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		if (s->form.faults.of[fields[i]] != FAULT_NONE)
			faults[v->faults_n++].text = form_fault(a, &s->form, fields[i], cx->zh);
	}
	v->faults = faults;
}

static struct str
note_of(struct ctx *cx, struct arena *a, const struct subject *s)
{
	struct buf hm;

	if (!s->has_text)
		return page_printf(a, i18n(cx->zh, "Version %d, saved by %.*s."),
		    (int)s->words.number, STR_ARG(text_note(cx, a, &s->words)));
	buf_init(&hm, a, 16);
	clock_hm(&hm, s->at);
	return page_printf(a,
	    i18n(cx->zh, "What you had typed at %.*s. It is not a saved version."),
	    STR_ARG(buf_view(&hm)));
}

/* The same subject under another address. */
static struct str
address(struct arena *a, const struct subject *s, const char *tail, bool phone)
{
	struct str path = place(a, s, tail);
	const char *width = phone ? "&width=phone" : "";

	if (s->has_text)
		return page_printf(
		    a, "%.*s?text=%lld%s", STR_ARG(path), (long long)s->text.v, width);
	return page_printf(a, "%.*s?rev=%d%s", STR_ARG(path), (int)s->words.number, width);
}

void
desk_preview(struct ctx *cx, struct request *req, struct response *res)
{
	struct arena *a = req->arena;
	struct tmpl_ctx tc = page_tmpl(cx);
	struct preview_frame_view v = {.faults_n = 0};
	struct subject s;
	enum status st = find_subject(cx, req, &s);

	if (st != STATUS_OK) {
		refuse_status(cx, req, res, st);
		return;
	}
	v.page = page_make(cx, req, str_of(i18n(cx->zh, "Preview")), DESK_ARTICLES);
	v.headline = s.words.headline;
	v.lang = page_lang(s.words.lang);
	v.note = note_of(cx, a, &s);
	v.phone = str_eq(request_query(req, STR("width")), STR("phone"));
	v.desk_href = address(a, &s, "/preview", false);
	v.phone_href = address(a, &s, "/preview", true);
	if (can_show(&s))
		v.frame_src = address(a, &s, "/preview/page", false);
	else
		tell_faults(cx, a, &s, &v);
	if (!s.has_text)
		v.share_href = address(a, &s, "/preview/links", false);
	v.back_href = place(a, &s, "");
	v.back_word = s.has_text ? i18n(cx->zh, "Go on writing") : i18n(cx->zh, "The article");
	t_desk_preview(res->body, &tc, &v);
}

/* Fills in what only the public page has. */
static enum status
dress(struct ctx *cx, struct arena *a, const struct subject *s, struct live_article *out)
{
	bool zh = !str_eq(s->words.lang, STR("en"));
	struct channel *channels;
	enum status st;
	size_t n, i;

	st = preview_of(cx->db, a, &s->words, out);
	if (st == STATUS_OK)
		st = channel_list(cx->db, a, &channels, &n);
	if (st != STATUS_OK)
		return st;
	out->channel_zh = out->channel_en = STR("");
	for (i = 0; i < n; i++) {
		if (channels[i].id.v == s->words.channel.v) {
			out->channel_zh = channels[i].name_zh;
			out->channel_en = channels[i].name_en;
		}
	}
	if (out->card.headline.n == 0)
		out->card.headline = str_of(i18n(zh, "No headline yet"));
	if (s->has_article && s->article.is_live)
		out->card.at = s->article.live_at;
	return STATUS_OK;
}

void
desk_preview_page(struct ctx *cx, struct request *req, struct response *res)
{
	struct live_article in;
	struct subject s;
	enum status st = find_subject(cx, req, &s);

	if (st == STATUS_OK && !can_show(&s))
		st = STATUS_INVALID;
	if (st == STATUS_OK)
		st = dress(cx, req->arena, &s, &in);
	if (st == STATUS_OK)
		st = site_preview_write(cx->site, req->arena, &in, true, res->body);
	if (st != STATUS_OK) {
		buf_reset(res->body);
		refuse_status(cx, req, res, st);
	}
}

struct putting {
	struct preview_text text;
	struct row_id id;
};

static enum status
put_change(struct db *db, struct arena *a, void *arg)
{
	struct putting *it = arg;

	return preview_put(db, a, &it->text, &it->id);
}

/*
 * Without script what the text cannot show is kept by what it was made from, as a save does.  That
 * may be a working copy, which goes while the preview is still looked at: so the document is put
 * aside.  Of a text that makes none the words are, and the frame says what is wrong.
 */
static void
add_document(struct ctx *cx, struct request *req, struct form *f)
{
	struct http_pair *v;

	if (f->document.n > 0)
		return;
	offer_before(cx, req, f);
	(void)form_check(cx, req->arena, f, false);
	if (f->draft.body_json.n == 0)
		return;
	v = ARENA_ARRAY(req->arena, req->form.n + 1, struct http_pair);
	for (size_t i = 0; i < req->form.n; i++)
		v[i] = req->form.v[i];
	v[req->form.n] = (struct http_pair){STR(FORM_DOCUMENT), f->draft.body_json};
	req->form = (struct http_pairs){v, req->form.n + 1};
}

void
desk_preview_put(struct ctx *cx, struct request *req, struct response *res)
{
	struct putting it = {.text = {.has_article = req->param[0].p != NULL}};
	struct subject s = {.has_article = it.text.has_article};
	struct form f;
	enum status st = STATUS_OK;

	if (s.has_article)
		st = edit_article(cx, req, &s.article);
	if (st != STATUS_OK) {
		refuse_again(cx, req, res, web_http_status(st), status_name(st));
		return;
	}
	if (form_read(req, &f) != STATUS_OK || f.draft.has_base != s.has_article) {
		refuse_again(cx, req, res, 400, "form");
		return;
	}
	f.draft.has_article = s.has_article;
	f.draft.article = s.article.id;
	add_document(cx, req, &f);
	it.text.fields = working_fields(req);
	if (it.text.fields.p == NULL) {
		refuse_again(cx, req, res, 400, "form");
		return;
	}
	it.text.article = s.article.id;
	it.text.has_base = f.draft.has_base;
	it.text.base = f.draft.base;
	st = session_settle(cx->db, req->arena, &cx->token, put_change, &it);
	if (st != STATUS_OK) {
		if (refusal_of(cx->db) == REFUSAL_SESSION) {
			cx->signed_in = false;
			refuse_sign_in(cx, req, res);
			return;
		}
		refuse_again(cx, req, res, web_http_status(st), status_name(st));
		return;
	}
	s.has_text = true;
	s.text = it.id;
	response_redirect(res, 303, address(req->arena, &s, "/preview", false));
}
