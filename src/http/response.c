#include "http/response.h"

#include <assert.h>
#include <string.h>

/* A line break in a value would let it write headers, or an answer, of its own. */
static bool
fits_a_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\r' || s.p[i] == '\n' || s.p[i] == '\0')
			return false;
	return true;
}

static void
line(struct buf *b, const char *name, struct str value)
{
	assert(fits_a_line(value));
	buf_z(b, name);
	BUF_LIT(b, ": ");
	buf_str(b, value);
	BUF_LIT(b, "\r\n");
}

void
response_header(struct response *r, const char *name, struct str value)
{
	line(&r->extra, name, value);
}

void
response_cookie(struct response *r, const char *name, struct str value, int max_age)
{
	assert(str_starts(str_of(name), STR("__Host-")));
	assert(fits_a_line(value) && str_chr(value, ';') == value.n);
	BUF_LIT(&r->extra, "Set-Cookie: ");
	buf_z(&r->extra, name);
	buf_char(&r->extra, '=');
	buf_str(&r->extra, value);
	if (max_age >= 0) {
		BUF_LIT(&r->extra, "; Max-Age=");
		buf_i64(&r->extra, max_age);
	}
	BUF_LIT(&r->extra, "; Path=/; Secure; HttpOnly; SameSite=Lax\r\n");
}

void
response_redirect(struct response *r, int status, struct str location)
{
	assert(status == 301 || status == 303);
	assert(location.n > 0 && fits_a_line(location));
	r->status = status;
	r->location = location;
}

/* RFC 9110, 8.8.3.2: weak comparison looks at what is between the quotes alone. */
static struct str
opaque(struct str tag)
{
	return str_starts(tag, STR("W/")) ? str_sub(tag, 2, tag.n) : tag;
}

/* Take one entity-tag off the list; false at its end or where it is malformed. */
static bool
next_tag(struct str *rest, struct str *tag)
{
	size_t from;
	size_t end;

	while (rest->n > 0 && strchr(" \t,", rest->p[0]) != NULL)
		*rest = str_sub(*rest, 1, rest->n);
	from = str_starts(*rest, STR("W/")) ? 2 : 0;
	if (rest->n <= from || rest->p[from] != '"')
		return false;
	end = from + 1 + str_chr(str_sub(*rest, from + 1, rest->n), '"');
	if (end >= rest->n)
		return false;
	*tag = str_sub(*rest, 0, end + 1);
	*rest = str_sub(*rest, end + 1, rest->n);
	return true;
}

static bool
has_tag(struct str list, struct str etag)
{
	struct str tag;

	if (str_eq(str_trim(list), STR("*")))
		return true;
	while (next_tag(&list, &tag))
		if (str_eq(opaque(tag), opaque(etag)))
			return true;
	return false;
}

bool
response_not_modified(const struct request *req, struct response *r)
{
	bool safe = req->method == HTTP_GET || req->method == HTTP_HEAD;

	if (!safe || r->etag[0] == '\0' || req->if_none_match.n == 0 ||
	    !has_tag(req->if_none_match, str_of(r->etag)))
		return false;
	r->status = 304;
	return true;
}

static const char *
reason(int status)
{
	static const struct {
		int status;
		const char *reason;
	} known[] = {
	    {200, "OK"},
	    {201, "Created"},
	    {204, "No Content"},
	    {301, "Moved Permanently"},
	    {303, "See Other"},
	    {304, "Not Modified"},
	    {400, "Bad Request"},
	    {401, "Unauthorized"},
	    {403, "Forbidden"},
	    {404, "Not Found"},
	    {405, "Method Not Allowed"},
	    {409, "Conflict"},
	    {410, "Gone"},
	    {413, "Content Too Large"},
	    {414, "URI Too Long"},
	    {415, "Unsupported Media Type"},
	    {422, "Unprocessable Content"},
	    {429, "Too Many Requests"},
	    {500, "Internal Server Error"},
	    {503, "Service Unavailable"},
	    {507, "Insufficient Storage"},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].status == status)
			return known[i].reason;
	return "Unknown";
}

bool
response_has_body(const struct response *r)
{
	return r->status != 304 && r->status != 204;
}

void
response_init(struct response *r, struct arena *a, struct buf *body)
{
	buf_reset(body);
	*r = (struct response){.status = 200,
	    .type = STR("text/html; charset=utf-8"),
	    .cache = STR("no-store"),
	    .body = body};
	buf_init(&r->extra, a, RESPONSE_EXTRA_MAX);
}

void
response_head(const struct response *r, struct buf *out)
{
	BUF_LIT(out, "Status: ");
	buf_i64(out, r->status);
	buf_char(out, ' ');
	buf_z(out, reason(r->status));
	BUF_LIT(out, "\r\n");
	line(out, "Cache-Control", r->cache);
	if (r->etag[0] != '\0')
		line(out, "ETag", str_of(r->etag));
	if (r->location.n > 0)
		line(out, "Location", r->location);
	if (r->allow.n > 0)
		line(out, "Allow", r->allow);
	if (r->retry_after > 0) {
		BUF_LIT(out, "Retry-After: ");
		buf_i64(out, r->retry_after);
		BUF_LIT(out, "\r\n");
	}
	if (response_has_body(r)) {
		line(out, "Content-Type", r->type);
		BUF_LIT(out, "Content-Length: ");
		buf_u64(out, r->body->n);
		BUF_LIT(out, "\r\n");
	}
	buf_str(out, buf_view(&r->extra));
	BUF_LIT(out, "\r\n");
}
