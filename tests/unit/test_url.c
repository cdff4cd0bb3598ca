#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/url.h"

static void
test_encode(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, NULL, 1000);
	url_encode(&b, STR("Az09-._~ /?&=+%\"金"));
	assert_true(str_eq(buf_view(&b), STR("Az09-._~%20%2F%3F%26%3D%2B%25%22%E9%87%91")));
	buf_free(&b);
}

static void
test_decode(void **state)
{
	struct arena *a = arena_new(10000);
	struct str out;

	(void)state;
	assert_true(url_decode(a, STR("a%20b+c%e9%87%91"), true, &out));
	assert_true(str_eq(out, STR("a b c金")));
	assert_true(url_decode(a, STR("a+b%2B"), false, &out));
	assert_true(str_eq(out, STR("a+b+")));
	assert_true(url_decode(a, STR("%00"), false, &out)); /* NUL is for the caller to refuse */
	assert_int_equal(out.n, 1);
	assert_true(url_decode(a, STR("%2525"), false, &out)); /* once only */
	assert_true(str_eq(out, STR("%25")));
	assert_true(url_decode(a, STR(""), true, &out) && out.p != NULL && out.n == 0);
	assert_false(url_decode(a, STR("%"), true, &out));
	assert_false(url_decode(a, STR("%4"), true, &out));
	assert_false(url_decode(a, STR("%g0"), true, &out));
	assert_false(url_decode(a, STR("%0g"), true, &out));
	assert_false(url_decode(a, STR("a%%20"), true, &out));
	arena_free(a);
}

static void
test_safe(void **state)
{
	static const struct str good[] = {
	    STR("http://a.example/"),
	    STR("HTTPS://a.example?x=javascript:1"),
	    STR("mailto:a@b.example"),
	    STR("tel:+86571"),
	    STR("/a/7/slug"),
	    STR("#top"),
	    STR("?page=2"),
	    STR("c/news"),
	    STR(""),
	    STR("/a:b"),
	    STR("./a:b"),
	    STR("/by/金檬"),
	};
	static const struct str bad[] = {
	    STR("javascript:alert(1)"),
	    STR("JavaScript:alert(1)"),
	    STR(" javascript:alert(1)"),
	    STR("java\tscript:alert(1)"),
	    STR("\x01javascript:alert(1)"),
	    STR("data:text/html,x"),
	    STR("vbscript:x"),
	    STR("file:///etc/passwd"),
	    STR("//evil.example"),
	    STR("/\\evil.example"),
	    STR("\\\\evil.example"),
	    STR("http:evil.example"),
	    STR("http:///evil.example"),
	    STR("http://"),
	    STR("blob:http://x"),
	    STR(":"),
	    STR("a:b"),
	    STR("mailto:"),
	    STR("/a\nb"),
	    STR("/a\0b"),
	    STR("/x\x7f"),
	    STR("/trailing "),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!url_safe(good[i]))
			fail_msg("refused: %s", good[i].p);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (url_safe(bad[i]))
			fail_msg("accepted: %s", bad[i].p);
}

static void
test_local(void **state)
{
	static const struct str bad[] = {STR(""), STR_NULL, STR("//evil"), STR("/\\evil"),
	    STR("/\t/evil"), STR("/a\\b"), STR("http://x/"), STR("a"), STR(" /a"),
	    STR("/a\r\nSet-Cookie: x=1")};

	(void)state;
	assert_true(url_local(STR("/")));
	assert_true(url_local(STR("/articles/7?x=1#y")));
	assert_true(url_local(STR("/a//b")));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(url_local(bad[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_encode),
	    cmocka_unit_test(test_decode),
	    cmocka_unit_test(test_safe),
	    cmocka_unit_test(test_local),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
