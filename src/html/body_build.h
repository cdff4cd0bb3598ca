#ifndef COPYDESK_HTML_BODY_BUILD_H
#define COPYDESK_HTML_BODY_BUILD_H

#include "html/body_json.h"
#include "html/body_place.h"

/* What stands for a block from paragraph ${from} of the text up to ${to}. */
struct body_run {
	size_t from, to;
	struct body_list blocks;
};

/**
 * body_build(a, b, text, owner, work, runs, n):
 * Bring the changed paragraphs of ${text} into the list, quotation, table or gallery ${b}, which
 * body_place() found there: its lines in their new order, without those that are gone, with new
 * ones among them (or, with the sign of an item or the cells of a row, beside them).  Of a block
 * that something else was put into come several ${runs}, of which the first has its name.  False
 * if the text of what comes of it would not be that of its lines, or a picture or a table would
 * be torn: then nothing can be said for certain.  Each line takes one of
 * ${work}, without which it is false as well.
 */
bool body_build(struct arena *a, const struct body_block *b, struct body_paras text,
    const size_t *owner, size_t *work, struct body_run **runs, size_t *n);

#endif
