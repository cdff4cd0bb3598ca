#include "http/read.h"

#include <string.h>

#include "base/num.h"
#include "base/url.h"
#include "base/utf8.h"

#define URI_MAX ((size_t)8 * 1024)

/* Where each parameter that the web server sends goes. */
struct place {
	struct str name;
	struct str *to;
};

/* What is not yet decoded. */
struct raw {
	struct str uri;
	struct str cookie;
	struct str length;
	struct str https;
};

static void
take_params(char *const *params, const struct place *place, size_t n)
{
	for (; *params != NULL; params++) {
		struct str param = str_of(*params);
		size_t eq = str_chr(param, '=');
		struct str name = str_sub(param, 0, eq);

		for (size_t i = 0; i < n; i++) {
			if (!str_eq(place[i].name, name))
				continue;
			if (place[i].to->p == NULL)
				*place[i].to = str_sub(param, eq + 1, param.n);
			break;
		}
	}
}

static void
take(char *const *params, struct request *req, struct raw *raw)
{
	const struct place place[] = {
	    {STR("REQUEST_METHOD"), &req->method_text},
	    {STR("REQUEST_URI"), &raw->uri},
	    {STR("REQUEST_ID"), &req->id},
	    {STR("CONTENT_TYPE"), &req->content_type},
	    {STR("CONTENT_LENGTH"), &raw->length},
	    {STR("HTTPS"), &raw->https},
	    {STR("REMOTE_ADDR"), &req->remote_addr},
	    {STR("HTTP_HOST"), &req->host},
	    {STR("HTTP_COOKIE"), &raw->cookie},
	    {STR("HTTP_IF_NONE_MATCH"), &req->if_none_match},
	    {STR("HTTP_ACCEPT"), &req->accept},
	    {STR("HTTP_ACCEPT_LANGUAGE"), &req->accept_language},
	    {STR("HTTP_SEC_FETCH_SITE"), &req->sec_fetch_site},
	    {STR("HTTP_ORIGIN"), &req->origin},
	    {STR("HTTP_USER_AGENT"), &req->user_agent},
	};

	take_params(params, place, sizeof(place) / sizeof(place[0]));
}

static enum http_method
method_of(struct str s)
{
	if (str_eq(s, STR("GET")))
		return HTTP_GET;
	if (str_eq(s, STR("HEAD")))
		return HTTP_HEAD;
	if (str_eq(s, STR("POST")))
		return HTTP_POST;
	return HTTP_OTHER;
}

/* A header is bytes; what we keep of it goes to logs and to the database as text. */
static void
only_text(struct str *s)
{
	if (!utf8_valid(*s))
		*s = STR_NULL;
}

static enum request_fault
read_uri(struct request *req, struct str uri)
{
	size_t mark = str_chr(uri, '?');
	struct str path;

	/* Any path will do for the error page, and none is as safe. */
	req->path = req->raw_path = STR("/");
	req->raw_query = STR("");
	if (uri.n > URI_MAX)
		return REQUEST_URI_LONG;
	if (!str_starts(uri, STR("/")))
		return REQUEST_BAD;
	if (!url_decode(req->arena, str_sub(uri, 0, mark), false, &path) || !utf8_valid(path) ||
	    str_chr(path, '\0') < path.n)
		return REQUEST_BAD;
	req->path = path;
	req->raw_path = str_sub(uri, 0, mark);
	req->raw_query = str_sub(uri, mark + 1, uri.n);
	return form_parse(req->arena, req->raw_query, &req->query);
}

enum request_fault
read_head(struct arena *a, char *const *params, struct request *req)
{
	struct raw raw = {.uri = STR_NULL};
	enum request_fault fault;
	enum request_fault cookie_fault;

	*req = (struct request){.arena = a, .content_length = -1};
	take(params, req, &raw);
	req->method = method_of(req->method_text);
	req->https = str_eq_nocase(raw.https, STR("on"));
	only_text(&req->id);
	only_text(&req->method_text);
	only_text(&req->user_agent);
	only_text(&req->remote_addr);
	fault = read_uri(req, raw.uri);
	if (fault != REQUEST_FINE)
		req->query.n = 0;
	cookie_fault = cookie_parse(a, raw.cookie, &req->cookies);
	if (cookie_fault != REQUEST_FINE)
		req->cookies.n = 0;
	if (fault == REQUEST_FINE) {
		fault = cookie_fault;
		req->bad_cookies = cookie_fault != REQUEST_FINE;
	}
	if (raw.length.n > 0 && !num_i64(raw.length, 0, INT64_MAX, &req->content_length))
		fault = REQUEST_BAD;
	return fault;
}

static bool
is_type(struct str type, struct str want)
{
	return str_eq_nocase(str_trim(str_sub(type, 0, str_chr(type, ';'))), want);
}

/* Without a length (nginx always tells one) the body ends where its stream does. */
static enum request_fault
read_bytes(struct fcgi *c, struct request *req, size_t max)
{
	size_t want = req->content_length >= 0 ? (size_t)req->content_length : max + 1;
	char *p;
	ssize_t n;

	if (req->content_length >= 0 && want > max)
		return REQUEST_TOO_LARGE;
	p = arena_alloc(req->arena, want);
	n = fcgi_body(c, p, want);
	if (n < 0 || (req->content_length >= 0 && (size_t)n != want))
		return REQUEST_BAD;
	if ((size_t)n > max)
		return REQUEST_TOO_LARGE;
	req->body = (struct str){p, (size_t)n};
	return REQUEST_FINE;
}

enum request_fault
read_body(struct fcgi *c, struct request *req, size_t max, bool json)
{
	enum request_fault fault;

	if (req->method != HTTP_POST)
		return REQUEST_FINE; /* a body here has no meaning (RFC 9110, 9.3.1); it is
					discarded */
	fault = read_bytes(c, req, max);
	if (fault != REQUEST_FINE || req->body.n == 0)
		return fault;
	if (is_type(req->content_type, STR("application/x-www-form-urlencoded")))
		fault = form_parse(req->arena, req->body, &req->form);
	else if (json && is_type(req->content_type, STR("application/json")))
		fault = json_parse(req->arena, req->body, &req->form);
	else
		return REQUEST_TYPE;
	if (fault != REQUEST_FINE)
		req->form.n = 0;
	return fault;
}
