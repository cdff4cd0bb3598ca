#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Encode as RFC 3629, section 3 says, to compare with what was decoded. */
static size_t
encode(uint32_t cp, unsigned char out[4])
{
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t len = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;

	for (size_t i = len; i-- > 1; cp >>= 6)
		out[i] = (unsigned char)(0x80 | (cp & 0x3f));
	out[0] = (unsigned char)(lead[len] | cp);
	return len;
}

/* What is made of a text stays well-formed, is no longer than it, and is made of itself. */
static void
check_made(struct str s, bool valid)
{
	struct str (*const make[])(struct arena *, struct str) = {
	    utf8_line, utf8_lines, utf8_name, utf8_straight};
	struct arena *a = arena_new(65536 + 16 * (s.n + 1));

	for (size_t i = 0; i < sizeof(make) / sizeof(make[0]); i++) {
		struct str made = make[i](a, s);

		assert(made.p != NULL && made.n <= s.n);
		if (valid)
			assert(utf8_valid(made) && str_eq(make[i](a, made), made));
	}
	assert(str_chr(utf8_line(a, s), '\n') == utf8_line(a, s).n);
	arena_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = {(const char *)data, n}, rest = s;
	bool valid = utf8_valid(s);
	size_t count = 0;
	uint32_t cp;

	for (const char *at = s.p; utf8_next(&rest, &cp); at = rest.p, count++) {
		unsigned char again[4];
		size_t len = encode(cp, again);

		assert(cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff));
		/* What is well-formed is the one encoding of what was read. */
		if (valid)
			assert((size_t)(rest.p - at) == len && memcmp(at, again, len) == 0);
	}
	assert(rest.n == 0);
	assert(utf8_count(s) == count);
	for (int class = UTF8_LINE; class <= UTF8_NAME; class ++)
		assert((utf8_check(s, (enum utf8_class) class) == UTF8_MALFORMED) == !valid);
	/* A line is a text, a name is a line. */
	if (utf8_check(s, UTF8_NAME) == UTF8_FINE)
		assert(utf8_check(s, UTF8_LINE) == UTF8_FINE);
	if (utf8_check(s, UTF8_LINE) == UTF8_FINE)
		assert(utf8_check(s, UTF8_TEXT) == UTF8_FINE);
	for (size_t i = 0; i <= count; i += 1 + count / 8) {
		struct str part = utf8_prefix(s, i);

		assert(utf8_count(part) == i);
		if (valid)
			assert(utf8_valid(part));
	}
	check_made(s, valid);
	return 0;
}
