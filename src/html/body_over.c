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

/* Of a paragraph that was parted the parts stand so near. */
#define BESIDE 2

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
	size_t *owner;          /* of each paragraph of the text: its block, or BODY_NOWHERE */
	struct body_leaf *leaf; /* the piece of a block that it was found to be */
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

static void
note_leaves(struct over *o)
{
	for (size_t i = 0; i < o->n; i++) {
		const struct body_block *b = &o->block[i];

		for (size_t k = 0; k < b->paras.n; k++) {
			const struct body_para *para = &b->paras.v[k];

			if (para->at != BODY_NOWHERE)
				o->leaf[para->at] = (struct body_leaf){
				    b->leaf != NULL ? b->leaf[para->leaf].item : b->item,
				    para->text, 0};
		}
	}
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

/* A line of words of the document itself. */
static bool
is_words(const struct body_block *b)
{
	return b->leaf == NULL && b->paras.n == 1 && b->item->content_n > 0 &&
	       body_nodes[b->item->content[0].type].is_inline;
}

/* ${x} with all that ${y} holds after it, and what is ${between} them. */
static struct body_item
joined(struct arena *a, const struct body_item *x, char between, const struct body_item *y)
{
	static const struct body_item hard_break = {.type = BODY_HARD_BREAK};
	static const struct body_item space = {.type = BODY_TEXT, .text = {" ", 1}};
	struct body_list both = {NULL, 0, 0};
	struct body_item out = *x;

	body_list_add(a, &both, x->content, x->content_n);
	if (between == ' ' || between == '\n')
		body_list_add(a, &both, between == ' ' ? &space : &hard_break, 1);
	body_list_add(a, &both, y->content, y->content_n);
	out.content = both.v;
	out.content_n = both.n;
	return out;
}

/* A line that was changed and has all of the one before or after it, which is gone. */
static bool
write_joined(struct over *o, size_t i)
{
	const struct body_block *b = &o->block[i];
	const struct body_block *before = i > 0 ? b - 1 : NULL;
	const struct body_block *after = i + 1 < o->n ? b + 1 : NULL;
	struct str now = o->text.v[b->paras.v[0].at].text;
	struct body_item both;
	struct body_block is;

	if (before != NULL && !before->placed && is_words(before) &&
	    str_starts(now, before->paras.v[0].text) && now.n > before->paras.v[0].text.n)
		both = joined(o->a, before->item, now.p[before->paras.v[0].text.n], b->item);
	else if (after != NULL && !after->placed && is_words(after) &&
		 str_ends(now, after->paras.v[0].text) && now.n > after->paras.v[0].text.n)
		both =
		    joined(o->a, b->item, now.p[now.n - after->paras.v[0].text.n - 1], after->item);
	else
		return false;
	is = body_block(o->a, &both);
	return is.paras.n == 1 && body_change(o->a, &both, is.paras.v[0].text, now, &o->out);
}

/* A block of one line that was changed: false if it is no such block any more. */
static bool
write_changed(struct over *o, size_t i)
{
	const struct body_block *b = &o->block[i];

	if (is_words(b) && write_joined(o, i))
		return true;
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
		if (write_changed(o, i))
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

/* A new line that a changed one beside it has lost, if it is that. */
static bool
write_rest(struct over *o, size_t at)
{
	struct body_item rest;
	size_t from = at > BESIDE ? at - BESIDE : 0;

	for (size_t i = from; i <= at + BESIDE && i < o->text.n; i++) {
		const struct body_leaf *leaf = &o->leaf[i];
		struct str text = o->text.v[at].text;

		if (leaf->item == NULL || str_find(leaf->text, text) == leaf->text.n ||
		    !body_change_rest(o->a, leaf->item, o->text.v[i].text, text, &rest))
			continue;
		if (!add_new(o))
			return false;
		body_list_add(o->a, &o->out, &rest, 1);
		return true;
	}
	say(o, o->text.v[at].text);
	return true;
}

static bool
write_all(struct over *o)
{
	write_mute(o, 0);
	for (size_t at = 0; at < o->text.n; at++) {
		if (o->owner[at] == BODY_NOWHERE ? !write_rest(o, at)
						 : !write_line(o, o->owner[at], at))
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
	o.leaf = ARENA_ARRAY(a, o.text.n, struct body_leaf);
	o.written = ARENA_ARRAY(a, o.n, bool);
	o.how = ARENA_ARRAY(a, o.n, enum how);
	o.run = ARENA_ARRAY(a, o.text.n, const struct body_run *);
	o.work = WORK_EACH * (o.text.n + o.n);
	body_place(a, o.block, o.n, o.text, o.owner);
	note_leaves(&o);
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
