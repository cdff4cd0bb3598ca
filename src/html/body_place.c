/* Long: the steps of one search, from what is certain to what is like. */
#include "html/body_place.h"

#include <stdlib.h>

#include "base/fnv.h"
#include "base/num.h"
#include "html/body_like.h"
#include "html/body_match.h"

/* Comparisons of paragraphs beyond the first for each. */
#define WORK_EACH 32
#define NEIGHBOURS 8
#define MEDIA_START "</media/"

struct entry {
	uint32_t hash;
	size_t at;
	size_t taken; /* of the first of its hash: how many of them were seen to be taken */
};

struct placer {
	struct arena *a;
	struct body_block *block;
	size_t n;
	struct body_paras text;
	size_t *owner;
	struct entry *index; /* the paragraphs of the text that had no owner, by hash */
	size_t index_n;
	size_t work;            /* what is left of it */
	struct body_bags *bags; /* of the paragraphs of the text */
};

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
			out.v[out.n++] = (struct body_para){{to, 0}, 0, BODY_NOWHERE};
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

/* Is paragraph ${at} of the text free, and ${para}? */
static bool
is_there(struct placer *p, const struct body_para *para, size_t at)
{
	if (p->work > 0)
		p->work--;
	return at < p->text.n && p->owner[at] == BODY_NOWHERE && p->text.v[at].hash == para->hash &&
	       str_eq(p->text.v[at].text, para->text);
}

static bool
fits(struct placer *p, const struct body_block *b, size_t at)
{
	for (size_t k = 0; k < b->paras.n; k++) {
		if (!is_there(p, &b->paras.v[k], at + k))
			return false;
	}
	return b->paras.n > 0;
}

static void
claim(struct placer *p, size_t i, size_t k, size_t at)
{
	p->block[i].paras.v[k].at = at;
	p->block[i].placed = true;
	p->owner[at] = i;
}

static void
place(struct placer *p, size_t i, size_t at)
{
	for (size_t k = 0; k < p->block[i].paras.n; k++)
		claim(p, i, k, at + k);
}

static size_t
end_of(const struct body_block *b)
{
	return b->paras.v[b->paras.n - 1].at + 1;
}

/* From either end, as far as nothing changed. */
static void
place_ends(struct placer *p)
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

static int
by_hash(const void *x, const void *y)
{
	const struct entry *a = x;
	const struct entry *b = y;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

static void
make_index(struct placer *p)
{
	p->index = ARENA_ARRAY(p->a, p->text.n, struct entry);
	for (size_t i = 0; i < p->text.n; i++) {
		if (p->owner[i] == BODY_NOWHERE)
			p->index[p->index_n++] = (struct entry){p->text.v[i].hash, i, 0};
	}
	qsort(p->index, p->index_n, sizeof(*p->index), by_hash);
}

/* The first entry of ${hash} among ${n} that are in order; ${n} if there is none. */
static size_t
first_of(const struct entry *e, size_t n, uint32_t hash)
{
	size_t low = 0;
	size_t high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (e[mid].hash < hash)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && e[low].hash == hash ? low : n;
}

static bool
is_single(const struct entry *e, size_t n, size_t at)
{
	return at < n && (at + 1 == n || e[at + 1].hash != e[at].hash);
}

/* The paragraphs of the blocks that have no place, by hash. */
static size_t
index_blocks(const struct placer *p, struct entry **out)
{
	size_t n = 0;
	struct entry *e;

	for (size_t i = 0; i < p->n; i++)
		n += p->block[i].placed ? 0 : p->block[i].paras.n;
	*out = e = ARENA_ARRAY(p->a, n, struct entry);
	n = 0;
	for (size_t i = 0; i < p->n; i++) {
		for (size_t k = 0; !p->block[i].placed && k < p->block[i].paras.n; k++)
			e[n++] = (struct entry){p->block[i].paras.v[k].hash, i, 0};
	}
	qsort(e, n, sizeof(*e), by_hash);
	return n;
}

/* A paragraph that is once among the old and once in the text tells where its block is. */
static void
place_single(struct placer *p)
{
	struct entry *old;
	size_t old_n = index_blocks(p, &old);

	for (size_t i = 0; i < p->n; i++) {
		struct body_block *b = &p->block[i];

		for (size_t k = 0; k < b->paras.n && !b->placed; k++) {
			uint32_t hash = b->paras.v[k].hash;
			size_t at = first_of(p->index, p->index_n, hash);

			if (!is_single(p->index, p->index_n, at) ||
			    !is_single(old, old_n, first_of(old, old_n, hash)))
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
place_beside(struct placer *p, bool *by)
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
place_neighbours(struct placer *p)
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

/* The first free place of ${b} whole, or with ${k} of its paragraph ${k} alone. */
static size_t
find_equal(struct placer *p, const struct body_block *b, size_t k, bool whole)
{
	const struct body_para *para = &b->paras.v[k];
	size_t first = first_of(p->index, p->index_n, para->hash);
	struct entry *e = &p->index[first];

	if (first == p->index_n)
		return BODY_NOWHERE;
	while (first + e->taken < p->index_n && e[e->taken].hash == para->hash &&
	       p->owner[e[e->taken].at] != BODY_NOWHERE)
		e->taken++;
	for (size_t i = first + e->taken;
	     i < p->index_n && p->index[i].hash == para->hash && p->work > 0; i++) {
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
place_equal(struct placer *p)
{
	struct size *order = ARENA_ARRAY(p->a, p->n, struct size);
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		if (!p->block[i].placed && p->block[i].paras.n > 0)
			order[n++] = (struct size){p->block[i].paras.n, i};
	}
	qsort(order, n, sizeof(*order), by_size);
	for (size_t j = 0; j < n; j++) {
		size_t at = find_equal(p, &p->block[order[j].i], 0, true);

		if (at != BODY_NOWHERE)
			place(p, order[j].i, at);
	}
}

/* Does it hold what no text can bring back?  As deep as a body may be. */
static bool
is_kept(const struct body_item *item)
{
	if (item->type == BODY_FIGURE || item->type == BODY_TABLE)
		return true;
	for (size_t i = 0; i < item->content_n; i++) {
		if (is_kept(&item->content[i]))
			return true;
	}
	return false;
}

/* The number of the first picture that the paragraph names; see body_to_text(). */
static bool
media_of(struct str s, uint32_t *out)
{
	size_t at = str_find(s, STR(MEDIA_START));
	int64_t id;

	s = str_sub(s, at + sizeof(MEDIA_START) - 1, s.n);
	if (!num_i64(str_sub(s, 0, str_chr(s, '>')), 1, INT64_MAX, &id))
		return false;
	*out = (uint32_t)id ^ (uint32_t)(id >> 32);
	return true;
}

static size_t
index_media(const struct placer *p, struct entry **out)
{
	struct entry *e = ARENA_ARRAY(p->a, p->text.n, struct entry);
	size_t n = 0;

	for (size_t i = 0; i < p->text.n; i++) {
		if (p->owner[i] == BODY_NOWHERE && media_of(p->text.v[i].text, &e[n].hash))
			e[n++].at = i;
	}
	qsort(e, n, sizeof(*e), by_hash);
	*out = e;
	return n;
}

/* The lines of what holds pictures or tables, each for itself; pictures by their number too. */
static void
place_kept(struct placer *p, bool by_number)
{
	struct entry *media = NULL;
	size_t media_n = by_number ? index_media(p, &media) : 0;

	for (size_t i = 0; i < p->n; i++) {
		struct body_block *b = &p->block[i];

		if ((b->placed && !by_number) || !is_kept(b->item))
			continue;
		for (size_t k = 0; k < b->paras.n; k++) {
			size_t at = BODY_NOWHERE;
			uint32_t id;

			if (b->paras.v[k].at != BODY_NOWHERE)
				continue;
			if (!by_number)
				at = find_equal(p, b, k, false);
			else if (media_of(b->paras.v[k].text, &id)) {
				size_t e = first_of(media, media_n, id);

				e += e < media_n ? media[e].taken++ : 0;
				if (e < media_n && media[e].hash == id)
					at = media[e].at;
			}
			if (at != BODY_NOWHERE)
				claim(p, i, k, at);
		}
	}
}

static void
fill_bag(struct body_bag *b, const void *paras, size_t i)
{
	body_bag_text(b, ((const struct body_para *)paras)[i].text);
}

/* The first free paragraph of a few from ${from} on that is like the first of ${b}. */
static size_t
find_like(struct placer *p, const struct body_block *b, size_t from)
{
	struct body_bag words = {.n = 0};

	body_bag_text(&words, b->paras.v[0].text);
	for (size_t at = from; at < p->text.n && at - from < NEIGHBOURS; at++) {
		if (p->owner[at] != BODY_NOWHERE)
			break;
		if (body_bag_like(&words, body_bags_get(p->bags, at)))
			return at;
	}
	return BODY_NOWHERE;
}

static bool
may_change(const struct body_block *b)
{
	if (b->item->type == BODY_PARAGRAPH || b->item->type == BODY_HEADING)
		return b->paras.n == 1;
	return b->paras.n > 0 && is_kept(b->item);
}

/* What was changed is still after what it followed. */
static void
place_like(struct placer *p)
{
	size_t from = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct body_block *b = &p->block[i];

		if (!b->placed && may_change(b)) {
			size_t at = find_like(p, b, from);

			if (at != BODY_NOWHERE)
				claim(p, i, 0, at);
		}
		for (size_t k = 0; k < b->paras.n; k++) {
			if (b->paras.v[k].at != BODY_NOWHERE)
				from = b->paras.v[k].at + 1;
		}
	}
}

void
body_place(
    struct arena *a, struct body_block *block, size_t n, struct body_paras text, size_t *owner)
{
	struct placer p = {.a = a, .block = block, .n = n, .text = text, .owner = owner};

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
	place_kept(&p, false);
	place_kept(&p, true);
	p.bags = body_bags(a, text.n, fill_bag, text.v);
	place_like(&p);
}
