#ifndef COPYDESK_WEB_WEB_H
#define COPYDESK_WEB_WEB_H

#include <stdbool.h>

#include "base/status.h"
#include "base/str.h"
#include "crypto/token.h"
#include "http/request.h"
#include "http/response.h"
#include "view/error_view.h"

/* What the three programs share of the web's conventions (docs/ARCHITECTURE.md, "Web"). */

#define WEB_COOKIE_SESSION "__Host-copydesk"          /* the session token, once signed in */
#define WEB_COOKIE_PREVIEW "__Host-copydesk-preview-" /* and a link's number: its secret */
#define WEB_COOKIE_FORM "__Host-copydesk-form"        /* binds the sign-in form to a browser */
#define WEB_FIELD_CSRF "csrf"
#define WEB_RETRY_SECONDS 3 /* what a 503 asks for */

/** web_token(req, cookie, out): Take the token in ${cookie} into ${out}; false if absent or
 * malformed. */
bool web_token(const struct request *req, const char *cookie, struct token *out);

/** web_csrf_token(secret, out): The form token that goes with a session's (or form cookie's)
 * ${secret}. */
void web_csrf_token(const struct token *secret, struct token *out);

/**
 * web_csrf_ok(req, secret):
 * May this unsafe request act for the holder of ${secret}?  It must come from
 * a page of this origin, and its field "csrf" must be derived from ${secret}.
 */
bool web_csrf_ok(const struct request *req, const struct token *secret);

/**
 * web_lang(req, chosen, fallback):
 * The language to answer in: the user's own choice ("zh" or "en"; absent for
 * nobody), else ?lang=, else Accept-Language, else ${fallback}.
 */
enum http_lang web_lang(const struct request *req, struct str chosen, enum http_lang fallback);

/** web_lang_of(s, fallback): "zh" or "en" as a language; ${fallback} for anything else. */
enum http_lang web_lang_of(struct str s, enum http_lang fallback);

/** web_http_status(s): The one place where an outcome becomes an HTTP status. */
int web_http_status(enum status s);

/**
 * web_error_view(req, http_status, zh, out):
 * Fill ${out} with what the user reads for ${http_status}, in the language
 * asked for.  A status without words of its own reads as 500.
 */
void web_error_view(const struct request *req, int http_status, bool zh, struct error_view *out);

/**
 * web_refuse(res, http_status, why):
 * Begin an error answer: status, Retry-After for 503, no caching, an empty
 * body, and ${why} as the word of the log line.  The caller renders the page.
 */
void web_refuse(struct response *res, int http_status, const char *why);

/**
 * web_is_typed(path):
 * Does a form of the desk with this address send what somebody typed?  It may be sent again after
 * signing in.  A decision (to publish, to revoke a link, ...) is not: it is taken anew, by who
 * sees what it is about.
 */
bool web_is_typed(struct str path);

#endif
