#include "web/site/choose.h"

#include <stdlib.h>

#include "web/site/when.h"

/* A row of the river before it is one. */
struct row {
	const struct live_card *live;
	const struct site_card *card;
};

static int
newest_first(const void *x, const void *y)
{
	const struct live_card *a = ((const struct row *)x)->live;
	const struct live_card *b = ((const struct row *)y)->live;

	if (a->at.us != b->at.us)
		return a->at.us < b->at.us ? 1 : -1;
	return (a->id.v < b->id.v) - (a->id.v > b->id.v);
}

static size_t
count(const struct site_edition *e)
{
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++)
		n += e->sections[i].cards.n;
	return n;
}

void
choose_latest(const struct ctx *cx, struct arena *a, const struct live_frame *live, bool zh,
    struct site_edition *e)
{
	size_t n = count(e), at = 0;
	struct row *rows = ARENA_ARRAY(a, n, struct row);
	struct site_card *latest;

	for (size_t i = 0; i < e->n; i++)
		for (size_t k = 0; k < e->sections[i].cards.n; k++)
			rows[at++] =
			    (struct row){&live->channels[i].cards[k], &e->sections[i].cards.v[k]};
	qsort(rows, n, sizeof(*rows), newest_first);
	if (n > CHOOSE_LATEST)
		n = CHOOSE_LATEST;
	latest = ARENA_ARRAY(a, n, struct site_card);
	for (size_t i = 0; i < n; i++) {
		latest[i] = *rows[i].card;
		if (i == 0 || !clock_same_day(rows[i].live->at, rows[i - 1].live->at))
			latest[i].day = when_day(a, rows[i].live->at, cx->now, zh);
	}
	e->latest = (struct site_cards){latest, n};
}

/* What of each section has a place already. */
struct picker {
	const struct site_edition *e;
	bool **used;
};

/* Take the newest that is left of the section and, if asked, in the page's own language. */
static const struct site_card *
pick(struct picker *p, size_t section, bool own)
{
	const struct site_cards *cards = &p->e->sections[section].cards;

	for (size_t i = 0; i < cards->n; i++) {
		if (p->used[section][i] || (own && cards->v[i].lang.n > 0))
			continue;
		p->used[section][i] = true;
		return &cards->v[i];
	}
	return NULL;
}

/* The page's own language goes first. */
static const struct site_card *
pick_best(struct picker *p, size_t section)
{
	const struct site_card *c = pick(p, section, true);

	return c != NULL ? c : pick(p, section, false);
}

static struct site_cards
pick_some(struct picker *p, struct arena *a, size_t section, size_t max)
{
	struct site_card *v = ARENA_ARRAY(a, max, struct site_card);
	const struct site_card *c;
	size_t n = 0;

	while (n < max && (c = pick_best(p, section)) != NULL)
		v[n++] = *c;
	return (struct site_cards){v, n};
}

/* The lead: of the first channel that has one in the page's own language, else that has any. */
static size_t
pick_lead(struct picker *p, struct site_edition *e)
{
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; i < e->n; i++)
			if ((e->lead = pick(p, i, own != 0)) != NULL)
				return i;
	return e->n;
}

/* One of each other channel, so that the top of the page shows the breadth of the paper. */
static struct site_cards
pick_seconds(struct picker *p, struct arena *a, size_t lead)
{
	struct site_card *v = ARENA_ARRAY(a, CHOOSE_SECONDS, struct site_card);
	bool *seen = ARENA_ARRAY(a, p->e->n, bool);
	const struct site_card *c;
	size_t n = 0;

	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; i < p->e->n && n < CHOOSE_SECONDS; i++) {
			if (i == lead || seen[i] || (c = pick(p, i, own != 0)) == NULL)
				continue;
			seen[i] = true;
			v[n++] = *c;
		}
	return (struct site_cards){v, n};
}

void
choose_front(struct arena *a, struct site_edition *e)
{
	struct picker p = {e, ARENA_ARRAY(a, e->n, bool *)};
	struct site_block *blocks = ARENA_ARRAY(a, e->n, struct site_block);
	size_t lead;

	for (size_t i = 0; i < e->n; i++)
		p.used[i] = ARENA_ARRAY(a, e->sections[i].cards.n, bool);
	lead = pick_lead(&p, e);
	if (e->lead == NULL)
		return;
	e->subs = pick_some(&p, a, lead, CHOOSE_SUBS);
	e->seconds = pick_seconds(&p, a, lead);
	e->blocks = blocks;
	for (size_t i = 0; i < e->n; i++) {
		const struct site_card *first = pick_best(&p, i);

		if (first != NULL)
			blocks[e->blocks_n++] = (struct site_block){
			    e->channels[i], first, pick_some(&p, a, i, CHOOSE_HEADS)};
	}
}
