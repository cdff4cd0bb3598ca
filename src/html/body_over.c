#include "base/utf8.h"
#include "html/body.h"
#include "html/body_json.h"
#include "html/body_match.h"
#include "html/body_place.h"

/*
 * The plain text, changed, over the document that it was made from: a block whose text is still
 * there stays as it was, wherever it is now, with all that its text does not show.
 */

#define FIGURE_SIGN "▣"

struct over {
	struct arena *a;
	struct body_block *block;
	size_t n;
	struct body_paras text;
	size_t *owner; /* of each paragraph of the text: its block, or BODY_NOWHERE */
	bool *written;
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

/* What became of a paragraph or heading: the first of it is who that was. */
static bool
write_paragraph(struct over *o, size_t i)
{
	const struct body_block *b = &o->block[i];
	size_t first = o->out.n;

	if (body_list_text(o->a, &o->out, o->text.v[b->paras.v[0].at].text) != STATUS_OK ||
	    o->out.n == first)
		return false;
	body_item_name(o->a, &o->out.v[first], body_item_id(b->item));
	return true;
}

/* What follows the caption in the text of ${figure}: what it shows, whose it is, its number. */
static struct str
after_caption(struct arena *a, const struct body_item *figure)
{
	struct body_item *caption = ARENA_NEW(a, struct body_item);
	struct body_item bare = *figure;
	struct str text;

	caption->type = BODY_CAPTION;
	bare.content = caption;
	bare.content_n = 1;
	text = body_item_text(a, &bare);
	return str_trim(str_sub(text, sizeof(FIGURE_SIGN) - 1, text.n));
}

/* A line of a figure of which the caption alone was changed. */
static bool
change_caption(struct over *o, struct body_item *figure, struct str text)
{
	struct str tail = after_caption(o->a, figure);
	struct body_item *caption;
	struct body_item *run;

	if (!str_starts(text, STR(FIGURE_SIGN)) || !str_ends(text, tail) ||
	    str_chr(text, '\n') < text.n || text.n < tail.n + sizeof(FIGURE_SIGN) - 1)
		return false;
	text = str_sub(text, sizeof(FIGURE_SIGN) - 1, text.n - tail.n - sizeof(FIGURE_SIGN) + 1);
	caption = ARENA_NEW(o->a, struct body_item);
	run = ARENA_NEW(o->a, struct body_item);
	*run = (struct body_item){.type = BODY_TEXT, .text = str_trim(text)};
	*caption = (struct body_item){
	    .type = BODY_CAPTION, .content = run, .content_n = run->text.n > 0 ? 1 : 0};
	figure->content = caption;
	return true;
}

/* A picture of a gallery of which the caption alone was changed. */
static bool
change_picture(struct over *o, struct body_item *gallery, size_t k, struct str text)
{
	struct body_item *figures = ARENA_ARRAY(o->a, gallery->content_n, struct body_item);

	for (size_t i = 0; i < gallery->content_n; i++)
		figures[i] = gallery->content[i];
	if (!change_caption(o, &figures[k], text))
		return false;
	gallery->content = figures;
	return true;
}

/* Bring the changed paragraph ${k} into ${block}; false if it can only stand after it. */
static bool
change(struct over *o, struct body_item *block, size_t k, struct str text)
{
	switch (block->type) {
	case BODY_FIGURE:
		return change_caption(o, block, text);
	case BODY_GALLERY:
		return change_picture(o, block, k, text);
	default:
		return false;
	}
}

/* What was changed in ${block}, which is written already: in it, or else after it. */
static void
write_change(struct over *o, const struct body_block *b, struct body_item *block, size_t k)
{
	struct str was = b->paras.v[k].text;
	struct str now = o->text.v[b->paras.v[k].at].text;

	if (str_eq(was, now) || change(o, block, k, now))
		return;
	/* What was only added says nothing twice. */
	say(o, str_starts(now, was) ? str_trim(str_sub(now, was.n, now.n)) : now);
}

/* Only a paragraph or heading that is changed as a whole has a place where its text is not. */
static bool
is_rewritten(const struct over *o, const struct body_block *b)
{
	return (b->item->type == BODY_PARAGRAPH || b->item->type == BODY_HEADING) &&
	       b->paras.n > 0 && !str_eq(b->paras.v[0].text, o->text.v[b->paras.v[0].at].text);
}

static bool
write_block(struct over *o, size_t i)
{
	const struct body_block *b = &o->block[i];
	struct body_item *block;

	o->written[i] = true;
	if (is_rewritten(o, b))
		return write_paragraph(o, i);
	body_list_add(o->a, &o->out, b->item, 1);
	block = &o->out.v[o->out.n - 1];
	for (size_t k = 0; k < b->paras.n; k++) {
		if (b->paras.v[k].at != BODY_NOWHERE)
			write_change(o, b, block, k);
	}
	return true;
}

/* What has no text goes where that goes which it followed; what holds a table, though that is gone
 * as well. */
static bool
write_mute(struct over *o, size_t from)
{
	bool beside = true;

	for (size_t i = from; i < o->n && !o->block[i].placed; i++) {
		if (o->block[i].paras.n > 0)
			beside = false;
		else if ((beside || o->block[i].item->type != BODY_PARAGRAPH) && !write_block(o, i))
			return false;
	}
	return true;
}

static bool
write_all(struct over *o)
{
	if (!write_mute(o, 0))
		return false;
	for (size_t at = 0; at < o->text.n; at++) {
		size_t i = o->owner[at];

		if (i == BODY_NOWHERE) {
			say(o, o->text.v[at].text);
			continue;
		}
		if (o->written[i])
			continue;
		if (!add_new(o) || !write_block(o, i) || !write_mute(o, i + 1))
			return false;
	}
	return add_new(o);
}

enum status
body_from_text_over(struct arena *a, struct str text, struct str old, struct str *json)
{
	const struct body_item *doc;
	struct over o = {.a = a};

	if (body_load(a, old, &doc, NULL) != STATUS_OK)
		return body_from_text(a, text, json);
	if (text.n > BODY_MAX_BYTES || utf8_check(text, UTF8_TEXT) != UTF8_FINE)
		return STATUS_INVALID;
	o.n = doc->content_n;
	o.block = ARENA_ARRAY(a, o.n, struct body_block);
	for (size_t i = 0; i < o.n; i++) {
		const struct body_item *item = &doc->content[i];

		o.block[i] =
		    (struct body_block){item, body_paras(a, body_item_text(a, item)), false};
	}
	o.text = body_paras(a, text);
	/* Each is a node at least. */
	if (o.text.n > BODY_MAX_ITEMS)
		return STATUS_INVALID;
	o.owner = ARENA_ARRAY(a, o.text.n, size_t);
	o.written = ARENA_ARRAY(a, o.n, bool);
	body_place(a, o.block, o.n, o.text, o.owner);
	buf_init(&o.new, a, 2 * BODY_MAX_TEXT);
	return write_all(&o) ? body_json_store(a, &o.out, json) : STATUS_INVALID;
}
