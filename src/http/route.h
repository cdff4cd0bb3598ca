#ifndef COPYDESK_HTTP_ROUTE_H
#define COPYDESK_HTTP_ROUTE_H

#include <stddef.h>

#include "base/status.h"
#include "http/request.h"
#include "http/response.h"

/* Who may use a route.  The database decides again, and finer. */
enum perm {
	PERM_NONE_GIVEN = 0, /* never a route's: a row must say */
	PERM_PUBLIC,         /* spelled out */
	PERM_SIGNED_IN,
	PERM_WRITE,
	PERM_REVIEW, /* any of the three review rights */
	PERM_PUBLISH,
	PERM_WITHDRAW,
	PERM_READ_AUDIT
};

enum csrf {
	CSRF_NONE_GIVEN = 0,
	CSRF_SAFE /* GET: nothing to protect */,
	CSRF,        /* origin and token */
	CSRF_JSON,   /* the same; the form may come as a JSON object, and the answer is JSON */
	CSRF_ORIGIN, /* origin alone, for a page that asks for its token; the answer is JSON */
	CSRF_UPLOAD  /* origin; the handler reads the body, and the token in it before any file */
};

struct ctx; /* the program's own: database, session, language; see web/ */
typedef void handler_fn(struct ctx *cx, struct request *req, struct response *res);

struct route {
	enum http_method method; /* GET answers HEAD too */
	const char *pattern;     /* "/articles/:id/publish"; ":id" matches one non-empty part */
	enum perm perm;
	enum csrf csrf;
	size_t body_max; /* bytes; 0 for GET */
	handler_fn *handler;
};

/* The only way to write a row: all six, and none of the "none given" values. */
#define ROUTE(method, pattern, perm, csrf, body_max, handler)                                      \
	{                                                                                          \
		method, pattern, (perm) + 0 * sizeof(char[(perm) != PERM_NONE_GIVEN ? 1 : -1]),    \
		    (csrf) + 0 * sizeof(char[(csrf) != CSRF_NONE_GIVEN ? 1 : -1]), body_max,       \
		    handler                                                                        \
	}

struct route_table {
	const struct route *v;
	size_t n;
};

/**
 * route_find(t, req, out, allow):
 * Find the first row for ${req} and set req->param, each part of the path
 * decoded for itself.  STATUS_NOT_FOUND: no such
 * address.  STATUS_INVALID: the address exists, the method is not its own;
 * ${allow} then names those that are ("GET, HEAD, POST"), in the request's arena.
 */
enum status route_find(const struct route_table *t, struct request *req, const struct route **out,
    struct str *allow) MUST_CHECK;

/** route_perm_name(perm): Return the word for ${perm} that --routes prints. */
const char *route_perm_name(enum perm perm);

/**
 * route_fault(t):
 * Return the pattern of a row that can never be reached or is malformed (no
 * leading '/', no handler, too many parameters, all that it matches matched by
 * an earlier row); NULL if all are well.
 */
const char *route_fault(const struct route_table *t);

#endif
