#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(const struct http_pairs *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct http_pair *c = &p->v[i];

		assert(c->name.n > 0);
		for (size_t k = 0; k < c->value.n; k++)
			assert(c->value.p[k] > ' ' && c->value.p[k] < 0x7f &&
			       strchr("\",;\\", c->value.p[k]) == NULL);
		for (size_t k = 0; k < i; k++)
			assert(!str_eq(c->name, p->v[k].name));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str raw = {(const char *)data, n};
	struct arena *a = arena_new((size_t)1024 * 1024);
	struct http_pairs p;

	if (a == NULL)
		return 0;
	if (cookie_parse(a, raw, &p) == REQUEST_FINE)
		check(&p);
	(void)request_lang(raw, LANG_EN);
	arena_free(a);
	return 0;
}
