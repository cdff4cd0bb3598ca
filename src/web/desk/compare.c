#include "web/desk/compare.h"

#include "base/utf8.h"
#include "domain/diff.h"
#include "html/body_match.h"
#include "web/desk/block.h"
#include "web/desk/page.h"

struct compare {
	struct arena *a;
	struct myers *m;
	bool zh;
	const struct body_item *from, *to;
	size_t *of_from, *of_to; /* the partner of each block */
	bool *stays;             /* of the blocks of to: in the order of from */
	struct desk_diff *out;
	struct diff_block *block; /* of each of out */
	size_t n;
	size_t changed;
};

/* A block of the result, compared; its place there. */
static struct desk_diff *
add(struct compare *c, struct str was, struct str is)
{
	struct desk_diff *d = &c->out[c->n];

	diff_pair(c->a, c->m, was, is, &c->block[c->n]);
	d->block = &c->block[c->n++];
	return d;
}

/* What is on one side alone. */
static void
add_one(struct compare *c, const struct body_item *from, const struct body_item *to)
{
	struct str was = from == NULL ? STR("") : block_text(c->a, from, c->zh);
	struct str is = to == NULL ? STR("") : block_text(c->a, to, c->zh);
	struct desk_diff *d = add(c, was, is);

	if (was.n == 0 && is.n == 0)
		d->label = from == NULL ? i18n(c->zh, "An empty paragraph was added")
					: i18n(c->zh, "An empty paragraph was taken out");
	c->changed++;
}

/* Block ${j} of to, with its partner. */
static void
add_pair(struct compare *c, size_t j)
{
	const struct body_item *to = &c->to->content[j];
	const struct body_item *from = &c->from->content[c->of_to[j]];
	bool same = body_item_eq(from, to);
	struct desk_diff *d = add(c, block_text(c->a, from, c->zh), block_text(c->a, to, c->zh));

	if (same && c->stays[j])
		return;
	c->changed++;
	if (!c->stays[j])
		d->label = same ? i18n(c->zh, "Moved here") : i18n(c->zh, "Moved here and changed");
	if (!same)
		d->notes_n = compare_notes(c->a, c->m, from, to, c->zh, &d->notes);
	if (d->label == NULL && d->notes_n == 0 && d->block->kind == DIFF_BLOCK_SAME)
		d->label = i18n(c->zh, "Its form changed");
}

/* What was dropped between ${from} and the next block that kept its place. */
static size_t
add_dropped(struct compare *c, size_t from)
{
	for (; from < c->from->content_n; from++) {
		size_t partner = c->of_from[from];

		if (partner == BODY_NOWHERE)
			add_one(c, &c->from->content[from], NULL);
		else if (c->stays[partner])
			break;
	}
	return from;
}

/* In the order of to; what was dropped stands before what came in its place. */
static void
walk(struct compare *c)
{
	size_t i = 0;

	for (size_t j = 0; j < c->to->content_n; j++) {
		i = add_dropped(c, i);
		if (c->of_to[j] == BODY_NOWHERE) {
			add_one(c, NULL, &c->to->content[j]);
			continue;
		}
		add_pair(c, j);
		if (c->stays[j])
			i = c->of_to[j] + 1;
	}
	(void)add_dropped(c, i);
}

static bool
is_same(const struct desk_diff *d)
{
	return d->block->kind == DIFF_BLOCK_SAME && d->label == NULL && d->notes_n == 0;
}

/* Is this block changed, or beside one that is? */
static bool
near_change(const struct compare *c, size_t i)
{
	size_t from = i > 0 ? i - 1 : 0;
	size_t to = i + 1 < c->n ? i + 1 : i;

	for (; from <= to; from++) {
		if (!is_same(&c->out[from]))
			return true;
	}
	return false;
}

/* Fold what did not change, but for a block around each change. */
static void
fold(struct compare *c, struct desk_changes *out)
{
	struct desk_diff *shown = ARENA_ARRAY(c->a, c->n, struct desk_diff);
	size_t n = 0;

	for (size_t i = 0; i < c->n;) {
		struct str *same;
		size_t end = i;

		while (end < c->n && !near_change(c, end))
			end++;
		/* One block takes no more room than the line that would stand for it. */
		if (end <= i + 1) {
			shown[n++] = c->out[i++];
			continue;
		}
		same = ARENA_ARRAY(c->a, end - i, struct str);
		for (size_t k = i; k < end; k++)
			same[k - i] = c->out[k].block->run[0].text;
		shown[n++] = (struct desk_diff){
		    .folded =
			page_printf(c->a, i18n(c->zh, "… %zu unchanged paragraphs …"), end - i),
		    .same = same,
		    .same_n = end - i,
		};
		i = end;
	}
	out->blocks = shown;
	out->blocks_n = n;
	out->changed = c->changed;
}

static size_t *
nowhere(struct arena *a, size_t n)
{
	size_t *out = ARENA_ARRAY(a, n, size_t);

	for (size_t i = 0; i < n; i++)
		out[i] = BODY_NOWHERE;
	return out;
}

static enum status
compare(struct compare *c, struct arena *a, struct str from, struct str to, bool zh)
{
	enum status s;

	*c = (struct compare){.a = a, .m = myers_new(a), .zh = zh};
	s = body_load_kept(a, from, &c->from, NULL);
	if (s == STATUS_OK)
		s = body_load_kept(a, to, &c->to, NULL);
	if (s != STATUS_OK)
		return s;
	c->of_from = nowhere(a, c->from->content_n);
	c->of_to = nowhere(a, c->to->content_n);
	c->stays = ARENA_ARRAY(a, c->to->content_n, bool);
	c->out = ARENA_ARRAY(a, c->from->content_n + c->to->content_n, struct desk_diff);
	c->block = ARENA_ARRAY(a, c->from->content_n + c->to->content_n, struct diff_block);
	body_match(a, c->from, c->to, c->of_from, c->of_to);
	body_in_order(a, c->of_to, c->to->content_n, c->stays);
	walk(c);
	return STATUS_OK;
}

enum status
compare_bodies(struct arena *a, struct str from, struct str to, bool zh, struct desk_changes *out)
{
	struct compare c;
	enum status s = compare(&c, a, from, to, zh);

	if (s == STATUS_OK)
		fold(&c, out);
	return s;
}

enum status
compare_size(struct arena *a, struct str from, struct str to, size_t *added, size_t *removed)
{
	struct compare c;
	enum status s = compare(&c, a, from, to, false);

	*added = *removed = 0;
	for (size_t i = 0; s == STATUS_OK && i < c.n; i++) {
		for (size_t k = 0; k < c.block[i].n; k++) {
			const struct diff_run *r = &c.block[i].run[k];

			if (r->op == DIFF_ADDED)
				*added += (size_t)body_text_words(r->text);
			else if (r->op == DIFF_REMOVED)
				*removed += (size_t)body_text_words(r->text);
		}
	}
	return s;
}
