#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct source {
	struct str rest;
};

static ssize_t
read_source(void *arg, char *p, size_t n)
{
	struct source *s = arg;
	size_t k = n < s->rest.n ? n : s->rest.n;

	memcpy(p, s->rest.p, k);
	s->rest = str_sub(s->rest, k, s->rest.n);
	return (ssize_t)k;
}

/* The first byte says how much is read at a time, the rest is the body. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a;
	struct source source;
	struct multipart_part part;
	struct multipart *m;
	enum request_fault fault;
	size_t sum = 0;
	bool more = true;
	char piece[256];

	if (n == 0 || (a = arena_new((size_t)4 * 1024 * 1024)) == NULL)
		return 0;
	source.rest = (struct str){(const char *)data + 1, n - 1};
	fault = multipart_open(a, STR("multipart/form-data; boundary=b"),
	    (struct body_stream){read_source, &source}, 100000, &m);
	assert(fault == REQUEST_FINE);
	while (fault == REQUEST_FINE && more) {
		size_t got = 1;

		fault = multipart_next(m, &part, &more);
		if (fault != REQUEST_FINE || !more)
			break;
		assert(part.name.n > 0 && utf8_valid(part.name) && utf8_valid(part.filename));
		while (fault == REQUEST_FINE && got > 0) {
			fault = multipart_read(m, piece, 1 + data[0], &got);
			assert(got <= 1 + (size_t)data[0]);
			sum += got;
		}
	}
	assert(sum < n);
	if (fault == REQUEST_FINE)
		assert(source.rest.n == 0);
	arena_free(a);
	return 0;
}
