#include "web/desk/form.h"

#include "base/num.h"
#include "base/utf8.h"
#include "crypto/token.h"
#include "domain/media_picture.h"
#include "html/body_tree.h"
#include "web/desk/page.h"

#define KEY_HEX 32

static const char *const names[ARTICLE_FIELDS] = {
    [FIELD_HEADLINE] = "headline",
    [FIELD_SHOULDER] = "shoulder",
    [FIELD_SUBHEAD] = "subhead",
    [FIELD_SUMMARY] = "summary",
    [FIELD_CHANNEL] = "channel",
    [FIELD_LANG] = "lang",
    [FIELD_SLUG] = "slug",
    [FIELD_SOURCE_KIND] = "source_kind",
    [FIELD_SOURCE_NAME] = "source_name",
    [FIELD_REPRINT_AUTHOR] = "reprint_author",
    [FIELD_REPRINT_TITLE] = "reprint_title",
    [FIELD_REPRINT_URL] = "reprint_url",
    [FIELD_RESPONSIBLE_EDITOR] = "responsible_editor",
    [FIELD_REPRINT_NOTICE] = "reprint_notice",
    [FIELD_BYLINES] = "bylines",
    [FIELD_TOPICS] = "topics",
    [FIELD_SOCIAL_TITLE] = "social_title",
    [FIELD_LEAD] = "lead_media",
    [FIELD_LEAD_ALT] = "lead_alt",
    [FIELD_LEAD_CAPTION] = "lead_caption",
    [FIELD_LEAD_CREDIT] = "lead_credit",
    [FIELD_BODY] = "body",
};

const char *
form_name(enum article_field field)
{
	return names[field];
}

void
form_renew(struct arena *a, struct form *f)
{
	struct token t;

	token_new(&t);
	f->draft.key = str_dup(a, (struct str){t.hex, KEY_HEX});
}

void
form_new(const struct ctx *cx, struct arena *a, struct form *f)
{
	*f = (struct form){
	    .draft =
		{
		    .lang = cx->zh ? STR("zh") : STR("en"),
		    .source_kind = STR("original"),
		    .source_name = cx->zh ? cx->name_zh : cx->name_en,
		    .body_text = STR(""),
		},
	    .bylines = STR(""),
	    .topics = STR(""),
	    .slug = STR(""),
	    .lossless = true,
	};
	form_renew(a, f);
}

static bool
has_lines(enum article_field field)
{
	return field == FIELD_SUMMARY || field == FIELD_BODY || field == FIELD_BYLINES ||
	       field == FIELD_TOPICS;
}

/* What invisible characters are refused in. */
static bool
has_names(enum article_field field)
{
	return field == FIELD_SLUG || field == FIELD_SOURCE_NAME || field == FIELD_REPRINT_AUTHOR ||
	       field == FIELD_REPRINT_URL || field == FIELD_RESPONSIBLE_EDITOR ||
	       field == FIELD_BYLINES || field == FIELD_TOPICS;
}

/* What a paste from a table or a page brings along is not seen in a field. */
static struct str
typed(struct request *req, enum article_field field)
{
	struct str value = request_form(req, str_of(names[field]));

	if (value.p == NULL)
		return STR("");
	if (has_names(field))
		value = utf8_name(req->arena, value);
	return has_lines(field) ? utf8_lines(req->arena, value) : utf8_line(req->arena, value);
}

static bool
hidden_id(struct request *req, const char *name, bool *has, int64_t *out)
{
	struct str value = request_form(req, str_of(name));

	*has = value.n > 0;
	return value.p != NULL && (value.n == 0 || num_i64(value, 1, INT64_MAX, out));
}

/* What is no number is no picture, and said to be wrong. */
static void
read_lead(struct request *req, struct str media, struct lead *lead)
{
	if (media.n > 0 && !num_i64(media, 1, INT64_MAX, &lead->media.v))
		lead->media.v = -1;
	lead->alt = typed(req, FIELD_LEAD_ALT);
	lead->caption = typed(req, FIELD_LEAD_CAPTION);
	lead->credit = typed(req, FIELD_LEAD_CREDIT);
}

enum status
form_read(struct request *req, struct form *f)
{
	struct article_draft *d = &f->draft;
	uint8_t key[KEY_HEX / 2];

	*f = (struct form){.lossless = true};
	d->key = request_form(req, STR("key"));
	if (!num_hex(d->key, key, sizeof key) || !hidden_id(req, "base", &d->has_base, &d->base.v))
		return STATUS_INVALID;
	d->headline = typed(req, FIELD_HEADLINE);
	d->shoulder = typed(req, FIELD_SHOULDER);
	d->subhead = typed(req, FIELD_SUBHEAD);
	d->summary = typed(req, FIELD_SUMMARY);
	d->lang = typed(req, FIELD_LANG);
	d->slug = f->slug = typed(req, FIELD_SLUG);
	d->source_kind = typed(req, FIELD_SOURCE_KIND);
	d->source_name = typed(req, FIELD_SOURCE_NAME);
	d->reprint_author = typed(req, FIELD_REPRINT_AUTHOR);
	d->reprint_title = typed(req, FIELD_REPRINT_TITLE);
	d->reprint_url = typed(req, FIELD_REPRINT_URL);
	d->responsible_editor = typed(req, FIELD_RESPONSIBLE_EDITOR);
	d->reprint_notice = typed(req, FIELD_REPRINT_NOTICE);
	d->body_text = typed(req, FIELD_BODY);
	f->document = request_form(req, STR(FORM_DOCUMENT));
	f->bylines = typed(req, FIELD_BYLINES);
	f->topics = typed(req, FIELD_TOPICS);
	d->social_title = typed(req, FIELD_SOCIAL_TITLE);
	f->lead_media = str_trim(typed(req, FIELD_LEAD));
	read_lead(req, f->lead_media, &d->lead);
	if (!num_i64(typed(req, FIELD_CHANNEL), 1, INT64_MAX, &d->channel.v))
		d->channel.v = 0;
	return STATUS_OK;
}

enum status
form_from(const struct ctx *cx, struct arena *a, const struct revision *r, struct form *f)
{
	struct buf bylines, topics;

	*f = (struct form){
	    .draft =
		{
		    .has_article = true,
		    .article = r->article,
		    .has_base = true,
		    .base = r->id,
		    .headline = r->headline,
		    .shoulder = r->shoulder,
		    .subhead = r->subhead,
		    .summary = r->summary,
		    .channel = r->channel,
		    .lang = r->lang,
		    .slug = r->slug,
		    .source_kind = r->source_kind,
		    .source_name = r->source_name,
		    .reprint_author = r->reprint_author,
		    .reprint_title = r->reprint_title,
		    .reprint_url = r->reprint_url,
		    .responsible_editor = r->responsible_editor,
		    .reprint_notice = r->reprint_notice,
		    .social_title = r->social_title,
		    .lead = r->lead,
		},
	};
	buf_init(&bylines, a, 64 * 1024);
	byline_format(&bylines, &r->bylines, cx->zh);
	f->bylines = buf_view(&bylines);
	buf_init(&topics, a, 4096);
	topic_format(&topics, &r->topics);
	f->topics = buf_view(&topics);
	f->slug = r->slug;
	if (r->lead.media.v > 0)
		f->lead_media = page_printf(a, "%lld", (long long)r->lead.media.v);
	f->document = r->body_json;
	form_renew(a, f);
	return body_to_text(a, r->body_json, &f->draft.body_text, &f->lossless);
}

void
form_over(struct arena *a, struct form *f, struct str document)
{
	struct str text;

	f->before = document;
	/* What cannot be read is checked where it is saved. */
	if (document.n == 0 || body_to_text(a, document, &text, &f->lossless) != STATUS_OK)
		f->lossless = true;
}

/* What the editor sent, or the document of the text where no script runs. */
static enum article_fault
take_body(struct arena *a, struct form *f)
{
	struct article_draft *d = &f->draft;
	const struct body_item *doc;

	if (f->document.n > 0) {
		/* The text is that of another form of the page, if there is one at all. */
		d->body_text = STR("");
		d->body_json = f->document;
		return f->document.n > ARTICLE_DOCUMENT_MAX ? FAULT_LONG : FAULT_NONE;
	}
	if (d->body_text.n > ARTICLE_BODY_MAX)
		return FAULT_LONG;
	if (body_from_text_over(a, d->body_text, f->before, &d->body_json, &f->apart) == STATUS_OK)
		return FAULT_NONE;
	/* It may be for words of a picture, which the text leaves as they are. */
	(void)!body_load_kept(a, f->before, &doc, &f->body_error);
	return FAULT_BODY;
}

/*
 * The HTML and the length of the document.  A database that does not answer is no fault of the
 * document's: the transaction has failed with it, and whatever comes next says so.
 */
static enum status
render(struct ctx *cx, struct arena *a, struct form *f, struct safe_html *html)
{
	struct article_draft *d = &f->draft;
	struct body_pictures pictures;
	const struct body_item *doc;
	int64_t *media;
	int64_t words;
	size_t n;
	enum status s = body_load(a, d->body_json, &doc, &f->body_error);

	if (s != STATUS_OK)
		return s;
	body_doc_media(a, doc, &media, &n);
	s = media_pictures(cx->db, a, media, n, str_eq(d->lang, STR("zh")), &pictures);
	if (s == STATUS_OK)
		s = body_doc_render(a, doc, &pictures, html, &f->body_error);
	if (s != STATUS_OK)
		return s;
	words = body_doc_words(doc);
	if (words > INT32_MAX)
		return STATUS_INVALID;
	d->words = (int32_t)words;
	return body_current(a, d->body_json, &d->body_json);
}

/* The body's three forms. */
static enum article_fault
make_body(struct ctx *cx, struct arena *a, struct form *f)
{
	struct article_draft *d = &f->draft;
	struct safe_html html = {STR("")};
	enum article_fault fault = take_body(a, f);

	d->body_schema = BODY_SCHEMA;
	if (fault == FAULT_NONE && render(cx, a, f, &html) != STATUS_OK)
		fault = FAULT_BODY;
	if (fault != FAULT_NONE) {
		d->body_json = STR_NULL;
		return fault;
	}
	d->body_html = html.s;
	return FAULT_NONE;
}

bool
form_check(struct ctx *cx, struct arena *a, struct form *f, bool complete)
{
	enum article_fault body;

	f->faults = (struct article_faults){.n = 0};
	article_prepare(a, &f->draft);
	if (byline_parse(a, f->bylines, &f->draft.bylines, &f->byline_error) != STATUS_OK)
		article_fault_set(&f->faults, FIELD_BYLINES, FAULT_BYLINES);
	if (topic_parse(a, f->topics, &f->draft.topics, &f->topic_error) != STATUS_OK)
		article_fault_set(&f->faults, FIELD_TOPICS, FAULT_TOPICS);
	body = make_body(cx, a, f);
	(void)article_check(&f->draft, complete, &f->faults);
	article_fault_set(&f->faults, FIELD_BODY, body);
	return f->faults.n == 0;
}

struct str
form_document(const struct form *f)
{
	if (f->draft.body_json.n > 0)
		return f->draft.body_json;
	return f->document.n > 0 ? f->document : f->before;
}

struct str
form_text(struct arena *a, const struct form *f)
{
	struct str text;
	bool lossless;

	if (f->document.n == 0)
		return f->draft.body_text;
	/* What cannot be read is shown as it came: nothing typed is lost. */
	return body_to_text(a, f->document, &text, &lossless) == STATUS_OK ? text : f->document;
}

struct revision
form_revision(const struct form *f)
{
	const struct article_draft *d = &f->draft;

	return (struct revision){
	    .article = d->article,
	    .headline = d->headline,
	    .shoulder = d->shoulder,
	    .subhead = d->subhead,
	    .summary = d->summary,
	    .channel = d->channel,
	    .lang = d->lang,
	    .slug = d->slug,
	    .source_kind = d->source_kind,
	    .source_name = d->source_name,
	    .reprint_author = d->reprint_author,
	    .reprint_title = d->reprint_title,
	    .reprint_url = d->reprint_url,
	    .responsible_editor = d->responsible_editor,
	    .reprint_notice = d->reprint_notice,
	    .bylines = d->bylines,
	    .topics = d->topics,
	    .social_title = d->social_title,
	    .lead = d->lead,
	    .body_json = d->body_json,
	    .body_html = d->body_html,
	    .words = d->words,
	};
}
