#include "base/num.h"
#include "html/body_builder.h"
#include "html/body_change.h"
#include "html/body_match.h"

/* What comes of the lines that a block takes in: its parts are opened and closed on the way. */

#define ORDER_MAX 9999

/* A part that is being written. */
struct open {
	size_t part;
	bool again;
	bool headed;   /* an item: what has its sign is there */
	int64_t order; /* of an ordered list; 0: as it was */
	struct body_list content;
};

struct writer {
	struct body_builder *u;
	struct arena *a;
	const struct body_block *b;
	struct open open[BODY_MAX_DEPTH + 2];
	size_t depth;
	struct body_list made;
};

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
end_headless(struct writer *w, const struct open *o)
{
	struct body_list *list = &w->open[w->depth - 1].content;
	struct body_item *last = list->n > 0 ? &list->v[list->n - 1] : NULL;
	struct body_list both = {NULL, 0, 0};

	if (last == NULL) {
		body_list_add(w->a, w->depth > 1 ? &w->open[w->depth - 2].content : &w->made,
		    o->content.v, o->content.n);
		return;
	}
	if (last->content_n > *w->u->work) {
		w->u->failed = true;
		return;
	}
	*w->u->work -= last->content_n;
	body_list_add(w->a, &both, last->content, last->content_n);
	body_list_add(w->a, &both, o->content.v, o->content.n);
	last->content = both.v;
	last->content_n = both.n;
}

static void
end_part(struct writer *w)
{
	static const struct body_item nobody = {.type = BODY_ATTRIBUTION};
	struct open *o = &w->open[--w->depth];
	struct body_item item = *w->u->part[o->part].item;

	if (item.type == BODY_LIST_ITEM && !o->headed) {
		end_headless(w, o);
		return;
	}
	if (o->content.n == 0)
		return;
	if (item.type == BODY_PULL_QUOTE && o->content.n > 0 &&
	    o->content.v[o->content.n - 1].type != BODY_ATTRIBUTION)
		body_list_add(w->a, &o->content, &nobody, 1);
	item.content = o->content.v;
	item.content_n = o->content.n;
	if (o->again)
		body_item_name(w->a, &item, STR_NULL);
	if (o->order > 0)
		item.attrs = with_order(w->a, item.attrs, o->order);
	w->u->failed = w->u->failed || !body_fits(item.type, item.content, item.content_n);
	body_list_add(w->a, w->depth > 0 ? &w->open[w->depth - 1].content : &w->made, &item, 1);
}

/* The number that ${line} gives to the list that it begins; 0: none, or that which it had. */
static int64_t
order_of(const struct writer *w, const struct body_line *line, bool again)
{
	struct str now = w->u->text.v[line->at].text;
	struct str was = line->k == BODY_NOWHERE ? STR("") : w->b->paras.v[line->k].text;
	bool number;
	int64_t order = 0;

	now = str_sub(now, 0, body_sign(now, &number));
	if (!number || (!again && str_starts(was, now)))
		return 0;
	return num_i64(str_sub(now, 0, str_chr(now, '.')), 1, ORDER_MAX, &order) ? order : 0;
}

/* Open ${part} and all that it is in, and close what it is not in. */
static void
go_to(struct writer *w, size_t part, const struct body_line *line)
{
	size_t way[BODY_MAX_DEPTH + 2];
	size_t n = 0;
	size_t same = 0;

	for (size_t i = part; n < BODY_MAX_DEPTH + 1; i = w->u->part[i].parent) {
		way[n++] = i;
		if (i == 0)
			break;
	}
	while (same < n && same < w->depth && w->open[same].part == way[n - 1 - same])
		same++;
	while (w->depth > same)
		end_part(w);
	while (w->depth < n) {
		struct body_part *p = &w->u->part[way[n - 1 - w->depth]];
		struct open *o = &w->open[w->depth];

		*o = (struct open){.part = way[n - 1 - w->depth], .again = p->used};
		if (p->item->type == BODY_ORDERED_LIST && line != NULL)
			o->order = order_of(w, line, p->used);
		p->used = true;
		w->depth++;
	}
}

/* Has it the sign of an item? */
static bool
is_head(const struct writer *w, const struct body_line *line)
{
	if (line == NULL)
		return false;
	if (line->k == BODY_NOWHERE)
		return w->u->part[line->parent].item->content_n == 0;
	return w->b->leaf[body_builder_leaf(w->u, line->k)].sign > 0 &&
	       line->k == w->u->first[body_builder_leaf(w->u, line->k)];
}

static void
put(struct writer *w, size_t part, const struct body_line *line, const struct body_item *v,
    size_t n)
{
	struct open *in;

	go_to(w, part, line);
	in = &w->open[w->depth - 1];
	if (in->content.n == 0)
		in->headed = is_head(w, line);
	body_list_add(w->a, &in->content, v, n);
}

static bool
is_mute(const struct writer *w, size_t leaf)
{
	return w->u->of_first[leaf] == 0;
}

/* What says nothing, from ${leaf} on, beside what it stood beside. */
static void
put_mute(struct writer *w, size_t leaf)
{
	for (; leaf < w->b->leaf_n && is_mute(w, leaf); leaf++) {
		if (w->b->leaf[leaf].item->type != BODY_ATTRIBUTION)
			put(w, w->u->of_leaf[leaf], NULL, w->b->leaf[leaf].item, 1);
	}
}

static struct str
without_sign(struct str line)
{
	bool number;

	return str_trim(str_sub(line, body_sign(line, &number), line.n));
}

/* A new line that the one before or after it has lost. */
static bool
put_rest(struct writer *w, const struct body_line *line, struct str text)
{
	const struct body_line *end = w->u->line + w->u->lines;
	struct body_item rest;

	for (int side = -1; side <= 1; side += 2) {
		const struct body_line *by = line + side;

		if (by < w->u->line || by >= end || by->k == BODY_NOWHERE ||
		    !body_change_rest(w->a, w->b->leaf[body_builder_leaf(w->u, by->k)].item,
			w->u->text.v[by->at].text, text, &rest))
			continue;
		put(w, line->parent, line, &rest, 1);
		return true;
	}
	return false;
}

static void
put_new(struct writer *w, const struct body_line *line)
{
	bool item = is_head(w, line);
	const struct body_item nothing = body_paragraph(NULL, 0);
	enum body_node in = body_builder_type(w->u, line->parent);
	struct str text = w->u->text.v[line->at].text;
	struct body_list made = {NULL, 0, 0};
	struct body_item paragraph;

	if (line->made != NULL) {
		put(w, line->parent, line, line->made, 1);
	} else if (put_rest(w, line, item ? without_sign(text) : text)) {
		return;
	} else if (in == BODY_PULL_QUOTE || item) {
		paragraph = body_change_paragraph(
		    w->a, &nothing, STR(""), item ? without_sign(text) : text);
		put(w, line->parent, line, &paragraph, 1);
	} else if (body_list_text(w->a, &made, text) == STATUS_OK) {
		put(w, line->parent, line, made.v, made.n);
	} else {
		w->u->failed = true;
	}
}

/* A leaf of which the line was changed. */
static void
put_changed(struct writer *w, const struct body_line *line, const struct body_leaf *leaf,
    struct str was, struct str now)
{
	bool plain = leaf->item->type == BODY_PARAGRAPH &&
		     (leaf->sign > 0 || body_builder_type(w->u, line->parent) == BODY_PULL_QUOTE);
	struct body_list made = {NULL, 0, 0};
	struct body_item paragraph;

	if (plain) {
		paragraph = body_change_paragraph(w->a, leaf->item, was, now);
		body_list_add(w->a, &made, &paragraph, 1);
	} else if (!body_change(w->a, leaf->item, was, now, &made)) {
		w->u->failed = true;
	}
	put(w, line->parent, line, made.v, made.n);
}

/* Are all paragraphs of the leaf there that begins at line ${i}, none of several changed? */
static bool
is_all_there(const struct writer *w, size_t i, size_t leaf)
{
	const struct body_line *line = &w->u->line[i];
	size_t n = w->u->of_first[leaf];

	if (line->k != w->u->first[leaf] || n > w->u->lines - i)
		return false;
	for (size_t m = 0; n > 1 && m < n; m++) {
		if (line[m].k != line->k + m ||
		    !str_eq(w->u->text.v[line[m].at].text, w->b->paras.v[line[m].k].text))
			return false;
	}
	return true;
}

/* Line ${i} of the run, which is of an old leaf; the number of lines that are. */
static size_t
put_old(struct writer *w, size_t i)
{
	const struct body_line *line = &w->u->line[i];
	size_t j = body_builder_leaf(w->u, line->k);
	const struct body_leaf *leaf = &w->b->leaf[j];
	struct str was = w->b->paras.v[line->k].text;
	struct str now = w->u->text.v[line->at].text;

	if (j > 0 && line->k == 0)
		put_mute(w, 0);
	if (!is_all_there(w, i, j)) {
		put_new(w, line);
		return 1;
	}
	if (leaf->sign > 0) {
		was = without_sign(was);
		now = without_sign(now);
	}
	if (str_eq(was, now))
		put(w, line->parent, line, leaf->item, 1);
	else
		put_changed(w, line, leaf, was, now);
	put_mute(w, j + 1);
	return w->u->of_first[j];
}

/* Is the text of what was made that of its lines? */
static bool
says_the_same(const struct writer *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->made.n; i++) {
		const struct body_block made = body_block(w->a, &w->made.v[i]);

		for (size_t k = 0; k < made.paras.n; k++, n++) {
			if (n == w->u->lines || !body_line_same(&made, &made.paras.v[k],
						    w->u->text.v[w->u->line[n].at].text))
				return false;
		}
	}
	return n == w->u->lines;
}

bool
body_build_run(struct body_builder *u, struct body_run *run)
{
	struct writer w = {.u = u, .a = u->a, .b = u->b};

	for (size_t i = 0; i < u->lines && !u->failed;) {
		if (u->line[i].k != BODY_NOWHERE) {
			i += put_old(&w, i);
			continue;
		}
		put_new(&w, &u->line[i++]);
	}
	while (w.depth > 0)
		end_part(&w);
	if (u->failed || !says_the_same(&w))
		return false;
	*run = (struct body_run){u->line[0].at, u->line[u->lines - 1].at + 1, w.made};
	return true;
}
