#include "html/body.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "html/body_json.h"

/* The plain-text form: what the desk shows where no script runs. */

#define HEADING_MIN 2
#define HEADING_MAX 4

/* Making blocks, line by line. */
struct maker {
	struct arena *a;
	struct body_list *blocks;
	struct body_list runs; /* of the paragraph that is open; none: none is */
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
end_paragraph(struct maker *m)
{
	const struct body_item block = body_paragraph(m->runs.v, m->runs.n);

	if (m->runs.n > 0)
		body_list_add(m->a, m->blocks, &block, 1);
	m->runs = (struct body_list){NULL, 0, 0};
}

static void
add_heading(struct maker *m, int level, struct str text)
{
	struct body_item *run = ARENA_NEW(m->a, struct body_item);
	struct body_value *attrs =
	    ARENA_ARRAY(m->a, body_nodes[BODY_HEADING].attrs_n, struct body_value);
	const struct body_item block = {
	    .type = BODY_HEADING, .attrs = attrs, .content = run, .content_n = 1};

	*run = (struct body_item){.type = BODY_TEXT, .text = text};
	attrs[BODY_HEADING_LEVEL].i = level;
	body_list_add(m->a, m->blocks, &block, 1);
}

static void
add_line(struct maker *m, struct str line)
{
	static const struct body_item hard_break = {.type = BODY_HARD_BREAK};
	struct body_item run = {.type = BODY_TEXT};
	int level;

	line = str_trim(line);
	level = take_hashes(&line);
	if (line.n == 0 || level > 0)
		end_paragraph(m);
	if (level > 0) {
		add_heading(m, level, line);
	} else if (line.n > 0) {
		run.text = line;
		if (m->runs.n > 0)
			body_list_add(m->a, &m->runs, &hard_break, 1);
		body_list_add(m->a, &m->runs, &run, 1);
	}
}

enum status
body_list_text(struct arena *a, struct body_list *list, struct str text)
{
	struct maker m = {.a = a, .blocks = list};
	struct str line;

	if (text.n > BODY_MAX_TEXT || utf8_check(text, UTF8_TEXT) != UTF8_FINE)
		return STATUS_INVALID;
	while (str_split(&text, '\n', &line)) {
		/* Beyond these it could not be stored. */
		if (list->n > BODY_MAX_BLOCKS || m.runs.n > BODY_MAX_ITEMS)
			return STATUS_INVALID;
		add_line(&m, line);
	}
	end_paragraph(&m);
	return STATUS_OK;
}

enum status
body_from_text(struct arena *a, struct str text, struct str *json)
{
	struct body_list blocks = {NULL, 0, 0};
	enum status s = body_list_text(a, &blocks, text);

	return s == STATUS_OK ? body_json_store(a, &blocks, json) : s;
}

/*
 * The way back.  What the form has no way to say is said in words, so that a reviewer's comparison
 * shows that a footnote or an address was changed; read again, it counts as a loss.
 */
struct out {
	struct buf *b;
	char sign[24]; /* what the next line begins with: "- ", "12. " */
	struct arena *a;
	struct body_leaves *leaves; /* NULL: nobody asks */
	size_t room;
};

/* Here begins what ${item} says. */
static void
note_leaf(struct out *o, const struct body_item *item)
{
	struct body_leaves *l = o->leaves;

	if (l == NULL)
		return;
	ARENA_MORE(o->a, l->v, l->n, &o->room, 1);
	l->v[l->n++] = (struct body_leaf){item, {NULL, o->b->n}, strlen(o->sign)};
}

static void
begin_line(struct out *o, const struct body_item *item)
{
	note_leaf(o, item);
	if (o->b->n > 0)
		BUF_LIT(o->b, "\n\n");
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
	begin_line(o, row);
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
write_embed(struct out *o, const struct body_item *embed)
{
	const struct body_value *v = embed->attrs;

	begin_line(o, embed);
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

	begin_line(o, figure);
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
		begin_line(o, item);
		for (int64_t i = 0; i < item->attrs[BODY_HEADING_LEVEL].i; i++)
			buf_char(o->b, '#');
		buf_char(o->b, ' ');
		write_content(o, item);
		break;
	case BODY_ATTRIBUTION:
		if (item->content_n > 0) {
			begin_line(o, item);
			BUF_LIT(o->b, "—— ");
			write_content(o, item);
		} else {
			note_leaf(o, item);
		}
		break;
	case BODY_CORRECTION_NOTE:
		begin_line(o, item);
		buf_str(o->b, item->attrs[BODY_CORRECTION_NOTE_DATE].s);
		buf_char(o->b, ' ');
		write_content(o, item);
		break;
	case BODY_PARAGRAPH:
		begin_line(o, item);
		write_content(o, item);
		break;
	case BODY_HORIZONTAL_RULE:
		begin_line(o, item);
		BUF_LIT(o->b, "* * *");
		break;
	case BODY_EMBED:
		write_embed(o, item);
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

static struct str
write_all(struct arena *a, const struct body_item *item, struct body_leaves *leaves)
{
	struct buf b;
	struct out o = {.b = &b, .a = a, .leaves = leaves};

	/* Text, addresses and separators: at most two newlines and the signs and the number of a
	 * figure an item, and a number of an item of a list. */
	buf_init(&b, a, BODY_MAX_TEXT + (48 + sizeof(o.sign)) * BODY_MAX_ITEMS);
	write_text(&o, item);
	return buf_view(&b);
}

struct str
body_item_text(struct arena *a, const struct body_item *item)
{
	return write_all(a, item, NULL);
}

struct body_leaves
body_item_leaves(struct arena *a, const struct body_item *item)
{
	struct body_leaves leaves = {NULL, 0};
	struct str text = write_all(a, item, &leaves);

	for (size_t i = 0; i < leaves.n; i++) {
		size_t from = leaves.v[i].text.n;
		size_t to = i + 1 < leaves.n ? leaves.v[i + 1].text.n : text.n;

		leaves.v[i].text = str_sub(text, from, to - from);
	}
	return leaves;
}

enum status
body_to_text(struct arena *a, struct str json, struct str *text, bool *lossless)
{
	const struct body_item *doc;
	const struct body_item *again;
	struct str json_again;
	enum status s = body_load_kept(a, json, &doc, NULL);

	if (s != STATUS_OK)
		return s;
	*text = body_item_text(a, doc);
	*lossless = body_from_text(a, *text, &json_again) == STATUS_OK &&
		    body_load(a, json_again, &again, NULL) == STATUS_OK && body_item_eq(doc, again);
	return STATUS_OK;
}
