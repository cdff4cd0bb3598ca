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
	size_t read; /* bytes that were read for it */
};

/** body_like_letter(cp): Is it of a word of several letters?  Of other scripts each character from
 * U+1100 on is a word. */
bool body_like_letter(uint32_t cp);

/** body_bag_text(b, s), body_bag_item(b, item): Add the words of the well-formed ${s}, or of all
 * that is in ${item}, to ${b}. */
void body_bag_text(struct body_bag *b, struct str s);
void body_bag_item(struct body_bag *b, const struct body_item *item);

/*
 * The bags of the texts of one side, which are asked for again and again: those of long texts are
 * kept, since there are few, of short ones the last few, since there are many.
 */
struct body_bags;
typedef void body_bag_fill(struct body_bag *b, const void *of, size_t i);

/** body_bags(a, n, fill, of): Bags of ${n} texts: ${fill} adds the words of text i of ${of}. */
struct body_bags *body_bags(struct arena *a, size_t n, body_bag_fill *fill, const void *of);

/** body_bags_get(bags, i): The bag of text ${i}, until BODY_BAGS_LAST others were asked for. */
const struct body_bag *body_bags_get(struct body_bags *bags, size_t i);
#define BODY_BAGS_LAST 16

/* Of the words of two texts, so many in a hundred are common: then one was made from the other. */
#define BODY_LIKE_PERCENT 50

/** body_bag_share(x, y): So many in a hundred of the words of both are common. */
size_t body_bag_share(const struct body_bag *x, const struct body_bag *y);

/** body_bag_like(x, y): Is so much common that one was made from the other?  Takes no more steps
 * for long texts than for short ones. */
bool body_bag_like(const struct body_bag *x, const struct body_bag *y);

#endif
