#ifndef COPYDESK_HTML_BODY_LOAD_H
#define COPYDESK_HTML_BODY_LOAD_H

#include "base/json.h"
#include "html/body_tree.h"

/* What the parts of the loader of bodies share: body_tree.c and body_attr.c. */
struct body_loader {
	struct arena *a;
	struct arena *scratch; /* of what only the loading needs */
	struct body_error *error;
	bool kept;                 /* words may be longer than the schema allows */
	size_t at[BODY_MAX_DEPTH]; /* the way to the node in hand: its place among its siblings */
	size_t depth;
	size_t mark;      /* of that node: 1 + the place of the mark in hand, 0: none */
	const char *attr; /* of node or mark: the name of the attribute in hand, NULL: none */
	size_t blocks;
	size_t items;
	size_t text_n;
	struct str *ids; /* NULL until the first block that has a name */
};

/**
 * body_refuse(l, rest, fmt, ...):
 * Say where and why, and return false.  ${rest} goes on from what is in hand: ".marks".
 */
bool body_refuse(struct body_loader *l, const char *rest, const char *fmt, ...) PRINTF_LIKE(3, 4);

/**
 * body_load_attrs(l, rules, n, attrs, out):
 * Take every attribute that one of the ${n} ${rules} names, and no other; ${out} gets as many
 * values.  False if refused.
 */
bool body_load_attrs(struct body_loader *l, const struct body_attr *rules, size_t n,
    const struct json_value *attrs, const struct body_value **out);

/**
 * body_parse(a, json, schema, error):
 * The node "doc" of a stored document, brought to the present schema, in the scratch of ${a}; its
 * strings live as long as ${a} and ${json}.
 * ${schema}: which it was of (may be NULL).  NULL, with ${error} (may be NULL), if there is none.
 */
struct json_value *body_parse(
    struct arena *a, struct str json, int64_t *schema, struct body_error *error);

/** body_embed_fits(embed): Is its address on a host of its provider, so that a card cannot say one
 * and open another? */
bool body_embed_fits(const struct body_item *embed);

/** body_is_date(s): A day of the Gregorian calendar, from 1900 to 2199, as ISO 8601 writes it? */
bool body_is_date(struct str s);

/** body_has_control(s): Does the well-formed ${s} have a control character or a new line? */
bool body_has_control(struct str s);

#endif
