#include "web/desk/compare.h"

#include "base/utf8.h"
#include "domain/diff.h"
#include "web/desk/block.h"
#include "web/desk/page.h"

/* What a comparison of words does not show, said in words. */

#define NOTES_MAX 8
#define SNIPPET_MAX 24 /* characters */

/* The text of a block and the marks on each part of it. */
struct span {
	size_t end; /* the first byte after it */
	const struct body_mark_item *marks;
	size_t marks_n;
};

struct flat {
	struct buf text;
	struct span *span;
	size_t n;
};

struct notes {
	struct arena *a;
	bool zh;
	struct str *v;
	size_t n;
	size_t more;
};

/* As deep as a body may be. */
static size_t
count_inline(const struct body_item *item)
{
	size_t n = 1;

	for (size_t i = 0; i < item->content_n; i++)
		n += count_inline(&item->content[i]);
	return n;
}

/* As deep as a body may be. */
static void
flatten(struct flat *f, const struct body_item *item)
{
	if (item->type == BODY_TEXT)
		buf_str(&f->text, item->text);
	else if (body_nodes[item->type].is_inline)
		buf_char(&f->text, '\n');
	for (size_t i = 0; i < item->content_n; i++)
		flatten(f, &item->content[i]);
	if (body_nodes[item->type].is_inline)
		f->span[f->n++] = (struct span){f->text.n, item->marks, item->marks_n};
}

static struct flat
flat_of(struct arena *a, const struct body_item *item)
{
	struct flat f = {.span = ARENA_ARRAY(a, count_inline(item), struct span)};

	buf_init(&f.text, a, BODY_MAX_TEXT + BODY_MAX_ITEMS);
	flatten(&f, item);
	return f;
}

static const struct body_mark_item *
find_mark(const struct span *s, enum body_mark type)
{
	for (size_t i = 0; i < s->marks_n; i++) {
		if (s->marks[i].type == type)
			return &s->marks[i];
	}
	return NULL;
}

static const char *
mark_word(enum body_mark type, bool zh)
{
	switch (type) {
	case BODY_LINK:
		return i18n(zh, "Link");
	case BODY_EM:
		return i18n(zh, "Emphasis");
	case BODY_STRONG:
		return i18n(zh, "Bold");
	case BODY_SUB:
		return i18n(zh, "Subscript");
	case BODY_SUP:
		return i18n(zh, "Superscript");
	case BODY_COMMENT:
	case BODY_MARKS:
		break;
	}
	return i18n(zh, "Comment");
}

static void
note(struct notes *t, struct str text)
{
	if (t->n == NOTES_MAX) {
		t->more++;
		return;
	}
	t->v[t->n++] = text;
}

/* The beginning of ${s}, as an example. */
static struct str
snippet(struct arena *a, struct str s)
{
	struct str rest = s;
	uint32_t cp;

	for (int i = 0; i < SNIPPET_MAX; i++) {
		if (!utf8_next(&rest, &cp))
			return s;
	}
	return rest.n == 0 ? s : page_printf(a, "%.*s…", (int)(s.n - rest.n), s.p);
}

/* What became of one mark in a part whose words stayed. */
enum fate { FATE_SAME, FATE_ADDED, FATE_REMOVED, FATE_CHANGED };

static enum fate
fate_of(const struct span *from, const struct span *to, enum body_mark type)
{
	const struct body_mark_item *was = find_mark(from, type);
	const struct body_mark_item *is = find_mark(to, type);

	if (was == NULL || is == NULL)
		return was == is ? FATE_SAME : was == NULL ? FATE_ADDED : FATE_REMOVED;
	return body_mark_eq(was, is) ? FATE_SAME : FATE_CHANGED;
}

static void
say(struct notes *t, enum body_mark type, enum fate fate, struct str words)
{
	const char *what = mark_word(type, t->zh);
	struct str some = snippet(t->a, words);

	if (fate == FATE_ADDED)
		note(t, page_printf(t->a, i18n(t->zh, "%s added: “%.*s”"), what, STR_ARG(some)));
	else if (fate == FATE_REMOVED)
		note(t, page_printf(t->a, i18n(t->zh, "%s removed: “%.*s”"), what, STR_ARG(some)));
	else
		note(t, page_printf(t->a, i18n(t->zh, "%s changed: “%.*s”"), what, STR_ARG(some)));
}

/*
 * One mark along all words that stayed.  Parts that share its fate and follow each other are told
 * of as one.
 */
static void
follow_mark(struct notes *t, const struct diff_block *d, const struct flat *from,
    const struct flat *to, enum body_mark type)
{
	size_t x = 0, y = 0, at_x = 0, at_y = 0, began = 0, ended = 0;
	enum fate last = FATE_SAME;

	for (size_t i = 0; i < d->n; i++) {
		size_t left = d->run[i].text.n;

		if (d->run[i].op == DIFF_REMOVED)
			at_x += left;
		if (d->run[i].op == DIFF_ADDED)
			at_y += left;
		while (d->run[i].op == DIFF_SAME && left > 0) {
			enum fate fate;
			size_t step = left;

			while (from->span[x].end <= at_x)
				x++;
			while (to->span[y].end <= at_y)
				y++;
			if (from->span[x].end - at_x < step)
				step = from->span[x].end - at_x;
			if (to->span[y].end - at_y < step)
				step = to->span[y].end - at_y;
			fate = fate_of(&from->span[x], &to->span[y], type);
			if (fate != last || at_y != ended) {
				if (last != FATE_SAME)
					say(t, type, last,
					    str_sub(buf_view(&to->text), began, ended - began));
				began = at_y;
			}
			last = fate;
			at_x += step;
			at_y += step;
			ended = at_y;
			left -= step;
		}
	}
	if (last != FATE_SAME)
		say(t, type, last, str_sub(buf_view(&to->text), began, ended - began));
}

/* As deep as a body may be. */
static bool
has_marks(const struct body_item *item)
{
	bool has = item->marks_n > 0;

	for (size_t i = 0; i < item->content_n && !has; i++)
		has = has_marks(&item->content[i]);
	return has;
}

static void
note_marks(
    struct notes *t, struct myers *m, const struct body_item *from, const struct body_item *to)
{
	struct flat was, is;
	struct diff_block d;

	if (!has_marks(from) && !has_marks(to))
		return;
	was = flat_of(t->a, from);
	is = flat_of(t->a, to);
	if (was.text.n == 0 || is.text.n == 0)
		return;
	diff_pair(t->a, m, buf_view(&was.text), buf_view(&is.text), &d);
	for (unsigned i = 0; i < BODY_MARKS; i++)
		follow_mark(t, &d, &was, &is, (enum body_mark)i);
}

size_t
compare_notes(struct arena *a, struct myers *m, const struct body_item *from,
    const struct body_item *to, bool zh, const struct str **notes)
{
	struct notes t = {.a = a, .zh = zh, .v = ARENA_ARRAY(a, NOTES_MAX + 1, struct str)};

	if (from->type != to->type)
		note(&t, page_printf(a, i18n(zh, "%s became %s"), block_word(from->type, zh),
			     block_word(to->type, zh)));
	if (from->type == BODY_FIGURE && to->type == BODY_FIGURE) {
		if (from->attrs[BODY_FIGURE_MEDIA].i != to->attrs[BODY_FIGURE_MEDIA].i)
			note(&t, str_of(i18n(zh, "Another picture")));
		if (!str_eq(from->attrs[BODY_FIGURE_LAYOUT].s, to->attrs[BODY_FIGURE_LAYOUT].s) ||
		    from->attrs[BODY_FIGURE_LAYOUT].i != to->attrs[BODY_FIGURE_LAYOUT].i)
			note(&t, str_of(i18n(zh, "Another width of the picture")));
	}
	note_marks(&t, m, from, to);
	if (t.more > 0)
		t.v[t.n++] = page_printf(a, i18n(zh, "and %zu more"), t.more);
	*notes = t.v;
	return t.n;
}
