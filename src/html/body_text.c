#include "html/body.h"

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

/* The way back: blocks that the form does not know come out as paragraphs, and count as a loss. */
static void
write_text(struct buf *b, const struct body_item *item)
{
	const struct body_node_rule *rule = &body_nodes[item->type];

	if (item->type == BODY_TEXT) {
		buf_str(b, item->text);
	} else if (item->type == BODY_HARD_BREAK) {
		buf_char(b, '\n');
	} else if (item->type == BODY_PARAGRAPH || item->type == BODY_HEADING ||
		   rule->terms_n == 0) {
		if (b->n > 0)
			BUF_LIT(b, "\n\n");
		if (item->type == BODY_HEADING) {
			for (int64_t i = 0; i < item->attrs[0].i; i++)
				buf_char(b, '#');
			buf_char(b, ' ');
		}
	}
	for (size_t i = 0; i < item->content_n; i++)
		write_text(b, &item->content[i]);
}

enum status
body_to_text(struct arena *a, struct str json, struct str *text, bool *lossless)
{
	const struct body_item *doc;
	const struct body_item *again;
	struct str json_again;
	struct buf b;
	enum status s = body_load(a, json, &doc, NULL);

	if (s != STATUS_OK)
		return s;
	/* Text and separators: at most two newlines and six signs a block. */
	buf_init(&b, a, BODY_MAX_TEXT + 8 * BODY_MAX_ITEMS);
	write_text(&b, doc);
	*text = buf_view(&b);
	*lossless = body_from_text(a, *text, &json_again) == STATUS_OK &&
		    body_load(a, json_again, &again, NULL) == STATUS_OK && body_item_eq(doc, again);
	return STATUS_OK;
}
