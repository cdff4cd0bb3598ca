#include "base/utf8.h"
#include "html/body.h"
#include "html/body_build.h"
#include "html/body_change.h"
#include "html/body_lost.h"
#include "html/body_match.h"

/*
 * The plain text, changed, over the document that it was made from: a block whose text is still
 * there stays as it was, wherever it is now, with all that its text does not show.
 */

/* Lines that are built for each of the text: what is taken up and given up again is looked at
 * twice. */
#define WORK_EACH 8

/* What becomes of a block of several lines of which not all are there as they were. */
enum how {
	AS_WAS, /* whole; what was changed of it follows */
	BUILT   /* as its runs say */
};

struct over {
	struct arena *a;
	struct body_block *block;
	size_t n;
	struct body_paras text;
	size_t *owner; /* of each paragraph of the text: its block, or BODY_NOWHERE */
	enum how *how;
	const struct body_run **run; /* the one that begins there */
	bool *written;
	size_t work;    /* for what is built */
	bool apart;     /* what was changed of a block stands beside it, or in its place */
	struct buf new; /* what is new, since the last block */
	struct body_list out;
};

static bool
add_new(struct over *o)
{
	bool done =
	    buf_ok(&o->new) && body_list_text(o->a, &o->out, buf_view(&o->new)) == STATUS_OK;

	buf_init(&o->new, o->a, 2 * BODY_MAX_TEXT);
	return done;
}

static void
say(struct over *o, struct str text)
{
	if (o->new.n > 0)
		BUF_LIT(&o->new, "\n\n");
	buf_str(&o->new, text);
}

/* Are all its paragraphs there as they were, one after the other? */
static bool
is_whole(const struct over *o, const struct body_block *b)
{
	for (size_t k = 0; k < b->paras.n; k++) {
		size_t at = b->paras.v[k].at;

		if (at == BODY_NOWHERE || at != b->paras.v[0].at + k ||
		    !str_eq(b->paras.v[k].text, o->text.v[at].text))
			return false;
	}
	return true;
}

/* Its lines are text like any other. */
static void
let_go(struct over *o, struct body_block *b)
{
	b->placed = false;
	for (size_t k = 0; k < b->paras.n; k++) {
		if (b->paras.v[k].at != BODY_NOWHERE)
			o->owner[b->paras.v[k].at] = BODY_NOWHERE;
		b->paras.v[k].at = BODY_NOWHERE;
	}
}

/* Does something new stand beside the whole block ${b}? */
static bool
has_beside(const struct over *o, const struct body_block *b)
{
	size_t from = b->paras.v[0].at;
	size_t to = from + b->paras.n;

	return (from > 0 && o->owner[from - 1] == BODY_NOWHERE) ||
	       (to < o->text.n && o->owner[to] == BODY_NOWHERE);
}

/* A list, a quotation, a table or a gallery: what becomes of it. */
static void
build_block(struct over *o, size_t i)
{
	struct body_block *b = &o->block[i];
	bool whole = is_whole(o, b);
	struct body_run *runs;
	size_t n;

	if (whole && !has_beside(o, b))
		return;
	if (!body_build(o->a, b, o->text, o->owner, &o->work, &runs, &n)) {
		o->apart = o->apart || !whole;
		if (!whole && !body_is_kept(b->item))
			let_go(o, b);
		return;
	}
	o->how[i] = BUILT;
	for (size_t r = 0; r < n; r++) {
		o->run[runs[r].from] = &runs[r];
		for (size_t at = runs[r].from; at < runs[r].to; at++)
			o->owner[at] = i;
	}
}

/* What was changed of ${b}, which is written already, follows it. */
static void
say_change(struct over *o, const struct body_block *b, size_t k)
{
	struct str was = b->paras.v[k].text;
	struct str now = o->text.v[b->paras.v[k].at].text;

	if (str_eq(was, now))
		return;
	/* What was only added says nothing twice. */
	say(o, str_starts(now, was) ? str_trim(str_sub(now, was.n, now.n)) : now);
	o->apart = true;
}

/* A block of one line that was changed: false if it is no such block any more. */
static bool
write_changed(struct over *o, const struct body_block *b)
{
	return b->leaf == NULL && b->paras.n == 1 && b->paras.v[0].at != BODY_NOWHERE &&
	       body_change(
		   o->a, b->item, b->paras.v[0].text, o->text.v[b->paras.v[0].at].text, &o->out);
}

static void
write_block(struct over *o, size_t i)
{
	const struct body_block *b = &o->block[i];

	o->written[i] = true;
	if (b->leaf == NULL && !is_whole(o, b)) {
		if (write_changed(o, b))
			return;
		if (!body_is_kept(b->item)) {
			say(o, o->text.v[b->paras.v[0].at].text);
			o->apart = true;
			return;
		}
	}
	body_list_add(o->a, &o->out, b->item, 1);
	for (size_t k = 0; k < b->paras.n; k++) {
		if (b->paras.v[k].at != BODY_NOWHERE)
			say_change(o, b, k);
	}
}

/* What has no text goes where that goes which it followed; what holds a table, though that is gone
 * as well. */
static void
write_mute(struct over *o, size_t from)
{
	bool beside = true;

	for (size_t i = from; i < o->n && !o->block[i].placed; i++) {
		if (o->block[i].paras.n > 0)
			beside = false;
		else if (beside || o->block[i].item->type != BODY_PARAGRAPH)
			write_block(o, i);
	}
}

/* The paragraph at ${at} of the text, which is of block ${i}. */
static bool
write_line(struct over *o, size_t i, size_t at)
{
	bool first = !o->written[i];

	if (o->how[i] == BUILT ? o->run[at] == NULL : !first)
		return true;
	if (!add_new(o))
		return false;
	o->written[i] = true;
	if (o->how[i] == BUILT)
		body_list_add(o->a, &o->out, o->run[at]->blocks.v, o->run[at]->blocks.n);
	else
		write_block(o, i);
	if (first)
		write_mute(o, i + 1);
	return true;
}

static bool
write_all(struct over *o)
{
	write_mute(o, 0);
	for (size_t at = 0; at < o->text.n; at++) {
		if (o->owner[at] == BODY_NOWHERE)
			say(o, o->text.v[at].text);
		else if (!write_line(o, o->owner[at], at))
			return false;
	}
	return add_new(o);
}

enum status
body_from_text_over(struct arena *a, struct str text, struct str old, struct str *json, bool *apart)
{
	const struct body_item *doc;
	struct over o = {.a = a};

	*apart = false;
	if (body_load_kept(a, old, &doc, NULL) != STATUS_OK)
		return body_from_text(a, text, json);
	if (text.n > BODY_MAX_BYTES || utf8_check(text, UTF8_TEXT) != UTF8_FINE)
		return STATUS_INVALID;
	o.n = doc->content_n;
	o.block = ARENA_ARRAY(a, o.n, struct body_block);
	for (size_t i = 0; i < o.n; i++)
		o.block[i] = body_block(a, &doc->content[i]);
	o.text = body_paras(a, text);
	/* Each is a node at least. */
	if (o.text.n > BODY_MAX_ITEMS)
		return STATUS_INVALID;
	o.owner = ARENA_ARRAY(a, o.text.n, size_t);
	o.written = ARENA_ARRAY(a, o.n, bool);
	o.how = ARENA_ARRAY(a, o.n, enum how);
	o.run = ARENA_ARRAY(a, o.text.n, const struct body_run *);
	o.work = WORK_EACH * (o.text.n + o.n);
	body_place(a, o.block, o.n, o.text, o.owner);
	for (size_t i = 0; i < o.n; i++) {
		if (o.block[i].leaf != NULL && o.block[i].placed)
			build_block(&o, i);
	}
	buf_init(&o.new, a, 2 * BODY_MAX_TEXT);
	if (!write_all(&o))
		return STATUS_INVALID;
	*apart = o.apart || body_lost(a, doc, &o.out);
	return body_json_store(a, &o.out, json);
}
