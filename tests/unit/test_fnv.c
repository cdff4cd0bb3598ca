#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/fnv.h"

/* The draft's own test vectors (draft-eastlake-fnv, appendix C). */
static void
test_vectors(void **state)
{
	(void)state;
	assert_int_equal(fnv_32(STR("")), 0x811c9dc5u);
	assert_int_equal(fnv_32(STR("a")), 0xe40c292cu);
	assert_int_equal(fnv_32(STR("foobar")), 0xbf9cf968u);
	assert_int_equal(fnv_32(STR_NULL), 0x811c9dc5u);
}

/* Bytes count without a sign. */
static void
test_high_bytes(void **state)
{
	(void)state;
	assert_int_equal(fnv_32(STR("\xff")), (uint32_t)((2166136261u ^ 0xffu) * 16777619u));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_vectors),
	    cmocka_unit_test(test_high_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
