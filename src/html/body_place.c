#include "html/body_place.h"

#include <stdlib.h>

#include "base/fnv.h"
#include "html/body_placer.h"

/* Comparisons of paragraphs beyond the first for each. */
#define WORK_EACH 32

struct body_paras
body_paras(struct arena *a, struct str text)
{
	struct body_paras out = {NULL, 0};
	char *to = arena_alloc(a, text.n + 1);
	struct str rest = text;
	struct str line;
	size_t lines = 0;
	bool open = false;

	while (str_split(&rest, '\n', &line))
		lines++;
	out.v = ARENA_ARRAY(a, lines, struct body_para);
	while (str_split(&text, '\n', &line)) {
		struct str *last;

		line = str_trim(line);
		if (line.n == 0) {
			open = false;
			continue;
		}
		if (!open)
			out.v[out.n++] = (struct body_para){{to, 0}, 0, BODY_NOWHERE, 0};
		last = &out.v[out.n - 1].text;
		if (open) {
			*to++ = '\n';
			last->n++;
		}
		for (size_t i = 0; i < line.n; i++)
			*to++ = line.p[i];
		last->n += line.n;
		open = true;
	}
	for (size_t i = 0; i < out.n; i++)
		out.v[i].hash = fnv_32(out.v[i].text);
	return out;
}

static bool
has_pieces(const struct body_item *item)
{
	switch (item->type) {
	case BODY_BLOCKQUOTE:
	case BODY_PULL_QUOTE:
	case BODY_BULLET_LIST:
	case BODY_ORDERED_LIST:
	case BODY_TABLE:
	case BODY_GALLERY:
		return true;
	default:
		return false;
	}
}

struct body_block
body_block(struct arena *a, const struct body_item *item)
{
	struct body_block b = {.item = item};
	struct body_leaves leaves;
	struct body_paras *of;
	size_t n = 0;

	if (!has_pieces(item)) {
		b.paras = body_paras(a, body_item_text(a, item));
		return b;
	}
	leaves = body_item_leaves(a, item);
	of = ARENA_ARRAY(a, leaves.n, struct body_paras);
	for (size_t j = 0; j < leaves.n; j++) {
		of[j] = body_paras(a, leaves.v[j].text);
		n += of[j].n;
		b.is_listed = b.is_listed || leaves.v[j].sign > 0;
	}
	b.paras.v = ARENA_ARRAY(a, n, struct body_para);
	for (size_t j = 0; j < leaves.n; j++) {
		for (size_t k = 0; k < of[j].n; k++) {
			of[j].v[k].leaf = j;
			b.paras.v[b.paras.n++] = of[j].v[k];
		}
	}
	b.leaf = leaves.v;
	b.leaf_n = leaves.n;
	return b;
}

/* Is paragraph ${at} of the text free, and ${para}? */
static bool
is_there(struct body_placer *p, const struct body_para *para, size_t at)
{
	if (p->work > 0)
		p->work--;
	return at < p->text.n && p->owner[at] == BODY_NOWHERE && p->text.v[at].hash == para->hash &&
	       str_eq(p->text.v[at].text, para->text);
}

static bool
fits(struct body_placer *p, const struct body_block *b, size_t at)
{
	for (size_t k = 0; k < b->paras.n; k++) {
		if (!is_there(p, &b->paras.v[k], at + k))
			return false;
	}
	return b->paras.n > 0;
}

void
body_placer_claim(struct body_placer *p, size_t i, size_t k, size_t at)
{
	p->block[i].paras.v[k].at = at;
	p->block[i].placed = true;
	p->owner[at] = i;
}

static void
place(struct body_placer *p, size_t i, size_t at)
{
	for (size_t k = 0; k < p->block[i].paras.n; k++)
		body_placer_claim(p, i, k, at + k);
}

static size_t
end_of(const struct body_block *b)
{
	return b->paras.v[b->paras.n - 1].at + 1;
}

/* From either end, as far as nothing changed. */
static void
place_ends(struct body_placer *p)
{
	size_t at = 0;

	for (size_t i = 0; i < p->n && (p->block[i].paras.n == 0 || fits(p, &p->block[i], at));
	     i++) {
		place(p, i, at);
		at += p->block[i].paras.n;
	}
	at = p->text.n;
	for (size_t i = p->n; i-- > 0;) {
		size_t n = p->block[i].paras.n;

		if (p->block[i].placed || n > at || (n > 0 && !fits(p, &p->block[i], at - n)))
			break;
		at -= n;
		place(p, i, at);
	}
}

static void
make_index(struct body_placer *p)
{
	p->index = ARENA_ARRAY(p->a, p->text.n, struct body_entry);
	for (size_t i = 0; i < p->text.n; i++) {
		if (p->owner[i] == BODY_NOWHERE)
			p->index[p->index_n++] = (struct body_entry){p->text.v[i].hash, i, 0};
	}
	body_index_sort(p->index, p->index_n);
}

/* The paragraphs of the blocks that have no place, by hash. */
static size_t
index_blocks(const struct body_placer *p, struct body_entry **out)
{
	size_t n = 0;
	struct body_entry *e;

	for (size_t i = 0; i < p->n; i++)
		n += p->block[i].placed ? 0 : p->block[i].paras.n;
	*out = e = ARENA_ARRAY(p->a, n, struct body_entry);
	n = 0;
	for (size_t i = 0; i < p->n; i++) {
		for (size_t k = 0; !p->block[i].placed && k < p->block[i].paras.n; k++)
			e[n++] = (struct body_entry){p->block[i].paras.v[k].hash, i, 0};
	}
	body_index_sort(e, n);
	return n;
}

/* A paragraph that is once among the old and once in the text tells where its block is. */
static void
place_single(struct body_placer *p)
{
	struct body_entry *old;
	size_t old_n = index_blocks(p, &old);

	for (size_t i = 0; i < p->n; i++) {
		struct body_block *b = &p->block[i];

		for (size_t k = 0; k < b->paras.n && !b->placed; k++) {
			uint32_t hash = b->paras.v[k].hash;
			size_t at = body_index_single(p->index, p->index_n, hash);

			if (at == p->index_n || body_index_single(old, old_n, hash) == old_n)
				continue;
			if (p->index[at].at >= k && fits(p, b, p->index[at].at - k))
				place(p, i, p->index[at].at - k);
			/* Once for each block: the next one would be tried at the same place. */
			break;
		}
	}
}

/* What stood beside a block that has a place, one of ${by}, stands there still. */
static void
place_beside(struct body_placer *p, bool *by)
{
	size_t last = BODY_NOWHERE;

	for (size_t i = 0; i < p->n; i++) {
		if (p->block[i].paras.n == 0)
			continue;
		if (!p->block[i].placed && last != BODY_NOWHERE && by[last] &&
		    fits(p, &p->block[i], end_of(&p->block[last]))) {
			place(p, i, end_of(&p->block[last]));
			by[i] = true;
		}
		last = i;
	}
	last = BODY_NOWHERE;
	for (size_t i = p->n; i-- > 0;) {
		size_t n = p->block[i].paras.n;

		if (n == 0)
			continue;
		if (!p->block[i].placed && last != BODY_NOWHERE && by[last] &&
		    p->block[last].paras.v[0].at >= n &&
		    fits(p, &p->block[i], p->block[last].paras.v[0].at - n)) {
			place(p, i, p->block[last].paras.v[0].at - n);
			by[i] = true;
		}
		last = i;
	}
}

/* Beside those that kept their order before those that were moved. */
static void
place_neighbours(struct body_placer *p)
{
	size_t *at = ARENA_ARRAY(p->a, p->n, size_t);
	bool *by = ARENA_ARRAY(p->a, p->n, bool);

	for (size_t i = 0; i < p->n; i++)
		at[i] = p->block[i].placed ? p->block[i].paras.v[0].at : BODY_NOWHERE;
	body_in_order(p->a, at, p->n, by);
	place_beside(p, by);
	for (size_t i = 0; i < p->n; i++)
		by[i] = p->block[i].placed;
	place_beside(p, by);
}

size_t
body_placer_find(struct body_placer *p, const struct body_block *b, size_t k, bool whole)
{
	const struct body_para *para = &b->paras.v[k];
	size_t first = body_index_first(p->index, p->index_n, para->hash);
	struct body_entry *e = &p->index[first];

	if (first == p->index_n)
		return BODY_NOWHERE;
	while (first + e->taken < p->index_n && e[e->taken].key == para->hash &&
	       p->owner[e[e->taken].at] != BODY_NOWHERE)
		e->taken++;
	for (size_t i = first + e->taken;
	     i < p->index_n && p->index[i].key == para->hash && p->work > 0; i++) {
		if (whole ? fits(p, b, p->index[i].at) : is_there(p, para, p->index[i].at))
			return p->index[i].at;
	}
	return BODY_NOWHERE;
}

struct size {
	size_t n, i;
};

static int
by_size(const void *x, const void *y)
{
	const struct size *a = x;
	const struct size *b = y;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return (a->i > b->i) - (a->i < b->i);
}

/* Those of many paragraphs first: their text may be that of several of the others. */
static void
place_equal(struct body_placer *p)
{
	struct size *order = ARENA_ARRAY(p->a, p->n, struct size);
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		if (!p->block[i].placed && p->block[i].paras.n > 0)
			order[n++] = (struct size){p->block[i].paras.n, i};
	}
	qsort(order, n, sizeof(*order), by_size);
	for (size_t j = 0; j < n; j++) {
		size_t at = body_placer_find(p, &p->block[order[j].i], 0, true);

		if (at != BODY_NOWHERE)
			place(p, order[j].i, at);
	}
}

void
body_place(
    struct arena *a, struct body_block *block, size_t n, struct body_paras text, size_t *owner)
{
	struct body_placer p = {.a = a, .block = block, .n = n, .text = text, .owner = owner};

	p.work = WORK_EACH * (n + text.n);
	for (size_t i = 0; i < n; i++)
		p.work += WORK_EACH * block[i].paras.n;
	for (size_t i = 0; i < text.n; i++)
		owner[i] = BODY_NOWHERE;
	place_ends(&p);
	make_index(&p);
	place_single(&p);
	place_neighbours(&p);
	place_equal(&p);
	body_place_lines(&p);
	body_place_moved(&p);
}
