#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"

#define ARENA_CAP (16u * 1024 * 1024)
#include "tests/unit/arena_each.h"

static const char *
written(const struct json_value *v)
{
	struct buf b;

	buf_init(&b, arena, 1 << 20);
	json_write(&b, v);
	assert_true(buf_ok(&b));
	return str_z(arena, buf_view(&b));
}

static void
what_is_json_is_read_and_written(void **state)
{
	static const char *const pairs[][2] = {
	    {"null", "null"},
	    {" [ true , false\t,\r\nnull ] ", "[true,false,null]"},
	    {"[]", "[]"},
	    {"{}", "{}"},
	    {"[{},[]]", "[{},[]]"},
	    {"-0", "0"},
	    {"[0,1,-1,10]", "[0,1,-1,10]"},
	    {"9223372036854775807", "9223372036854775807"},
	    {"-9223372036854775808", "-9223372036854775808"},
	    {"[1.5,-0.0,1e3,1E+3,2.50e-07]", "[1.5,-0.0,1e3,1E+3,2.50e-07]"},
	    {"\"\"", "\"\""},
	    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\u0008\\u000c\\n\\u000d\\u0009\""},
	    {"\"\\u0041\\u00e9\\u4F60\\ud83d\\ude00x\"", "\"Aé你😀x\""},
	    {"\"潮城 \\u2028\"", "\"潮城 \\u2028\""},
	    {"{\"b\":1,\"a\":{\"b\":2},\"\":3}", "{\"b\":1,\"a\":{\"b\":2},\"\":3}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct json_fault fault = {0, ""};
		struct json_value *v = json_read(arena, arena, str_of(pairs[i][0]), 100, &fault);

		if (v == NULL)
			fail_msg("%s: %s at %zu", pairs[i][0], fault.what, fault.at);
		assert_string_equal(written(v), pairs[i][1]);
	}
}

static void
what_is_none_is_refused_where_it_is_wrong(void **state)
{
	static const struct {
		const char *text;
		size_t at;
	} bad[] = {{"", 0}, {"  ", 2}, {"nul", 0}, {"[1", 2}, {"[1,]", 3}, {"[,1]", 1},
	    {"[1 2]", 3}, {"{\"a\"}", 4}, {"{\"a\":}", 5}, {"{a:1}", 1}, {"{\"a\":1,}", 7},
	    {"{\"a\":1,\"a\":2}", 10}, {"[1]x", 3}, {"01", 1}, {"-", 1}, {"+1", 0}, {".5", 0},
	    {"1.", 2}, {"1e", 2}, {"1e+", 3}, {"9223372036854775808", 19},
	    {"-9223372036854775809", 20}, {"\"a", 2}, {"\"a\nb\"", 2}, {"\"\\x\"", 3},
	    {"\"\\u12\"", 3}, {"\"\\u0000\"", 7}, {"\"\\ud83d\"", 7}, {"\"\\ud83d\\u0041\"", 13},
	    {"\"\\ude00\"", 7}, {"\"\\", 2}, {"\"\xff\"", 0}, {"\"\xed\xa0\x80\"", 0},
	    {"\xef\xbb\xbf[]", 0}, {"[NaN]", 1}, {"'a'", 0}, {"{\"a\"1}", 4}};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct json_fault fault = {SIZE_MAX, NULL};

		if (json_read(arena, arena, str_of(bad[i].text), 100, &fault) != NULL)
			fail_msg("%s is taken", bad[i].text);
		assert_non_null(fault.what);
		if (fault.at != bad[i].at)
			fail_msg("%s: %s at %zu", bad[i].text, fault.what, fault.at);
	}
}

/* An array in an array, ${n} times. */
static struct str
nested(size_t n)
{
	struct buf b;

	buf_init(&b, arena, 2 * n);
	for (size_t i = 0; i < 2 * n; i++)
		buf_char(&b, i < n ? '[' : ']');
	return buf_view(&b);
}

/* An object of ${n} members. */
static struct str
wide(int n)
{
	struct buf b;

	buf_init(&b, arena, 1 << 16);
	for (int i = 0; i < n; i++)
		buf_printf(&b, "%s\"m%d\":0", i == 0 ? "{" : ",", i);
	buf_char(&b, '}');
	return buf_view(&b);
}

static void
limits_hold(void **state)
{
	(void)state;
	assert_non_null(json_read(arena, arena, STR("[1,[2]]"), 3, NULL));
	assert_null(json_read(arena, arena, STR("[1,[2,3]]"), 3, NULL));
	assert_non_null(json_read(arena, arena, nested(JSON_DEPTH_MAX), 1000, NULL));
	assert_null(json_read(arena, arena, nested(JSON_DEPTH_MAX + 1), 1000, NULL));
	assert_non_null(json_read(arena, arena, wide(JSON_MEMBERS_MAX), 1000, NULL));
	assert_null(json_read(arena, arena, wide(JSON_MEMBERS_MAX + 1), 1000, NULL));
}

static void
parts_are_asked_for_by_kind(void **state)
{
	const struct json_value *v = json_read(arena, arena,
	    STR("{\"text\":\"a\\tb\",\"n\":7,\"list\":[1,2],\"none\":null}"), 10, NULL);
	const struct json_value *list = json_get(v, STR("list"));

	(void)state;
	assert_int_equal(json_count(v), 4);
	assert_true(str_eq(json_get_text(v, STR("text")), STR("a\tb")));
	assert_null(json_get_text(v, STR("n")).p);
	assert_null(json_get_text(v, STR("nothing")).p);
	assert_null(json_get(list, STR("text")));
	assert_int_equal(json_count(list), 2);
	assert_int_equal(json_first(list)->next->i, 2);
	assert_null(json_first(json_get(v, STR("n"))));
	assert_int_equal(json_count(json_get(v, STR("n"))), 0);
	assert_true(json_is(json_get(v, STR("none")), JSON_IS_NULL));
	assert_false(json_is(NULL, JSON_IS_NULL));
}

static void
members_are_written_with_their_commas(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, arena, 256);
	buf_char(&b, '{');
	json_member(&b, "a", STR("x\"y"));
	json_member(&b, "b", STR_NULL);
	BUF_LIT(&b, ",\"c\":{");
	json_member(&b, "d", STR("\xff{"));
	BUF_LIT(&b, "}}");
	assert_string_equal(str_z(arena, buf_view(&b)),
	    "{\"a\":\"x\\\"y\",\"b\":\"\",\"c\":{\"d\":\"\xef\xbf\xbd{\"}}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_json_is_read_and_written),
	    cmocka_unit_test(what_is_none_is_refused_where_it_is_wrong),
	    cmocka_unit_test(limits_hold),
	    cmocka_unit_test(parts_are_asked_for_by_kind),
	    cmocka_unit_test(members_are_written_with_their_commas),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
