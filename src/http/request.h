#ifndef COPYDESK_HTTP_REQUEST_H
#define COPYDESK_HTTP_REQUEST_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/str.h"
#include "http/http.h"

/* A name and its value, decoded. */
struct http_pair {
	struct str name;
	struct str value;
};

struct http_pairs {
	struct http_pair *v;
	size_t n;
};

/* A body that is read as it comes: up to ${n} bytes at ${p}, fewer at its end, -1 if it was cut
 * off. */
struct body_stream {
	ssize_t (*read)(void *arg, char *p, size_t n);
	void *arg;
};

#define ROUTE_PARAMS_MAX 4

/* Everything is a view into the request's arena, decoded and valid UTF-8. */
struct request {
	struct arena *arena;
	enum http_method method;
	struct str method_text;
	struct str path;      /* decoded, begins with '/' */
	struct str raw_path;  /* as sent, without the query */
	struct str raw_query; /* as sent */
	struct http_pairs query;
	struct http_pairs cookies;
	struct str body;           /* as sent; read only after the route is known */
	struct http_pairs form;    /* of an application/x-www-form-urlencoded body */
	struct body_stream stream; /* the body, for a route that takes an upload; else NULL */
	struct str id;             /* request id: nginx $request_id, 32 hex digits */
	struct str host;           /* as sent, with port */
	bool https;                /* nginx $https = on */
	struct str remote_addr;
	struct str content_type;
	int64_t content_length; /* -1: not given */
	struct str if_none_match;
	struct str accept;
	struct str accept_language;
	struct str sec_fetch_site;
	struct str origin;
	struct str user_agent;
	bool bad_cookies; /* the cookies are why it is refused */
	/* Set by route_find(): the values of ":name" parts, in order. */
	struct str param[ROUTE_PARAMS_MAX];
};

/* Why a request was refused before any handler saw it. */
enum request_fault {
	REQUEST_FINE,
	REQUEST_BAD, /* 400: malformed escape, invalid UTF-8, NUL, duplicate parameter, bad cookie
		      */
	REQUEST_TOO_LARGE, /* 413 */
	REQUEST_TYPE,      /* 415 */
	REQUEST_URI_LONG   /* 414: path + query over 8 KiB */
};

/** request_query(r, name): Return the query parameter, absent if not sent. */
struct str request_query(const struct request *r, struct str name);
/** request_form(r, name): Return the form field, absent if not sent. */
struct str request_form(const struct request *r, struct str name);
/** request_cookie(r, name): Return the cookie, absent if not sent. */
struct str request_cookie(const struct request *r, struct str name);
/** request_lang(accept_language, fallback): The first of zh* and en* by q-value (RFC 9110, 12.5.4).
 */
enum http_lang request_lang(struct str accept_language, enum http_lang fallback);
/** request_wants_json(r): Does Accept name application/json, and no HTML (RFC 9110, 12.5.1)?  So
 * asks a script; a browser that loads a page names HTML. */
bool request_wants_json(const struct request *r);
/**
 * request_same_origin(r):
 * Did this request come from a page of this very origin?  By Sec-Fetch-Site
 * where it is sent ("same-origin", or "none" for a typed address), else by Origin against Host; an
 * unsafe request with neither is refused.
 */
bool request_same_origin(const struct request *r);

/*
 * The parsers, apart so that each can be tested and fuzzed.
 * form_parse: application/x-www-form-urlencoded (WHATWG URL, 5.1); at most 256 pairs; a repeated
 * name is a fault unless it ends with "[]".  cookie_parse: RFC 6265, 5.4.
 */
enum request_fault form_parse(struct arena *a, struct str raw, struct http_pairs *out);
enum request_fault cookie_parse(struct arena *a, struct str raw, struct http_pairs *out);

/**
 * json_parse(a, raw, out):
 * A JSON object (RFC 8259) of at most 256 members, all strings, none twice and none with a NUL, as
 * the pairs that a form with these fields gives.  REQUEST_BAD for anything else.
 */
enum request_fault json_parse(struct arena *a, struct str raw, struct http_pairs *out);

#endif
