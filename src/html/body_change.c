#include "html/body_change.h"

#include "base/url.h"
#include "base/utf8.h"
#include "html/body_load.h"
#include "html/body_match.h"

/* The plain text of what was changed as a whole: its lines, with breaks between them. */
static void
add_lines(struct arena *a, struct body_list *runs, struct str text)
{
	static const struct body_item hard_break = {.type = BODY_HARD_BREAK};
	struct body_item run = {.type = BODY_TEXT};
	bool first = true;

	while (text.n > 0 && str_split(&text, '\n', &run.text)) {
		if (!first)
			body_list_add(a, runs, &hard_break, 1);
		if (run.text.n > 0)
			body_list_add(a, runs, &run, 1);
		first = false;
	}
}

/* ${item} with the text ${now} in place of ${was}. */
static struct body_item
with_text(struct arena *a, const struct body_item *item, struct str was, struct str now)
{
	struct body_item out = *item;
	struct body_list runs = {NULL, 0, 0};

	if (!body_inline(
		a, item->content, item->content_n, was, now, item->type == BODY_CAPTION, &runs))
		add_lines(a, &runs, now);
	out.content = runs.v;
	out.content_n = runs.n;
	return out;
}

/* A copy of the attributes, of which some are set anew. */
static struct body_value *
copy_attrs(struct arena *a, struct body_item *item)
{
	size_t n = body_nodes[item->type].attrs_n;
	struct body_value *attrs = ARENA_ARRAY(a, n, struct body_value);

	for (size_t i = 0; i < n; i++)
		attrs[i] = item->attrs[i];
	item->attrs = attrs;
	return attrs;
}

/* The line of a heading without its signs; of a paragraph all of it. */
static struct str
bare_text(const struct body_item *item, struct str text)
{
	size_t n = item->type == BODY_HEADING ? (size_t)item->attrs[BODY_HEADING_LEVEL].i : 0;

	return str_trim(str_sub(text, n, text.n));
}

struct body_item
body_change_paragraph(struct arena *a, const struct body_item *leaf, struct str was, struct str now)
{
	const struct body_item as = body_paragraph(leaf->content, leaf->content_n);
	struct body_item out = with_text(a, &as, was, now);

	body_item_name(a, &out, body_item_id(leaf));
	return out;
}

bool
body_change_rest(struct arena *a, const struct body_item *leaf, struct str now, struct str rest,
    struct body_item *item)
{
	struct body_list runs = {NULL, 0, 0};

	/* What would be a heading is one. */
	if (leaf->content_n == 0 || !body_nodes[leaf->content[0].type].is_inline ||
	    str_find(now, rest) < now.n || str_find(rest, STR("##")) < rest.n ||
	    !body_inline_part(a, leaf->content, leaf->content_n, rest, &runs))
		return false;
	*item = body_paragraph(runs.v, runs.n);
	return true;
}

/* What became of a paragraph or heading: the first of it is who that was. */
static bool
change_words(struct arena *a, const struct body_item *leaf, struct str was, struct str now,
    struct body_list *list)
{
	size_t first = list->n;
	struct body_item *made;

	/* The plain form makes no heading of several lines, but there may be one. */
	if (leaf->type == BODY_HEADING && str_chr(was, '\n') < was.n &&
	    str_starts(now, str_sub(was, 0, (size_t)leaf->attrs[BODY_HEADING_LEVEL].i + 1))) {
		struct body_item same =
		    with_text(a, leaf, bare_text(leaf, was), bare_text(leaf, now));

		body_list_add(a, list, &same, 1);
		return true;
	}
	if (body_list_text(a, list, now) != STATUS_OK || list->n == first)
		return false;
	made = &list->v[first];
	if (list->n == first + 1) {
		struct body_item as = *made;

		as.content = leaf->content;
		as.content_n = leaf->content_n;
		*made = with_text(a, &as, bare_text(leaf, was), bare_text(made, now));
	}
	body_item_name(a, made, body_item_id(leaf));
	return true;
}

/* What follows the caption in the text of ${figure}: what it shows, whose it is, its number. */
static struct str
after_caption(struct arena *a, const struct body_item *figure)
{
	struct body_item *caption = ARENA_NEW(a, struct body_item);
	struct body_item bare = *figure;
	struct str text;

	caption->type = BODY_CAPTION;
	bare.content = caption;
	bare.content_n = 1;
	text = body_item_text(a, &bare);
	return str_trim(str_sub(text, sizeof(BODY_FIGURE_SIGN) - 1, text.n));
}

/* The caption alone in the line of a figure; absent if it is another line. */
static struct str
caption_of(struct str line, struct str tail)
{
	size_t sign = sizeof(BODY_FIGURE_SIGN) - 1;

	if (!str_starts(line, STR(BODY_FIGURE_SIGN)) || !str_ends(line, tail) ||
	    str_chr(line, '\n') < line.n || line.n < tail.n + sign)
		return STR_NULL;
	return str_trim(str_sub(line, sign, line.n - tail.n - sign));
}

static bool
change_figure(struct arena *a, struct body_item *figure, struct str was, struct str now)
{
	struct str tail = after_caption(a, figure);
	struct str text = caption_of(now, tail);
	struct body_item *caption = ARENA_NEW(a, struct body_item);

	if (text.p == NULL)
		return false;
	*caption = with_text(a, &figure->content[0], caption_of(was, tail), text);
	figure->content = caption;
	return true;
}

/* "Title <address>", the address of a provider whose cards may be shown. */
static bool
change_embed(struct arena *a, struct body_item *embed, struct str now)
{
	const struct body_node_rule *rule = &body_nodes[BODY_EMBED];
	struct body_value *attrs = copy_attrs(a, embed);
	struct str title;
	struct str url;
	size_t at = now.n;

	while (at > 0 && now.p[at - 1] != '<')
		at--;
	if (at == 0 || now.p[now.n - 1] != '>')
		return false;
	title = str_trim(str_sub(now, 0, at - 1));
	url = str_sub(now, at, now.n - at - 1);
	if (title.n == 0 || body_has_control(title) ||
	    utf8_count(title) > (size_t)rule->attrs[BODY_EMBED_TITLE].max)
		return false;
	attrs[BODY_EMBED_TITLE].s = title;
	if (str_eq(url, attrs[BODY_EMBED_URL].s))
		return true;
	if (url.n > (size_t)rule->attrs[BODY_EMBED_URL].max || !url_safe(url))
		return false;
	attrs[BODY_EMBED_URL].s = url;
	for (size_t i = 0; i < BODY_PROVIDERS; i++) {
		attrs[BODY_EMBED_PROVIDER].i = (int64_t)i;
		if (body_embed_fits(embed))
			return true;
	}
	return false;
}

/* "2026-11-24 What was wrong". */
static bool
change_correction(struct arena *a, struct body_item *note, struct str was, struct str now)
{
	const size_t day = sizeof("2026-11-24") - 1;
	struct body_value *attrs = copy_attrs(a, note);

	attrs[BODY_CORRECTION_NOTE_DATE].s = str_sub(now, 0, day);
	if (!body_is_date(attrs[BODY_CORRECTION_NOTE_DATE].s) ||
	    (now.n > day && now.p[day] != ' ' && now.p[day] != '\n'))
		return false;
	*note = with_text(
	    a, note, str_trim(str_sub(was, day, was.n)), str_trim(str_sub(now, day, now.n)));
	return true;
}

static bool
change_attribution(struct arena *a, struct body_item *item, struct str was, struct str now)
{
	size_t n = sizeof(BODY_ATTRIBUTION_SIGN) - 1;

	if (!str_starts(now, STR(BODY_ATTRIBUTION_SIGN)))
		return false;
	*item =
	    with_text(a, item, str_trim(str_sub(was, n, was.n)), str_trim(str_sub(now, n, now.n)));
	return true;
}

/* The text of the next cell; false when there was the last. */
static bool
next_cell(struct str *rest, struct str *cell)
{
	size_t at = 0;

	if (rest->p == NULL)
		return false;
	while (at < rest->n && (rest->p[at] != '|' || (at > 0 && rest->p[at - 1] != ' ') ||
				   (at + 1 < rest->n && rest->p[at + 1] != ' ')))
		at++;
	*cell = str_trim(str_sub(*rest, 0, at));
	*rest = at < rest->n ? str_sub(*rest, at + 1, rest->n) : STR_NULL;
	return true;
}

size_t
body_row_cells(struct str line)
{
	struct str cell;
	size_t n = 0;

	while (next_cell(&line, &cell))
		n++;
	return n;
}

static bool
change_row(struct arena *a, struct body_item *row, struct str was, struct str now)
{
	struct body_item *cells = ARENA_ARRAY(a, row->content_n, struct body_item);
	struct str old;
	struct str new;

	if (body_row_cells(was) != row->content_n || body_row_cells(now) != row->content_n)
		return false;
	for (size_t i = 0; next_cell(&was, &old) && next_cell(&now, &new); i++) {
		struct body_item *paragraph;

		cells[i] = row->content[i];
		if (str_eq(old, new))
			continue;
		/* Which of several would it be? */
		if (cells[i].content_n != 1)
			return false;
		paragraph = ARENA_NEW(a, struct body_item);
		*paragraph = body_change_paragraph(a, &cells[i].content[0], old, new);
		cells[i].content = paragraph;
	}
	row->content = cells;
	return true;
}

bool
body_row(struct arena *a, const struct body_item *like, struct str line, struct body_item *row)
{
	struct body_item *cells = ARENA_ARRAY(a, like->content_n, struct body_item);
	struct str text;

	if (body_row_cells(line) != like->content_n)
		return false;
	*row = *like;
	for (size_t i = 0; next_cell(&line, &text); i++) {
		const struct body_value *v = like->content[i].attrs;
		const struct body_item empty = body_paragraph(NULL, 0);
		struct body_item *paragraph = ARENA_NEW(a, struct body_item);

		if (v[BODY_TABLE_CELL_COLSPAN].i != 1 || v[BODY_TABLE_CELL_ROWSPAN].i != 1)
			return false;
		cells[i] = like->content[i];
		*paragraph = with_text(a, &empty, STR(""), text);
		cells[i].content = paragraph;
		cells[i].content_n = 1;
	}
	row->content = cells;
	return true;
}

bool
body_change(struct arena *a, const struct body_item *leaf, struct str was, struct str now,
    struct body_list *list)
{
	struct body_item item = *leaf;
	bool done;

	switch (leaf->type) {
	case BODY_PARAGRAPH:
	case BODY_HEADING:
		return change_words(a, leaf, was, now, list);
	case BODY_FIGURE:
		done = change_figure(a, &item, was, now);
		break;
	case BODY_EMBED:
		done = change_embed(a, &item, now);
		break;
	case BODY_CORRECTION_NOTE:
		done = change_correction(a, &item, was, now);
		break;
	case BODY_ATTRIBUTION:
		done = change_attribution(a, &item, was, now);
		break;
	case BODY_TABLE_ROW:
		done = change_row(a, &item, was, now);
		break;
	default:
		done = false;
	}
	if (done)
		body_list_add(a, list, &item, 1);
	return done;
}
