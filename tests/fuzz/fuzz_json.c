#include <assert.h>
#include <stdint.h>

#include "base/log.h"
#include "base/utf8.h"
#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(const struct http_pairs *p)
{
	assert(p->n <= 256);
	for (size_t i = 0; i < p->n; i++) {
		assert(utf8_valid(p->v[i].name) && utf8_valid(p->v[i].value));
		assert(str_chr(p->v[i].name, '\0') == p->v[i].name.n);
		assert(str_chr(p->v[i].value, '\0') == p->v[i].value.n);
		for (size_t k = 0; k < i; k++)
			assert(!str_eq(p->v[i].name, p->v[k].name));
	}
}

/* Written out again, as the desk does for the database, it is the same object. */
static void
there_and_back(struct arena *a, const struct http_pairs *p)
{
	struct http_pairs again;
	enum request_fault fault;
	struct buf b;

	buf_init(&b, a, (size_t)4 * 1024 * 1024);
	buf_char(&b, '{');
	for (size_t i = 0; i < p->n; i++) {
		if (i > 0)
			buf_char(&b, ',');
		log_json_str(&b, p->v[i].name);
		buf_char(&b, ':');
		log_json_str(&b, p->v[i].value);
	}
	buf_char(&b, '}');
	assert(buf_ok(&b));
	fault = json_parse(a, buf_view(&b), &again);
	assert(fault == REQUEST_FINE);
	assert(again.n == p->n);
	for (size_t i = 0; i < p->n; i++) {
		assert(str_eq(again.v[i].name, p->v[i].name));
		assert(str_eq(again.v[i].value, p->v[i].value));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)16 * 1024 * 1024);
	struct http_pairs p;

	if (a == NULL)
		return 0;
	if (json_parse(a, (struct str){(const char *)data, n}, &p) == REQUEST_FINE) {
		check(&p);
		there_and_back(a, &p);
	}
	arena_free(a);
	return 0;
}
