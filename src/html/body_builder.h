#ifndef COPYDESK_HTML_BODY_BUILDER_H
#define COPYDESK_HTML_BODY_BUILDER_H

#include "html/body_build.h"

/* What body_build.c (which lines there are) and body_build_run.c (the blocks made of them) share.
 */

/* A list, an item, a quotation in the block: all that holds others. */
struct body_part {
	const struct body_item *item;
	size_t parent;
	bool used; /* it was written already: the next is another */
};

/* A line of the changed text that the block takes in. */
struct body_line {
	size_t at;                    /* in the text */
	size_t k;                     /* the paragraph of the block, or BODY_NOWHERE: it is new */
	size_t parent;                /* the part that it stands in */
	const struct body_item *made; /* a new row or attribution */
};

struct body_builder {
	struct arena *a;
	const struct body_block *b;
	struct body_paras text;
	const size_t *owner;
	struct body_part *part; /* the first is the block itself */
	size_t parts, parts_room;
	size_t *of_leaf;  /* the part that each stands in */
	size_t *first;    /* its first paragraph, */
	size_t *of_first; /* and how many it has */
	struct body_line *line;
	size_t lines, lines_room; /* of the run in hand */
	size_t floor;             /* where in the text the one before it ended */
	size_t *work;             /* lines that may be looked at still */
	bool failed;
};

/** body_builder_type(u, part): What ${part} is. */
enum body_node body_builder_type(const struct body_builder *u, size_t part);

/** body_builder_leaf(u, k): The leaf that paragraph ${k} of the block is of. */
size_t body_builder_leaf(const struct body_builder *u, size_t k);

/** body_build_run(u, run): Make ${run} of the lines in hand; false if it would not say what they
 * say, or no work is left. */
bool body_build_run(struct body_builder *u, struct body_run *run);

#endif
