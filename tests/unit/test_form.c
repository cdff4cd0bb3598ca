#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "http/request.h"

#define ARENA_CAP ((size_t)1024 * 1024)
#include "tests/unit/arena_each.h"

#define assert_str(s, lit) assert_true(str_eq((s), STR(lit)))

static enum request_fault
parse(const char *raw, struct http_pairs *out)
{
	return form_parse(arena, str_of(raw), out);
}

static void
test_pairs(void **state)
{
	struct http_pairs p;

	(void)state;
	assert_int_equal(parse("a=1&b=two+words&c=%E4%BD%A0%26&d&=e&f=g=h", &p), REQUEST_FINE);
	assert_int_equal(p.n, 6);
	assert_str(p.v[0].name, "a");
	assert_str(p.v[0].value, "1");
	assert_str(p.v[1].value, "two words");
	assert_str(p.v[2].value, "\xe4\xbd\xa0&");
	assert_str(p.v[3].name, "d");
	assert_int_equal(p.v[3].value.n, 0);
	assert_non_null(p.v[3].value.p); /* sent, though empty: not absent */
	assert_int_equal(p.v[4].name.n, 0);
	assert_str(p.v[5].value, "g=h");
}

static void
test_nothing(void **state)
{
	struct http_pairs p;

	(void)state;
	assert_int_equal(form_parse(arena, STR_NULL, &p), REQUEST_FINE);
	assert_int_equal(p.n, 0);
	assert_int_equal(parse("", &p), REQUEST_FINE);
	assert_int_equal(p.n, 0);
	assert_int_equal(parse("&&&", &p), REQUEST_FINE);
	assert_int_equal(p.n, 0);
}

static void
test_refused(void **state)
{
	static const char *const bad[] = {"a=%", "a=%4", "a=%zz", "%=1", "a=%ff", "a=%c0%80",
	    "a=%ed%a0%80", "a=%00", "%00=1", "a=\xff", "a=1&a=2", "a=1&%61=2", "a&a"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct http_pairs p;

		if (parse(bad[i], &p) != REQUEST_BAD)
			fail_msg("accepted: %s", bad[i]);
	}
}

static void
test_lists_may_repeat(void **state)
{
	struct http_pairs p;

	(void)state;
	assert_int_equal(parse("a[]=1&a%5B%5D=2&b=3", &p), REQUEST_FINE);
	assert_int_equal(p.n, 3);
	assert_str(p.v[1].value, "2");
}

/* Distinct names "a0=&a1=&..." of the count ${n}. */
static const char *
many(int n)
{
	static char raw[4096];
	size_t at = 0;

	for (int i = 0; i < n; i++)
		at += (size_t)snprintf(raw + at, sizeof(raw) - at, "a%d=&", i);
	return raw;
}

static void
test_limit(void **state)
{
	struct http_pairs p;

	(void)state;
	assert_int_equal(parse(many(256), &p), REQUEST_FINE);
	assert_int_equal(p.n, 256);
	assert_int_equal(parse(many(257), &p), REQUEST_BAD);
}

static void
test_last_of_many_repeated(void **state)
{
	char raw[8192];
	struct http_pairs p;

	(void)state;
	snprintf(raw, sizeof(raw), "%sa0=again", many(255));
	assert_int_equal(parse(raw, &p), REQUEST_BAD);
}

/* A JSON object of strings is the form with these fields. */
static void
test_json(void **state)
{
	static const char *const bad[] = {"", "{", "[]", "\"a\"", "null", "{\"a\":1}",
	    "{\"a\":null}", "{\"a\":[\"b\"]}", "{\"a\":{\"b\":\"c\"}}", "{\"a\":\"1\",\"a\":\"2\"}",
	    "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\xff\"}", "{\"a\":\"b\"} x"};
	struct http_pairs p;
	struct buf b;
	size_t i;

	(void)state;
	assert_int_equal(
	    json_parse(arena, STR("{\"a\":\"1\",\"\":\"\",\"\xe4\xbd\xa0\":\"x\\ny\\u4f60\"}"), &p),
	    REQUEST_FINE);
	assert_int_equal(p.n, 3);
	assert_str(p.v[0].name, "a");
	assert_str(p.v[0].value, "1");
	assert_non_null(p.v[1].value.p);
	assert_str(p.v[2].name, "\xe4\xbd\xa0");
	assert_str(p.v[2].value, "x\ny\xe4\xbd\xa0");
	assert_int_equal(json_parse(arena, STR("{}"), &p), REQUEST_FINE);
	assert_int_equal(p.n, 0);
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_int_equal(json_parse(arena, str_of(bad[i]), &p), REQUEST_BAD);
		assert_int_equal(p.n, 0);
	}
	for (i = 256; i <= 257; i++) {
		buf_init(&b, arena, (size_t)16 * 1024);
		for (size_t k = 0; k < i; k++)
			buf_printf(&b, "%c\"%zu\":\"\"", k == 0 ? '{' : ',', k);
		buf_char(&b, '}');
		assert_int_equal(
		    json_parse(arena, buf_view(&b), &p), i == 256 ? REQUEST_FINE : REQUEST_BAD);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_pairs, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_nothing, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_json, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_lists_may_repeat, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_limit, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_last_of_many_repeated, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
