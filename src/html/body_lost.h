#ifndef COPYDESK_HTML_BODY_LOST_H
#define COPYDESK_HTML_BODY_LOST_H

#include "html/body_json.h"

/**
 * body_lost(a, was, now):
 * Has something of the document ${was} become plain words in the blocks ${now}: bold and the like,
 * the words of a remark, a footnote, a link's address, some words of a link?  So it is if of a run
 * of words that had it more have it no more than are gone from the text.  What was deleted is not
 * lost, nor is the link of words whose address was; of a text that says the same words in several
 * places, and lost some of them, that cannot be told for certain.  Takes n log n steps.
 */
bool body_lost(struct arena *a, const struct body_item *was, const struct body_list *now);

#endif
