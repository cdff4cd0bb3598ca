#ifndef COPYDESK_WEB_DESK_MERGE_H
#define COPYDESK_WEB_DESK_MERGE_H

#include "domain/revision.h"
#include "html/body_merge.h"
#include "web/desk/ctx.h"
#include "web/desk/form.h"

/* A form brought together with the newer version that its save met, field by field and block by
 * block. */

/* Conflicts of the body that are decided one by one; those beyond all alike. */
#define MERGE_BLOCKS_MAX 100
/* The name of the choice for those. */
#define MERGE_REST "choice_rest"

/* A field that differs in one of the three. */
struct merge_field {
	enum article_field field;
	enum body_merged how;
	enum body_choice choice;
	bool may_take_both;
};

struct merge {
	struct revision version[BODY_VERSIONS];
	struct merge_field field[ARTICLE_FIELDS];
	size_t fields_n;
	struct body_merge body;
	enum body_choice block[MERGE_BLOCKS_MAX];
	enum body_choice rest;
	bool leaves_out; /* words of mine are not in what comes of it */
	struct form result;
};

/**
 * merge_make(cx, req, mine, base, theirs, out):
 * Merge ${mine}, after form_check(), with ${theirs}; both were made from ${base} (NULL: nobody
 * knows from what, so that all that differs is a conflict).  The choices are those that ${req}
 * sends, mine where it sends none.  If both together are more than a body may hold, out->body.json
 * is absent.
 */
enum status merge_make(const struct ctx *cx, struct request *req, const struct form *mine,
    const struct revision *base, const struct revision *theirs, struct merge *out) MUST_CHECK;

/**
 * merge_with(cx, req, it, mine, theirs, out):
 * merge_make() of ${mine} and the revision ${theirs} of ${it}, with the base that ${mine} names, if
 * that is a revision of ${it}.  STATUS_NOT_FOUND: ${theirs} is none.  Else as the database says.
 */
enum status merge_with(const struct ctx *cx, struct request *req, const struct article *it,
    const struct form *mine, struct revision_id theirs, struct merge *out) MUST_CHECK;

/** merge_field_choice(a, field): The name of the choice for a field. */
struct str merge_field_choice(struct arena *a, enum article_field field);
/** merge_block_choice(a, conflict): The name of the choice for a conflict of the body. */
struct str merge_block_choice(struct arena *a, size_t conflict);

/** merge_fields_json(a, f): What is typed in ${f}, as a working copy holds it; absent if it is too
 * large for one. */
struct str merge_fields_json(struct arena *a, const struct form *f);

#endif
