#include "domain/diff.h"

#include <assert.h>
#include <string.h>

#include "base/fnv.h"
#include "base/utf8.h"
#include "domain/myers.h"

/* Two blocks with less than this share in common are shown apart, not mixed. */
#define ALIKE_PERCENT 40

/* Where so many others are in the way, the text was made for that. */
#define PROBES_MAX 256

/* A text cut into symbols: blocks, or words and characters. */
struct cut {
	struct str *part;
	uint32_t *symbol;
	bool *same;
	size_t n;
};

/*
 * Equal parts get equal symbols: an open hash table over the parts of both texts.  Parts that are
 * too many at one place get a symbol each, which shows more as changed, never less.
 */
struct symbols {
	struct str *slot_text;
	uint32_t *slot;
	size_t mask;
	uint32_t next;
};

static struct symbols
symbols_new(struct arena *a, size_t parts)
{
	size_t size = 16;

	while (size < 2 * parts)
		size *= 2;
	return (struct symbols){
	    .slot_text = ARENA_ARRAY(a, size, struct str),
	    .slot = ARENA_ARRAY(a, size, uint32_t),
	    .mask = size - 1,
	    .next = 1,
	};
}

static uint32_t
symbol_of(struct symbols *t, struct str s)
{
	size_t i, probes = 0;

	for (i = fnv_32(s) & t->mask; t->slot[i] != 0; i = (i + 1) & t->mask) {
		if (str_eq(t->slot_text[i], s))
			return t->slot[i];
		if (++probes == PROBES_MAX)
			return t->next++;
	}
	t->slot_text[i] = s;
	t->slot[i] = t->next++;
	return t->slot[i];
}

static bool
is_word_byte(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '\'';
}

/* Letters of scripts that part words by spaces, up to where the Asian ones begin. */
static bool
is_word_point(uint32_t cp)
{
	return cp < 0x80 ? is_word_byte((unsigned char)cp) : (cp >= 0xc0 && cp < 0x1100);
}

/* A run of letters and digits is one part, every other character another. */
static struct str
next_word(struct str *rest)
{
	struct str start = *rest, before;
	uint32_t cp;

	if (!utf8_next(rest, &cp))
		return STR_NULL;
	if (is_word_point(cp)) {
		for (before = *rest; utf8_next(rest, &cp) && is_word_point(cp); before = *rest)
			;
		*rest = before;
	}
	return str_sub(start, 0, start.n - rest->n);
}

static struct str
trim_lines(struct str s)
{
	while (s.n > 0 && (s.p[0] == '\n' || s.p[0] == '\r'))
		s = str_sub(s, 1, s.n);
	while (s.n > 0 && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

/* Take the text up to a blank line. */
static struct str
next_block(struct str *rest)
{
	struct str block;
	size_t at;

	*rest = trim_lines(*rest);
	if (rest->n == 0)
		return STR_NULL;
	at = str_find(*rest, STR("\n\n"));
	block = str_sub(*rest, 0, at);
	*rest = str_sub(*rest, at, rest->n);
	return block;
}

static struct cut
cut_up(struct arena *a, struct str s, struct str (*next)(struct str *))
{
	struct str rest = s, part;
	struct cut c = {.n = 0};

	while (next(&rest).p != NULL)
		c.n++;
	c.part = ARENA_ARRAY(a, c.n, struct str);
	c.symbol = ARENA_ARRAY(a, c.n, uint32_t);
	c.same = ARENA_ARRAY(a, c.n, bool);
	c.n = 0;
	while ((part = next(&s)).p != NULL)
		c.part[c.n++] = part;
	return c;
}

static void
compare(struct arena *a, struct myers *m, struct cut *from, struct cut *to)
{
	struct symbols t = symbols_new(a, from->n + to->n);
	size_t i;

	for (i = 0; i < from->n; i++)
		from->symbol[i] = symbol_of(&t, from->part[i]);
	for (i = 0; i < to->n; i++)
		to->symbol[i] = symbol_of(&t, to->part[i]);
	/* Too far apart: then all between the common ends counts as replaced. */
	(void)myers_diff(m, from->symbol, from->n, to->symbol, to->n, from->same, to->same);
}

/* Lengthen the last run, or begin one. */
static void
run_add(struct diff_block *b, enum diff_op op, struct str text)
{
	struct diff_run *last = b->n > 0 ? &b->run[b->n - 1] : NULL;

	assert(b->run != NULL);
	if (last != NULL && last->op == op && last->text.p + last->text.n == text.p)
		last->text.n += text.n;
	else
		b->run[b->n++] = (struct diff_run){op, text};
}

static void
whole(struct arena *a, enum diff_kind kind, struct str text, struct diff_block *out)
{
	enum diff_op op = kind == DIFF_BLOCK_ADDED     ? DIFF_ADDED
			  : kind == DIFF_BLOCK_REMOVED ? DIFF_REMOVED
						       : DIFF_SAME;

	*out = (struct diff_block){.kind = kind, .run = ARENA_NEW(a, struct diff_run), .n = 1};
	out->run[0] = (struct diff_run){op, text};
}

/* Compare inside one block; return the percentage of it that stayed. */
static unsigned
compare_inside(
    struct arena *a, struct myers *m, struct str from, struct str to, struct diff_block *out)
{
	struct cut x = cut_up(a, from, next_word), y = cut_up(a, to, next_word);
	size_t i = 0, j = 0, same = 0;

	compare(a, m, &x, &y);
	*out = (struct diff_block){
	    .kind = DIFF_BLOCK_CHANGED,
	    .run = ARENA_ARRAY(a, x.n + y.n, struct diff_run),
	};
	while (i < x.n || j < y.n) {
		if (i < x.n && !x.same[i]) {
			run_add(out, DIFF_REMOVED, x.part[i++]);
		} else if (j < y.n && !y.same[j]) {
			run_add(out, DIFF_ADDED, y.part[j++]);
		} else {
			same += y.part[j].n;
			run_add(out, DIFF_SAME, y.part[j]);
			i++;
			j++;
		}
	}
	if (from.n + to.n == 0)
		return 100;
	return (unsigned)(200 * same / (from.n + to.n));
}

void
diff_line(struct arena *a, struct str from, struct str to, struct diff_block *out)
{
	if (str_eq(from, to))
		whole(a, DIFF_BLOCK_SAME, to, out);
	else if (from.n == 0)
		whole(a, DIFF_BLOCK_ADDED, to, out);
	else if (to.n == 0)
		whole(a, DIFF_BLOCK_REMOVED, from, out);
	else
		(void)compare_inside(a, myers_new(a), from, to, out);
}

void
diff_pair(struct arena *a, struct myers *m, struct str from, struct str to, struct diff_block *out)
{
	if (str_eq(from, to) || from.n == 0 || to.n == 0) {
		diff_line(a, from, to, out);
		return;
	}
	if (compare_inside(a, m, from, to, out) >= ALIKE_PERCENT)
		return;
	*out = (struct diff_block){
	    .kind = DIFF_BLOCK_CHANGED, .run = ARENA_ARRAY(a, 2, struct diff_run), .n = 2};
	out->run[0] = (struct diff_run){DIFF_REMOVED, from};
	out->run[1] = (struct diff_run){DIFF_ADDED, to};
}

/*
 * Between two blocks that stayed, ${nx} blocks gave way to ${ny}: compare them
 * one by one where they are alike.
 */
static void
replace(struct arena *a, struct myers *m, const struct str *x, size_t nx, const struct str *y,
    size_t ny, struct diff *out)
{
	size_t i;

	for (i = 0; i < nx || i < ny; i++) {
		if (i < nx && i < ny &&
		    compare_inside(a, m, x[i], y[i], &out->block[out->n]) >= ALIKE_PERCENT) {
			out->n++;
			continue;
		}
		if (i < nx)
			whole(a, DIFF_BLOCK_REMOVED, x[i], &out->block[out->n++]);
		if (i < ny)
			whole(a, DIFF_BLOCK_ADDED, y[i], &out->block[out->n++]);
	}
}

void
diff_text(struct arena *a, struct str from, struct str to, struct diff *out)
{
	struct myers *m = myers_new(a);
	struct cut x = cut_up(a, from, next_block), y = cut_up(a, to, next_block);
	size_t i = 0, j = 0, k;

	compare(a, m, &x, &y);
	*out = (struct diff){.block = ARENA_ARRAY(a, x.n + y.n, struct diff_block)};
	while (i < x.n || j < y.n) {
		size_t from_i = i, from_j = j;

		while (i < x.n && !x.same[i])
			i++;
		while (j < y.n && !y.same[j])
			j++;
		replace(a, m, x.part + from_i, i - from_i, y.part + from_j, j - from_j, out);
		if (i < x.n && j < y.n) {
			whole(a, DIFF_BLOCK_SAME, y.part[j], &out->block[out->n++]);
			i++;
			j++;
		}
	}
	for (k = 0; k < out->n; k++)
		out->changed += out->block[k].kind != DIFF_BLOCK_SAME;
}
