#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "http/response.h"

static struct arena *arena;
static struct buf body;
static struct buf out;
static struct response res;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new((size_t)64 * 1024);
	buf_init(&body, NULL, 1024);
	buf_init(&out, NULL, 4096);
	if (arena == NULL)
		return 1;
	response_init(&res, arena, &body);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	buf_free(&out);
	buf_free(&body);
	arena_free(arena);
	return 0;
}

static void
assert_head(const char *want)
{
	response_head(&res, &out);
	buf_append(&out, "", 1);
	assert_true(buf_ok(&out));
	assert_string_equal(out.p, want);
}

static void
test_usual(void **state)
{
	(void)state;
	BUF_LIT(&body, "12345");
	assert_head("Status: 200 OK\r\nCache-Control: no-store\r\n"
		    "Content-Type: text/html; charset=utf-8\r\nContent-Length: 5\r\n\r\n");
}

static void
test_everything(void **state)
{
	(void)state;
	res.status = 405;
	res.allow = STR("GET, HEAD");
	res.retry_after = 3;
	res.type = STR("text/plain");
	res.cache = STR("public");
	snprintf(res.etag, sizeof(res.etag), "\"x\"");
	response_header(&res, "X-One", STR("1"));
	response_cookie(&res, "__Host-a", STR("b"), -1);
	response_cookie(&res, "__Host-c", STR(""), 0);
	assert_head("Status: 405 Method Not Allowed\r\nCache-Control: public\r\nETag: \"x\"\r\n"
		    "Allow: GET, HEAD\r\nRetry-After: 3\r\nContent-Type: text/plain\r\n"
		    "Content-Length: 0\r\nX-One: 1\r\n"
		    "Set-Cookie: __Host-a=b; Path=/; Secure; HttpOnly; SameSite=Lax\r\n"
		    "Set-Cookie: __Host-c=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax\r\n"
		    "\r\n");
}

static void
test_redirect(void **state)
{
	(void)state;
	response_redirect(&res, 303, STR("/articles/1"));
	assert_head("Status: 303 See Other\r\nCache-Control: no-store\r\nLocation: /articles/1\r\n"
		    "Content-Type: text/html; charset=utf-8\r\nContent-Length: 0\r\n\r\n");
}

static bool
not_modified(enum http_method method, const char *etag, const char *if_none_match)
{
	struct request req = {.method = method, .if_none_match = str_of(if_none_match)};

	res.status = 200;
	snprintf(res.etag, sizeof(res.etag), "%s", etag);
	return response_not_modified(&req, &res);
}

static void
test_etags(void **state)
{
	static const char *const same[] = {"\"x\"", "W/\"x\"", "*", " * ", "\"a\", \"x\"",
	    "\"a\",W/\"x\"", "\"a\" , \"x\", \"b\"", "\"x\",", ",\"x\"", "\"a,\\\", \"x\""};
	static const char *const other[] = {NULL, "", "x", "\"X\"", "\"x", "\"xx\"", "W/x",
	    "w/\"x\"", "\"a\" x \"x\"", "\"**\"", "W/", "**"};

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		if (!not_modified(HTTP_GET, "\"x\"", same[i]))
			fail_msg("no match: %s", same[i]);
		assert_int_equal(res.status, 304);
	}
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
		if (not_modified(HTTP_GET, "\"x\"", other[i]))
			fail_msg("match: %s", other[i]);
		assert_int_equal(res.status, 200);
	}
	assert_true(not_modified(HTTP_HEAD, "W/\"x\"", "\"x\""));
	assert_false(not_modified(HTTP_POST, "\"x\"", "\"x\""));
	assert_false(not_modified(HTTP_GET, "", "*"));
}

static void
test_304_has_no_length(void **state)
{
	(void)state;
	assert_true(not_modified(HTTP_GET, "\"x\"", "\"x\""));
	BUF_LIT(&body, "never sent");
	assert_false(response_has_body(&res));
	assert_head("Status: 304 Not Modified\r\nCache-Control: no-store\r\nETag: \"x\"\r\n\r\n");
}

static void
test_too_many_headers_are_noticed(void **state)
{
	(void)state;
	for (int i = 0; i < 2000; i++)
		response_header(&res, "X-Many", STR("0123456789"));
	assert_false(buf_ok(&res.extra));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_usual, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_everything, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_redirect, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_etags, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_304_has_no_length, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_too_many_headers_are_noticed, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
