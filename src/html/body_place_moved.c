#include "html/body_placer.h"

/* What was moved and changed as well: so many of the old lines, and of the new ones. */
#define MOVED_MAX 64

struct moved {
	size_t i; /* a block, or a paragraph of the text */
	struct body_bag words;
};

static void
add(struct moved *v, size_t *n, size_t i, struct str text)
{
	struct moved *m = &v[(*n)++];

	*m = (struct moved){.i = i};
	body_bag_text(&m->words, text);
}

/* The paragraph of the text that is most like ${old}; ${n} if none is like it. */
static size_t
find_best(const struct body_placer *p, const struct moved *old, const struct moved *v, size_t n)
{
	size_t best = n;
	size_t most = 0;

	for (size_t j = 0; j < n; j++) {
		size_t share =
		    p->owner[v[j].i] == BODY_NOWHERE ? body_bag_share(&old->words, &v[j].words) : 0;

		if (share >= BODY_LIKE_PERCENT && share > most) {
			best = j;
			most = share;
		}
	}
	return best;
}

void
body_place_moved(struct body_placer *p)
{
	struct moved *old = ARENA_ARRAY(p->a, MOVED_MAX, struct moved);
	struct moved *new = ARENA_ARRAY(p->a, MOVED_MAX, struct moved);
	size_t olds = 0;
	size_t news = 0;

	for (size_t i = 0; i < p->n && olds < MOVED_MAX; i++) {
		const struct body_block *b = &p->block[i];

		if (b->leaf == NULL && b->paras.n == 1 && !b->placed &&
		    b->item->type != BODY_HORIZONTAL_RULE)
			add(old, &olds, i, b->paras.v[0].text);
	}
	for (size_t at = 0; at < p->text.n && olds > 0 && news < MOVED_MAX; at++) {
		if (p->owner[at] == BODY_NOWHERE)
			add(new, &news, at, p->text.v[at].text);
	}
	for (size_t j = 0; j < olds; j++) {
		size_t best = find_best(p, &old[j], new, news);

		if (best < news)
			body_placer_claim(p, old[j].i, 0, new[best].i);
	}
}
