#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/num.h"

static void
test_accepts(void **state)
{
	int64_t v;

	(void)state;
	assert_true(num_i64(STR("0"), 0, 9, &v) && v == 0);
	assert_true(num_i64(STR("9223372036854775807"), 0, INT64_MAX, &v) && v == INT64_MAX);
	assert_true(num_i64(STR("-9223372036854775808"), INT64_MIN, 0, &v) && v == INT64_MIN);
	assert_true(num_i64(STR("-7"), -7, -7, &v) && v == -7);
}

static void
test_refuses(void **state)
{
	static const struct str bad[] = {
	    STR_NULL, STR(""), STR("-"), STR("+1"), STR(" 1"), STR("1 "), STR("01"), STR("00"),
	    STR("-0"), STR("-01"), STR("--1"), STR("1.0"), STR("1e3"), STR("0x10"), STR("1\0"),
	    STR("１"), STR("9223372036854775808"), STR("-9223372036854775809"),
	    STR("99999999999999999999999"),
	    STR("18446744073709551617"), /* wraps round to 1 in 64 bits */
	};
	int64_t v = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(num_i64(bad[i], INT64_MIN, INT64_MAX, &v));
	assert_false(num_i64(STR("10"), 1, 9, &v));
	assert_false(num_i64(STR("0"), 1, 9, &v));
	assert_int_equal(v, 42);
}

static void
test_hex(void **state)
{
	uint8_t out[3] = {9, 9, 9};

	(void)state;
	assert_false(num_hex(STR("00ff"), out, 3));
	assert_false(num_hex(STR("00ff1"), out, 3));
	assert_false(num_hex(STR("00ff1g"), out, 3));
	assert_false(num_hex(STR("00FF10"), out, 3));
	assert_false(num_hex(STR("00ff1000"), out, 3));
	assert_int_equal(out[0], 9);
	assert_true(num_hex(STR("00ff1a"), out, 3));
	assert_memory_equal(out, "\x00\xff\x1a", 3);
	assert_true(num_hex(STR(""), out, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_accepts),
	    cmocka_unit_test(test_refuses),
	    cmocka_unit_test(test_hex),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
