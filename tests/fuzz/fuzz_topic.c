#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "domain/topic.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What was accepted is the same after a way through the form, and through JSON. */
static void
there_and_back(struct arena *a, const struct topic_list *list)
{
	struct topic_error error;
	struct topic_list back;
	struct buf b;

	buf_init(&b, a, 1u << 16);
	topic_format(&b, list);
	assert(buf_ok(&b) && topic_parse(a, buf_view(&b), &back, &error) == STATUS_OK);
	assert(topic_same(list, &back));
	buf_init(&b, a, 1u << 16);
	topic_to_json(&b, list);
	assert(buf_ok(&b) && topic_from_json(a, buf_view(&b), &back) == STATUS_OK);
	assert(topic_same(list, &back));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = {(const char *)data, n};
	struct topic_error error;
	struct topic_list list;
	struct arena *a;

	/* Broken UTF-8 is refused at the door. */
	if (!utf8_valid(text))
		return 0;
	a = arena_new(16u << 20);
	if (a == NULL)
		return 0;
	if (topic_parse(a, text, &list, &error) == STATUS_OK)
		there_and_back(a, &list);
	else
		assert(error.fault != TOPIC_FINE && error.text.n > 0);
	arena_free(a);
	return 0;
}
