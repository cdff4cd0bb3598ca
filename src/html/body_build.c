#include "html/body_build.h"

#include <stdlib.h>

#include "html/body_builder.h"
#include "html/body_change.h"
#include "html/body_match.h"

/*
 * Which lines of the changed text a block takes in: those that were found to be its own, and new
 * ones among and beside them.  body_build_run.c writes what comes of them.
 */

static size_t
add_part(struct body_builder *u, const struct body_item *item, size_t parent)
{
	ARENA_MORE(u->a, u->part, u->parts, &u->parts_room, 1);
	u->part[u->parts] = (struct body_part){item, parent, false};
	return u->parts++;
}

static void
add_line(struct body_builder *u, struct body_line line)
{
	if (*u->work == 0) {
		u->failed = true;
		return;
	}
	--*u->work;
	ARENA_MORE(u->a, u->line, u->lines, &u->lines_room, 1);
	u->line[u->lines++] = line;
}

/* The parts in ${item}, and which leaves are in them.  As deep as a body may be. */
static void
take_apart(struct body_builder *u, const struct body_item *item, size_t parent, size_t *leaf)
{
	size_t self = add_part(u, item, parent);

	for (size_t i = 0; i < item->content_n; i++) {
		if (*leaf < u->b->leaf_n && u->b->leaf[*leaf].item == &item->content[i])
			u->of_leaf[(*leaf)++] = self;
		else
			take_apart(u, &item->content[i], self, leaf);
	}
}

enum body_node
body_builder_type(const struct body_builder *u, size_t part)
{
	return u->part[part].item->type;
}

size_t
body_builder_leaf(const struct body_builder *u, size_t k)
{
	return u->b->paras.v[k].leaf;
}

/* Can rows neither come nor go? */
static bool
is_fixed(const struct body_block *b)
{
	for (size_t j = 0; j < b->leaf_n; j++) {
		const struct body_item *row = b->leaf[j].item;

		for (size_t i = 0; row->type == BODY_TABLE_ROW && i < row->content_n; i++) {
			if (row->content[i].attrs[BODY_TABLE_CELL_ROWSPAN].i != 1)
				return true;
		}
	}
	return false;
}

static size_t
depth_of(const struct body_builder *u, size_t part)
{
	size_t n = 0;

	for (; part != 0; part = u->part[part].parent)
		n++;
	return n;
}

static size_t
common_part(const struct body_builder *u, size_t x, size_t y)
{
	size_t dx = depth_of(u, x);
	size_t dy = depth_of(u, y);

	for (; dx > dy; dx--)
		x = u->part[x].parent;
	for (; dy > dx; dy--)
		y = u->part[y].parent;
	while (x != y) {
		x = u->part[x].parent;
		y = u->part[y].parent;
	}
	return x;
}

/* The innermost list about ${part} that has such signs; BODY_NOWHERE: none has. */
static size_t
list_about(const struct body_builder *u, size_t part, bool number)
{
	enum body_node type = number ? BODY_ORDERED_LIST : BODY_BULLET_LIST;

	while (part != 0 && body_builder_type(u, part) != type)
		part = u->part[part].parent;
	return body_builder_type(u, part) == type ? part : BODY_NOWHERE;
}

static bool
adopt_item(struct body_builder *u, size_t by, struct body_line *new)
{
	static const struct body_item item = {.type = BODY_LIST_ITEM};
	bool number;
	size_t list;

	if (body_sign(u->text.v[new->at].text, &number) == 0)
		return false;
	list = list_about(u, by, number);
	if (list == BODY_NOWHERE)
		return false;
	new->parent = add_part(u, &item, list);
	return true;
}

/* A row beside ${by}, which is a paragraph of one. */
static bool
adopt_row(struct body_builder *u, size_t by, struct body_line *new)
{
	const struct body_item *like = u->b->leaf[body_builder_leaf(u, by)].item;
	struct body_item *row;

	if (like->type != BODY_TABLE_ROW)
		return false;
	row = ARENA_NEW(u->a, struct body_item);
	new->parent = u->of_leaf[body_builder_leaf(u, by)];
	new->made = row;
	return body_row(u->a, like, u->text.v[new->at].text, row);
}

/* The attribution that a pull quote lacked, after its last paragraph. */
static bool
adopt_attribution(struct body_builder *u, size_t by, struct body_line *new)
{
	const size_t sign = sizeof(BODY_ATTRIBUTION_SIGN) - 1;
	struct str text = u->text.v[new->at].text;
	size_t leaf = body_builder_leaf(u, by) + 1;
	struct body_item *item;

	if (!str_starts(text, STR(BODY_ATTRIBUTION_SIGN)) || by + 1 != u->b->paras.n ||
	    leaf >= u->b->leaf_n || u->b->leaf[leaf].item->type != BODY_ATTRIBUTION)
		return false;
	item = ARENA_NEW(u->a, struct body_item);
	*item = body_change_paragraph(
	    u->a, u->b->leaf[leaf].item, STR(""), str_trim(str_sub(text, sign, text.n)));
	item->type = BODY_ATTRIBUTION;
	item->attrs = NULL;
	new->parent = u->of_leaf[leaf];
	new->made = item;
	return true;
}

/* A new line between two of the block: with what it says itself, or what both are in. */
static bool
adopt_between(struct body_builder *u, const struct body_line *before, size_t last, size_t next,
    struct body_line *new)
{
	struct str text = u->text.v[new->at].text;
	size_t after = u->of_leaf[body_builder_leaf(u, next)];
	size_t in;

	if (adopt_item(u, before->parent, new) || adopt_item(u, after, new))
		return true;
	in = common_part(u, before->parent, after);
	new->parent = in;
	switch (body_builder_type(u, in)) {
	case BODY_TABLE:
		return adopt_row(u, next, new);
	case BODY_BLOCKQUOTE:
	case BODY_LIST_ITEM:
		return last < next;
	case BODY_PULL_QUOTE:
		return last < next && !str_starts(text, STR("## "));
	default:
		return false;
	}
}

static bool
is_free(const struct body_builder *u, size_t at)
{
	return at < u->text.n && u->owner[at] == BODY_NOWHERE;
}

static bool
adopt_beside(struct body_builder *u, size_t parent, size_t by, struct body_line *new)
{
	return is_free(u, new->at) &&
	       (adopt_item(u, parent, new) ||
		   (body_row_cells(u->text.v[new->at].text) > 1 && adopt_row(u, by, new)));
}

/* What belongs to the block before its line ${by}, which is the first of a run. */
static void
extend_front(struct body_builder *u, struct body_line by)
{
	for (size_t at = by.at; at > u->floor; at--) {
		struct body_line new = {at - 1, BODY_NOWHERE, 0, NULL};

		if (!adopt_beside(u, by.parent, by.k, &new))
			break;
		add_line(u, new);
	}
	for (size_t i = 0; i < u->lines / 2; i++) {
		struct body_line *other = &u->line[u->lines - 1 - i];
		struct body_line one = u->line[i];

		u->line[i] = *other;
		*other = one;
	}
}

static void
extend_back(struct body_builder *u, size_t by)
{
	while (!u->failed) {
		struct body_line last = u->line[u->lines - 1];
		struct body_line new = {last.at + 1, BODY_NOWHERE, 0, NULL};

		if (!adopt_beside(u, last.parent, by, &new) &&
		    !(is_free(u, new.at) && last.k == by && adopt_attribution(u, by, &new)))
			return;
		add_line(u, new);
	}
}

/* Take what is new up to ${next} into the run; false if it ends before. */
static bool
extend_to(struct body_builder *u, size_t last, struct body_line next)
{
	size_t n = u->lines;
	size_t parts = u->parts;

	for (size_t at = u->line[n - 1].at + 1; at < next.at; at++) {
		struct body_line new = {at, BODY_NOWHERE, 0, NULL};

		if (!is_free(u, at) ||
		    !adopt_between(u, &u->line[u->lines - 1], last, next.k, &new)) {
			u->lines = n;
			u->parts = parts;
			return false;
		}
		add_line(u, new);
	}
	add_line(u, next);
	return true;
}

static int
by_place(const void *x, const void *y)
{
	const struct body_line *a = x;
	const struct body_line *b = y;

	return (a->at > b->at) - (a->at < b->at);
}

/* The lines that have a place, in the order of the text. */
static struct body_line *
take_lines(struct body_builder *u, size_t *n)
{
	struct body_line *v = ARENA_ARRAY(u->a, u->b->paras.n, struct body_line);

	*n = 0;
	for (size_t k = 0; k < u->b->paras.n; k++) {
		const struct body_para *para = &u->b->paras.v[k];

		if (para->at != BODY_NOWHERE)
			v[(*n)++] = (struct body_line){para->at, k, u->of_leaf[para->leaf], NULL};
	}
	if (*n > 0)
		qsort(v, *n, sizeof(*v), by_place);
	return v;
}

static struct body_builder
begin(struct arena *a, const struct body_block *b, struct body_paras text, const size_t *owner,
    size_t *work)
{
	struct body_builder u = {.a = a, .b = b, .text = text, .owner = owner, .work = work};
	size_t leaf = 0;

	u.of_leaf = ARENA_ARRAY(a, b->leaf_n, size_t);
	u.first = ARENA_ARRAY(a, b->leaf_n, size_t);
	u.of_first = ARENA_ARRAY(a, b->leaf_n, size_t);
	take_apart(&u, b->item, 0, &leaf);
	for (size_t k = 0; k < b->paras.n; k++) {
		if (u.of_first[b->paras.v[k].leaf]++ == 0)
			u.first[b->paras.v[k].leaf] = k;
	}
	return u;
}

bool
body_build(struct arena *a, const struct body_block *b, struct body_paras text, const size_t *owner,
    size_t *work, struct body_run **runs, size_t *n)
{
	struct body_builder u = begin(a, b, text, owner, work);
	bool fixed = is_fixed(b);
	size_t of_old;
	struct body_line *old = take_lines(&u, &of_old);

	*runs = ARENA_ARRAY(a, of_old, struct body_run);
	*n = 0;
	for (size_t i = 0; i < of_old;) {
		u.lines = 0;
		if (!fixed)
			extend_front(&u, old[i]);
		add_line(&u, old[i++]);
		if (u.failed)
			return false;
		while (i < of_old && extend_to(&u, old[i - 1].k, old[i]))
			i++;
		if (!fixed)
			extend_back(&u, old[i - 1].k);
		u.floor = u.line[u.lines - 1].at + 1;
		if (!body_build_run(&u, &(*runs)[(*n)++]))
			return false;
		if (fixed && (u.lines != b->paras.n || of_old != b->paras.n))
			return false;
		for (size_t k = 0; fixed && k < u.lines; k++) {
			if (u.line[k].k != k)
				return false;
		}
	}
	return *n == 1 || (*n > 1 && !body_is_kept(b->item));
}
