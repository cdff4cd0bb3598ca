#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "domain/byline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What was accepted is the same after a way through the form, in either language, and through JSON.
 */
static void
there_and_back(struct arena *a, const struct byline_list *list)
{
	struct byline_error error;
	struct byline_list back;
	struct buf b;
	enum status s;
	size_t i;
	int way;

	for (way = 0; way < 3; way++) {
		buf_init(&b, a, 1u << 20);
		if (way == 2)
			byline_to_json(&b, list);
		else
			byline_format(&b, list, way == 1);
		assert(buf_ok(&b));
		s = way == 2 ? byline_from_json(a, buf_view(&b), &back)
			     : byline_parse(a, buf_view(&b), &back, &error);
		assert(s == STATUS_OK && back.n == list->n);
		for (i = 0; i < back.n; i++) {
			assert(back.v[i].role == list->v[i].role);
			assert(str_eq(back.v[i].name, list->v[i].name));
			assert(str_eq(back.v[i].outlet, list->v[i].outlet));
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = {(const char *)data, n};
	struct byline_error error;
	struct byline_list list;
	struct arena *a;

	/* Broken UTF-8 is refused at the door. */
	if (!utf8_valid(text))
		return 0;
	a = arena_new(16u << 20);
	if (a == NULL)
		return 0;
	if (byline_parse(a, text, &list, &error) == STATUS_OK)
		there_and_back(a, &list);
	else
		assert(error.fault != BYLINE_FINE && error.line > 0);
	arena_free(a);
	return 0;
}
