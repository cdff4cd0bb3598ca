#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/status.h"
#include "base/str.h"

static void
test_absent_is_not_empty(void **state)
{
	struct str none = str_of(NULL), empty = str_of("");

	(void)state;
	assert_null(none.p);
	assert_non_null(empty.p);
	assert_true(str_eq(none, empty)); /* equal as bytes, told apart by p */
	assert_null(str_sub(none, 3, 4).p);
	assert_null(str_trim(none).p);
	assert_int_equal(str_chr(none, 'x'), 0);
	assert_int_equal(str_find(none, STR("x")), 0);
}

static void
test_compare(void **state)
{
	(void)state;
	assert_true(str_eq(STR("ab"), STR("ab")));
	assert_false(str_eq(STR("ab"), STR("abc")));
	assert_false(str_eq(STR("ab"), STR("aB")));
	assert_true(str_eq_nocase(STR("Host"), STR("hOST")));
	assert_false(str_eq_nocase(STR("[host"), STR("{host")));
	assert_true(str_cmp(STR("a"), STR("b")) < 0);
	assert_true(str_cmp(STR("a"), STR("aa")) < 0);
	assert_true(str_cmp(STR("\xff"), STR("a")) > 0);
	assert_int_equal(str_cmp(STR(""), STR_NULL), 0);
}

static void
test_starts_ends(void **state)
{
	(void)state;
	assert_true(str_starts(STR("/articles/7"), STR("/articles")));
	assert_true(str_starts(STR("x"), STR("")));
	assert_false(str_starts(STR("/art"), STR("/articles")));
	assert_true(str_ends(STR("ids[]"), STR("[]")));
	assert_false(str_ends(STR("]"), STR("[]")));
}

static void
test_find(void **state)
{
	(void)state;
	assert_int_equal(str_chr(STR("a=b=c"), '='), 1);
	assert_int_equal(str_chr(STR("abc"), '='), 3);
	assert_int_equal(str_find(STR("aabaab"), STR("ab")), 1);
	assert_int_equal(str_find(STR("aab"), STR("aabb")), 3);
	assert_int_equal(str_find(STR("aab"), STR("")), 0);
}

static void
test_sub_clamps(void **state)
{
	(void)state;
	assert_true(str_eq(str_sub(STR("hello"), 1, 3), STR("ell")));
	assert_true(str_eq(str_sub(STR("hello"), 3, SIZE_MAX), STR("lo")));
	assert_true(str_eq(str_sub(STR("hello"), 9, 1), STR("")));
}

static void
test_trim(void **state)
{
	(void)state;
	assert_true(str_eq(str_trim(STR(" \t\r\n a b \v\f")), STR("a b")));
	assert_true(str_eq(str_trim(STR("\xe3\x80\x80 标题 \xe3\x80\x80")), STR("标题")));
	assert_true(str_eq(str_trim(STR("   ")), STR("")));
	/* Bytes of U+3000 inside another character stay. */
	assert_true(str_eq(str_trim(STR("\xe3\x80\x81")), STR("\xe3\x80\x81")));
}

static void
test_split(void **state)
{
	struct str rest = STR("a,,b,"), part;

	(void)state;
	assert_true(str_split(&rest, ',', &part) && str_eq(part, STR("a")));
	assert_true(str_split(&rest, ',', &part) && part.p != NULL && part.n == 0);
	assert_true(str_split(&rest, ',', &part) && str_eq(part, STR("b")));
	assert_true(str_split(&rest, ',', &part) && part.n == 0);
	assert_false(str_split(&rest, ',', &part));
	rest = STR("");
	assert_true(str_split(&rest, ',', &part) && part.n == 0);
	assert_false(str_split(&rest, ',', &part));
	rest = STR_NULL;
	assert_false(str_split(&rest, ',', &part));
}

static void
test_copies(void **state)
{
	struct arena *a = arena_new(1000);
	char source[] = "one\0two";
	struct str s = {source, 7}, copy = str_dup(a, s);
	const char *z = str_z(a, str_sub(s, 0, 3));

	(void)state;
	memset(source, 'x', sizeof(source) - 1);
	assert_int_equal(copy.n, 7);
	assert_memory_equal(copy.p, "one\0two", 8);
	assert_string_equal(z, "one");
	assert_string_equal(str_z(a, STR_NULL), "");
	assert_null(str_dup(a, STR_NULL).p);
	assert_non_null(str_dup(a, STR("")).p);
	arena_free(a);
}

static void
test_status_names(void **state)
{
	(void)state;
	for (int s = STATUS_OK; s <= STATUS_INTERNAL; s++) {
		assert_string_not_equal(status_name((enum status)s), "unknown");
		for (int t = STATUS_OK; t < s; t++)
			assert_string_not_equal(
			    status_name((enum status)s), status_name((enum status)t));
	}
	assert_string_equal(status_name(STATUS_UNCERTAIN), "uncertain");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_absent_is_not_empty),
	    cmocka_unit_test(test_compare),
	    cmocka_unit_test(test_starts_ends),
	    cmocka_unit_test(test_find),
	    cmocka_unit_test(test_sub_clamps),
	    cmocka_unit_test(test_trim),
	    cmocka_unit_test(test_split),
	    cmocka_unit_test(test_copies),
	    cmocka_unit_test(test_status_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
