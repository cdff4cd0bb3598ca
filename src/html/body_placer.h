#ifndef COPYDESK_HTML_BODY_PLACER_H
#define COPYDESK_HTML_BODY_PLACER_H

#include "html/body_index.h"
#include "html/body_like.h"
#include "html/body_match.h"
#include "html/body_place.h"

/* What body_place.c (whole blocks), body_place_lines.c (their lines) and body_place_moved.c share.
 */
struct body_placer {
	struct arena *a;
	struct body_block *block;
	size_t n;
	struct body_paras text;
	size_t *owner;
	struct body_entry *index; /* the paragraphs of the text that had no owner, by hash */
	size_t index_n;
	size_t work;            /* what is left of it */
	struct body_bags *bags; /* of the paragraphs of the text */
};

/** body_placer_claim(p, i, k, at): Paragraph ${k} of block ${i} is the one at ${at}. */
void body_placer_claim(struct body_placer *p, size_t i, size_t k, size_t at);

/** body_placer_find(p, b, k, whole): The first free place of ${b} whole, or with ${k} of its
 * paragraph ${k} alone; BODY_NOWHERE if there is none, or no work is left. */
size_t body_placer_find(struct body_placer *p, const struct body_block *b, size_t k, bool whole);

/** body_place_lines(p): After the whole blocks: the lines of those that are not there whole. */
void body_place_lines(struct body_placer *p);

/** body_place_moved(p): Last: where a few of what is one line of the document and has no place went
 * to, by what is most like it. */
void body_place_moved(struct body_placer *p);

#endif
