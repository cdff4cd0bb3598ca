#include "web/desk/text.h"

#include "html/body.h"
#include "web/desk/compare.h"
#include "web/desk/form.h"
#include "web/desk/page.h"

#define BYLINE_LINE_MAX ((size_t)64 * 1024)
/* 字 (or words) that people read in a minute. */
#define READING_SPEED 400

/* The byline as a newspaper sets it: outlet and role are said where they change. */
static struct str
byline_line(struct arena *a, const struct byline_list *list, bool zh)
{
	struct buf b;
	size_t i;

	buf_init(&b, a, BYLINE_LINE_MAX);
	for (i = 0; i < list->n; i++) {
		const struct byline *it = &list->v[i], *last = i > 0 ? it - 1 : NULL;
		bool outlet = last == NULL || !str_eq(last->outlet, it->outlet);

		if (i > 0)
			buf_char(&b, ' ');
		if (outlet && it->outlet.n > 0) {
			buf_str(&b, it->outlet);
			buf_char(&b, ' ');
		}
		if (outlet || last->role != it->role) {
			buf_z(&b, byline_role_word(it->role, zh));
			buf_char(&b, ' ');
		}
		buf_str(&b, it->name);
	}
	return buf_view(&b);
}

static struct str
topic_line(struct arena *a, const struct topic_list *list, bool zh)
{
	struct buf b;

	buf_init(&b, a, 4096);
	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			buf_z(&b, zh ? "、" : ", ");
		buf_str(&b, list->v[i]);
	}
	return buf_view(&b);
}

static struct str
kind_word(const struct revision *r, bool zh)
{
	return str_of(
	    str_eq(r->source_kind, STR("reprint")) ? i18n(zh, "Reprint") : i18n(zh, "Original"));
}

static void
reprint_line(struct buf *b, const char *label, struct str value)
{
	if (value.n == 0)
		return;
	if (b->n > 0)
		buf_z(b, " · ");
	buf_printf(b, "%s: ", label);
	buf_str(b, value);
}

struct desk_text
text_view(const struct ctx *cx, struct arena *a, const struct revision *r, struct str channel)
{
	bool zh = str_eq(r->lang, STR("zh"));
	struct buf details;

	buf_init(&details, a, 4096);
	reprint_line(&details, i18n(zh, "Original author"), r->reprint_author);
	reprint_line(&details, i18n(zh, "Original title"), r->reprint_title);
	reprint_line(&details, i18n(zh, "Responsible editor"), r->responsible_editor);
	return (struct desk_text){
	    .lang = page_lang(r->lang),
	    .channel = channel,
	    .shoulder = r->shoulder,
	    .headline = r->headline,
	    .subhead = r->subhead,
	    .summary = r->summary,
	    .byline = byline_line(a, &r->bylines, zh),
	    .source = page_printf(a, "%s: %.*s · %.*s", i18n(zh, "Source"), STR_ARG(r->source_name),
		STR_ARG(kind_word(r, zh))),
	    .notice = r->reprint_notice,
	    .topics = r->topics.v,
	    .topics_n = r->topics.n,
	    .social_title = r->social_title,
	    .reprint = buf_view(&details),
	    .reprint_url = r->reprint_url,
	    .body = {r->body_html},
	    .words = page_printf(a, i18n(cx->zh, "Words: %d, about %d min to read"), (int)r->words,
		r->words > 0 ? (int)((r->words - 1) / READING_SPEED + 1) : 1),
	};
}

struct str
text_channel(const struct ctx *cx, struct channel_id id, const struct channel *channels, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (channels[i].id.v == id.v)
			return cx->zh ? channels[i].name_zh : channels[i].name_en;
	}
	return STR("");
}

struct str
text_note(const struct ctx *cx, struct arena *a, const struct revision *r)
{
	return page_printf(a, "%.*s%s%.*s", STR_ARG(r->saved_by), cx->zh ? "，" : ", ",
	    STR_ARG(page_time(a, r->saved_at, cx->zh).text));
}

/* Long: one case for each field. */
struct str
text_field(
    const struct ctx *cx, struct arena *a, const struct revision *r, enum article_field field)
{
	struct buf b;

	switch (field) {
	case FIELD_HEADLINE:
		return r->headline;
	case FIELD_SHOULDER:
		return r->shoulder;
	case FIELD_SUBHEAD:
		return r->subhead;
	case FIELD_SUMMARY:
		return r->summary;
	case FIELD_LANG:
		return str_of(
		    str_eq(r->lang, STR("en")) ? i18n(cx->zh, "English") : i18n(cx->zh, "Chinese"));
	case FIELD_SLUG:
		return r->slug;
	case FIELD_SOURCE_KIND:
		return kind_word(r, cx->zh);
	case FIELD_SOURCE_NAME:
		return r->source_name;
	case FIELD_REPRINT_AUTHOR:
		return r->reprint_author;
	case FIELD_REPRINT_TITLE:
		return r->reprint_title;
	case FIELD_REPRINT_URL:
		return r->reprint_url;
	case FIELD_RESPONSIBLE_EDITOR:
		return r->responsible_editor;
	case FIELD_REPRINT_NOTICE:
		return r->reprint_notice;
	case FIELD_BYLINES:
		buf_init(&b, a, BYLINE_LINE_MAX);
		byline_format(&b, &r->bylines, cx->zh);
		return buf_view(&b);
	case FIELD_TOPICS:
		return topic_line(a, &r->topics, cx->zh);
	case FIELD_SOCIAL_TITLE:
		return r->social_title;
	case FIELD_LEAD:
		return r->lead.media.v > 0 ? page_printf(a, i18n(cx->zh, "Picture %lld"),
						 (long long)r->lead.media.v)
					   : STR("");
	case FIELD_LEAD_ALT:
		return r->lead.media.v > 0 ? r->lead.alt : STR("");
	case FIELD_LEAD_CAPTION:
		return r->lead.media.v > 0 ? r->lead.caption : STR("");
	case FIELD_LEAD_CREDIT:
		return r->lead.media.v > 0 ? r->lead.credit : STR("");
	case FIELD_CHANNEL:
	case FIELD_BODY:
	case ARTICLE_FIELDS:
		break;
	}
	return STR("");
}

/* The words of ${body}; one that cannot be read, as only a form has it, as it came. */
static struct str
as_text(struct arena *a, struct str body)
{
	struct str text;
	bool lossless;

	return body_to_text(a, body, &text, &lossless) == STATUS_OK ? text : body;
}

static void
show_unread(struct arena *a, struct str from, struct str to, struct desk_changes *out)
{
	struct desk_diff *shown = ARENA_NEW(a, struct desk_diff);
	struct diff_block *block = ARENA_NEW(a, struct diff_block);

	diff_line(a, as_text(a, from), as_text(a, to), block);
	shown->block = block;
	out->blocks = shown;
	out->blocks_n = 1;
	out->changed = block->kind != DIFF_BLOCK_SAME;
}

void
text_changes(const struct ctx *cx, struct arena *a, const struct revision *from,
    const struct revision *to, const struct channel *channels, size_t n, struct desk_changes *out)
{
	struct desk_change *fields = ARENA_ARRAY(a, ARTICLE_FIELDS, struct desk_change);
	unsigned i;

	for (i = 0; i < FIELD_BODY; i++) {
		enum article_field field = (enum article_field)i;
		struct str was = text_field(cx, a, from, field), is = text_field(cx, a, to, field);

		if (field == FIELD_CHANNEL) {
			was = text_channel(cx, from->channel, channels, n);
			is = text_channel(cx, to->channel, channels, n);
		}
		if (str_eq(was, is))
			continue;
		fields[out->fields_n].label = form_label(field, cx->zh);
		diff_line(a, was, is, &fields[out->fields_n].diff);
		out->fields_n++;
	}
	out->fields = fields;
	if (compare_bodies(a, from->body_json, to->body_json, cx->zh, out) != STATUS_OK)
		show_unread(a, from->body_json, to->body_json, out);
	out->lang = page_lang(to->lang);
}
