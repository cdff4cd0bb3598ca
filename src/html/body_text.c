#include "html/body.h"

#include <stdio.h>

#include "base/utf8.h"
#include "html/body_tree.h"

/* The plain-text form: what the desk shows where no script runs. */

#define JSON_MAX BODY_MAX_BYTES
#define HEADING_MIN 2
#define HEADING_MAX 4

bool
body_mark_eq(const struct body_mark_item *a, const struct body_mark_item *b)
{
	const struct body_mark_rule *rule = &body_marks[a->type];

	if (a->type != b->type)
		return false;
	for (size_t i = 0; i < rule->attrs_n; i++) {
		if (a->attrs[i].i != b->attrs[i].i || !str_eq(a->attrs[i].s, b->attrs[i].s))
			return false;
	}
	return true;
}

bool
body_item_eq(const struct body_item *a, const struct body_item *b)
{
	if (a->type != b->type || a->marks_n != b->marks_n || a->content_n != b->content_n ||
	    !str_eq(a->text, b->text))
		return false;
	for (size_t i = 0; i < body_nodes[a->type].attrs_n; i++) {
		if (body_nodes[a->type].attrs[i].type == BODY_ID)
			continue;
		if (a->attrs[i].i != b->attrs[i].i || !str_eq(a->attrs[i].s, b->attrs[i].s))
			return false;
	}
	for (size_t i = 0; i < a->marks_n; i++) {
		if (!body_mark_eq(&a->marks[i], &b->marks[i]))
			return false;
	}
	for (size_t i = 0; i < a->content_n; i++) {
		if (!body_item_eq(&a->content[i], &b->content[i]))
			return false;
	}
	return true;
}

/* Writing a document, block by block. */
struct writer {
	struct buf b;
	size_t blocks;
	bool in_paragraph; /* the next line goes on in it */
};

/* The level of a heading line, with its text left in ${line}; 0: no heading. */
static int
take_hashes(struct str *line)
{
	size_t n = 0;

	while (n < line->n && line->p[n] == '#')
		n++;
	if (n < HEADING_MIN || n > HEADING_MAX || n == line->n || line->p[n] != ' ')
		return 0;
	*line = str_trim(str_sub(*line, n, line->n));
	return (int)n;
}

static void
end_paragraph(struct writer *w)
{
	if (w->in_paragraph)
		BUF_LIT(&w->b, "]}");
	w->in_paragraph = false;
}

static void
open_block(struct writer *w, int level)
{
	if (w->blocks++ > 0)
		buf_char(&w->b, ',');
	if (level > 0)
		buf_printf(
		    &w->b, "{\"type\":\"heading\",\"attrs\":{\"level\":%d},\"content\":[", level);
	else
		BUF_LIT(&w->b, "{\"type\":\"paragraph\",\"content\":[");
}

static void
write_run(struct writer *w, struct str line)
{
	BUF_LIT(&w->b, "{\"type\":\"text\",\"text\":\"");
	html_json(&w->b, line);
	BUF_LIT(&w->b, "\"}");
}

static void
write_line(struct writer *w, struct str line)
{
	int level;

	line = str_trim(line);
	level = take_hashes(&line);
	if (line.n == 0 || level > 0)
		end_paragraph(w);
	if (line.n == 0)
		return;
	if (level > 0) {
		open_block(w, level);
		write_run(w, line);
		BUF_LIT(&w->b, "]}");
		return;
	}
	if (w->in_paragraph)
		BUF_LIT(&w->b, ",{\"type\":\"hard_break\"},");
	else
		open_block(w, 0);
	w->in_paragraph = true;
	write_run(w, line);
}

enum status
body_from_text(struct arena *a, struct str text, struct str *json)
{
	struct writer w = {0};
	const struct body_item *doc;
	struct str line;

	if (text.n > BODY_MAX_TEXT || utf8_check(text, UTF8_TEXT) != UTF8_FINE)
		return STATUS_INVALID;
	buf_init(&w.b, a, JSON_MAX);
	buf_printf(&w.b, "{\"schema\":%d,\"doc\":{\"type\":\"doc\",\"content\":[", BODY_SCHEMA);
	while (str_split(&text, '\n', &line))
		write_line(&w, line);
	end_paragraph(&w);
	if (w.blocks == 0)
		BUF_LIT(&w.b, "{\"type\":\"paragraph\"}");
	BUF_LIT(&w.b, "]}}");
	if (!buf_ok(&w.b))
		return STATUS_INVALID;
	*json = buf_view(&w.b);
	/* Only the loader knows all limits. */
	return body_load(a, *json, &doc, NULL);
}

/*
 * The way back.  What the form has no way to say is said in words, so that a reviewer's comparison
 * shows that a footnote or an address was changed; read again, it counts as a loss.
 */
struct out {
	struct buf *b;
	char sign[24]; /* what the next line begins with: "- ", "12. " */
};

static void
begin_line(struct out *o, const char *space)
{
	if (o->b->n > 0)
		buf_z(o->b, space);
	buf_z(o->b, o->sign);
	o->sign[0] = '\0';
}

static void write_text(struct out *o, const struct body_item *item);

/* The end of a link, when the next run is not in it: its address. */
static void
end_link(struct out *o, const struct body_item *item, const struct body_item *next)
{
	const struct body_mark_item *link = item->marks_n > 0 ? &item->marks[0] : NULL;

	if (link == NULL || link->type != BODY_LINK ||
	    (next != NULL && next->marks_n > 0 && body_mark_eq(link, &next->marks[0])))
		return;
	BUF_LIT(o->b, " <");
	buf_str(o->b, link->attrs[0].s);
	buf_char(o->b, '>');
}

static void
write_content(struct out *o, const struct body_item *item)
{
	for (size_t i = 0; i < item->content_n; i++) {
		write_text(o, &item->content[i]);
		end_link(
		    o, &item->content[i], i + 1 < item->content_n ? &item->content[i + 1] : NULL);
	}
}

static void
write_items(struct out *o, const struct body_item *list)
{
	for (size_t i = 0; i < list->content_n; i++) {
		if (list->type == BODY_BULLET_LIST)
			snprintf(o->sign, sizeof(o->sign), "- ");
		else
			snprintf(o->sign, sizeof(o->sign), "%lld. ",
			    (long long)list->attrs[BODY_ORDERED_LIST_ORDER].i + (long long)i);
		write_content(o, &list->content[i]);
	}
}

/* A row of a table is a line; its cells, each with its paragraphs on that line, stand apart. */
static void
write_row(struct out *o, const struct body_item *row)
{
	begin_line(o, "\n\n");
	for (size_t i = 0; i < row->content_n; i++) {
		const struct body_item *cell = &row->content[i];

		if (i > 0)
			BUF_LIT(o->b, " | ");
		for (size_t k = 0; k < cell->content_n; k++) {
			if (k > 0)
				buf_char(o->b, ' ');
			write_content(o, &cell->content[k]);
		}
	}
}

static void
write_embed(struct out *o, const struct body_value *v)
{
	begin_line(o, "\n\n");
	buf_str(o->b, v[BODY_EMBED_TITLE].s);
	BUF_LIT(o->b, " <");
	buf_str(o->b, v[BODY_EMBED_URL].s);
	buf_char(o->b, '>');
}

/* The caption, what the picture shows, whose it is, and which it is. */
static void
write_figure(struct out *o, const struct body_item *figure)
{
	const struct body_value *v = figure->attrs;
	const struct body_item *caption = &figure->content[0];

	begin_line(o, "\n\n");
	BUF_LIT(o->b, "▣ ");
	for (size_t i = 0; i < caption->content_n; i++) {
		/* A new line of the caption would be one of the text. */
		if (caption->content[i].type == BODY_HARD_BREAK)
			buf_char(o->b, ' ');
		else
			write_text(o, &caption->content[i]);
	}
	if (caption->content_n > 0)
		buf_char(o->b, ' ');
	if (v[BODY_FIGURE_ALT].s.n > 0) {
		buf_char(o->b, '[');
		buf_str(o->b, v[BODY_FIGURE_ALT].s);
		BUF_LIT(o->b, "] ");
	}
	if (v[BODY_FIGURE_CREDIT].s.n > 0) {
		buf_char(o->b, '(');
		buf_str(o->b, v[BODY_FIGURE_CREDIT].s);
		BUF_LIT(o->b, ") ");
	}
	buf_printf(o->b, "</media/%lld>", (long long)v[BODY_FIGURE_MEDIA].i);
}

/* Long: a case for each kind of node. */
static void
write_text(struct out *o, const struct body_item *item)
{
	switch (item->type) {
	case BODY_TEXT:
		buf_str(o->b, item->text);
		break;
	case BODY_HARD_BREAK:
		buf_char(o->b, '\n');
		break;
	case BODY_FOOTNOTE:
		BUF_LIT(o->b, " [");
		buf_str(o->b, item->attrs[BODY_FOOTNOTE_TEXT].s);
		buf_char(o->b, ']');
		break;
	case BODY_HEADING:
		begin_line(o, "\n\n");
		for (int64_t i = 0; i < item->attrs[BODY_HEADING_LEVEL].i; i++)
			buf_char(o->b, '#');
		buf_char(o->b, ' ');
		write_content(o, item);
		break;
	case BODY_ATTRIBUTION:
		if (item->content_n > 0) {
			begin_line(o, "\n\n");
			BUF_LIT(o->b, "—— ");
			write_content(o, item);
		}
		break;
	case BODY_CORRECTION_NOTE:
		begin_line(o, "\n\n");
		buf_str(o->b, item->attrs[BODY_CORRECTION_NOTE_DATE].s);
		buf_char(o->b, ' ');
		write_content(o, item);
		break;
	case BODY_PARAGRAPH:
		begin_line(o, "\n\n");
		write_content(o, item);
		break;
	case BODY_HORIZONTAL_RULE:
		begin_line(o, "\n\n");
		BUF_LIT(o->b, "* * *");
		break;
	case BODY_EMBED:
		write_embed(o, item->attrs);
		break;
	case BODY_FIGURE:
		write_figure(o, item);
		break;
	case BODY_TABLE_ROW:
		write_row(o, item);
		break;
	case BODY_BULLET_LIST:
	case BODY_ORDERED_LIST:
		write_items(o, item);
		break;
	case BODY_DOC:
	case BODY_BLOCKQUOTE:
	case BODY_PULL_QUOTE:
	case BODY_LIST_ITEM:
	case BODY_TABLE:
	case BODY_TABLE_HEADER:
	case BODY_TABLE_CELL:
	case BODY_GALLERY:
	case BODY_CAPTION: /* write_figure() did it */
	case BODY_NODES:
		write_content(o, item);
		break;
	}
}

struct str
body_item_text(struct arena *a, const struct body_item *item)
{
	struct buf b;
	struct out o = {&b, ""};

	/* Text, addresses and separators: at most two newlines and the signs and the number of a
	 * figure an item, and a number of an item of a list. */
	buf_init(&b, a, BODY_MAX_TEXT + (48 + sizeof(o.sign)) * BODY_MAX_ITEMS);
	write_text(&o, item);
	return buf_view(&b);
}

enum status
body_to_text(struct arena *a, struct str json, struct str *text, bool *lossless)
{
	const struct body_item *doc;
	const struct body_item *again;
	struct str json_again;
	enum status s = body_load(a, json, &doc, NULL);

	if (s != STATUS_OK)
		return s;
	*text = body_item_text(a, doc);
	*lossless = body_from_text(a, *text, &json_again) == STATUS_OK &&
		    body_load(a, json_again, &again, NULL) == STATUS_OK && body_item_eq(doc, again);
	return STATUS_OK;
}
