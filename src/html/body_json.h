#ifndef COPYDESK_HTML_BODY_JSON_H
#define COPYDESK_HTML_BODY_JSON_H

#include <jansson.h>

#include "html/body_tree.h"

/* A body as JSON, where one is put together from blocks of others. */

/** body_json_blocks(a, json): The blocks of a stored document, in the present schema; they belong
 * to
 * ${a}.  NULL if it is none. */
json_t *body_json_blocks(struct arena *a, struct str json);

/**
 * body_load_json(a, json, doc, blocks, error):
 * As body_load(), with the ${blocks} of the document as JSON as well; they belong to ${a}.
 */
enum status body_load_json(struct arena *a, struct str json, const struct body_item **doc,
    json_t **blocks, struct body_error *error) MUST_CHECK;

/** body_json_array(a): An empty array that belongs to ${a}; NULL without memory. */
json_t *body_json_array(struct arena *a);

/**
 * body_json_store(a, content, json):
 * The document of the present schema with the blocks ${content}.  STATUS_INVALID: it is none.
 */
enum status body_json_store(struct arena *a, json_t *content, struct str *json) MUST_CHECK;

/* The names of the blocks that a document has so far. */
struct body_json_names;

/** body_json_names(a): None yet; there is room for those of two bodies. */
struct body_json_names *body_json_names(struct arena *a);

/** body_json_note(names, item): Add every name in ${item}; true if one was there already. */
bool body_json_note(struct body_json_names *names, const struct body_item *item);

/** body_json_strip(node): Take the names from ${node} and what is in it; the next editor gives new
 * ones. */
void body_json_strip(json_t *node);

#endif
