#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buf.h"

static void
test_appends(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, NULL, 1000);
	assert_int_equal(buf_view(&b).n, 0);
	assert_non_null(buf_view(&b).p);
	BUF_LIT(&b, "n=");
	buf_i64(&b, INT64_MIN);
	buf_char(&b, ' ');
	buf_i64(&b, INT64_MAX);
	buf_char(&b, ' ');
	buf_u64(&b, UINT64_MAX);
	buf_char(&b, ' ');
	buf_i64(&b, 0);
	buf_str(&b, STR_NULL);
	buf_z(&b, " z ");
	buf_hex(&b, STR("\x00\xab\xff"));
	buf_printf(&b, " %s-%03d", "x", 7);
	assert_true(buf_ok(&b));
	assert_true(str_eq(buf_view(&b), STR("n=-9223372036854775808 9223372036854775807 "
					     "18446744073709551615 0 z 00abff x-007")));
	buf_free(&b);
}

static void
test_exact_maximum(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, NULL, 5);
	buf_printf(&b, "%s", "12345");
	assert_true(buf_ok(&b));
	buf_append(&b, "", 0);
	assert_true(buf_ok(&b));
	buf_char(&b, '6');
	assert_false(buf_ok(&b));
	assert_true(str_eq(buf_view(&b), STR("12345")));
	buf_free(&b);
	buf_init(&b, NULL, 0);
	buf_append(&b, "", 0);
	assert_true(buf_ok(&b));
	buf_char(&b, 'x');
	assert_false(buf_ok(&b));
	buf_free(&b);
}

static void
test_error_sticks(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, NULL, 8);
	buf_z(&b, "123456");
	buf_z(&b, "789"); /* does not fit, nor in part */
	buf_z(&b, "7");   /* would fit, but the error sticks */
	assert_false(buf_ok(&b));
	assert_null(buf_room(&b, 1));
	assert_true(str_eq(buf_view(&b), STR("123456")));
	buf_reset(&b);
	assert_true(buf_ok(&b));
	buf_z(&b, "12345678");
	assert_true(buf_ok(&b));
	buf_hex(&b, STR("a"));
	assert_false(buf_ok(&b));
	buf_free(&b);
}

static void
test_absurd_room(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, NULL, 100);
	buf_z(&b, "x");
	assert_null(buf_room(&b, SIZE_MAX));
	assert_false(buf_ok(&b));
	buf_free(&b);
}

static void
test_grows_in_arena(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct buf b;

	(void)state;
	buf_init(&b, a, 100000);
	for (int i = 0; i < 10000; i++)
		BUF_LIT(&b, "0123456789");
	assert_true(buf_ok(&b));
	assert_int_equal(b.n, 100000);
	assert_memory_equal(b.p + 99990, "0123456789", 10);
	buf_char(&b, 'x');
	assert_false(buf_ok(&b));
	arena_free(a);
}

static void
test_reset_keeps_memory(void **state)
{
	struct buf b;
	char *before;

	(void)state;
	buf_init(&b, NULL, 10000);
	for (int i = 0; i < 1000; i++)
		BUF_LIT(&b, "0123456789");
	before = b.p;
	buf_reset(&b);
	BUF_LIT(&b, "again");
	assert_ptr_equal(before, b.p);
	assert_true(str_eq(buf_view(&b), STR("again")));
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_appends),
	    cmocka_unit_test(test_exact_maximum),
	    cmocka_unit_test(test_error_sticks),
	    cmocka_unit_test(test_absurd_room),
	    cmocka_unit_test(test_grows_in_arena),
	    cmocka_unit_test(test_reset_keeps_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
