#include "html/body_lost.h"

#include <stdlib.h>

#include "base/fnv.h"
#include "base/utf8.h"
#include "html/body_change.h"
#include "html/body_like.h"

/*
 * Words are read as the plain text says them, with a footnote and an address where that has them,
 * each with what it is marked as.  Counted are those pieces of the old text that have marks: runs
 * of up to SPAN words, longer ones by every SPAN words in them or about their ends, and single
 * words that stand nowhere without the mark.
 */

#define SPAN 4
#define SHELF_BITS_MAX 16
#define MIX 0x9e3779b97f4a7c15u
#define ASIDE 1u /* in the marks of words: a footnote's, an address's */

struct word {
	uint64_t text, marks; /* marks: 0, it has none */
};

/* So often is it there, before and after. */
struct count {
	uint64_t key;
	int64_t was, is;
};

/* A piece with marks: by its words alone, and by them and their marks. */
struct piece {
	uint64_t all, marked;
	bool always; /* only if it has them wherever it is */
};

struct ledger {
	struct arena *a;
	void (*take)(struct ledger *l); /* what is done with the words of one paragraph */
	struct word *word;
	size_t words, room;
	bool open; /* the last of them goes on */
	struct piece *piece;
	size_t pieces;
	bool of_length[SPAN + 1]; /* are there such pieces? */
	struct count *count;
	size_t counts;
	unsigned bits;    /* of a key that say its shelf */
	size_t *shelf;    /* where on it those begin */
	uint64_t *filter; /* which keys may be there */
	bool after;
	bool links_alone; /* nothing else is looked at */
	size_t links[2];  /* before and after */
};

static uint64_t
mix(uint64_t h, uint64_t with)
{
	h = (h ^ with) * MIX;
	return h ^ (h >> 29);
}

static void
add_text(struct ledger *l, struct str s, uint64_t marks)
{
	bool began = true;
	uint32_t cp;

	while (utf8_next(&s, &cp)) {
		bool letter = body_like_letter(cp);

		if (!letter && (cp < 0x1100 || cp == 0x3000)) {
			l->open = false;
			continue;
		}
		if (!letter || !l->open) {
			ARENA_MORE(l->a, l->word, l->words, &l->room, 1);
			l->word[l->words++] = (struct word){mix(1, cp), marks};
		} else {
			struct word *last = &l->word[l->words - 1];

			last->text = mix(last->text, cp);
			if (began && last->marks != marks)
				last->marks = mix(last->marks, marks);
		}
		began = false;
		l->open = letter;
	}
}

/* Not those of a link that says its address. */
static uint64_t
marks_of(const struct body_item *item, bool addresses)
{
	uint64_t h = 0;

	for (size_t i = 0; i < item->marks_n; i++) {
		const struct body_mark_item *m = &item->marks[i];

		if (addresses && m->type == BODY_LINK)
			continue;
		h = mix(h, 2 + m->type);
		for (size_t k = 0; k < body_marks[m->type].attrs_n; k++)
			h = mix(h, fnv_32(m->attrs[k].s));
	}
	return h & ~(uint64_t)ASIDE;
}

/* A footnote, or an address. */
static void
add_aside(struct ledger *l, struct str s, uint64_t marks)
{
	l->open = false;
	add_text(l, s, marks | ASIDE);
	l->open = false;
}

static void
read_line(struct ledger *l, const struct body_item *line)
{
	bool addresses = line->type != BODY_CAPTION;

	l->words = 0;
	l->open = false;
	for (size_t i = 0; i < line->content_n; i++) {
		const struct body_item *it = &line->content[i];
		const struct body_mark_item *link = addresses ? body_item_link(it) : NULL;
		const struct body_mark_item *next =
		    i + 1 < line->content_n ? body_item_link(it + 1) : NULL;

		if (it->type == BODY_TEXT && l->links_alone)
			add_text(l, it->text, link != NULL ? MIX : 0);
		else if (it->type == BODY_TEXT)
			add_text(l, it->text, marks_of(it, addresses));
		else if (it->type == BODY_FOOTNOTE && !l->links_alone)
			add_aside(l, it->attrs[BODY_FOOTNOTE_TEXT].s, marks_of(it, addresses));
		else
			l->open = false;
		if (link == NULL || (next != NULL && body_mark_eq(link, next)))
			continue;
		l->links[l->after]++;
		l->open = false;
		if (!l->links_alone)
			add_aside(l, link->attrs[0].s, MIX);
	}
	l->take(l);
}

/* Is there a mark or a footnote at all?  As deep as a body may be. */
static bool
has_some(const struct body_item *item)
{
	if (item->marks_n > 0 || item->type == BODY_FOOTNOTE)
		return true;
	for (size_t i = 0; i < item->content_n; i++) {
		if (has_some(&item->content[i]))
			return true;
	}
	return false;
}

/* As deep as a body may be. */
static void
read_all(struct ledger *l, const struct body_item *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (v[i].content_n > 0 && body_nodes[v[i].content[0].type].is_inline)
			read_line(l, &v[i]);
		else
			read_all(l, v[i].content, v[i].content_n);
	}
}

static void
add_piece(struct ledger *l, size_t from, size_t n, bool always)
{
	uint64_t all = n;
	uint64_t marked = 0;
	uint64_t some = 0;
	size_t aside = 0;

	for (size_t i = from; i < from + n; i++) {
		all = mix(all, l->word[i].text);
		marked = mix(marked, l->word[i].marks);
		some |= l->word[i].marks;
		aside += l->word[i].marks & ASIDE;
	}
	/* Without a footnote the words about it meet. */
	if (some == 0 || (aside > 0 && aside < n))
		return;
	l->of_length[n] = true;
	if (l->piece != NULL)
		l->piece[l->pieces] = (struct piece){all, mix(all, marked), always};
	l->pieces++;
}

static void
take_pieces(struct ledger *l)
{
	size_t run = 0; /* where the words begin that have the same marks */

	for (size_t i = 0; i < l->words; i++) {
		add_piece(l, i, 1, true);
		if (i + SPAN <= l->words)
			add_piece(l, i, SPAN, false);
		if (l->word[i].marks != l->word[run].marks)
			run = i;
		if (i - run + 1 < SPAN &&
		    (i + 1 == l->words || l->word[i + 1].marks != l->word[run].marks))
			add_piece(l, run, i - run + 1, false);
	}
}

static int
by_key(const void *x, const void *y)
{
	const struct count *a = x;
	const struct count *b = y;

	return (a->key > b->key) - (a->key < b->key);
}

static struct count *
find(const struct ledger *l, uint64_t key)
{
	const struct count want = {key, 0, 0};
	const size_t *shelf;

	if ((l->filter[key % ((size_t)1 << l->bits)] >> (key >> 20 & 63) & 1) == 0)
		return NULL;
	shelf = &l->shelf[key >> (64 - l->bits)];
	return bsearch(&want, l->count + shelf[0], shelf[1] - shelf[0], sizeof(want), by_key);
}

static void
count(struct ledger *l, uint64_t key)
{
	struct count *c = find(l, key);

	if (c != NULL && l->after)
		c->is++;
	else if (c != NULL)
		c->was++;
}

static void
count_words(struct ledger *l)
{
	for (size_t i = 0; i < l->words; i++) {
		uint64_t marked = 0;
		uint64_t some = 0;

		for (size_t n = 1; n <= SPAN && i + n <= l->words; n++) {
			uint64_t all = n;

			marked = mix(marked, l->word[i + n - 1].marks);
			some |= l->word[i + n - 1].marks;
			if (!l->of_length[n])
				continue;
			for (size_t k = i; k < i + n; k++)
				all = mix(all, l->word[k].text);
			count(l, all);
			if (some != 0)
				count(l, mix(all, marked));
		}
	}
}

static void
make_counts(struct ledger *l)
{
	size_t n = 0;

	for (l->bits = 4; l->bits < SHELF_BITS_MAX && l->pieces >> l->bits > 0;)
		l->bits++;
	l->shelf = ARENA_ARRAY(l->a, ((size_t)1 << l->bits) + 1, size_t);
	l->filter = ARENA_ARRAY(l->a, (size_t)1 << l->bits, uint64_t);
	l->count = ARENA_ARRAY(l->a, 2 * l->pieces, struct count);
	for (size_t i = 0; i < l->pieces; i++) {
		l->count[n++].key = l->piece[i].all;
		l->count[n++].key = l->piece[i].marked;
	}
	qsort(l->count, n, sizeof(*l->count), by_key);
	for (size_t i = 0; i < n; i++) {
		uint64_t key = l->count[i].key;

		if (l->counts == 0 || l->count[l->counts - 1].key != key)
			l->count[l->counts++].key = key;
		l->filter[key % ((size_t)1 << l->bits)] |= (uint64_t)1 << (key >> 20 & 63);
		l->shelf[(key >> (64 - l->bits)) + 1] = l->counts;
	}
	/* Of what begins so there is none: it ends where it begins. */
	for (size_t i = 1; i <= (size_t)1 << l->bits; i++) {
		if (l->shelf[i] == 0)
			l->shelf[i] = l->shelf[i - 1];
	}
}

static bool
is_lost(const struct ledger *l, const struct piece *p)
{
	const struct count *all = find(l, p->all);
	const struct count *marked = find(l, p->marked);
	int64_t fewer = marked->was - marked->is;

	return fewer > 0 && fewer > all->was - all->is && (!p->always || marked->was == all->was);
}

static bool
is_some_lost(struct ledger *l, const struct body_item *was, const struct body_list *now)
{
	size_t n;

	/* Counted first: there may be a million. */
	l->take = take_pieces;
	read_all(l, was->content, was->content_n);
	if (l->pieces == 0)
		return false;
	l->piece = ARENA_ARRAY(l->a, l->pieces, struct piece);
	l->pieces = 0;
	read_all(l, was->content, was->content_n);
	make_counts(l);
	l->take = count_words;
	l->links[0] = 0;
	read_all(l, was->content, was->content_n);
	l->after = true;
	read_all(l, now->v, now->n);
	n = l->pieces;
	while (n > 0 && !is_lost(l, &l->piece[n - 1]))
		n--;
	return n > 0;
}

bool
body_lost(struct arena *a, const struct body_item *was, const struct body_list *now)
{
	struct ledger *l;
	struct ledger *links;

	if (!has_some(was))
		return false;
	l = ARENA_NEW(a, struct ledger);
	l->a = a;
	if (is_some_lost(l, was, now))
		return true;
	/* Of a link whose address was deleted nothing is. */
	if (l->links[0] == 0 || l->links[1] < l->links[0])
		return false;
	links = ARENA_NEW(a, struct ledger);
	links->a = a;
	links->links_alone = true;
	return is_some_lost(links, was, now);
}
