#include "http/route.h"

#include <stdbool.h>
#include <string.h>

#include "base/url.h"

/* The deepest address of the house has five parts. */
#define PARTS_MAX 8

/* "/a/b" has the parts "a" and "b", "/" the one part "". */
struct parts {
	struct str v[PARTS_MAX];
	size_t n;
};

/*
 * Decoded part by part, so that "%2F" is a character of a name and never
 * parts a path.
 */
static bool
split(struct arena *a, struct str raw_path, struct parts *out)
{
	struct str rest = str_sub(raw_path, 1, raw_path.n);
	struct str part;

	out->n = 0;
	while (str_split(&rest, '/', &part)) {
		if (out->n == PARTS_MAX || !url_decode(a, part, false, &out->v[out->n]))
			return false;
		out->n++;
	}
	return true;
}

static bool
matches(const struct parts *path, const char *pattern, struct str *param)
{
	struct str rest = str_of(pattern + 1);
	struct str want;
	size_t params = 0;
	size_t n = 0;

	for (size_t i = 0; i < ROUTE_PARAMS_MAX; i++)
		param[i] = STR_NULL;
	while (str_split(&rest, '/', &want)) {
		if (n == path->n)
			return false;
		if (!str_starts(want, STR(":"))) {
			if (!str_eq(path->v[n], want))
				return false;
		} else {
			if (path->v[n].n == 0 || params == ROUTE_PARAMS_MAX)
				return false;
			param[params++] = path->v[n];
		}
		n++;
	}
	return n == path->n;
}

static void
allow_list(struct arena *a, const bool *allowed, struct str *out)
{
	struct buf b;

	buf_init(&b, a, 64);
	if (allowed[HTTP_GET])
		BUF_LIT(&b, "GET, HEAD");
	if (allowed[HTTP_POST])
		buf_z(&b, b.n > 0 ? ", POST" : "POST");
	*out = buf_view(&b);
}

enum status
route_find(
    const struct route_table *t, struct request *req, const struct route **out, struct str *allow)
{
	enum http_method method = req->method == HTTP_HEAD ? HTTP_GET : req->method;
	bool allowed[HTTP_OTHER + 1] = {false};
	struct str param[ROUTE_PARAMS_MAX];
	bool exists = false;
	struct parts parts;

	if (!str_starts(req->raw_path, STR("/")) || !split(req->arena, req->raw_path, &parts))
		return STATUS_NOT_FOUND;
	for (size_t i = 0; i < t->n; i++) {
		if (!matches(&parts, t->v[i].pattern, param))
			continue;
		if (t->v[i].method == method) {
			for (size_t k = 0; k < ROUTE_PARAMS_MAX; k++)
				req->param[k] = param[k];
			*out = &t->v[i];
			return STATUS_OK;
		}
		exists = true;
		allowed[t->v[i].method] = true;
	}
	if (!exists)
		return STATUS_NOT_FOUND;
	allow_list(req->arena, allowed, allow);
	return STATUS_INVALID;
}

const char *
route_perm_name(enum perm perm)
{
	static const char *const name[] = {
	    "none", "public", "signed_in", "write", "review", "publish", "withdraw", "read_audit"};

	return (size_t)perm < sizeof(name) / sizeof(name[0]) ? name[perm] : "?";
}

/* Does ${earlier} match whatever ${later} does? */
static bool
hides(const char *earlier, const char *later)
{
	struct str rest = str_of(later + 1), wide = str_of(earlier + 1);
	struct str part, other;

	while (str_split(&rest, '/', &part)) {
		if (!str_split(&wide, '/', &other))
			return false;
		if (str_starts(other, STR(":")) ? part.n == 0 : !str_eq(other, part))
			return false;
	}
	return !str_split(&wide, '/', &other);
}

const char *
route_fault(const struct route_table *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct route *r = &t->v[i];
		size_t params = 0;

		if (r->pattern[0] != '/' || r->handler == NULL)
			return r->pattern;
		for (const char *p = r->pattern; *p != '\0'; p++)
			params += p[0] == '/' && p[1] == ':';
		if (params > ROUTE_PARAMS_MAX)
			return r->pattern;
		for (size_t k = 0; k < i; k++)
			if (t->v[k].method == r->method && hides(t->v[k].pattern, r->pattern))
				return r->pattern;
	}
	return NULL;
}
