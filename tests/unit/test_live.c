#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/live.h"

static const char *
formatted(struct arena *a, struct live_cursor c)
{
	struct buf b;

	buf_init(&b, a, 64);
	live_cursor_format(&b, c);
	assert_true(buf_ok(&b));
	return str_z(a, buf_view(&b));
}

static void
cursor_comes_back(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct live_cursor c = {{1764000000123456}, {42}}, back;

	(void)state;
	assert_string_equal(formatted(a, c), "1764000000123456.42");
	assert_true(live_cursor_parse(str_of(formatted(a, c)), &back));
	assert_int_equal(back.at.us, c.at.us);
	assert_int_equal(back.id.v, c.id.v);
	arena_free(a);
}

static void
first_is_after_all(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct live_cursor first = live_cursor_first(), back;

	(void)state;
	assert_true(first.at.us > INT64_C(4102444800000000)); /* the year 2100 */
	assert_true(live_cursor_parse(str_of(formatted(a, first)), &back));
	arena_free(a);
}

static void
other_cursors_are_refused(void **state)
{
	static const char *const bad[] = {"", ".", "1", "1.", ".1", "1.0", "1.-1", "-1.1", "01.1",
	    "1.01", "1.1.1", " 1.1", "1.1 ", "1,1", "a.b", "253402300799000001.1",
	    "99999999999999999999.1", "1.9223372036854775808"};
	struct live_cursor c = {{7}, {7}};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (live_cursor_parse(str_of(bad[i]), &c))
			fail_msg("\"%s\" was taken for a cursor", bad[i]);
	assert_int_equal(c.at.us, 7);
	assert_int_equal(c.id.v, 7);
	assert_false(live_cursor_parse(STR_NULL, &c));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cursor_comes_back),
	    cmocka_unit_test(first_is_after_all),
	    cmocka_unit_test(other_cursors_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
