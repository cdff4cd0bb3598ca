#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/read.h"
#include "http/request.h"

#define assert_str(s, lit) assert_true(str_eq((s), STR(lit)))

static struct arena *arena;
static struct request req;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new((size_t)256 * 1024);
	return arena == NULL;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static enum request_fault
head(const char *uri)
{
	static char line[16 * 1024];
	char method[] = "REQUEST_METHOD=GET";
	char *const params[] = {method, line, NULL};

	line[0] = '\0';
	if (uri != NULL)
		snprintf(line, sizeof(line), "REQUEST_URI=%s", uri);
	return read_head(arena, params, &req);
}

static void
test_head(void **state)
{
	char *const params[] = {(char[]){"REQUEST_METHOD=POST"},
	    (char[]){"REQUEST_URI=/by/%E9%87%91%E6%AA%AC?before=a%2Fb&x"},
	    (char[]){"REQUEST_ID=0123"}, (char[]){"CONTENT_LENGTH=12"},
	    (char[]){"CONTENT_TYPE=text/plain"}, (char[]){"HTTPS=on"},
	    (char[]){"REMOTE_ADDR=127.0.0.1"}, (char[]){"HTTP_HOST=localhost:8081"},
	    (char[]){"HTTP_COOKIE=a=b"}, (char[]){"HTTP_SEC_FETCH_SITE=same-origin"},
	    (char[]){"HTTP_ORIGIN=https://localhost:8081"}, (char[]){"HTTP_USER_AGENT=x=y"},
	    (char[]){"HTTP_ACCEPT_LANGUAGE=zh"}, (char[]){"HTTP_IF_NONE_MATCH=\"x\""},
	    (char[]){"HTTP_HOST=second.example"}, (char[]){"NO_EQUALS"}, NULL};

	(void)state;
	assert_int_equal(read_head(arena, params, &req), REQUEST_FINE);
	assert_int_equal(req.method, HTTP_POST);
	assert_str(req.path, "/by/\xe9\x87\x91\xe6\xaa\xac");
	assert_str(req.raw_path, "/by/%E9%87%91%E6%AA%AC");
	assert_str(req.raw_query, "before=a%2Fb&x");
	assert_str(request_query(&req, STR("before")), "a/b");
	assert_null(request_query(&req, STR("none")).p);
	assert_non_null(request_query(&req, STR("x")).p);
	assert_str(req.id, "0123");
	assert_int_equal(req.content_length, 12);
	assert_true(req.https);
	assert_str(req.host, "localhost:8081");
	assert_str(request_cookie(&req, STR("a")), "b");
	assert_str(req.user_agent, "x=y");
	assert_str(req.if_none_match, "\"x\"");
}

static void
test_paths(void **state)
{
	static const struct {
		const char *uri;
		enum request_fault fault;
	} cases[] = {{"/", REQUEST_FINE}, {"/?", REQUEST_FINE}, {"/a/../b", REQUEST_FINE},
	    {"", REQUEST_BAD}, {"*", REQUEST_BAD}, {"http://x/", REQUEST_BAD}, {"/%", REQUEST_BAD},
	    {"/%zz", REQUEST_BAD}, {"/%00", REQUEST_BAD}, {"/%ff", REQUEST_BAD},
	    {"/\xff", REQUEST_BAD}, {"/?a=%00", REQUEST_BAD}, {"/?a=%ff", REQUEST_BAD},
	    {"/?a=1&a=2", REQUEST_BAD}, {NULL, REQUEST_BAD}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (head(cases[i].uri) != cases[i].fault)
			fail_msg("wrong verdict on %s", cases[i].uri);
		/* Whatever the verdict, an error page may look at it. */
		assert_true(req.path.n > 0 && req.path.p[0] == '/');
		assert_non_null(req.raw_query.p);
	}
}

static void
test_long_uri(void **state)
{
	static char uri[8194];

	(void)state;
	memset(uri, 'a', 8193);
	uri[0] = '/';
	assert_int_equal(head(uri), REQUEST_URI_LONG);
	uri[8192] = '\0';
	assert_int_equal(head(uri), REQUEST_FINE);
}

static void
test_lengths(void **state)
{
	static const char *const bad[] = {"CONTENT_LENGTH=-1", "CONTENT_LENGTH=1x",
	    "CONTENT_LENGTH=99999999999999999999", "CONTENT_LENGTH= 1"};
	char *const sent[] = {(char[]){"REQUEST_URI=/"}, (char[]){"CONTENT_LENGTH="}, NULL};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *copy = strdup(bad[i]);
		char *const params[] = {(char[]){"REQUEST_URI=/"}, copy, NULL};

		assert_int_equal(read_head(arena, params, &req), REQUEST_BAD);
		free(copy);
	}
	assert_int_equal(read_head(arena, sent, &req), REQUEST_FINE);
	assert_int_equal(req.content_length, -1);
}

static void
test_lang(void **state)
{
	static const struct {
		const char *header;
		enum http_lang lang; /* with Chinese to fall back on */
	} cases[] = {{NULL, LANG_ZH}, {"", LANG_ZH}, {"en", LANG_EN}, {"EN-gb", LANG_EN},
	    {"zh-CN,zh;q=0.9,en;q=0.8", LANG_ZH}, {"en-US,en;q=0.9,zh;q=0.8", LANG_EN},
	    {"de,en;q=0.5", LANG_EN}, {"fr, de", LANG_ZH}, {"en;q=0, zh;q=0.1", LANG_ZH},
	    {"en;q=0", LANG_ZH}, {"zh;q=0.2, en;q=0.3", LANG_EN}, {"en;q=abc", LANG_ZH},
	    {"en;q=1.001", LANG_ZH}, {"en;q=0.123", LANG_EN}, {" en ; q=0.5 ,", LANG_EN},
	    {"english", LANG_ZH}, {"*;q=0.1", LANG_ZH}, {";;;,,,=q", LANG_ZH},
	    {"zh;q=0.5,en;q=0.5", LANG_ZH}, {"en;q=0.5,zh;q=0.5", LANG_EN}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (request_lang(str_of(cases[i].header), LANG_ZH) != cases[i].lang)
			fail_msg("wrong language for %s", cases[i].header);
	assert_int_equal(request_lang(STR("fr"), LANG_EN), LANG_EN);
}

static void
test_wants_json(void **state)
{
	static const struct {
		const char *accept;
		bool json;
	} cases[] = {{NULL, false}, {"", false}, {"*/*", false}, {"application/*", false},
	    {"application/json", true}, {"Application/JSON; q=0.9", true},
	    {"text/plain, application/json", true}, {"application/json, text/html", false},
	    {"text/html;q=0.1,application/json", false}, {"application/jsonp", false},
	    {",;,application/json,", true}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct request r = {.accept = str_of(cases[i].accept)};

		if (request_wants_json(&r) != cases[i].json)
			fail_msg("wrong answer for %s", cases[i].accept);
	}
}

static bool
same(const char *site, const char *origin, const char *host, bool https)
{
	struct request r = {.sec_fetch_site = str_of(site),
	    .origin = str_of(origin),
	    .host = str_of(host),
	    .https = https};

	return request_same_origin(&r);
}

static void
test_same_origin(void **state)
{
	const char *host = "desk.example:8081";

	(void)state;
	assert_true(same("same-origin", NULL, host, false));
	assert_true(same("none", NULL, host, false));
	assert_false(same("same-site", "http://desk.example:8081", host, false));
	assert_false(same("cross-site", NULL, host, false));
	assert_false(same("", "http://desk.example:8081", host, false));
	assert_true(same(NULL, "http://desk.example:8081", host, false));
	assert_true(same(NULL, "http://DESK.example:8081", host, false));
	assert_true(same(NULL, "https://desk.example:8081", host, true));
	assert_false(same(NULL, "http://desk.example:8081", host, true));
	assert_false(same(NULL, "https://desk.example:8081", host, false));
	assert_false(same(NULL, "http://desk.example", host, false));
	assert_false(same(NULL, "http://desk.example:8081.evil.example", host, false));
	assert_false(same(NULL, "http://evil.example/desk.example:8081", host, false));
	assert_false(same(NULL, "null", host, false));
	assert_false(same(NULL, "", host, false));
	assert_false(same(NULL, NULL, host, false));
	assert_false(same(NULL, "http://", "", false));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_head, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_paths, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_long_uri, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_lengths, set_up, tear_down),
	    cmocka_unit_test(test_lang),
	    cmocka_unit_test(test_wants_json),
	    cmocka_unit_test(test_same_origin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
