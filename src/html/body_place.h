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
	size_t at; /* of a block's: its place in the text, or BODY_NOWHERE */
};

struct body_paras {
	struct body_para *v;
	size_t n;
};

struct body_block {
	const struct body_item *item;
	struct body_paras paras; /* its text; of an empty block there is none */
	bool placed;             /* one of them at least has a place */
};

/** body_paras(a, text): The paragraphs of ${text}, which have no place yet. */
struct body_paras body_paras(struct arena *a, struct str text);

/**
 * body_place(a, block, n, text, owner):
 * Find the ${n} blocks in the paragraphs ${text}: owner[i] becomes the block that paragraph i
 * belongs to, or BODY_NOWHERE for what is new.  What kept its place at either end comes first, then
 * what is there once, then what stands beside that, then what else is equal wherever it was moved
 * to.  Of what holds pictures or tables every paragraph that is still there is found, a picture's
 * also by its number; a single paragraph that was changed, by its words, between its old
 * neighbours.  The work is bounded: of very many equal paragraphs some may count as new.
 */
void body_place(
    struct arena *a, struct body_block *block, size_t n, struct body_paras text, size_t *owner);

#endif
