#include "base/fnv.h"
#include "base/num.h"
#include "html/body_change.h"
#include "html/body_placer.h"

#define NEIGHBOURS 8
#define MEDIA_START "</media/"

size_t
body_sign(struct str line, bool *number)
{
	size_t n = 0;

	*number = false;
	if (str_starts(line, STR("-"))) {
		n = 1;
	} else {
		while (n < line.n && n < 12 && line.p[n] >= '0' && line.p[n] <= '9')
			n++;
		if (n == 0 || n == line.n || line.p[n] != '.')
			return 0;
		n++;
		*number = true;
	}
	if (n == line.n || line.p[n] == '\n')
		return n;
	return line.p[n] == ' ' ? n + 1 : 0;
}

/* The line without its number. */
static struct str
unnumbered(struct str line)
{
	bool number;
	size_t n = body_sign(line, &number);

	return number ? str_sub(line, n, line.n) : line;
}

static uint64_t
line_key(struct str line)
{
	return fnv_32(unnumbered(line));
}

bool
body_line_same(const struct body_block *b, const struct body_para *para, struct str line)
{
	return str_eq(para->text, line) || (b->leaf != NULL && b->leaf[para->leaf].sign > 0 &&
					       str_eq(unnumbered(para->text), unnumbered(line)));
}

/* Is it a line of what has several, that may be there without the others? */
static bool
is_open(const struct body_block *b, size_t k)
{
	return b->leaf != NULL && b->paras.v[k].at == BODY_NOWHERE;
}

/* The lines that have no place yet. */
static size_t
index_lines(const struct body_placer *p, struct body_entry **out)
{
	struct body_entry *e;
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->block[i].leaf != NULL ? p->block[i].paras.n : 0;
	*out = e = ARENA_ARRAY(p->a, n, struct body_entry);
	n = 0;
	for (size_t i = 0; i < p->n; i++) {
		for (size_t k = 0; k < p->block[i].paras.n; k++) {
			if (is_open(&p->block[i], k))
				e[n++] = (struct body_entry){
				    line_key(p->block[i].paras.v[k].text), i, k};
		}
	}
	body_index_sort(e, n);
	return n;
}

static bool
claim_same(struct body_placer *p, size_t i, size_t k, size_t at)
{
	struct body_block *b = &p->block[i];

	if (at >= p->text.n || p->owner[at] != BODY_NOWHERE || !is_open(b, k) ||
	    !body_line_same(b, &b->paras.v[k], p->text.v[at].text))
		return false;
	body_placer_claim(p, i, k, at);
	return true;
}

/* What stood beside a line that has a place stands there still. */
static void
place_beside(struct body_placer *p, size_t i)
{
	const struct body_paras *paras = &p->block[i].paras;

	for (size_t k = 1; k < paras->n; k++) {
		if (paras->v[k - 1].at != BODY_NOWHERE)
			(void)claim_same(p, i, k, paras->v[k - 1].at + 1);
	}
	for (size_t k = paras->n; k-- > 1;) {
		if (paras->v[k].at != BODY_NOWHERE && paras->v[k].at > 0)
			(void)claim_same(p, i, k - 1, paras->v[k].at - 1);
	}
}

/* A line that is once among the old and once in the text, and what is beside it. */
static void
place_same(struct body_placer *p)
{
	struct body_entry *old;
	size_t old_n = index_lines(p, &old);
	struct body_entry *now;
	size_t now_n = 0;

	if (old_n == 0)
		return;
	now = ARENA_ARRAY(p->a, p->text.n, struct body_entry);
	for (size_t at = 0; at < p->text.n; at++) {
		if (p->owner[at] == BODY_NOWHERE)
			now[now_n++] = (struct body_entry){line_key(p->text.v[at].text), at, 0};
	}
	body_index_sort(now, now_n);
	for (size_t j = 0; j < old_n; j++) {
		size_t at = body_index_single(now, now_n, old[j].key);

		if (at < now_n && body_index_single(old, old_n, old[j].key) == j)
			(void)claim_same(p, old[j].at, old[j].taken, now[at].at);
	}
	for (size_t i = 0; i < p->n; i++) {
		if (p->block[i].leaf != NULL)
			place_beside(p, i);
	}
}

bool
body_is_kept(const struct body_item *item)
{
	if (item->type == BODY_FIGURE || item->type == BODY_TABLE)
		return true;
	for (size_t i = 0; i < item->content_n; i++) {
		if (body_is_kept(&item->content[i]))
			return true;
	}
	return false;
}

/* The number of the first picture that the paragraph names; see body_to_text(). */
static bool
media_of(struct str s, uint64_t *out)
{
	size_t at = str_find(s, STR(MEDIA_START));
	int64_t id;

	s = str_sub(s, at + sizeof(MEDIA_START) - 1, s.n);
	if (!num_i64(str_sub(s, 0, str_chr(s, '>')), 1, INT64_MAX, &id))
		return false;
	*out = (uint64_t)id;
	return true;
}

static size_t
index_media(const struct body_placer *p, struct body_entry **out)
{
	struct body_entry *e = ARENA_ARRAY(p->a, p->text.n, struct body_entry);
	size_t n = 0;

	for (size_t i = 0; i < p->text.n; i++) {
		if (p->owner[i] == BODY_NOWHERE && media_of(p->text.v[i].text, &e[n].key))
			e[n++].at = i;
	}
	body_index_sort(e, n);
	*out = e;
	return n;
}

/* The lines of what holds pictures or tables, each for itself; pictures by their number too. */
static void
place_kept(struct body_placer *p, bool by_number)
{
	struct body_entry *media = NULL;
	size_t media_n = by_number ? index_media(p, &media) : 0;

	for (size_t i = 0; i < p->n; i++) {
		struct body_block *b = &p->block[i];

		if (!body_is_kept(b->item))
			continue;
		for (size_t k = 0; k < b->paras.n; k++) {
			size_t at = BODY_NOWHERE;
			uint64_t id;

			if (b->paras.v[k].at != BODY_NOWHERE)
				continue;
			if (!by_number)
				at = body_placer_find(p, b, k, false);
			else if (media_of(b->paras.v[k].text, &id)) {
				size_t e = body_index_first(media, media_n, id);

				e += e < media_n ? media[e].taken++ : 0;
				if (e < media_n && media[e].key == id)
					at = media[e].at;
			}
			if (at != BODY_NOWHERE)
				body_placer_claim(p, i, k, at);
		}
	}
}

static void
fill_bag(struct body_bag *b, const void *paras, size_t i)
{
	body_bag_text(b, ((const struct body_para *)paras)[i].text);
}

/* May ${line} be what became of paragraph ${k}?  A list's items have their signs. */
static bool
may_become(const struct body_block *b, size_t k, struct str line)
{
	bool was_number;
	bool is_number;
	size_t is = body_sign(line, &is_number);
	size_t was = body_sign(b->paras.v[k].text, &was_number);

	if (b->leaf == NULL || !b->is_listed)
		return true;
	return b->leaf[b->paras.v[k].leaf].sign > 0 ? is > 0 && is_number == was_number
						    : is == 0 || was > 0;
}

/* The first free paragraph of a few from ${from} on that is like paragraph ${k} of ${b}. */
static size_t
find_like(struct body_placer *p, const struct body_block *b, size_t k, size_t from)
{
	struct body_bag words = {.n = 0};

	body_bag_text(&words, b->paras.v[k].text);
	for (size_t at = from; at < p->text.n && at - from < NEIGHBOURS; at++) {
		if (p->owner[at] != BODY_NOWHERE)
			break;
		if (may_become(b, k, p->text.v[at].text) &&
		    body_bag_like(&words, body_bags_get(p->bags, at)))
			return at;
	}
	return BODY_NOWHERE;
}

/* Can paragraph ${k} have become another? */
static bool
may_change(const struct body_block *b, size_t k)
{
	size_t n = b->paras.n;

	if (b->leaf == NULL)
		return n == 1 && b->item->type != BODY_HORIZONTAL_RULE;
	/* What its text cannot tell apart is either there or not. */
	return b->leaf[b->paras.v[k].leaf].item->type != BODY_HORIZONTAL_RULE &&
	       (k == 0 || b->paras.v[k - 1].leaf != b->paras.v[k].leaf) &&
	       (k + 1 == n || b->paras.v[k + 1].leaf != b->paras.v[k].leaf);
}

/* What was changed is still after what it followed. */
static void
place_like(struct body_placer *p)
{
	size_t from = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct body_block *b = &p->block[i];

		for (size_t k = 0; k < b->paras.n; k++) {
			size_t at = b->paras.v[k].at;

			if (at == BODY_NOWHERE && may_change(b, k)) {
				at = find_like(p, b, k, from);
				if (at != BODY_NOWHERE)
					body_placer_claim(p, i, k, at);
			}
			if (at != BODY_NOWHERE)
				from = at + 1;
		}
	}
}

/* Has ${line} what lines have in the place of paragraph ${k}, whatever its words are?  What is a
 * paragraph or heading of the document itself would be a new one. */
static bool
may_replace(const struct body_block *b, size_t k, struct str line)
{
	const struct body_item *was = b->leaf == NULL ? b->item : b->leaf[b->paras.v[k].leaf].item;

	if (!may_change(b, k) || !may_become(b, k, line))
		return false;
	switch (was->type) {
	case BODY_FIGURE:
		return str_starts(line, STR(BODY_FIGURE_SIGN));
	case BODY_ATTRIBUTION:
		return str_starts(line, STR(BODY_ATTRIBUTION_SIGN));
	case BODY_EMBED:
		return str_ends(line, STR(">"));
	case BODY_CORRECTION_NOTE:
		return line.n > 0 && line.p[0] >= '1' && line.p[0] <= '2';
	case BODY_TABLE_ROW:
		return body_row_cells(line) == was->content_n && was->content_n > 1;
	default:
		return b->leaf != NULL ||
		       (was->type != BODY_PARAGRAPH && was->type != BODY_HEADING);
	}
}

/* Where a paragraph of a block is. */
struct line {
	size_t i, k;
};

/* Of the lines ${v}[0..n), which have no place, and the text from ${from} on, as many: each is what
 * became of its line. */
static void
pair_lines(struct body_placer *p, const struct line *v, size_t n, size_t from)
{
	for (size_t j = 0; j < n; j++) {
		if (p->owner[from + j] != BODY_NOWHERE)
			return;
	}
	for (size_t j = 0; j < n; j++) {
		if (may_replace(&p->block[v[j].i], v[j].k, p->text.v[from + j].text))
			body_placer_claim(p, v[j].i, v[j].k, from + j);
	}
}

/* So many lines without a place between two that have one, and as many new ones there. */
static void
place_between(struct body_placer *p)
{
	struct line *v;
	size_t from = 0;
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->block[i].paras.n;
	v = ARENA_ARRAY(p->a, n, struct line);
	n = 0;
	for (size_t i = 0; i < p->n; i++) {
		for (size_t k = 0; k < p->block[i].paras.n; k++) {
			size_t at = p->block[i].paras.v[k].at;

			if (at == BODY_NOWHERE) {
				v[n++] = (struct line){i, k};
				continue;
			}
			if (at == from + n)
				pair_lines(p, v, n, from);
			from = at + 1;
			n = 0;
		}
	}
	if (from + n == p->text.n)
		pair_lines(p, v, n, from);
}

void
body_place_lines(struct body_placer *p)
{
	place_same(p);
	place_kept(p, false);
	place_kept(p, true);
	p->bags = body_bags(p->a, p->text.n, fill_bag, p->text.v);
	place_like(p);
	place_between(p);
}
