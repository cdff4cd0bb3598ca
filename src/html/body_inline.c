#include "html/body_inline_edit.h"

/* Of so many footnotes and ends of links within a change none is looked for. */
#define SPECIAL_MAX 64
/* What was taken out is looked for so many bytes before where it may end. */
#define SLIDE_MAX 256

static void
add_piece(struct body_pieces *p, struct buf *b, enum body_piece_kind kind,
    const struct body_item *item, char end)
{
	size_t from = b->n;

	switch (kind) {
	case BODY_PIECE_RUN:
		buf_str(b, item->text);
		break;
	case BODY_PIECE_NOTE:
		BUF_LIT(b, BODY_NOTE_START);
		buf_str(b, item->attrs[BODY_FOOTNOTE_TEXT].s);
		buf_char(b, ']');
		break;
	case BODY_PIECE_BREAK:
		buf_char(b, end);
		break;
	case BODY_PIECE_LINK_END:
		BUF_LIT(b, BODY_LINK_START);
		buf_str(b, body_item_link(item)->attrs[0].s);
		buf_char(b, '>');
		break;
	}
	p->v[p->n] = (struct body_piece){kind, item, from, b->n, p->n, false};
	for (size_t i = p->n++;
	     kind == BODY_PIECE_LINK_END && i-- > 0 && body_item_same_link(p->v[i].item, item);) {
		if (p->v[i].kind == BODY_PIECE_LINK_END)
			break;
		p->v[i].link_end = p->n - 1;
	}
}

/* As body_to_text() says it. */
static struct body_pieces
take_pieces(struct arena *a, const struct body_item *v, size_t n, bool caption)
{
	struct body_pieces p = {ARENA_ARRAY(a, 2 * n, struct body_piece), 0, STR_NULL};
	struct buf b;

	buf_init(&b, a, BODY_MAX_TEXT + 8 * BODY_MAX_ITEMS);
	for (size_t i = 0; i < n; i++) {
		const struct body_item *it = &v[i];

		add_piece(&p, &b,
		    it->type == BODY_TEXT       ? BODY_PIECE_RUN
		    : it->type == BODY_FOOTNOTE ? BODY_PIECE_NOTE
						: BODY_PIECE_BREAK,
		    it, caption ? ' ' : '\n');
		if (!caption && body_item_link(it) != NULL &&
		    (i + 1 == n || !body_item_same_link(it, &v[i + 1])))
			add_piece(&p, &b, BODY_PIECE_LINK_END, it, ' ');
	}
	p.text = buf_view(&b);
	return p;
}

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Does byte ${at} of the old text part no word, footnote or address? */
static bool
is_between(const struct body_edit *e, size_t at)
{
	struct str s = e->was.text;

	if (body_is_cut(s, at) ||
	    (at > 0 && at < s.n && is_alnum(s.p[at - 1]) && is_alnum(s.p[at])))
		return false;
	for (size_t i = 0; i < e->was.n; i++) {
		const struct body_piece *p = &e->was.v[i];

		if ((p->kind == BODY_PIECE_NOTE || p->kind == BODY_PIECE_LINK_END) &&
		    p->from < at && at < p->to)
			return false;
	}
	return true;
}

/* Of what was only taken out, which of equal words and spaces: such as stand whole. */
static void
slide(struct body_edit *e, size_t lead)
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
find_change(struct body_edit *e, struct str was, struct str now, size_t lead)
{
	size_t pre;
	size_t post;
	size_t special = 0;

	/* What has lost its beginning alone is the end of what it was. */
	body_in_common(
	    was, now, str_ends(was, now) && !str_starts(was, now) ? 0 : was.n, 0, &pre, &post);
	e->from = lead + pre;
	e->to = lead + was.n - post;
	if (now.n == pre + post)
		slide(e, lead);
	/* Of two spaces before it the second is its own. */
	for (size_t i = 0; i < e->was.n; i++) {
		const struct body_piece *p = &e->was.v[i];

		if ((p->kind == BODY_PIECE_NOTE || p->kind == BODY_PIECE_LINK_END) &&
		    p->from == e->from && e->from > lead && e->was.text.p[e->from - 1] == ' ')
			e->from--;
	}
	for (size_t i = 0; i < e->was.n; i++) {
		const struct body_piece *p = &e->was.v[i];

		if (p->kind != BODY_PIECE_NOTE && p->kind != BODY_PIECE_LINK_END)
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
	struct body_edit e = {.a = a, .was = take_pieces(a, v, n, false)};
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
		struct body_piece *p = &e.was.v[i];

		p->gone = p->kind == BODY_PIECE_LINK_END && (p->from < from || p->to > to);
	}
	body_edit_keep(&e, from, to);
	if (!str_eq(take_pieces(a, e.out.v, e.out.n, false).text, part))
		return false;
	body_list_add(a, out, e.out.v, e.out.n);
	return true;
}

bool
body_inline(struct arena *a, const struct body_item *v, size_t n, struct str was, struct str now,
    bool caption, struct body_list *out)
{
	struct body_edit e = {.a = a, .was = take_pieces(a, v, n, caption)};
	struct str core = str_trim(e.was.text);

	if (was.n == 0 || !str_eq(core, was) ||
	    !find_change(&e, was, now, (size_t)(core.p - e.was.text.p)))
		return false;
	body_edit_keep(&e, 0, e.from);
	body_edit_change(&e);
	body_edit_keep(&e, e.to, e.was.text.n);
	if (!str_eq(str_trim(take_pieces(a, e.out.v, e.out.n, caption).text), now))
		return false;
	body_list_add(a, out, e.out.v, e.out.n);
	return true;
}
