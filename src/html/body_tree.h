#ifndef COPYDESK_HTML_BODY_TREE_H
#define COPYDESK_HTML_BODY_TREE_H

#include "gen/body_schema.h"

#include "html/body.h"

/*
 * A body that passed every check of the schema, as plain structs in the arena.  Renderer, text form
 * and word count walk this and need check nothing again.
 */
#define BODY_ATTRS_MAX 5

struct body_value {
	int64_t i; /* of a provider or a choice: its place among them */
	struct str s;
};

struct body_mark_item {
	enum body_mark type;
	const struct body_value *attrs; /* as many as the schema lists for it, in that order */
};

struct body_item {
	enum body_node type;
	struct str text;                /* of a text node */
	const struct body_value *attrs; /* as many as the schema lists for it, in that order */
	const struct body_mark_item *marks;
	size_t marks_n;
	const struct body_item *content;
	size_t content_n;
};

/**
 * body_load(a, json, doc, error):
 * Parse and check ${json} into ${doc}, which lives as long as ${a} and ${json}.  STATUS_INVALID
 * with ${error} (may be NULL) for anything that the schema does not know.
 */
enum status body_load(struct arena *a, struct str json, const struct body_item **doc,
    struct body_error *error) MUST_CHECK;

/**
 * body_load_kept(a, json, doc, error):
 * As body_load(), of a body that somebody writes and that was kept as it is: words of a picture and
 * the like may be longer than what can be saved.  ${error}->large tells of the first that are.
 */
enum status body_load_kept(struct arena *a, struct str json, const struct body_item **doc,
    struct body_error *error) MUST_CHECK;

/**
 * body_doc_media(a, doc, ids, n), body_doc_render(a, doc, pictures, html, error),
 * body_doc_words(doc): As body_media(), body_render() and body_words(), of a document that is
 * loaded already.
 */
void body_doc_media(struct arena *a, const struct body_item *doc, int64_t **ids, size_t *n);
enum status body_doc_render(struct arena *a, const struct body_item *doc,
    const struct body_pictures *pictures, struct safe_html *html,
    struct body_error *error) MUST_CHECK;
int64_t body_doc_words(const struct body_item *doc);

/** body_check_pictures(doc, pictures, error): Is every picture that ${doc} names among
 * ${pictures}?  Else ${error} says where one is not. */
bool body_check_pictures(
    const struct body_item *doc, const struct body_pictures *pictures, struct body_error *error);

/** body_picture_find(pictures, id): The picture ${id}; NULL if there is none. */
const struct body_picture *body_picture_find(const struct body_pictures *pictures, int64_t id);

/** body_item_text(a, item): The plain-text form of ${item} alone; see body_to_text(). */
struct str body_item_text(struct arena *a, const struct body_item *item);

/* What begins a line of the plain-text form: a paragraph, a heading, a row of a table, a picture.
 */
struct body_leaf {
	const struct body_item *item;
	struct str text; /* with the sign, and white space at its ends */
	size_t sign;     /* bytes of it that are the sign of a list's item: "- ", "12. " */
};

struct body_leaves {
	struct body_leaf *v;
	size_t n;
};

/** body_item_leaves(a, item): The text of ${item}, piece by piece, in order; also what says
 * nothing. */
struct body_leaves body_item_leaves(struct arena *a, const struct body_item *item);

/** body_fits(type, v, n): May the ${n} nodes ${v} be what is in a node of ${type}? */
bool body_fits(enum body_node type, const struct body_item *v, size_t n);

/** body_item_eq(a, b): Do both trees say the same?  The names of blocks say nothing. */
bool body_item_eq(const struct body_item *a, const struct body_item *b);
/** body_mark_eq(a, b): The same mark with the same attributes? */
bool body_mark_eq(const struct body_mark_item *a, const struct body_mark_item *b);

#endif
