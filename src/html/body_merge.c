#include "html/body_merge.h"

#include "html/body_json.h"
#include "html/body_match.h"

/* A block of any of the three, by its places in them. */
struct known {
	size_t at[BODY_VERSIONS]; /* BODY_NOWHERE: not there */
	bool moved[BODY_VERSIONS];
	enum body_merged content, place; /* who is followed */
	size_t conflict;
	size_t next; /* in the order of the result: 1 + its place among the known, 0 at the end */
	bool placed;
};

struct merge {
	struct arena *a;
	const struct body_item *doc[BODY_VERSIONS];
	size_t *of[BODY_VERSIONS]; /* which known block each is */
	struct known *known;
	size_t n;
	size_t conflicts;
	size_t first; /* as known.next */
	const enum body_choice *choice;
	size_t choices_n;
};

static size_t *
nowhere(struct arena *a, size_t n)
{
	size_t *out = ARENA_ARRAY(a, n, size_t);

	for (size_t i = 0; i < n; i++)
		out[i] = BODY_NOWHERE;
	return out;
}

/* The known block for block ${at} of ${v}, made if it is none of those known. */
static void
know(struct merge *m, enum body_version v, size_t at, size_t known)
{
	if (known == BODY_NOWHERE) {
		known = m->n++;
		m->known[known] = (struct known){.at = {BODY_NOWHERE, BODY_NOWHERE, BODY_NOWHERE}};
	}
	m->known[known].at[v] = at;
	m->of[v][at] = known;
}

/*
 * Both added the same words in the same place: block ${at} of mine is what stands in theirs after
 * what is before it in mine.
 */
static size_t
added_alike(const struct merge *m, size_t at)
{
	const struct known *last = at > 0 ? &m->known[m->of[BODY_MINE][at - 1]] : NULL;
	size_t known;
	size_t there = 0;

	if (last != NULL && last->at[BODY_THEIRS] == BODY_NOWHERE)
		return BODY_NOWHERE;
	if (last != NULL)
		there = last->at[BODY_THEIRS] + 1;
	if (there >= m->doc[BODY_THEIRS]->content_n ||
	    !body_item_eq(&m->doc[BODY_THEIRS]->content[there], &m->doc[BODY_MINE]->content[at]))
		return BODY_NOWHERE;
	known = m->of[BODY_THEIRS][there];
	return m->known[known].at[BODY_BASE] == BODY_NOWHERE &&
		       m->known[known].at[BODY_MINE] == BODY_NOWHERE
		   ? known
		   : BODY_NOWHERE;
}

/* Find out which blocks of the three are the same. */
static void
identify(struct merge *m)
{
	const struct body_item *base = m->doc[BODY_BASE];
	const struct body_item *theirs = m->doc[BODY_THEIRS];
	const struct body_item *mine = m->doc[BODY_MINE];
	size_t *base_theirs = nowhere(m->a, base->content_n);
	size_t *base_mine = nowhere(m->a, base->content_n);
	size_t *theirs_base = nowhere(m->a, theirs->content_n);
	size_t *mine_base = nowhere(m->a, mine->content_n);
	size_t *theirs_mine = nowhere(m->a, theirs->content_n);
	size_t *mine_theirs = nowhere(m->a, mine->content_n);

	body_match(m->a, base, theirs, base_theirs, theirs_base);
	body_match(m->a, base, mine, base_mine, mine_base);
	for (size_t i = 0; i < base->content_n; i++)
		know(m, BODY_BASE, i, BODY_NOWHERE);
	/* What has a partner in the base gets no other, whatever stands here. */
	for (size_t i = 0; i < theirs->content_n; i++) {
		if (theirs_base[i] != BODY_NOWHERE)
			theirs_mine[i] = 0;
	}
	for (size_t i = 0; i < mine->content_n; i++) {
		if (mine_base[i] != BODY_NOWHERE)
			mine_theirs[i] = 0;
	}
	body_match_names(m->a, theirs, mine, theirs_mine, mine_theirs);
	for (size_t i = 0; i < theirs->content_n; i++)
		know(m, BODY_THEIRS, i, theirs_base[i]);
	for (size_t i = 0; i < mine->content_n; i++) {
		size_t known = mine_base[i];

		if (known == BODY_NOWHERE && mine_theirs[i] != BODY_NOWHERE)
			known = m->of[BODY_THEIRS][mine_theirs[i]];
		else if (known == BODY_NOWHERE)
			known = added_alike(m, i);
		know(m, BODY_MINE, i, known);
	}
}

/* Note which blocks ${v} moved: those of the base that it has in another order. */
static void
find_moves(struct merge *m, enum body_version v)
{
	size_t n = m->doc[v]->content_n;
	size_t *place = nowhere(m->a, n);
	bool *stays = ARENA_ARRAY(m->a, n, bool);

	for (size_t i = 0; i < n; i++)
		place[i] = m->known[m->of[v][i]].at[BODY_BASE];
	body_in_order(m->a, place, n, stays);
	for (size_t i = 0; i < n; i++)
		m->known[m->of[v][i]].moved[v] = place[i] != BODY_NOWHERE && !stays[i];
}

static const struct body_item *
item_of(const struct merge *m, const struct known *k, enum body_version v)
{
	return k->at[v] == BODY_NOWHERE ? NULL : &m->doc[v]->content[k->at[v]];
}

/* Both there and equal, or neither there. */
static bool
same(const struct merge *m, const struct known *k, enum body_version x, enum body_version y)
{
	const struct body_item *a = item_of(m, k, x);
	const struct body_item *b = item_of(m, k, y);

	if (a == NULL || b == NULL)
		return a == b;
	return body_item_eq(a, b);
}

/* The known block that stands before it in ${v}, as known.next. */
static size_t
before(const struct merge *m, const struct known *k, enum body_version v)
{
	return k->at[v] == 0 ? 0 : m->of[v][k->at[v] - 1] + 1;
}

static void
decide(struct merge *m, struct known *k)
{
	bool theirs_kept = same(m, k, BODY_BASE, BODY_THEIRS);
	bool mine_kept = same(m, k, BODY_BASE, BODY_MINE);

	if ((theirs_kept && mine_kept) || same(m, k, BODY_THEIRS, BODY_MINE))
		k->content = BODY_KEPT;
	else if (mine_kept)
		k->content = BODY_FROM_THEIRS;
	else if (theirs_kept)
		k->content = BODY_FROM_MINE;
	else
		k->content = BODY_CONFLICT;
	if (k->moved[BODY_THEIRS] && k->moved[BODY_MINE])
		k->place = before(m, k, BODY_THEIRS) == before(m, k, BODY_MINE) ? BODY_KEPT
										: BODY_CONFLICT;
	else if (k->moved[BODY_THEIRS])
		k->place = BODY_FROM_THEIRS;
	else if (k->moved[BODY_MINE])
		k->place = BODY_FROM_MINE;
	if (k->content == BODY_CONFLICT || k->place == BODY_CONFLICT)
		k->conflict = m->conflicts++;
}

static bool
is_conflict(const struct known *k)
{
	return k->content == BODY_CONFLICT || k->place == BODY_CONFLICT;
}

static enum body_choice
choice_of(const struct merge *m, const struct known *k)
{
	return k->conflict < m->choices_n ? m->choice[k->conflict] : BODY_TAKE_MINE;
}

/* Is its place that in mine, where it is in theirs as well? */
static bool
placed_by_mine(const struct merge *m, const struct known *k)
{
	if (k->at[BODY_MINE] == BODY_NOWHERE)
		return false;
	return k->place == BODY_FROM_MINE ||
	       (k->place == BODY_CONFLICT && choice_of(m, k) == BODY_TAKE_MINE);
}

/* Where the next one after ${at} (as known.next; 0: the beginning) is said. */
static size_t *
link_after(struct merge *m, size_t at)
{
	return at == 0 ? &m->first : &m->known[at - 1].next;
}

/* Put it after ${at}, and after what theirs added there. */
static void
put_after(struct merge *m, size_t at, size_t known)
{
	size_t next = *link_after(m, at);

	while (next != 0 && m->known[next - 1].at[BODY_BASE] == BODY_NOWHERE &&
	       m->known[next - 1].at[BODY_MINE] == BODY_NOWHERE) {
		at = next;
		next = *link_after(m, at);
	}
	m->known[known].next = next;
	m->known[known].placed = true;
	*link_after(m, at) = known + 1;
}

/*
 * Theirs is the spine.  What mine added follows what is before it in mine; so does what mine moved,
 * but it does not run after what theirs moved.
 */
static void
arrange(struct merge *m)
{
	size_t at = 0;
	size_t fixed = 0;

	for (size_t i = 0; i < m->doc[BODY_THEIRS]->content_n; i++) {
		size_t known = m->of[BODY_THEIRS][i];

		if (placed_by_mine(m, &m->known[known]))
			continue;
		*link_after(m, at) = known + 1;
		m->known[known].placed = true;
		at = known + 1;
	}
	at = 0;
	for (size_t i = 0; i < m->doc[BODY_MINE]->content_n; i++) {
		size_t known = m->of[BODY_MINE][i];
		const struct known *k = &m->known[known];

		if (!k->placed)
			put_after(m, k->moved[BODY_MINE] ? fixed : at, known);
		at = known + 1;
		if (!k->moved[BODY_THEIRS] || placed_by_mine(m, k))
			fixed = at;
	}
}

/* What a result is put together of. */
struct result {
	struct body_list blocks;
	struct body_json_names *names;
};

static void
put(struct merge *m, struct result *out, const struct known *k, enum body_version v)
{
	const struct body_item *block = item_of(m, k, v);
	struct body_item unnamed;

	if (block == NULL)
		return;
	if (body_json_note(out->names, block)) {
		unnamed = body_json_unnamed(m->a, block);
		block = &unnamed;
	}
	body_list_add(m->a, &out->blocks, block, 1);
}

static void
put_known(struct merge *m, struct result *out, const struct known *k)
{
	switch (k->content) {
	case BODY_FROM_MINE:
		put(m, out, k, BODY_MINE);
		break;
	case BODY_KEPT: /* equal in both; the plain-text form may have lost its name in mine */
	case BODY_FROM_THEIRS:
		put(m, out, k, BODY_THEIRS);
		break;
	case BODY_CONFLICT:
		if (choice_of(m, k) != BODY_TAKE_MINE)
			put(m, out, k, BODY_THEIRS);
		if (choice_of(m, k) != BODY_TAKE_THEIRS)
			put(m, out, k, BODY_MINE);
		break;
	}
}

/* The document of the result. */
static enum status
write_document(struct merge *m, struct str *json)
{
	struct result out = {.names = body_json_names(m->a)};

	for (size_t at = m->first; at != 0; at = m->known[at - 1].next)
		put_known(m, &out, &m->known[at - 1]);
	return body_json_store(m->a, &out.blocks, json);
}

static void
report(const struct merge *m, struct body_merge *out)
{
	struct body_merge_block *block = ARENA_ARRAY(m->a, m->n, struct body_merge_block);

	*out = (struct body_merge){.block = block, .conflicts = m->conflicts};
	for (size_t at = m->first; at != 0; at = m->known[at - 1].next) {
		const struct known *k = &m->known[at - 1];
		struct body_merge_block *b = &block[out->n++];

		b->how = is_conflict(k) ? BODY_CONFLICT : k->content;
		if (b->how == BODY_KEPT)
			b->how = k->place;
		b->moved = k->moved[BODY_THEIRS] || k->moved[BODY_MINE];
		b->conflict = k->conflict;
		for (int v = 0; v < BODY_VERSIONS; v++)
			b->version[v] = item_of(m, k, (enum body_version)v);
	}
}

enum status
body_merge(struct arena *a, const struct str version[BODY_VERSIONS], const enum body_choice *choice,
    size_t n, struct body_merge *out)
{
	struct merge m = {.a = a, .choice = choice, .choices_n = n};
	size_t blocks = 0;

	for (int v = 0; v < BODY_VERSIONS; v++) {
		enum status s = body_load(a, version[v], &m.doc[v], NULL);

		if (s != STATUS_OK)
			return s;
		m.of[v] = nowhere(a, m.doc[v]->content_n);
		blocks += m.doc[v]->content_n;
	}
	m.known = ARENA_ARRAY(a, blocks, struct known);
	identify(&m);
	find_moves(&m, BODY_THEIRS);
	find_moves(&m, BODY_MINE);
	for (size_t i = 0; i < m.n; i++)
		decide(&m, &m.known[i]);
	arrange(&m);
	report(&m, out);
	if (write_document(&m, &out->json) != STATUS_OK)
		out->json = STR_NULL;
	return STATUS_OK;
}
