/* Long: the parts of a block are taken apart and put together again. */
#include "html/body_build.h"

#include <stdlib.h>

#include "base/num.h"
#include "html/body_change.h"
#include "html/body_match.h"

#define ORDER_MAX 9999

/* A list, an item, a quotation in the block: all that holds others. */
struct part {
	const struct body_item *item;
	size_t parent;
	bool used; /* it was written already: the next is another */
};

struct line {
	size_t at;                    /* in the text */
	size_t k;                     /* the paragraph of the block, or BODY_NOWHERE: it is new */
	size_t parent;                /* the part that it stands in */
	const struct body_item *made; /* a new row or attribution */
};

struct open {
	size_t part;
	bool again;
	bool headed;   /* an item: what has its sign is there */
	int64_t order; /* of an ordered list; 0: as it was */
	struct body_list content;
};

struct build {
	struct arena *a;
	const struct body_block *b;
	struct body_paras text;
	const size_t *owner;
	struct part *part;
	size_t parts, parts_room;
	size_t *of_leaf;  /* the part that each stands in */
	size_t *first;    /* its first paragraph, */
	size_t *of_first; /* and how many it has */
	struct line *line;
	size_t lines, lines_room; /* of the run in hand */
	size_t floor;             /* where in the text the one before it ended */
	struct open open[BODY_MAX_DEPTH + 2];
	size_t depth;
	struct body_list made;
	size_t *work; /* lines that may be looked at still */
	bool failed;
};

static size_t
add_part(struct build *u, const struct body_item *item, size_t parent)
{
	if (u->parts == u->parts_room) {
		struct part *v;

		u->parts_room = 2 * u->parts_room + 8;
		v = ARENA_ARRAY(u->a, u->parts_room, struct part);
		for (size_t i = 0; i < u->parts; i++)
			v[i] = u->part[i];
		u->part = v;
	}
	u->part[u->parts] = (struct part){item, parent, false};
	return u->parts++;
}

static void
add_line(struct build *u, struct line line)
{
	if (*u->work == 0) {
		u->failed = true;
		return;
	}
	--*u->work;
	if (u->lines == u->lines_room) {
		struct line *v;

		u->lines_room = 2 * u->lines_room + 8;
		v = ARENA_ARRAY(u->a, u->lines_room, struct line);
		for (size_t i = 0; i < u->lines; i++)
			v[i] = u->line[i];
		u->line = v;
	}
	u->line[u->lines++] = line;
}

/* The parts in ${item}, and which leaves are in them.  As deep as a body may be. */
static void
take_apart(struct build *u, const struct body_item *item, size_t parent, size_t *leaf)
{
	size_t self = add_part(u, item, parent);

	for (size_t i = 0; i < item->content_n; i++) {
		if (*leaf < u->b->leaf_n && u->b->leaf[*leaf].item == &item->content[i])
			u->of_leaf[(*leaf)++] = self;
		else
			take_apart(u, &item->content[i], self, leaf);
	}
}

static enum body_node
type_of(const struct build *u, size_t part)
{
	return u->part[part].item->type;
}

static size_t
leaf_of(const struct build *u, size_t k)
{
	return u->b->paras.v[k].leaf;
}

static bool
is_mute(const struct build *u, size_t leaf)
{
	return u->of_first[leaf] == 0;
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
depth_of(const struct build *u, size_t part)
{
	size_t n = 0;

	for (; part != 0; part = u->part[part].parent)
		n++;
	return n;
}

static size_t
common_part(const struct build *u, size_t x, size_t y)
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
list_about(const struct build *u, size_t part, bool number)
{
	enum body_node type = number ? BODY_ORDERED_LIST : BODY_BULLET_LIST;

	while (part != 0 && type_of(u, part) != type)
		part = u->part[part].parent;
	return type_of(u, part) == type ? part : BODY_NOWHERE;
}

static bool
adopt_item(struct build *u, size_t by, struct line *new)
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
adopt_row(struct build *u, size_t by, struct line *new)
{
	const struct body_item *like = u->b->leaf[leaf_of(u, by)].item;
	struct body_item *row;

	if (like->type != BODY_TABLE_ROW)
		return false;
	row = ARENA_NEW(u->a, struct body_item);
	new->parent = u->of_leaf[leaf_of(u, by)];
	new->made = row;
	return body_row(u->a, like, u->text.v[new->at].text, row);
}

/* The attribution that a pull quote lacked, after its last paragraph. */
static bool
adopt_attribution(struct build *u, size_t by, struct line *new)
{
	const size_t sign = sizeof(BODY_ATTRIBUTION_SIGN) - 1;
	struct str text = u->text.v[new->at].text;
	size_t leaf = leaf_of(u, by) + 1;
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
adopt_between(
    struct build *u, const struct line *before, size_t last, size_t next, struct line *new)
{
	struct str text = u->text.v[new->at].text;
	size_t after = u->of_leaf[leaf_of(u, next)];
	size_t in;

	if (adopt_item(u, before->parent, new) || adopt_item(u, after, new))
		return true;
	in = common_part(u, before->parent, after);
	new->parent = in;
	switch (type_of(u, in)) {
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
is_free(const struct build *u, size_t at)
{
	return at < u->text.n && u->owner[at] == BODY_NOWHERE;
}

static bool
adopt_beside(struct build *u, size_t parent, size_t by, struct line *new)
{
	return is_free(u, new->at) &&
	       (adopt_item(u, parent, new) ||
		   (body_row_cells(u->text.v[new->at].text) > 1 && adopt_row(u, by, new)));
}

/* What belongs to the block before its line ${by}, which is the first of a run. */
static void
extend_front(struct build *u, struct line by)
{
	for (size_t at = by.at; at > u->floor; at--) {
		struct line new = {at - 1, BODY_NOWHERE, 0, NULL};

		if (!adopt_beside(u, by.parent, by.k, &new))
			break;
		add_line(u, new);
	}
	for (size_t i = 0; i < u->lines / 2; i++) {
		struct line *other = &u->line[u->lines - 1 - i];
		struct line one = u->line[i];

		u->line[i] = *other;
		*other = one;
	}
}

static void
extend_back(struct build *u, size_t by)
{
	while (!u->failed) {
		struct line last = u->line[u->lines - 1];
		struct line new = {last.at + 1, BODY_NOWHERE, 0, NULL};

		if (!adopt_beside(u, last.parent, by, &new) &&
		    !(is_free(u, new.at) && last.k == by && adopt_attribution(u, by, &new)))
			return;
		add_line(u, new);
	}
}

/* Take what is new up to ${next} into the run; false if it ends before. */
static bool
extend_to(struct build *u, size_t last, struct line next)
{
	size_t n = u->lines;
	size_t parts = u->parts;

	for (size_t at = u->line[n - 1].at + 1; at < next.at; at++) {
		struct line new = {at, BODY_NOWHERE, 0, NULL};

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

static const struct body_value *
with_order(struct arena *a, const struct body_value *old, int64_t order)
{
	struct body_value *attrs =
	    ARENA_ARRAY(a, body_nodes[BODY_ORDERED_LIST].attrs_n, struct body_value);

	for (size_t i = 0; i < body_nodes[BODY_ORDERED_LIST].attrs_n; i++)
		attrs[i] = old[i];
	attrs[BODY_ORDERED_LIST_ORDER].i = order;
	return attrs;
}

/* An item of which nothing is left but what was under it: that goes to the one before it, or
 * before the list. */
static void
end_headless(struct build *u, const struct open *o)
{
	struct body_list *list = &u->open[u->depth - 1].content;
	struct body_item *last = list->n > 0 ? &list->v[list->n - 1] : NULL;
	struct body_list both = {NULL, 0, 0};

	if (last == NULL) {
		body_list_add(u->a, u->depth > 1 ? &u->open[u->depth - 2].content : &u->made,
		    o->content.v, o->content.n);
		return;
	}
	if (last->content_n > *u->work) {
		u->failed = true;
		return;
	}
	*u->work -= last->content_n;
	body_list_add(u->a, &both, last->content, last->content_n);
	body_list_add(u->a, &both, o->content.v, o->content.n);
	last->content = both.v;
	last->content_n = both.n;
}

static void
end_part(struct build *u)
{
	static const struct body_item nobody = {.type = BODY_ATTRIBUTION};
	struct open *o = &u->open[--u->depth];
	struct body_item item = *u->part[o->part].item;

	if (item.type == BODY_LIST_ITEM && !o->headed) {
		end_headless(u, o);
		return;
	}
	if (o->content.n == 0)
		return;
	if (item.type == BODY_PULL_QUOTE && o->content.n > 0 &&
	    o->content.v[o->content.n - 1].type != BODY_ATTRIBUTION)
		body_list_add(u->a, &o->content, &nobody, 1);
	item.content = o->content.v;
	item.content_n = o->content.n;
	if (o->again)
		body_item_name(u->a, &item, STR_NULL);
	if (o->order > 0)
		item.attrs = with_order(u->a, item.attrs, o->order);
	u->failed = u->failed || !body_fits(item.type, item.content, item.content_n);
	body_list_add(u->a, u->depth > 0 ? &u->open[u->depth - 1].content : &u->made, &item, 1);
}

/* The number that ${line} gives to the list that it begins; 0: none, or that which it had. */
static int64_t
order_of(const struct build *u, const struct line *line, bool again)
{
	struct str now = u->text.v[line->at].text;
	struct str was = line->k == BODY_NOWHERE ? STR("") : u->b->paras.v[line->k].text;
	bool number;
	int64_t order = 0;

	now = str_sub(now, 0, body_sign(now, &number));
	if (!number || (!again && str_starts(was, now)))
		return 0;
	return num_i64(str_sub(now, 0, str_chr(now, '.')), 1, ORDER_MAX, &order) ? order : 0;
}

/* Open ${part} and all that it is in, and close what it is not in. */
static void
go_to(struct build *u, size_t part, const struct line *line)
{
	size_t way[BODY_MAX_DEPTH + 2];
	size_t n = 0;
	size_t same = 0;

	for (size_t i = part; n < BODY_MAX_DEPTH + 1; i = u->part[i].parent) {
		way[n++] = i;
		if (i == 0)
			break;
	}
	while (same < n && same < u->depth && u->open[same].part == way[n - 1 - same])
		same++;
	while (u->depth > same)
		end_part(u);
	while (u->depth < n) {
		struct part *p = &u->part[way[n - 1 - u->depth]];
		struct open *o = &u->open[u->depth];

		*o = (struct open){.part = way[n - 1 - u->depth], .again = p->used};
		if (p->item->type == BODY_ORDERED_LIST && line != NULL)
			o->order = order_of(u, line, p->used);
		p->used = true;
		u->depth++;
	}
}

/* Has it the sign of an item? */
static bool
is_head(const struct build *u, const struct line *line)
{
	if (line == NULL)
		return false;
	if (line->k == BODY_NOWHERE)
		return u->part[line->parent].item->content_n == 0;
	return u->b->leaf[leaf_of(u, line->k)].sign > 0 && line->k == u->first[leaf_of(u, line->k)];
}

static void
put(struct build *u, size_t part, const struct line *line, const struct body_item *v, size_t n)
{
	struct open *in;

	go_to(u, part, line);
	in = &u->open[u->depth - 1];
	if (in->content.n == 0)
		in->headed = is_head(u, line);
	body_list_add(u->a, &in->content, v, n);
}

/* What says nothing, from ${leaf} on, beside what it stood beside. */
static void
put_mute(struct build *u, size_t leaf)
{
	for (; leaf < u->b->leaf_n && is_mute(u, leaf); leaf++) {
		if (u->b->leaf[leaf].item->type != BODY_ATTRIBUTION)
			put(u, u->of_leaf[leaf], NULL, u->b->leaf[leaf].item, 1);
	}
}

static struct str
without_sign(struct str line)
{
	bool number;

	return str_trim(str_sub(line, body_sign(line, &number), line.n));
}

static void
put_new(struct build *u, const struct line *line)
{
	bool item = is_head(u, line);
	const struct body_item nothing = body_paragraph(NULL, 0);
	enum body_node in = type_of(u, line->parent);
	struct str text = u->text.v[line->at].text;
	struct body_list made = {NULL, 0, 0};
	struct body_item paragraph;

	if (line->made != NULL) {
		put(u, line->parent, line, line->made, 1);
	} else if (in == BODY_PULL_QUOTE || item) {
		paragraph = body_change_paragraph(
		    u->a, &nothing, STR(""), item ? without_sign(text) : text);
		put(u, line->parent, line, &paragraph, 1);
	} else if (body_list_text(u->a, &made, text) == STATUS_OK) {
		put(u, line->parent, line, made.v, made.n);
	} else {
		u->failed = true;
	}
}

/* A leaf of which the line was changed. */
static void
put_changed(struct build *u, const struct line *line, const struct body_leaf *leaf, struct str was,
    struct str now)
{
	bool plain = leaf->item->type == BODY_PARAGRAPH &&
		     (leaf->sign > 0 || type_of(u, line->parent) == BODY_PULL_QUOTE);
	struct body_list made = {NULL, 0, 0};
	struct body_item paragraph;

	if (plain) {
		paragraph = body_change_paragraph(u->a, leaf->item, was, now);
		body_list_add(u->a, &made, &paragraph, 1);
	} else if (!body_change(u->a, leaf->item, was, now, &made)) {
		u->failed = true;
	}
	put(u, line->parent, line, made.v, made.n);
}

/* Are all paragraphs of the leaf there that begins at line ${i}, none of several changed? */
static bool
is_all_there(const struct build *u, size_t i, size_t leaf)
{
	const struct line *line = &u->line[i];
	size_t n = u->of_first[leaf];

	if (line->k != u->first[leaf] || n > u->lines - i)
		return false;
	for (size_t m = 0; n > 1 && m < n; m++) {
		if (line[m].k != line->k + m ||
		    !str_eq(u->text.v[line[m].at].text, u->b->paras.v[line[m].k].text))
			return false;
	}
	return true;
}

/* Line ${i} of the run, which is of an old leaf; the number of lines that are. */
static size_t
put_old(struct build *u, size_t i)
{
	const struct line *line = &u->line[i];
	size_t j = leaf_of(u, line->k);
	const struct body_leaf *leaf = &u->b->leaf[j];
	struct str was = u->b->paras.v[line->k].text;
	struct str now = u->text.v[line->at].text;

	if (j > 0 && line->k == 0)
		put_mute(u, 0);
	if (!is_all_there(u, i, j)) {
		put_new(u, line);
		return 1;
	}
	if (leaf->sign > 0) {
		was = without_sign(was);
		now = without_sign(now);
	}
	if (str_eq(was, now))
		put(u, line->parent, line, leaf->item, 1);
	else
		put_changed(u, line, leaf, was, now);
	put_mute(u, j + 1);
	return u->of_first[j];
}

/* Is the text of what was made that of its lines? */
static bool
says_the_same(const struct build *u)
{
	size_t n = 0;

	for (size_t i = 0; i < u->made.n; i++) {
		const struct body_block made = body_block(u->a, &u->made.v[i]);

		for (size_t k = 0; k < made.paras.n; k++, n++) {
			if (n == u->lines ||
			    !body_line_same(&made, &made.paras.v[k], u->text.v[u->line[n].at].text))
				return false;
		}
	}
	return n == u->lines;
}

static bool
build_run(struct build *u, struct body_run *run)
{
	u->made = (struct body_list){NULL, 0, 0};
	for (size_t i = 0; i < u->lines && !u->failed;) {
		if (u->line[i].k != BODY_NOWHERE) {
			i += put_old(u, i);
			continue;
		}
		put_new(u, &u->line[i++]);
	}
	while (u->depth > 0)
		end_part(u);
	if (u->failed || !says_the_same(u))
		return false;
	*run = (struct body_run){u->line[0].at, u->line[u->lines - 1].at + 1, u->made};
	return true;
}

static int
by_place(const void *x, const void *y)
{
	const struct line *a = x;
	const struct line *b = y;

	return (a->at > b->at) - (a->at < b->at);
}

/* The lines that have a place, in the order of the text. */
static struct line *
take_lines(struct build *u, size_t *n)
{
	struct line *v = ARENA_ARRAY(u->a, u->b->paras.n, struct line);

	*n = 0;
	for (size_t k = 0; k < u->b->paras.n; k++) {
		const struct body_para *para = &u->b->paras.v[k];

		if (para->at != BODY_NOWHERE)
			v[(*n)++] = (struct line){para->at, k, u->of_leaf[para->leaf], NULL};
	}
	if (*n > 0)
		qsort(v, *n, sizeof(*v), by_place);
	return v;
}

static struct build
begin(struct arena *a, const struct body_block *b, struct body_paras text, const size_t *owner,
    size_t *work)
{
	struct build u = {.a = a, .b = b, .text = text, .owner = owner, .work = work};
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
	struct build u = begin(a, b, text, owner, work);
	bool fixed = is_fixed(b);
	size_t of_old;
	struct line *old = take_lines(&u, &of_old);

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
		if (!build_run(&u, &(*runs)[(*n)++]))
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
