#ifndef COPYDESK_HTTP_RESPONSE_H
#define COPYDESK_HTTP_RESPONSE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"
#include "http/request.h"

/*
 * The whole answer is built before its first byte is sent.  body is a heap buffer of the
 * worker that is reused from request to request (max 8 MiB).
 */
struct response {
	int status;          /* 200 unless set */
	struct str type;     /* Content-Type; default "text/html; charset=utf-8" */
	struct str cache;    /* Cache-Control; default "no-store" */
	char etag[40];       /* with its quotes; "" none */
	struct str location; /* for 301, 303 */
	struct str allow;    /* for 405 */
	int retry_after;     /* seconds; 0 none */
	struct buf extra;    /* further complete header lines, "Name: value\r\n" */
	struct buf *body;
	const char *error; /* a word for the log line; NULL none */
};

/** response_header(r, name, value): Add a header; CR, LF and NUL in ${value} make it fail with an
 * assertion. */
void response_header(struct response *r, const char *name, struct str value);
/** response_cookie(r, name, value, max_age): Set a __Host- cookie: Secure, HttpOnly, SameSite=Lax,
 * Path=/.  max_age 0 removes it, -1: session cookie. */
void response_cookie(struct response *r, const char *name, struct str value, int max_age);
/** response_redirect(r, status, location): 301 or 303 to a local or absolute address. */
void response_redirect(struct response *r, int status, struct str location);
/** response_not_modified(req, r): If ${req} already has r->etag (RFC 9110, 13.1.2: weak comparison,
 * lists, "*"), make ${r} a 304 and return true. */
bool response_not_modified(const struct request *req, struct response *r);

/* What the server does with a response; handlers need none of these. */
#define RESPONSE_EXTRA_MAX ((size_t)16 * 1024)

/** response_init(r, a, body): Make ${r} an empty 200 whose body goes to the emptied ${body}. */
void response_init(struct response *r, struct arena *a, struct buf *body);
/** response_has_body(r): May the status of ${r} carry a body (RFC 9110, 15)? */
bool response_has_body(const struct response *r);
/** response_head(r, out): Append the CGI header block (RFC 3875, 6) to ${out}. */
void response_head(const struct response *r, struct buf *out);

#endif
