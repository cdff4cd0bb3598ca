#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "crypto/hash.h"
#include "crypto/token.h"

static void
test_sha256(void **state)
{
	/* FIPS 180-4, example of one block. */
	static const uint8_t abc[32] = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41,
	    0x40, 0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c,
	    0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
	static const uint8_t none[4] = {0xe3, 0xb0, 0xc4, 0x42};
	uint8_t out[32];

	(void)state;
	hash_sha256(STR("abc"), out);
	assert_memory_equal(out, abc, 32);
	hash_sha256(STR_NULL, out);
	assert_memory_equal(out, none, 4);
}

static void
test_etag(void **state)
{
	char a[33], b[33];

	(void)state;
	hash_etag(STR("page"), a);
	hash_etag(STR("page"), b);
	assert_string_equal(a, b);
	assert_int_equal(strlen(a), 32);
	assert_int_equal(strspn(a, "0123456789abcdef"), 32);
	hash_etag(STR("Page"), b);
	assert_string_not_equal(a, b);
	hash_etag(STR(""), b);
	assert_string_not_equal(a, b);
}

static int
setup(void **state)
{
	(void)state;
	return crypto_init() ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sha256),
	    cmocka_unit_test(test_etag),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
