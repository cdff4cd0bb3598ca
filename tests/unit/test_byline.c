#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/byline.h"

static struct arena *arena;

static struct byline_list
parsed(const char *text)
{
	struct byline_list list;
	struct byline_error error;

	assert_int_equal(byline_parse(arena, str_of(text), &list, &error), STATUS_OK);
	assert_int_equal(error.fault, BYLINE_FINE);
	return list;
}

static void
expect_form(const char *text, bool zh, const char *want)
{
	struct byline_list list = parsed(text);
	struct buf b;

	buf_init(&b, arena, 65536);
	byline_format(&b, &list, zh);
	assert_string_equal(str_z(arena, buf_view(&b)), want);
}

static void
reads_what_people_type(void **state)
{
	(void)state;
	expect_form("记者 | 金檬 | 潮新闻客户端", true, "记者 | 金檬 | 潮新闻客户端\n");
	expect_form("  reporter|Jin Meng  \r\n\r\n", false, "Reporter | Jin Meng\n");
	/* The full-width bar and space of an input method. */
	expect_form("通讯员　｜　彭仲莉", true, "通讯员 | 彭仲莉\n");
	/* Several names share a line; the other language's words come out. */
	expect_form("记者 | 金檬、谢春晖 | 潮新闻", false,
	    "Reporter | 金檬 | 潮新闻\nReporter | 谢春晖 | 潮新闻\n");
	expect_form("摄影|王五\nPHOTO|赵六", true, "摄影 | 王五\n摄影 | 赵六\n");
	expect_form("", true, "");
	expect_form(" \n\n", true, "");
}

static void
expect_fault(const char *text, enum byline_fault want, size_t line)
{
	struct byline_list list;
	struct byline_error error;

	assert_int_equal(byline_parse(arena, str_of(text), &list, &error), STATUS_INVALID);
	assert_int_equal(error.fault, want);
	assert_int_equal(error.line, line);
}

static void
refuses(void **state)
{
	struct buf b;
	int i;

	(void)state;
	expect_fault("金檬", BYLINE_SHAPE, 1);
	expect_fault("\n记者 | a | b | c", BYLINE_SHAPE, 2);
	expect_fault("主编 | 金檬", BYLINE_ROLE, 1);
	expect_fault("记者 |  | 潮新闻", BYLINE_NAME, 1);
	expect_fault("记者 | 金檬、、谢春晖", BYLINE_NAME, 1);
	expect_fault("记者 | 金\u202e檬", BYLINE_CHARACTERS, 1);
	expect_fault("记者 | 金\u200b檬", BYLINE_CHARACTERS, 1);
	expect_fault("记者 | 金檬 | 潮\001", BYLINE_CHARACTERS, 1);
	expect_fault("记者 | 金檬\n记者 | 金檬", BYLINE_TWICE, 2);
	buf_init(&b, arena, 4096);
	buf_z(&b, "记者 | ");
	for (i = 0; i <= BYLINE_NAME_MAX; i++)
		buf_z(&b, "字");
	expect_fault(str_z(arena, buf_view(&b)), BYLINE_LONG, 1);
	buf_reset(&b);
	for (i = 0; i <= BYLINE_MAX; i++)
		buf_printf(&b, "记者 | n%d\n", i);
	expect_fault(str_z(arena, buf_view(&b)), BYLINE_MANY, BYLINE_MAX + 1);
	/* The same person in two roles is not twice. */
	assert_int_equal(parsed("记者 | 金檬\n摄影 | 金檬").n, 2);
}

static void
json_there_and_back(void **state)
{
	struct byline_list list = parsed("记者 | O\"Brien \\ | <潮>\n编辑 | 金檬"), back;
	struct buf b;

	(void)state;
	buf_init(&b, arena, 4096);
	byline_to_json(&b, &list);
	assert_int_equal(byline_from_json(arena, buf_view(&b), &back), STATUS_OK);
	assert_int_equal(back.n, 2);
	assert_true(str_eq(back.v[0].name, STR("O\"Brien \\")));
	assert_true(str_eq(back.v[0].outlet, STR("<潮>")));
	assert_int_equal(back.v[0].role, BYLINE_REPORTER);
	assert_int_equal(back.v[1].role, BYLINE_EDITOR);
	assert_true(str_eq(back.v[1].outlet, STR("")));
}

static void
json_that_is_no_byline(void **state)
{
	static const char *const bad[] = {"", "{}", "[1]", "[{}]",
	    "[{\"name\":\"a\",\"role\":\"boss\",\"outlet\":\"\"}]",
	    "[{\"name\":1,\"role\":\"editor\",\"outlet\":\"\"}]",
	    "[{\"name\":\"a\",\"role\":\"editor\"}]"};
	struct byline_list list;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(byline_from_json(arena, str_of(bad[i]), &list), STATUS_INTERNAL);
	assert_int_equal(byline_from_json(arena, STR("[]"), &list), STATUS_OK);
	assert_int_equal(list.n, 0);
}

/* As PostgreSQL writes a jsonb, and as anybody else may. */
static void
reads_every_spelling(void **state)
{
	static const char *const same[] = {
	    "[{\"name\": \"金檬\", \"role\": \"reporter\", \"outlet\": \"A\"}, "
	    "{\"name\": \"b\", \"role\": \"editor\", \"outlet\": \"\"}]",
	    "[{\"role\":\"reporter\",\"outlet\":\"A\",\"name\":\"金檬\"},"
	    "{\"outlet\":\"\",\"name\":\"b\",\"role\":\"editor\"}]",
	    "[{\"name\": \"\\u91d1檬\", \"role\": \"reporter\", \"outlet\": \"A\"}, "
	    "{\"name\": \"b\", \"role\": \"editor\", \"outlet\": \"\"}]"};
	struct byline_list list;

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		assert_int_equal(byline_from_json(arena, str_of(same[i]), &list), STATUS_OK);
		assert_int_equal(list.n, 2);
		assert_string_equal(str_z(arena, list.v[0].name), "金檬");
		assert_string_equal(str_z(arena, list.v[0].outlet), "A");
		assert_int_equal(list.v[0].role, BYLINE_REPORTER);
		assert_string_equal(str_z(arena, list.v[1].name), "b");
		assert_int_equal(list.v[1].outlet.n, 0);
		assert_int_equal(list.v[1].role, BYLINE_EDITOR);
	}
	assert_int_equal(byline_from_json(arena,
			     STR("[{\"name\": \"a \\\"b\\\" \\\\\", \"role\": \"editor\", "
				 "\"outlet\": \"\"}]"),
			     &list),
	    STATUS_OK);
	assert_string_equal(str_z(arena, list.v[0].name), "a \"b\" \\");
}

/* Nearly that form is not that form. */
static void
refuses_what_nearly_fits(void **state)
{
	static const char good[] = "[{\"name\": \"a\", \"role\": \"editor\", \"outlet\": \"\"}]";
	struct byline_list list;

	(void)state;
	for (size_t n = 0; n < sizeof good - 1; n++)
		assert_int_equal(
		    byline_from_json(arena, (struct str){good, n}, &list), STATUS_INTERNAL);
	assert_int_equal(byline_from_json(arena, str_of(good), &list), STATUS_OK);
	assert_int_equal(
	    byline_from_json(
		arena, STR("[{\"name\": \"a\", \"role\": \"editor\", \"outlet\": \"\"}]]"), &list),
	    STATUS_INTERNAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_what_people_type),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(json_there_and_back),
	    cmocka_unit_test(json_that_is_no_byline),
	    cmocka_unit_test(reads_every_spelling),
	    cmocka_unit_test(refuses_what_nearly_fits),
	};
	int failed;

	arena = arena_new(1u << 20);
	if (arena == NULL)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
