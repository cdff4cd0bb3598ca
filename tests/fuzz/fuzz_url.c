#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Encoding and decoding again gives what was there. */
static void
there_and_back(struct arena *a, struct str s)
{
	struct str out;
	struct buf b;
	bool ok;

	buf_init(&b, a, 3 * s.n);
	url_encode(&b, s);
	assert(buf_ok(&b));
	for (int plus = 0; plus < 2; plus++) {
		ok = url_decode(a, buf_view(&b), plus, &out);
		assert(ok && str_eq(out, s));
	}
	assert(url_safe(buf_view(&b)));
}

/* What a browser does before it looks at an address (WHATWG URL, 4.4): it must not change our mind.
 */
static void
as_a_browser_sees_it(struct arena *a, struct str s)
{
	char *seen = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\t' && s.p[i] != '\n' && s.p[i] != '\r')
			seen[n++] = s.p[i] == '\\' ? '/' : s.p[i];
	while (n > 0 && (unsigned char)seen[0] <= ' ')
		memmove(seen, seen + 1, --n);
	seen[n] = '\0';
	if (url_local(s))
		assert(seen[0] == '/' && seen[1] != '/');
	if (url_safe(s)) {
		assert(strncmp(seen, "//", 2) != 0);
		assert(strncasecmp(seen, "javascript:", 11) != 0);
		assert(strncasecmp(seen, "data:", 5) != 0);
		assert(strncasecmp(seen, "vbscript:", 9) != 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = {(const char *)data, n}, out;
	struct arena *a = arena_new(16 * n + 4096);

	if (a == NULL)
		return 0;
	there_and_back(a, s);
	if (url_decode(a, s, false, &out))
		assert(out.n <= s.n);
	as_a_browser_sees_it(a, s);
	if (url_local(s))
		assert(url_safe(s));
	arena_free(a);
	return 0;
}
