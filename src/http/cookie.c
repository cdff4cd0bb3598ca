#include "base/str.h"
#include "http/request.h"

/* Browsers keep at least 50 for a host; what is beyond this is not ours. */
#define COOKIES_MAX 128

/* RFC 6265, 4.1.1: cookie-octet. */
static bool
is_octets(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\')
			return false;
	}
	return true;
}

static bool
has(const struct http_pairs *pairs, struct str name)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (str_eq(pairs->v[i].name, name))
			return true;
	return false;
}

/*
 * A host's cookies are shared by all its ports and programs, so that a strange
 * one is no fault of the request: it is left out.  Not so with the prefix
 * that only we set: there, a strange or a second one is somebody's attempt.
 */
enum request_fault
cookie_parse(struct arena *a, struct str raw, struct http_pairs *out)
{
	struct str part;

	*out = (struct http_pairs){NULL, 0};
	if (raw.n == 0)
		return REQUEST_FINE;
	out->v = ARENA_ARRAY(a, COOKIES_MAX, struct http_pair);
	while (str_split(&raw, ';', &part)) {
		size_t eq = str_chr(part, '=');
		struct http_pair pair = {
		    str_trim(str_sub(part, 0, eq)), str_trim(str_sub(part, eq + 1, part.n))};
		bool ours = str_starts(pair.name, STR("__Host-"));
		bool sound =
		    eq < part.n && pair.name.n > 0 && is_octets(pair.name) && is_octets(pair.value);
		bool again = has(out, pair.name);

		if (ours && (!sound || again))
			return REQUEST_BAD;
		if (!sound || again)
			continue;
		if (out->n == COOKIES_MAX)
			return REQUEST_BAD;
		out->v[out->n++] = pair;
	}
	return REQUEST_FINE;
}
