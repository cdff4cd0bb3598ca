#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/num.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = {(const char *)data, n};
	uint8_t raw[16];
	struct buf b;
	int64_t v;

	buf_init(&b, NULL, 64);
	/* A number has one spelling: writing it gives back what was read. */
	if (num_i64(s, INT64_MIN, INT64_MAX, &v)) {
		buf_i64(&b, v);
		assert(str_eq(buf_view(&b), s));
		assert(num_i64(s, v, v, &v));
		assert(v == INT64_MAX || !num_i64(s, v + 1, INT64_MAX, &v));
	}
	buf_reset(&b);
	if (num_hex(s, raw, sizeof(raw))) {
		buf_hex(&b, (struct str){(const char *)raw, sizeof(raw)});
		assert(str_eq(buf_view(&b), s));
	}
	buf_free(&b);
	return 0;
}
