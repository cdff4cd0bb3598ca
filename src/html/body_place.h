#ifndef COPYDESK_HTML_BODY_PLACE_H
#define COPYDESK_HTML_BODY_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "html/body_tree.h"

/* Where the blocks of a document stand in its plain text after somebody changed that. */

/* Lines without white space at their ends and without a blank one among them. */
struct body_para {
	struct str text;
	uint32_t hash;
	size_t at;   /* of a block's: its place in the text, or BODY_NOWHERE */
	size_t leaf; /* of a block's: which of its leaves it is of */
};

struct body_paras {
	struct body_para *v;
	size_t n;
};

struct body_block {
	const struct body_item *item;
	struct body_paras paras; /* its text; of an empty block there is none */
	bool placed;             /* one of them at least has a place */
	bool is_listed;          /* there are items of lists in it */
	/* Of what holds several pieces (list, quotation, table, gallery), else NULL. */
	const struct body_leaf *leaf;
	size_t leaf_n;
};

/** body_block(a, item): ${item} with its paragraphs, none of which has a place. */
struct body_block body_block(struct arena *a, const struct body_item *item);

/** body_sign(line, number): The bytes of the sign of a list's item at its beginning, "- " or "12.
 * ";
 * ${number}: it is the latter. */
size_t body_sign(struct str line, bool *number);

/** body_line_same(b, para, line): Is ${line} the same as ${para} of ${b}, but for the number of
 * an item? */
bool body_line_same(const struct body_block *b, const struct body_para *para, struct str line);

/** body_is_kept(item): Does it hold what no text can bring back, a picture or a table? */
bool body_is_kept(const struct body_item *item);

/** body_paras(a, text): The paragraphs of ${text}, which have no place yet. */
struct body_paras body_paras(struct arena *a, struct str text);

/**
 * body_place(a, block, n, text, owner):
 * Find the ${n} blocks in the paragraphs ${text}: owner[i] becomes the block that paragraph i
 * belongs to, or BODY_NOWHERE for what is new.  What kept its place at either end comes first, then
 * what is there once, then what stands beside that, then what else is equal wherever it was moved
 * to.  Of what has several lines and is not there whole, each is found for itself: what is there
 * once, what stands beside that, of what holds pictures or tables every line, a picture's also by
 * its number.  What was changed is found by its words after what it followed, or, but for a
 * paragraph of the document itself, by standing alone where it stood; at last of such as are a line
 * alone a few are found by their words wherever they are.  The work is bounded: of very
 * many equal paragraphs some may count as new.
 */
void body_place(
    struct arena *a, struct body_block *block, size_t n, struct body_paras text, size_t *owner);

#endif
