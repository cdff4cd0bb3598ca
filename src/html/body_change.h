#ifndef COPYDESK_HTML_BODY_CHANGE_H
#define COPYDESK_HTML_BODY_CHANGE_H

#include "html/body_json.h"

/* What became of a piece of a body whose line in the plain text was changed. */

#define BODY_FIGURE_SIGN "▣"
#define BODY_ATTRIBUTION_SIGN "——"

/**
 * body_change(a, leaf, was, now, list):
 * Append what became of ${leaf}, whose line ${was} (without a list's sign) is now ${now}: with all
 * that its text does not show, where the text was left alone.  False, and nothing is appended, if
 * ${now} cannot be told to be a ${leaf} still; a paragraph or heading always can.
 */
bool body_change(struct arena *a, const struct body_item *leaf, struct str was, struct str now,
    struct body_list *list);

/** body_change_paragraph(a, leaf, was, now): The same, and a paragraph whatever the text says. */
struct body_item body_change_paragraph(
    struct arena *a, const struct body_item *leaf, struct str was, struct str now);

/**
 * body_change_rest(a, leaf, now, rest, item):
 * Is the line ${rest} words of ${leaf} that its line ${now} has no more?  Then ${item} becomes a
 * paragraph of them, with the marks, links and footnotes that they had there.
 */
bool body_change_rest(struct arena *a, const struct body_item *leaf, struct str now,
    struct str rest, struct body_item *item);

/** body_row(a, like, line, row): A new row like the row ${like} with the text ${line}; false if
 * its cells are not as many, or not all of one column and row. */
bool body_row(
    struct arena *a, const struct body_item *like, struct str line, struct body_item *row);

/** body_row_cells(line): So many cells has the row of a table with this text. */
size_t body_row_cells(struct str line);

/**
 * body_inline(a, v, n, was, now, caption, out):
 * The ${n} nodes ${v}, the content of a paragraph, heading or such (or of a caption), of which the
 * text was ${was}, with the text ${now}: what is before and after the change keeps its marks, links
 * and footnotes; new words have the marks of those that they replace.  False, with ${out} as it
 * was, if that cannot be said for certain.
 */
bool body_inline(struct arena *a, const struct body_item *v, size_t n, struct str was,
    struct str now, bool caption, struct body_list *out);

/**
 * body_inline_part(a, v, n, part, out):
 * Of the same ${n} nodes, not of a caption, those that say ${part} of their text, with all that
 * they have; a link whose address is not in it is none.  False, with ${out} as it was, if no words
 * of theirs are that.
 */
bool body_inline_part(
    struct arena *a, const struct body_item *v, size_t n, struct str part, struct body_list *out);

/** body_item_link(item): The link that ${item} is in, or NULL. */
const struct body_mark_item *body_item_link(const struct body_item *item);

#endif
