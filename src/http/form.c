#include <stdint.h>
#include <string.h>

#include "base/fnv.h"
#include "base/url.h"
#include "base/utf8.h"
#include "http/request.h"

#define PAIRS_MAX 256

static bool
acceptable(struct str s)
{
	return utf8_valid(s) && str_chr(s, '\0') == s.n;
}

/* Up to 256 names: comparing each with each would be 32,000 comparisons, a table of hashes is none.
 */
struct seen {
	uint16_t slot[2 * PAIRS_MAX]; /* 1 + index of a pair; 0 free */
};

/* Note the name of the newest pair; false if an earlier one has it too. */
static bool
first_of_its_name(struct seen *seen, const struct http_pairs *pairs)
{
	struct str name = pairs->v[pairs->n - 1].name;
	size_t at = fnv_32(name) % (2 * PAIRS_MAX);

	while (seen->slot[at] != 0) {
		if (str_eq(pairs->v[seen->slot[at] - 1].name, name))
			return false;
		at = (at + 1) % (2 * PAIRS_MAX);
	}
	seen->slot[at] = (uint16_t)pairs->n;
	return true;
}

static size_t
count_pairs(struct str raw)
{
	size_t n = 0;
	struct str part;

	while (str_split(&raw, '&', &part))
		n += part.n > 0;
	return n;
}

enum request_fault
form_parse(struct arena *a, struct str raw, struct http_pairs *out)
{
	size_t n = count_pairs(raw);
	struct seen *seen;
	struct str part;

	*out = (struct http_pairs){NULL, 0};
	if (n == 0)
		return REQUEST_FINE;
	if (n > PAIRS_MAX)
		return REQUEST_BAD;
	out->v = ARENA_ARRAY(a, n, struct http_pair);
	seen = ARENA_NEW(a, struct seen);
	while (str_split(&raw, '&', &part)) {
		size_t eq = str_chr(part, '=');
		struct http_pair *pair = &out->v[out->n];

		if (part.n == 0)
			continue;
		if (!url_decode(a, str_sub(part, 0, eq), true, &pair->name) ||
		    !url_decode(a, str_sub(part, eq + 1, part.n), true, &pair->value) ||
		    !acceptable(pair->name) || !acceptable(pair->value))
			return REQUEST_BAD;
		out->n++;
		if (!first_of_its_name(seen, out) && !str_ends(pair->name, STR("[]")))
			return REQUEST_BAD;
	}
	return REQUEST_FINE;
}
