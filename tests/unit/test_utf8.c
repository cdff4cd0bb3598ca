#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"

static void
test_well_formed(void **state)
{
	(void)state;
	assert_true(utf8_valid(STR("")));
	assert_true(utf8_valid(STR_NULL));
	assert_true(utf8_valid(STR("plain")));
	assert_true(utf8_valid(STR("标题 é 😀")));
	assert_true(utf8_valid(
	    STR("\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf")));
	assert_true(utf8_valid(STR("\xed\x9f\xbf\xee\x80\x80"))); /* round the surrogates */
}

static void
test_malformed(void **state)
{
	static const struct str bad[] = {
	    STR("\x80"),
	    STR("\xbf"),
	    STR("\xc0\x80"),
	    STR("\xc1\xbf"), /* overlong, 2 bytes */
	    STR("\xe0\x80\x80"),
	    STR("\xe0\x9f\xbf"), /* overlong, 3 bytes */
	    STR("\xf0\x80\x80\x80"),
	    STR("\xf0\x8f\xbf\xbf"), /* overlong, 4 bytes */
	    STR("\xed\xa0\x80"),
	    STR("\xed\xbf\xbf"),             /* surrogates */
	    STR("\xed\xa0\xbd\xed\xb8\x80"), /* a pair of them (CESU-8) */
	    STR("\xf4\x90\x80\x80"),
	    STR("\xf5\x80\x80\x80"),
	    STR("\xff"),
	    STR("\xfe"),
	    STR("\xc2"),
	    STR("\xe6\xa0"),
	    STR("\xf0\x9f\x98"), /* cut short */
	    STR("\xc2x"),
	    STR("\xe6x\x80"),
	    STR("\xe6\xa0x"),
	    STR("\xf0\x9f\x98x"),
	    STR("ok\xe6\xa0\x87\x87"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(utf8_valid(bad[i]));
		assert_int_equal(utf8_check(bad[i], UTF8_TEXT), UTF8_MALFORMED);
	}
}

static void
test_every_code_point(void **state)
{
	(void)state;
	for (uint32_t cp = 0x800; cp < 0x110000; cp++) {
		char b[4];
		struct str s = {b, cp < 0x10000 ? 3 : 4}, rest = s;
		uint32_t got;

		if (s.n == 3) {
			b[0] = (char)(0xe0 | cp >> 12);
		} else {
			b[0] = (char)(0xf0 | cp >> 18);
			b[1] = (char)(0x80 | (cp >> 12 & 0x3f));
		}
		b[s.n - 2] = (char)(0x80 | (cp >> 6 & 0x3f));
		b[s.n - 1] = (char)(0x80 | (cp & 0x3f));
		if (cp >= 0xd800 && cp <= 0xdfff) {
			assert_false(utf8_valid(s));
			continue;
		}
		if (!utf8_next(&rest, &got) || got != cp || rest.n != 0)
			fail_msg("U+%04X", (unsigned)cp);
	}
}

static void
test_count_and_prefix(void **state)
{
	struct str s = STR("a标😀z"), none = STR("");
	uint32_t cp;

	(void)state;
	assert_int_equal(utf8_count(s), 4);
	assert_true(str_eq(utf8_prefix(s, 0), STR("")));
	assert_true(str_eq(utf8_prefix(s, 3), STR("a标😀")));
	assert_true(str_eq(utf8_prefix(s, 99), s));
	assert_false(utf8_next(&none, &cp));
}

static void
test_malformed_never_overreads(void **state)
{
	struct str s = STR("\xf0\x9f\x98");
	uint32_t cp;

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_true(utf8_next(&s, &cp));
		assert_int_equal(cp, 0xfffd);
	}
	assert_false(utf8_next(&s, &cp));
}

static void
test_controls(void **state)
{
	(void)state;
	assert_int_equal(utf8_check(STR("one line"), UTF8_LINE), UTF8_FINE);
	assert_int_equal(utf8_check(STR("a\0b"), UTF8_LINE), UTF8_CONTROL);
	assert_int_equal(utf8_check(STR("a\0b"), UTF8_TEXT), UTF8_CONTROL);
	assert_int_equal(utf8_check(STR("a\tb"), UTF8_LINE), UTF8_CONTROL);
	assert_int_equal(utf8_check(STR("a\nb"), UTF8_LINE), UTF8_CONTROL);
	assert_int_equal(utf8_check(STR("a\x7f"), UTF8_LINE), UTF8_CONTROL);
	assert_int_equal(utf8_check(STR("a\xc2\x85"), UTF8_LINE), UTF8_CONTROL); /* NEL, C1 */
	assert_int_equal(utf8_check(STR("a\xe2\x80\xa8"), UTF8_LINE), UTF8_CONTROL);
	assert_int_equal(utf8_check(STR("a\xe2\x80\xa9"), UTF8_TEXT), UTF8_CONTROL);
	assert_int_equal(utf8_check(STR("\ta\r\nb\nc"), UTF8_TEXT), UTF8_FINE);
	assert_int_equal(utf8_check(STR("a\rb"), UTF8_TEXT), UTF8_CONTROL);
	assert_int_equal(utf8_check(STR("a\r"), UTF8_TEXT), UTF8_CONTROL);
	assert_int_equal(utf8_check(STR("a\x1b[31m"), UTF8_TEXT), UTF8_CONTROL);
	assert_int_equal(utf8_check(STR("a\nb"), UTF8_NAME), UTF8_CONTROL);
}

static void
test_bidi_and_invisible(void **state)
{
	static const struct str hidden[] = {
	    STR("a\xe2\x80\xae"
		"b"),
	    STR("\xe2\x81\xa6x\xe2\x81\xa9"),
	    STR("\xe2\x80\x8ex"),
	    STR("\xd8\x9cx"),
	    STR("a\xe2\x80\x8b"
		"b"),
	    STR("a\xe2\x80\x8d"
		"b"),
	    STR("\xef\xbb\xbfx"),
	    STR("a\xc2\xad"
		"b"),
	    STR("\xe3\x85\xa4"),
	    STR("\xf3\xa0\x81\xa1"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
		assert_int_equal(utf8_check(hidden[i], UTF8_NAME), UTF8_BIDI);
		assert_int_equal(utf8_check(hidden[i], UTF8_LINE), UTF8_FINE);
	}
	assert_int_equal(utf8_check(STR("金檬 O’Brien·阿里"), UTF8_NAME), UTF8_FINE);
	/* A rare form of a Han character, by a variation selector. */
	assert_int_equal(utf8_check(STR("葛\xf3\xa0\x84\x80"), UTF8_NAME), UTF8_FINE);
}

static void
test_ends_of_lines(void **state)
{
	const struct str every = STR("a\tb\nc\r\nd\re\vf\fg\xc2\x85h\xe2\x80\xa8i\xe2\x80\xa9"
				     "海\x07\r");
	struct arena *a = arena_new(4096);

	(void)state;
	assert_true(str_eq(utf8_line(a, every), STR("a b c d e f g h i 海\x07 ")));
	assert_true(str_eq(utf8_lines(a, every), STR("a\tb\nc\nd\ne\nf\ng\nh\ni\n海\x07\n")));
	assert_true(str_eq(utf8_line(a, STR("\n\r")), STR("  ")));
	assert_non_null(utf8_line(a, STR_NULL).p);
	assert_int_equal(utf8_lines(a, STR_NULL).n, 0);
	arena_free(a);
}

static void
test_names(void **state)
{
	static const char *const names[][2] = {
	    {"\ufeff王\u200b海\u00ad峰\u2060", "王海峰"},
	    {"\u200d王\u200c海\u200d", "王海"},
	    {"We\u200cn H\u00adai\u200d", "Wen Hai"},
	    {"王\u200d\u0645", "王\u0645"},
	    /* Where it may mean something it stays, as all does that turns a line around. */
	    {"\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"},
	    {"\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"},
	    {"a\u202eb\u2066c\u200fd\u061ce\u3164", "a\u202eb\u2066c\u200fd\u061ce\u3164"},
	    {"葛\U000e0100 \xff", "葛\U000e0100 \xff"},
	    {"\u200b\u200b", ""},
	};
	struct arena *a = arena_new(4096);

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		assert_true(str_eq(utf8_name(a, str_of(names[i][0])), str_of(names[i][1])));
	assert_non_null(utf8_name(a, STR_NULL).p);
	assert_true(str_eq(
	    utf8_straight(
		a, STR("\u202aa\u202b\u202c\u202d\u202eb\u2066\u2067\u2068\u2069\u200f\u200b海")),
	    STR("ab\u200f\u200b海")));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_well_formed),
	    cmocka_unit_test(test_malformed),
	    cmocka_unit_test(test_every_code_point),
	    cmocka_unit_test(test_count_and_prefix),
	    cmocka_unit_test(test_malformed_never_overreads),
	    cmocka_unit_test(test_ends_of_lines),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_controls),
	    cmocka_unit_test(test_bidi_and_invisible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
