#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "http/request.h"

#define ARENA_CAP ((size_t)1024 * 1024)
#include "tests/unit/arena_each.h"

#define assert_str(s, lit) assert_true(str_eq((s), STR(lit)))

static enum request_fault
parse(const char *raw, struct http_pairs *out)
{
	return cookie_parse(arena, str_of(raw), out);
}

static void
test_pairs(void **state)
{
	struct request r = {.arena = arena};

	(void)state;
	assert_int_equal(
	    parse("__Host-copydesk=0123abcd; theme=dark;a=b=c;empty=", &r.cookies), REQUEST_FINE);
	assert_int_equal(r.cookies.n, 4);
	assert_str(request_cookie(&r, STR("__Host-copydesk")), "0123abcd");
	assert_str(request_cookie(&r, STR("theme")), "dark");
	assert_str(request_cookie(&r, STR("a")), "b=c");
	assert_int_equal(request_cookie(&r, STR("empty")).n, 0);
	assert_null(request_cookie(&r, STR("THEME")).p);
	assert_null(request_cookie(&r, STR("__host-copydesk")).p);
}

static void
test_none(void **state)
{
	struct http_pairs p;

	(void)state;
	assert_int_equal(cookie_parse(arena, STR_NULL, &p), REQUEST_FINE);
	assert_int_equal(p.n, 0);
	assert_int_equal(parse("", &p), REQUEST_FINE);
	assert_int_equal(p.n, 0);
	assert_int_equal(parse(" ; ;; ", &p), REQUEST_FINE);
	assert_int_equal(p.n, 0);
}

/* Another program on this host may set what it likes. */
static void
test_strangers_are_left_out(void **state)
{
	struct http_pairs p;

	(void)state;
	assert_int_equal(
	    parse("json={\"a\":1,\"b\":2}; bare; =x; utf=\xe4\xbd\xa0; bad=\xff; ok=1", &p),
	    REQUEST_FINE);
	assert_int_equal(p.n, 1);
	assert_str(p.v[0].name, "ok");
	assert_int_equal(parse("x=1; x=2", &p), REQUEST_FINE);
	assert_int_equal(p.n, 1);
	assert_str(p.v[0].value, "1");
}

static void
test_ours_must_be_sound(void **state)
{
	static const char *const bad[] = {"__Host-copydesk=a; __Host-copydesk=b",
	    "__Host-copydesk=a; x=1; __Host-copydesk=a", "__Host-copydesk=a b", "__Host-copydesk",
	    "__Host-copydesk=\"a\"", "__Host-copydesk=\xe4\xbd\xa0", "__Host-x=a\\b"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct http_pairs p;

		if (parse(bad[i], &p) != REQUEST_BAD)
			fail_msg("accepted: %s", bad[i]);
	}
}

static void
test_limit(void **state)
{
	char raw[4096];
	size_t at = 0;
	struct http_pairs p;

	(void)state;
	for (int i = 0; i < 129; i++) {
		at += (size_t)snprintf(raw + at, sizeof(raw) - at, "c%d=1;", i);
		assert_int_equal(parse(raw, &p), i < 128 ? REQUEST_FINE : REQUEST_BAD);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_pairs, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_none, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_strangers_are_left_out, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_ours_must_be_sound, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_limit, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
