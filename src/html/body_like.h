#ifndef COPYDESK_HTML_BODY_LIKE_H
#define COPYDESK_HTML_BODY_LIKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "html/body_tree.h"

/* How like two pieces of text are: by the words that they have in common, in whatever order. */

#define BODY_BAG_SLOTS 512

/* The words of a text, counted: those of Latin, and single characters of other scripts. */
struct body_bag {
	uint16_t count[BODY_BAG_SLOTS];
	size_t n;
};

/** body_bag_text(b, s), body_bag_item(b, item): Add the words of the well-formed ${s}, or of all
 * that is in ${item}, to ${b}. */
void body_bag_text(struct body_bag *b, struct str s);
void body_bag_item(struct body_bag *b, const struct body_item *item);

/** body_bag_like(x, y): Is so much common that one was made from the other?  Takes no more steps
 * for long texts than for short ones. */
bool body_bag_like(const struct body_bag *x, const struct body_bag *y);

#endif
