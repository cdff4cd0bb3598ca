#ifndef COPYDESK_HTML_BODY_INLINE_EDIT_H
#define COPYDESK_HTML_BODY_INLINE_EDIT_H

#include "html/body_change.h"

/* What body_inline.c (what of a line was changed) and body_inline_put.c (the nodes made of that)
 * share. */

#define BODY_NOTE_START " ["
#define BODY_LINK_START " <"

/* What stands in the text for a node, or for the end of a link. */
enum body_piece_kind { BODY_PIECE_RUN, BODY_PIECE_NOTE, BODY_PIECE_BREAK, BODY_PIECE_LINK_END };

struct body_piece {
	enum body_piece_kind kind;
	const struct body_item *item; /* of the end of a link: the last node in it */
	size_t from, to;              /* in the text */
	size_t link_end;              /* of what is in a link: the piece that ends it */
	bool gone;                    /* the link that it ends is one no more */
};

struct body_pieces {
	struct body_piece *v;
	size_t n;
	struct str text;
};

struct body_edit {
	struct arena *a;
	struct body_pieces was;
	size_t from, to; /* of the old text: what was replaced */
	struct str now;  /* what is in its place */
	struct body_list out;
};

/** body_item_same_link(x, y): Are both in a link, and in equal ones? */
bool body_item_same_link(const struct body_item *x, const struct body_item *y);

/** body_is_cut(s, at): Does byte ${at} of ${s} part a character? */
bool body_is_cut(struct str s, size_t at);

/**
 * body_in_common(x, y, low, high, pre, post):
 * How many bytes both begin and end with, in whole characters: of ${x} up to ${low}, and from
 * ${high} on.
 */
void body_in_common(struct str x, struct str y, size_t low, size_t high, size_t *pre, size_t *post);

/** body_edit_keep(e, from, to): Write the part of the old from ${from} to ${to} as it was. */
void body_edit_keep(struct body_edit *e, size_t from, size_t to);

/**
 * body_edit_change(e):
 * Write what is new, with those of the old footnotes and ends of links that are in it.
 */
void body_edit_change(struct body_edit *e);

#endif
