#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "db/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct row {
	bool has;
	int64_t number;
	struct str text;
};

/* A value of any type, length and content: it is refused, or it goes back as it came. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena *a;
	struct row row = {.has = false};
	struct db_field f = {.name = "x"};
	struct codec_value v;
	const char *p;

	if (a == NULL)
		a = arena_new((size_t)1 << 24);
	if (n < 2)
		return 0;
	f.type = (enum db_type)(data[0] % (DB_TIMESTAMPTZ + 1));
	bool text = f.type == DB_TEXT || f.type == DB_JSONB || f.type == DB_BYTEA;

	f.offset = text ? offsetof(struct row, text) : offsetof(struct row, number);
	f.has = data[1] % 2 == 0 ? DB_NOT_NULL
		: text           ? DB_NULL_IS_ABSENT
				 : offsetof(struct row, has);
	p = (const char *)data + 2;
	n -= 2;
	if (codec_decode(&f, p, n, &row)) {
		/* a view lies inside what it was taken from */
		assert(!text || (row.text.p >= p && row.text.n <= n));
		assert(codec_encode(a, &f, &row, &v) && v.p != NULL && v.n >= 0);
		/* PostgreSQL's true is 1; others that count as true become it */
		if (f.type == DB_BOOLEAN)
			assert(v.n == 1 && *v.p == (*p != 0));
		else
			assert((size_t)v.n == n && memcmp(v.p, p, n) == 0);
	}
	assert(codec_decode(&f, NULL, 0, &row) == (f.has != DB_NOT_NULL));
	arena_reset(a);
	return 0;
}
