#include "base/url.h"
#include "base/utf8.h"
#include "html/body_inline_edit.h"

const struct body_mark_item *
body_item_link(const struct body_item *item)
{
	/* It is the first of the schema. */
	return item->marks_n > 0 && item->marks[0].type == BODY_LINK ? &item->marks[0] : NULL;
}

bool
body_item_same_link(const struct body_item *x, const struct body_item *y)
{
	return body_item_link(x) != NULL && body_item_link(y) != NULL &&
	       body_mark_eq(body_item_link(x), body_item_link(y));
}

static bool
same_marks(const struct body_item *x, const struct body_item *y)
{
	if (x->marks_n != y->marks_n)
		return false;
	for (size_t i = 0; i < x->marks_n; i++) {
		if (!body_mark_eq(&x->marks[i], &y->marks[i]))
			return false;
	}
	return true;
}

/* What is new, or follows that, goes on the run before it if both have the same marks. */
static void
put(struct body_edit *e, const struct body_item *item)
{
	struct body_item *last = e->out.n > 0 ? &e->out.v[e->out.n - 1] : NULL;
	struct buf both;

	if (item->type != BODY_TEXT || last == NULL || last->type != BODY_TEXT ||
	    !same_marks(item, last)) {
		body_list_add(e->a, &e->out, item, 1);
		return;
	}
	buf_init(&both, e->a, BODY_MAX_BYTES);
	buf_str(&both, last->text);
	buf_str(&both, item->text);
	last->text = buf_view(&both);
}

/* ${item} keeps of its marks those that ${other} has as well; NULL: none. */
static void
keep_common(struct arena *a, struct body_item *item, const struct body_item *other)
{
	struct body_mark_item *marks = ARENA_ARRAY(a, item->marks_n, struct body_mark_item);
	size_t n = 0;

	for (size_t i = 0; i < item->marks_n; i++) {
		for (size_t k = 0; other != NULL && k < other->marks_n; k++) {
			if (body_mark_eq(&item->marks[i], &other->marks[k]))
				marks[n++] = item->marks[i];
		}
	}
	item->marks = marks;
	item->marks_n = n;
}

static void
drop_link(struct arena *a, struct body_item *item)
{
	struct body_item bare = *item;

	bare.marks = item->marks + 1;
	bare.marks_n = item->marks_n - 1;
	keep_common(a, item, &bare);
}

void
body_edit_keep(struct body_edit *e, size_t from, size_t to)
{
	bool first = true;

	for (size_t i = 0; i < e->was.n; i++) {
		const struct body_piece *p = &e->was.v[i];
		struct body_item item = *p->item;
		size_t start = p->from > from ? p->from : from;
		size_t end = p->to < to ? p->to : to;

		if (start >= end || p->kind == BODY_PIECE_LINK_END)
			continue;
		if (p->kind == BODY_PIECE_RUN)
			item.text = str_sub(item.text, start - p->from, end - start);
		if (e->was.v[p->link_end].gone)
			drop_link(e->a, &item);
		if (first)
			put(e, &item);
		else
			body_list_add(e->a, &e->out, &item, 1);
		first = false;
	}
}

/* A run with the marks of words from ${from} to ${to} of the old text: those that all of them
 * have; where there are none, those of what is on both sides. */
static struct body_item
like_old(struct body_edit *e, size_t from, size_t to)
{
	struct body_item run = {.type = BODY_TEXT};
	const struct body_piece *left = NULL;
	const struct body_piece *right = NULL;
	bool some = false;

	for (size_t i = 0; i < e->was.n; i++) {
		const struct body_piece *p = &e->was.v[i];

		if (p->from < from)
			left = p;
		if (right == NULL && p->to > to)
			right = p;
		if (p->kind != BODY_PIECE_RUN || p->to <= from || p->from >= to)
			continue;
		if (some) {
			keep_common(e->a, &run, p->item);
		} else {
			run.marks = p->item->marks;
			run.marks_n = p->item->marks_n;
		}
		some = true;
	}
	if (some || left == NULL || right == NULL)
		return run;
	run.marks = left->item->marks;
	run.marks_n = left->item->marks_n;
	keep_common(e->a, &run, right->item);
	/* Behind the end of a link it is none. */
	if (left->kind == BODY_PIECE_LINK_END && body_item_link(&run) != NULL)
		drop_link(e->a, &run);
	return run;
}

bool
body_is_cut(struct str s, size_t at)
{
	return at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80;
}

void
body_in_common(struct str x, struct str y, size_t low, size_t high, size_t *pre, size_t *post)
{
	size_t n = 0;

	while (n < low && n < y.n && x.p[n] == y.p[n])
		n++;
	while (n > 0 && (body_is_cut(x, n) || body_is_cut(y, n)))
		n--;
	*pre = n;
	if (high < *pre)
		high = *pre;
	for (n = 0; n < x.n - high && n < y.n - *pre && x.p[x.n - 1 - n] == y.p[y.n - 1 - n];)
		n++;
	while (n > 0 && body_is_cut(x, x.n - n))
		n--;
	*post = n;
}

/* What came in the place of the old text from ${from} to ${to}. */
struct change {
	size_t from, to; /* of the old text: what both ends have in common is not in it */
	struct str text;
	struct body_item like; /* a run such as the words have that were replaced */
};

static struct change
change_of(struct body_edit *e, size_t from, size_t to, struct str text)
{
	size_t low = to;
	size_t high = from;
	size_t pre;
	size_t post;
	struct change c;

	/* A footnote or the end of a link in it is gone. */
	for (size_t i = 0; i < e->was.n; i++) {
		const struct body_piece *p = &e->was.v[i];

		if ((p->kind == BODY_PIECE_NOTE || p->kind == BODY_PIECE_LINK_END) &&
		    p->from >= from && p->to <= to) {
			low = low < p->from ? low : p->from;
			high = p->to;
		}
	}
	body_in_common(
	    str_sub(e->was.text, from, to - from), text, low - from, high - from, &pre, &post);
	c.from = from + pre;
	c.to = to - post;
	c.text = str_sub(text, pre, text.n - pre - post);
	c.like = like_old(e, c.from, c.to);
	return c;
}

/* The old text from ${from} to ${to}, with the change ${c} in it. */
static void
put_change(struct body_edit *e, size_t from, size_t to, const struct change *c)
{
	static const struct body_item hard_break = {.type = BODY_HARD_BREAK};
	struct body_item run = c->like;
	struct str rest = c->text;
	bool first = true;

	body_edit_keep(e, from, c->from);
	if (rest.n == 0)
		rest = STR_NULL;
	while (str_split(&rest, '\n', &run.text)) {
		if (!first)
			put(e, &hard_break);
		if (run.text.n > 0)
			put(e, &run);
		first = false;
	}
	body_edit_keep(e, c->to, to);
}

/* What was written last is in the link of ${last} no more; or in one to ${href}. */
static void
change_link(struct body_edit *e, const struct body_item *last, struct str href)
{
	struct body_item was = *last;

	for (size_t i = e->out.n; i-- > 0 && body_item_same_link(&e->out.v[i], &was);) {
		struct body_item *item = &e->out.v[i];
		struct body_mark_item *marks;
		struct body_value *attrs;

		if (href.n == 0) {
			drop_link(e->a, item);
			continue;
		}
		marks = ARENA_ARRAY(e->a, item->marks_n, struct body_mark_item);
		attrs = ARENA_NEW(e->a, struct body_value);
		for (size_t k = 0; k < item->marks_n; k++)
			marks[k] = item->marks[k];
		attrs->s = href;
		marks[0].attrs = attrs;
		item->marks = marks;
	}
}

/* The words between ${start} and ${end} alone, on one line. */
static struct str
inside(struct str s, struct str start, char end)
{
	if (!str_starts(s, start) || s.n <= start.n + 1 || s.p[s.n - 1] != end ||
	    str_chr(s, '\n') < s.n)
		return STR_NULL;
	return str_trim(str_sub(s, start.n, s.n - start.n - 1));
}

/* A footnote or an address alone that was written anew. */
static bool
put_rewritten(struct body_edit *e, const struct body_piece *p)
{
	struct str text = p->kind == BODY_PIECE_NOTE ? inside(e->now, STR(BODY_NOTE_START), ']')
						     : inside(e->now, STR(BODY_LINK_START), '>');
	struct body_item note = *p->item;
	struct body_value *attrs;

	if (p->from != e->from || p->to != e->to || text.n == 0)
		return false;
	if (p->kind == BODY_PIECE_LINK_END) {
		if (text.n > (size_t)body_marks[BODY_LINK].attrs[0].max || !url_safe(text))
			return false;
		change_link(e, p->item, text);
		return true;
	}
	if (utf8_count(text) > (size_t)body_nodes[BODY_FOOTNOTE].attrs[BODY_FOOTNOTE_TEXT].max)
		return false;
	attrs = ARENA_NEW(e->a, struct body_value);
	attrs->s = text;
	note.attrs = attrs;
	put(e, &note);
	return true;
}

void
body_edit_change(struct body_edit *e)
{
	struct str rest = e->now;
	size_t from = e->from;
	struct change last;

	for (size_t i = 0; i < e->was.n; i++) {
		const struct body_piece *p = &e->was.v[i];
		struct str text = str_sub(e->was.text, p->from, p->to - p->from);
		struct change c;
		size_t at;

		if ((p->kind != BODY_PIECE_NOTE && p->kind != BODY_PIECE_LINK_END) ||
		    p->from < e->from || p->to > e->to)
			continue;
		if (put_rewritten(e, p))
			return;
		at = str_find(rest, text);
		c = change_of(e, from, p->from, str_sub(rest, 0, at));
		/* The end of a link has words of it before it. */
		if (at == rest.n || (p->kind == BODY_PIECE_LINK_END && at > 0 && c.to == p->from &&
					!body_item_same_link(&c.like, p->item))) {
			e->was.v[i].gone = p->kind == BODY_PIECE_LINK_END;
			if (p->kind == BODY_PIECE_LINK_END)
				change_link(e, p->item, STR_NULL);
			continue;
		}
		put_change(e, from, p->from, &c);
		if (p->kind == BODY_PIECE_NOTE)
			put(e, p->item);
		rest = str_sub(rest, at + text.n, rest.n);
		from = p->to;
	}
	last = change_of(e, from, e->to, rest);
	put_change(e, from, e->to, &last);
}
