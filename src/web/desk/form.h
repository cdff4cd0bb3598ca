#ifndef COPYDESK_WEB_DESK_FORM_H
#define COPYDESK_WEB_DESK_FORM_H

#include "domain/article.h"
#include "domain/channel.h"
#include "domain/revision.h"
#include "html/body.h"
#include "view/desk_view.h"
#include "web/desk/ctx.h"

/* The field in which the editor sends the document; without script there is none. */
#define FORM_DOCUMENT "body_json"

/* The form of an article: what was typed, and what is wrong with it. */
struct form {
	struct article_draft draft;
	struct str bylines, topics, slug, lead_media; /* as typed */
	struct str document; /* the body as the editor sent it or as it is stored; else n == 0 */
	struct str before;   /* the document that the text was made from, else n == 0 */
	struct str problem;  /* a refusal that belongs to no field */
	struct article_faults faults;
	struct byline_error byline_error;
	struct topic_error topic_error;
	struct body_error body_error; /* of a document that cannot be stored */
	bool lossless;                /* the plain text shows all of the body that it is of */
	bool apart; /* changed lines of it are not in the block that they are of, or lost marks */
};

/** form_new(cx, a, f): An empty form for a new article. */
void form_new(const struct ctx *cx, struct arena *a, struct form *f);

/**
 * form_read(req, f):
 * Take what was sent.  STATUS_INVALID if a hidden field is missing or was
 * tampered with: then it is not a form of ours.
 */
enum status form_read(struct request *req, struct form *f) MUST_CHECK;

/** form_from(cx, a, r, f): The form to go on from the stored ${r}. */
enum status form_from(
    const struct ctx *cx, struct arena *a, const struct revision *r, struct form *f) MUST_CHECK;

/**
 * form_over(a, f, document):
 * The text of ${f} is, or was made from, that of ${document} (n == 0: of none): note it, and
 * whether the text shows all of it.
 */
void form_over(struct arena *a, struct form *f, struct str document);

/** form_renew(a, f): Give ${f} a key of its own, for another try. */
void form_renew(struct arena *a, struct form *f);

/**
 * form_check(cx, a, f, complete):
 * Parse the bylines and topics, take the document or make it from the text, with its HTML
 * and its length, fill in the slug, and note what is wrong.  Return true if nothing is.  With
 * ${complete} it must have all that a submission needs.
 */
bool form_check(struct ctx *cx, struct arena *a, struct form *f, bool complete);

/** form_document(f): The document that ${f} has or goes on from; n == 0 if there is none. */
struct str form_document(const struct form *f);

/** form_text(a, f): The body as plain text, for who writes without script. */
struct str form_text(struct arena *a, const struct form *f);

/** form_revision(f): What ${f} would be if it were stored; after form_check(). */
struct revision form_revision(const struct form *f);

/** form_fields(cx, a, f, channels, n, view): Fill the fields of ${view}, and what is wrong with
 * them. */
void form_fields(const struct ctx *cx, struct arena *a, const struct form *f,
    const struct channel *channels, size_t n, struct desk_form_view *view);

/** form_name(field): The name of a field in the form, which is its id on the page as well. */
const char *form_name(enum article_field field);

/** form_label(field, zh): What stands beside it. */
const char *form_label(enum article_field field, bool zh);

/** form_fault(a, f, field, zh): What is wrong with ${field}, for its writer; empty if nothing. */
struct str form_fault(struct arena *a, const struct form *f, enum article_field field, bool zh);

#endif
