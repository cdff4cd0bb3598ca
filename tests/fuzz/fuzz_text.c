#include <assert.h>
#include <stdint.h>

#include "html/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What the plain-text form makes, it can show: without loss, and the same text every time. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena *a;
	struct str text = {n > 0 ? (const char *)data : "", n};
	struct str json;
	struct str back;
	struct str again;
	struct safe_html html;
	struct body_error error;
	bool lossless = false;

	if (a == NULL)
		a = arena_new(256u * 1024 * 1024);
	assert(a != NULL);
	if (body_from_text(a, text, &json) == STATUS_OK) {
		assert(body_render(a, json, NULL, &html, &error) == STATUS_OK);
		assert(body_to_text(a, json, &back, &lossless) == STATUS_OK && lossless);
		assert(body_from_text(a, back, &json) == STATUS_OK);
		assert(body_to_text(a, json, &again, &lossless) == STATUS_OK && lossless);
		assert(str_eq(back, again));
	}
	arena_reset(a);
	return 0;
}
