#include <assert.h>
#include <stdint.h>
#include <stdio.h>

#include "html/body_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* As body_load() reads ${json}; NULL: it is no document of any schema. */
static const struct body_item *
load(struct arena *a, struct str json)
{
	const struct body_item *doc;
	struct body_error error;

	return body_load(a, json, &doc, &error) == STATUS_OK ? doc : NULL;
}

/* A document of an earlier schema, brought to the present one: the same for who reads it, of the
 * present one then, and not changed again. */
static void
check(struct arena *a, struct str json)
{
	const struct body_item *before = load(a, json);
	const struct body_item *after;
	struct str now;
	struct str again;

	if (body_current(a, json, &now) != STATUS_OK) {
		assert(before == NULL);
		return;
	}
	after = load(a, now);
	assert((before == NULL) == (after == NULL));
	assert(before == NULL || body_item_eq(before, after));
	assert(body_current(a, now, &again) == STATUS_OK && str_eq(now, again));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena *a;
	struct str doc = {n > 0 ? (const char *)data : "", n};

	if (a == NULL)
		a = arena_new(256u * 1024 * 1024);
	assert(a != NULL);
	for (int schema = 0; schema <= BODY_SCHEMA + 1; schema++) {
		struct buf b;

		buf_init(&b, a, n + 64);
		buf_printf(&b, "{\"schema\":%d,\"doc\":", schema);
		buf_str(&b, doc);
		buf_char(&b, '}');
		check(a, buf_view(&b));
		/* As the database spaces it. */
		buf_init(&b, a, n + 64);
		BUF_LIT(&b, "{\"doc\": ");
		buf_str(&b, doc);
		buf_printf(&b, ", \"schema\": %d}", schema);
		check(a, buf_view(&b));
	}
	arena_reset(a);
	return 0;
}
