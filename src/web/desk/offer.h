#ifndef COPYDESK_WEB_DESK_OFFER_H
#define COPYDESK_WEB_DESK_OFFER_H

#include "domain/working.h"
#include "web/desk/form.h"

/* Unsaved words of this person, offered on the page of the form: to compare, take or drop. */

/** working_end_of(req, out): What the sent form says of the working copy that it came from. */
void working_end_of(struct request *req, struct working_end *out);

/** working_fields(req): The fields of the sent form as a working copy holds them, a JSON object;
 * absent if they are too much. */
struct str working_fields(struct request *req);

/** offer_form(cx, a, copy, f): The form that ${copy} holds; false if it is none of ours. */
bool offer_form(struct ctx *cx, struct arena *a, const struct working_copy *copy, struct form *f);

/**
 * offer_take(cx, req, it, f, taken):
 * If the address asks for a working copy of ${it} (NULL: of a new article), fill ${f} with it and
 * return true; ${f} stays as it is if there is none.
 */
bool offer_take(struct ctx *cx, struct request *req, const struct article *it, struct form *f,
    struct working_copy *taken);

/**
 * offer_before(cx, req, f):
 * Of a form that came without script: find the document that its text was made from, the working
 * copy's that it was filled with, else that of the version it goes on from, so that
 * form_check() keeps what the text cannot show.
 */
void offer_before(struct ctx *cx, struct request *req, struct form *f);

/** offer_taken(cx, a, taken, view): Say that ${view} shows ${taken}. */
void offer_taken(const struct ctx *cx, struct arena *a, const struct working_copy *taken,
    struct desk_form_view *view);

/**
 * offer_show(cx, req, it, f, channels, n, view):
 * Offer what differs from ${f} among the working copies of ${it}.  If they cannot be read there is
 * nothing to offer, and the next statement tells why.
 */
void offer_show(struct ctx *cx, struct request *req, const struct article *it, const struct form *f,
    const struct channel *channels, size_t n, struct desk_form_view *view);

#endif
