#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "crypto/password_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* As it is compared it stays as it is, and it is text if it was. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char room[PASSWORD_TEXT_MAX], again[PASSWORD_TEXT_MAX];
	struct str raw = {(const char *)data, n}, text = password_text(raw, room), twice;

	assert(utf8_valid(text) == utf8_valid(raw));
	if (text.n <= PASSWORD_MAX_BYTES) {
		twice = password_text(text, again);
		assert(str_eq(twice, text));
	}
	assert(password_check(raw, STR("anna")) == password_check(text, STR("anna")));
	return 0;
}
