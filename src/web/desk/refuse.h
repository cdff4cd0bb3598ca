#ifndef COPYDESK_WEB_DESK_REFUSE_H
#define COPYDESK_WEB_DESK_REFUSE_H

#include "domain/article.h"
#include "domain/refusal.h"
#include "view/error_view.h"
#include "web/desk/ctx.h"

/* Answers that say no.  ${why} is the word of the log line. */

/** refuse_page(cx, req, res, http_status, why): An error page in the desk's frame, or a bare one
 * for a stranger. */
void refuse_page(
    struct ctx *cx, struct request *req, struct response *res, int http_status, const char *why);

/** refuse_status(cx, req, res, s): The error page for the outcome ${s}. */
void refuse_status(struct ctx *cx, struct request *req, struct response *res, enum status s);

/**
 * refuse_words(cx, req, res, why, e, href, word):
 * An answer with the words and status of ${e} and a way on; as JSON the word ${why} and the
 * message.
 */
void refuse_words(struct ctx *cx, struct request *req, struct response *res, const char *why,
    const struct error_view *e, struct str href, const char *word);

/**
 * refuse_sign_in(cx, req, res):
 * 401, a sign-in form that carries the typed fields along; of a decision it leads back to where
 * that is taken.
 */
void refuse_sign_in(struct ctx *cx, struct request *req, struct response *res);

/** refuse_again(cx, req, res, http_status, why): An error page from which the typed fields can be
 * sent again. */
void refuse_again(
    struct ctx *cx, struct request *req, struct response *res, int http_status, const char *why);

/**
 * refuse_stale_form(cx, req, res):
 * As refuse_again(), for a form made under an earlier sign-in.  A decision is not sent again: the
 * page leads back to where it is taken.
 */
void refuse_stale_form(struct ctx *cx, struct request *req, struct response *res);

/**
 * refuse_act(cx, req, res, article, s, why):
 * A decision on ${article} that the database refused with ${s} for the reason
 * ${why}: says what happened meanwhile and who did it.  Begins a transaction of its own to look.
 */
void refuse_act(struct ctx *cx, struct request *req, struct response *res,
    struct article_id article, enum status s, enum refusal why);

#endif
