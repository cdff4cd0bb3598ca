/* Long: one walk along the old pieces and the new text. */
#include "base/url.h"
#include "base/utf8.h"
#include "html/body_change.h"

#define NOTE_START " ["
#define LINK_START " <"
/* Of so many footnotes and ends of links within a change none is looked for. */
#define SPECIAL_MAX 64
/* What was taken out is looked for so many bytes before where it may end. */
#define SLIDE_MAX 256

/* What stands in the text for a node, or for the end of a link. */
enum kind { RUN, NOTE, BREAK, LINK_END };

struct piece {
	enum kind kind;
	const struct body_item *item; /* of the end of a link: the last node in it */
	size_t from, to;              /* in the text */
	size_t link_end;              /* of what is in a link: the piece that ends it */
	bool gone;                    /* the link that it ends is one no more */
};

struct pieces {
	struct piece *v;
	size_t n;
	struct str text;
};

struct edit {
	struct arena *a;
	struct pieces was;
	size_t from, to; /* of the old text: what was replaced */
	struct str now;  /* what is in its place */
	struct body_list out;
};

static const struct body_mark_item *
link_of(const struct body_item *item)
{
	/* It is the first of the schema. */
	return item->marks_n > 0 && item->marks[0].type == BODY_LINK ? &item->marks[0] : NULL;
}

static bool
same_link(const struct body_item *x, const struct body_item *y)
{
	return link_of(x) != NULL && link_of(y) != NULL && body_mark_eq(link_of(x), link_of(y));
}

static void
add_piece(struct pieces *p, struct buf *b, enum kind kind, const struct body_item *item, char end)
{
	size_t from = b->n;

	switch (kind) {
	case RUN:
		buf_str(b, item->text);
		break;
	case NOTE:
		BUF_LIT(b, NOTE_START);
		buf_str(b, item->attrs[BODY_FOOTNOTE_TEXT].s);
		buf_char(b, ']');
		break;
	case BREAK:
		buf_char(b, end);
		break;
	case LINK_END:
		BUF_LIT(b, LINK_START);
		buf_str(b, link_of(item)->attrs[0].s);
		buf_char(b, '>');
		break;
	}
	p->v[p->n] = (struct piece){kind, item, from, b->n, p->n, false};
	for (size_t i = p->n++; kind == LINK_END && i-- > 0 && same_link(p->v[i].item, item);) {
		if (p->v[i].kind == LINK_END)
			break;
		p->v[i].link_end = p->n - 1;
	}
}

/* As body_to_text() says it. */
static struct pieces
take_pieces(struct arena *a, const struct body_item *v, size_t n, bool caption)
{
	struct pieces p = {ARENA_ARRAY(a, 2 * n, struct piece), 0, STR_NULL};
	struct buf b;

	buf_init(&b, a, BODY_MAX_TEXT + 8 * BODY_MAX_ITEMS);
	for (size_t i = 0; i < n; i++) {
		const struct body_item *it = &v[i];

		add_piece(&p, &b,
		    it->type == BODY_TEXT       ? RUN
		    : it->type == BODY_FOOTNOTE ? NOTE
						: BREAK,
		    it, caption ? ' ' : '\n');
		if (!caption && link_of(it) != NULL && (i + 1 == n || !same_link(it, &v[i + 1])))
			add_piece(&p, &b, LINK_END, it, ' ');
	}
	p.text = buf_view(&b);
	return p;
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
put(struct edit *e, const struct body_item *item)
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

/* The part of the old from ${from} to ${to} as it was. */
static void
put_old(struct edit *e, size_t from, size_t to)
{
	bool first = true;

	for (size_t i = 0; i < e->was.n; i++) {
		const struct piece *p = &e->was.v[i];
		struct body_item item = *p->item;
		size_t start = p->from > from ? p->from : from;
		size_t end = p->to < to ? p->to : to;

		if (start >= end || p->kind == LINK_END)
			continue;
		if (p->kind == RUN)
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
like_old(struct edit *e, size_t from, size_t to)
{
	struct body_item run = {.type = BODY_TEXT};
	const struct piece *left = NULL;
	const struct piece *right = NULL;
	bool some = false;

	for (size_t i = 0; i < e->was.n; i++) {
		const struct piece *p = &e->was.v[i];

		if (p->from < from)
			left = p;
		if (right == NULL && p->to > to)
			right = p;
		if (p->kind != RUN || p->to <= from || p->from >= to)
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
	if (left->kind == LINK_END && link_of(&run) != NULL)
		drop_link(e->a, &run);
	return run;
}

static bool
is_cut(struct str s, size_t at)
{
	return at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80;
}

/* What both begin and end with, in whole characters: of ${x} up to ${low}, and from ${high} on. */
static void
in_common(struct str x, struct str y, size_t low, size_t high, size_t *pre, size_t *post)
{
	size_t n = 0;

	while (n < low && n < y.n && x.p[n] == y.p[n])
		n++;
	while (n > 0 && (is_cut(x, n) || is_cut(y, n)))
		n--;
	*pre = n;
	if (high < *pre)
		high = *pre;
	for (n = 0; n < x.n - high && n < y.n - *pre && x.p[x.n - 1 - n] == y.p[y.n - 1 - n];)
		n++;
	while (n > 0 && is_cut(x, x.n - n))
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
change_of(struct edit *e, size_t from, size_t to, struct str text)
{
	size_t low = to;
	size_t high = from;
	size_t pre;
	size_t post;
	struct change c;

	/* A footnote or the end of a link in it is gone. */
	for (size_t i = 0; i < e->was.n; i++) {
		const struct piece *p = &e->was.v[i];

		if ((p->kind == NOTE || p->kind == LINK_END) && p->from >= from && p->to <= to) {
			low = low < p->from ? low : p->from;
			high = p->to;
		}
	}
	in_common(
	    str_sub(e->was.text, from, to - from), text, low - from, high - from, &pre, &post);
	c.from = from + pre;
	c.to = to - post;
	c.text = str_sub(text, pre, text.n - pre - post);
	c.like = like_old(e, c.from, c.to);
	return c;
}

/* The old text from ${from} to ${to}, with the change ${c} in it. */
static void
put_change(struct edit *e, size_t from, size_t to, const struct change *c)
{
	static const struct body_item hard_break = {.type = BODY_HARD_BREAK};
	struct body_item run = c->like;
	struct str rest = c->text;
	bool first = true;

	put_old(e, from, c->from);
	if (rest.n == 0)
		rest = STR_NULL;
	while (str_split(&rest, '\n', &run.text)) {
		if (!first)
			put(e, &hard_break);
		if (run.text.n > 0)
			put(e, &run);
		first = false;
	}
	put_old(e, c->to, to);
}

/* What was written last is in the link of ${last} no more; or in one to ${href}. */
static void
change_link(struct edit *e, const struct body_item *last, struct str href)
{
	struct body_item was = *last;

	for (size_t i = e->out.n; i-- > 0 && same_link(&e->out.v[i], &was);) {
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
put_rewritten(struct edit *e, const struct piece *p)
{
	struct str text = p->kind == NOTE ? inside(e->now, STR(NOTE_START), ']')
					  : inside(e->now, STR(LINK_START), '>');
	struct body_item note = *p->item;
	struct body_value *attrs;

	if (p->from != e->from || p->to != e->to || text.n == 0)
		return false;
	if (p->kind == LINK_END) {
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

/* What is new, with those of the old footnotes and ends of links that are in it. */
static void
put_middle(struct edit *e)
{
	struct str rest = e->now;
	size_t from = e->from;
	struct change last;

	for (size_t i = 0; i < e->was.n; i++) {
		const struct piece *p = &e->was.v[i];
		struct str text = str_sub(e->was.text, p->from, p->to - p->from);
		struct change c;
		size_t at;

		if ((p->kind != NOTE && p->kind != LINK_END) || p->from < e->from || p->to > e->to)
			continue;
		if (put_rewritten(e, p))
			return;
		at = str_find(rest, text);
		c = change_of(e, from, p->from, str_sub(rest, 0, at));
		/* The end of a link has words of it before it. */
		if (at == rest.n || (p->kind == LINK_END && at > 0 && c.to == p->from &&
					!same_link(&c.like, p->item))) {
			e->was.v[i].gone = p->kind == LINK_END;
			if (p->kind == LINK_END)
				change_link(e, p->item, STR_NULL);
			continue;
		}
		put_change(e, from, p->from, &c);
		if (p->kind == NOTE)
			put(e, p->item);
		rest = str_sub(rest, at + text.n, rest.n);
		from = p->to;
	}
	last = change_of(e, from, e->to, rest);
	put_change(e, from, e->to, &last);
}

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Does byte ${at} of the old text part no word, footnote or address? */
static bool
is_between(const struct edit *e, size_t at)
{
	struct str s = e->was.text;

	if (is_cut(s, at) || (at > 0 && at < s.n && is_alnum(s.p[at - 1]) && is_alnum(s.p[at])))
		return false;
	for (size_t i = 0; i < e->was.n; i++) {
		const struct piece *p = &e->was.v[i];

		if ((p->kind == NOTE || p->kind == LINK_END) && p->from < at && at < p->to)
			return false;
	}
	return true;
}

/* Of what was only taken out, which of equal words and spaces: such as stand whole. */
static void
slide(struct edit *e, size_t lead)
{
	struct str s = e->was.text;
	size_t from = e->from;
	size_t to = e->to;

	while (!is_between(e, from) || !is_between(e, to)) {
		if (from == lead || s.p[from - 1] != s.p[to - 1] || e->from - from == SLIDE_MAX)
			return;
		from--;
		to--;
	}
	e->from = from;
	e->to = to;
}

/* What of the old text was replaced, and by what; false if that is not certain. */
static bool
find_change(struct edit *e, struct str was, struct str now, size_t lead)
{
	size_t pre;
	size_t post;
	size_t special = 0;

	/* What has lost its beginning alone is the end of what it was. */
	in_common(
	    was, now, str_ends(was, now) && !str_starts(was, now) ? 0 : was.n, 0, &pre, &post);
	e->from = lead + pre;
	e->to = lead + was.n - post;
	if (now.n == pre + post)
		slide(e, lead);
	/* Of two spaces before it the second is its own. */
	for (size_t i = 0; i < e->was.n; i++) {
		const struct piece *p = &e->was.v[i];

		if ((p->kind == NOTE || p->kind == LINK_END) && p->from == e->from &&
		    e->from > lead && e->was.text.p[e->from - 1] == ' ')
			e->from--;
	}
	for (size_t i = 0; i < e->was.n; i++) {
		const struct piece *p = &e->was.v[i];

		if (p->kind != NOTE && p->kind != LINK_END)
			continue;
		if (p->from < e->from && e->from < p->to)
			e->from = p->from;
		if (p->from < e->to && e->to < p->to)
			e->to = p->to;
		special += p->from >= e->from && p->to <= e->to;
	}
	if (special > SPECIAL_MAX || e->from < lead || e->to > lead + was.n)
		return false;
	pre = e->from - lead;
	post = lead + was.n - e->to;
	e->now = str_sub(now, pre, now.n - post - pre);
	return true;
}

bool
body_inline_part(
    struct arena *a, const struct body_item *v, size_t n, struct str part, struct body_list *out)
{
	struct edit e = {.a = a, .was = take_pieces(a, v, n, false)};
	struct str text = e.was.text;
	size_t from = str_find(text, part);
	size_t to;

	if (str_ends(str_trim(text), part))
		from = (size_t)(str_trim(text).p - text.p) + str_trim(text).n - part.n;
	to = from + part.n;
	if (part.n == 0 || from == text.n || !is_between(&e, from) || !is_between(&e, to))
		return false;
	/* A link ends where its address is. */
	for (size_t i = 0; i < e.was.n; i++) {
		struct piece *p = &e.was.v[i];

		p->gone = p->kind == LINK_END && (p->from < from || p->to > to);
	}
	put_old(&e, from, to);
	if (!str_eq(take_pieces(a, e.out.v, e.out.n, false).text, part))
		return false;
	body_list_add(a, out, e.out.v, e.out.n);
	return true;
}

bool
body_inline(struct arena *a, const struct body_item *v, size_t n, struct str was, struct str now,
    bool caption, struct body_list *out)
{
	struct edit e = {.a = a, .was = take_pieces(a, v, n, caption)};
	struct str core = str_trim(e.was.text);

	if (was.n == 0 || !str_eq(core, was) ||
	    !find_change(&e, was, now, (size_t)(core.p - e.was.text.p)))
		return false;
	put_old(&e, 0, e.from);
	put_middle(&e);
	put_old(&e, e.to, e.was.text.n);
	if (!str_eq(str_trim(take_pieces(a, e.out.v, e.out.n, caption).text), now))
		return false;
	body_list_add(a, out, e.out.v, e.out.n);
	return true;
}
