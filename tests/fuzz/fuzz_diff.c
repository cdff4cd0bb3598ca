#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "domain/diff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* One side of a difference, put together again, is that text. */
static void
one_side(struct arena *a, const struct diff_block *d, enum diff_op without, struct str want)
{
	struct buf b;
	size_t i;

	buf_init(&b, a, want.n);
	for (i = 0; i < d->n; i++) {
		if (d->run[i].op != without)
			buf_str(&b, d->run[i].text);
	}
	assert(buf_ok(&b) && str_eq(buf_view(&b), want));
}

/* The input is two texts with a NUL between. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str from = {(const char *)data, n}, to;
	struct diff_block line;
	struct diff text;
	struct arena *a;
	size_t cut = str_chr(from, '\0');

	to = str_sub(from, cut == n ? cut : cut + 1, n);
	from = str_sub(from, 0, cut);
	if (!utf8_valid(from) || !utf8_valid(to))
		return 0;
	a = arena_new(64u << 20);
	if (a == NULL)
		return 0;
	diff_line(a, from, to, &line);
	one_side(a, &line, DIFF_ADDED, from);
	one_side(a, &line, DIFF_REMOVED, to);
	diff_text(a, from, to, &text);
	assert(text.changed <= text.n);
	/* No difference is found between a text and itself. */
	diff_text(a, to, to, &text);
	assert(text.changed == 0);
	arena_free(a);
	return 0;
}
