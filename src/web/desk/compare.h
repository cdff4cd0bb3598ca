#ifndef COPYDESK_WEB_DESK_COMPARE_H
#define COPYDESK_WEB_DESK_COMPARE_H

#include "domain/myers.h"
#include "html/body_tree.h"
#include "view/desk_view.h"

/* Two bodies compared, block by block. */

/**
 * compare_bodies(a, from, to, zh, out):
 * Fill the blocks of ${out}: by words where a block changed, with what changed of its form in words
 * of ${zh}, moved ones where they are now, and what did not change folded.  Takes n log n steps and
 * a bounded time for the words.  STATUS_INVALID: one of the two is no body.
 */
enum status compare_bodies(
    struct arena *a, struct str from, struct str to, bool zh, struct desk_changes *out) MUST_CHECK;

/**
 * compare_notes(a, m, from, to, zh, notes):
 * What differs between two states of one block and its words do not show: kinds, bold and the
 * like, links, the layout of a picture.  Return how many ${notes} there are.
 */
size_t compare_notes(struct arena *a, struct myers *m, const struct body_item *from,
    const struct body_item *to, bool zh, const struct str **notes);

/**
 * compare_size(a, from, to, added, removed):
 * How many words (of Chinese: characters) are new in the body ${to}, and how many of ${from} are
 * gone; what was moved is neither.  STATUS_INVALID: one of the two is no body.
 */
enum status compare_size(
    struct arena *a, struct str from, struct str to, size_t *added, size_t *removed) MUST_CHECK;

#endif
