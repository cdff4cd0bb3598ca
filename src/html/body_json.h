#ifndef COPYDESK_HTML_BODY_JSON_H
#define COPYDESK_HTML_BODY_JSON_H

#include "html/body_tree.h"

/* A body that is put together from blocks of others, and its JSON. */

/* Zeroed it is empty. */
struct body_list {
	struct body_item *v;
	size_t n;
	size_t room;
};

/** body_list_add(a, list, items, n): Append ${n} ${items}; what is in them is shared. */
void body_list_add(
    struct arena *a, struct body_list *list, const struct body_item *items, size_t n);

/** body_paragraph(runs, n): A paragraph without a name, of the ${n} ${runs}. */
struct body_item body_paragraph(const struct body_item *runs, size_t n);

/**
 * body_list_text(a, list, text):
 * Append what body_from_text() makes of ${text}: of an empty one nothing, else the checks of the
 * loader are left to body_json_store().  STATUS_INVALID: see there.
 */
enum status body_list_text(struct arena *a, struct body_list *list, struct str text) MUST_CHECK;

/**
 * body_json_store(a, list, json):
 * The document of the present schema with the blocks ${list}; of none, an empty paragraph.
 * STATUS_INVALID: it is none.
 */
enum status body_json_store(
    struct arena *a, const struct body_list *list, struct str *json) MUST_CHECK;

/* The names of the blocks that a document has so far. */
struct body_json_names;

/** body_json_names(a): None yet; there is room for those of two bodies. */
struct body_json_names *body_json_names(struct arena *a);

/** body_json_note(names, item): Add every name in ${item}; true if one was there already. */
bool body_json_note(struct body_json_names *names, const struct body_item *item);

/** body_json_unnamed(a, item): ${item} without the names in it; the next editor gives new ones. */
struct body_item body_json_unnamed(struct arena *a, const struct body_item *item);

#endif
