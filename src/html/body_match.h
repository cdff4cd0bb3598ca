#ifndef COPYDESK_HTML_BODY_MATCH_H
#define COPYDESK_HTML_BODY_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "html/body_tree.h"

/* Which blocks of two versions of a body are the same. */

#define BODY_NOWHERE ((size_t)-1)

/** body_item_id(item): The name of a block; absent if it has none. */
struct str body_item_id(const struct body_item *item);
/** body_item_name(a, item, id): Name it ${id}, or take its name (absent); nothing for what has
 * none.
 */
void body_item_name(struct arena *a, struct body_item *item, struct str id);

/**
 * body_match(a, x, y, of_x, of_y):
 * Pair blocks of the documents ${x} and ${y}: of_x[i] becomes the place in ${y} of the block that
 * is i in ${x}, or stays BODY_NOWHERE, and of_y the way back.  By name first, then by equal
 * content, each in order, then neighbours of pairs that are alike, or alone there, and of which one
 * has no name. What is paired before the call stays so.  Takes n log n steps.
 */
void body_match(struct arena *a, const struct body_item *x, const struct body_item *y, size_t *of_x,
    size_t *of_y);

/** body_match_names(a, x, y, of_x, of_y): The first step of body_match() alone. */
void body_match_names(struct arena *a, const struct body_item *x, const struct body_item *y,
    size_t *of_x, size_t *of_y);

/**
 * body_in_order(a, place, n, stays):
 * Of ${n} different places (BODY_NOWHERE: none) mark those of a longest rising sequence: they kept
 * their order, the others were moved.
 */
void body_in_order(struct arena *a, const size_t *place, size_t n, bool *stays);

#endif
