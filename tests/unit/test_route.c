#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/route.h"

#define ARENA_CAP ((size_t)64 * 1024)
#include "tests/unit/arena_each.h"

#define assert_str(s, lit) assert_true(str_eq((s), STR(lit)))

static void
nothing(struct ctx *cx, struct request *req, struct response *res)
{
	(void)cx;
	(void)req;
	(void)res;
}

static const struct route rows[] = {
    ROUTE(HTTP_GET, "/", PERM_PUBLIC, CSRF_SAFE, 0, nothing),
    ROUTE(HTTP_GET, "/articles/new", PERM_WRITE, CSRF_SAFE, 0, nothing),
    ROUTE(HTTP_GET, "/articles/:id", PERM_WRITE, CSRF_SAFE, 0, nothing),
    ROUTE(HTTP_POST, "/articles/:id", PERM_WRITE, CSRF, 1, nothing),
    ROUTE(HTTP_POST, "/articles/:id/publish", PERM_PUBLISH, CSRF, 1, nothing),
    ROUTE(HTTP_GET, "/a/:id/:slug", PERM_PUBLIC, CSRF_SAFE, 0, nothing),
};
static const struct route_table table = {rows, sizeof(rows) / sizeof(rows[0])};

static struct request req;
static struct str allow;

/* The number of the row found; -1 no such address, -2 wrong method. */
static long
find(enum http_method method, const char *raw_path)
{
	const struct route *r;

	req = (struct request){.arena = arena, .method = method, .raw_path = str_of(raw_path)};
	allow = STR_NULL;
	switch (route_find(&table, &req, &r, &allow)) {
	case STATUS_OK:
		return r - rows;
	case STATUS_NOT_FOUND:
		return -1;
	case STATUS_INVALID:
		return -2;
	default:
		return -3;
	}
}

static void
test_rows(void **state)
{
	(void)state;
	assert_int_equal(find(HTTP_GET, "/"), 0);
	assert_null(req.param[0].p);
	assert_int_equal(find(HTTP_GET, "/articles/new"), 1);
	assert_int_equal(find(HTTP_GET, "/articles/17"), 2);
	assert_str(req.param[0], "17");
	assert_null(req.param[1].p);
	assert_int_equal(find(HTTP_POST, "/articles/17/publish"), 4);
	assert_int_equal(find(HTTP_GET, "/a/9/a-slug"), 5);
	assert_str(req.param[0], "9");
	assert_str(req.param[1], "a-slug");
}

static void
test_head_is_get(void **state)
{
	(void)state;
	assert_int_equal(find(HTTP_HEAD, "/articles/17"), 2);
	assert_int_equal(find(HTTP_HEAD, "/articles/17/publish"), -2);
	assert_str(allow, "POST");
}

static void
test_no_such_address(void **state)
{
	static const char *const none[] = {"", "//", "/articles", "/articles/",
	    "/articles//publish", "/articles/17/", "/articles/17/publish/x", "/ARTICLES/17", "/a/1",
	    "/a//x", "/a/1/", "/x/../", "/1/2/3/4/5/6/7/8/9/10"};

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (find(HTTP_GET, none[i]) != -1)
			fail_msg("found: %s", none[i]);
}

static void
test_wrong_method(void **state)
{
	(void)state;
	assert_int_equal(find(HTTP_OTHER, "/articles/17"), -2);
	assert_str(allow, "GET, HEAD, POST");
	assert_int_equal(find(HTTP_POST, "/"), -2);
	assert_str(allow, "GET, HEAD");
	assert_int_equal(find(HTTP_GET, "/articles/17/publish"), -2);
	assert_str(allow, "POST");
}

/* Each part is decoded for itself: an encoded slash is part of a name. */
static void
test_percent(void **state)
{
	(void)state;
	assert_int_equal(find(HTTP_GET, "/a/1/x%2Fy"), 5);
	assert_str(req.param[1], "x/y");
	assert_int_equal(find(HTTP_GET, "/a%2F1%2Fx"), -1);
	assert_int_equal(find(HTTP_GET, "/%61rticles/%E4%BD%A0"), 2);
	assert_str(req.param[0], "\xe4\xbd\xa0");
	assert_int_equal(find(HTTP_GET, "/articles/%"), -1);
	assert_int_equal(find(HTTP_GET, "/articles/%3Aid"), 2);
}

static void
test_faulty_tables(void **state)
{
	static const struct route twice[] = {
	    ROUTE(HTTP_GET, "/x", PERM_PUBLIC, CSRF_SAFE, 0, nothing),
	    ROUTE(HTTP_POST, "/x", PERM_PUBLIC, CSRF, 0, nothing),
	    ROUTE(HTTP_GET, "/x", PERM_PUBLIC, CSRF_SAFE, 0, nothing)};
	static const struct route hidden[] = {
	    ROUTE(HTTP_GET, "/media/:id", PERM_PUBLIC, CSRF_SAFE, 0, nothing),
	    ROUTE(HTTP_GET, "/media/:id/file", PERM_PUBLIC, CSRF_SAFE, 0, nothing),
	    ROUTE(HTTP_GET, "/media/", PERM_PUBLIC, CSRF_SAFE, 0, nothing),
	    ROUTE(HTTP_GET, "/:kind/new", PERM_PUBLIC, CSRF_SAFE, 0, nothing),
	    ROUTE(HTTP_GET, "/media/new", PERM_PUBLIC, CSRF_SAFE, 0, nothing)};
	static const struct route many[] = {
	    ROUTE(HTTP_GET, "/:a/:b/:c/:d/:e", PERM_PUBLIC, CSRF_SAFE, 0, nothing)};
	static const struct route bare[] = {
	    ROUTE(HTTP_GET, "x", PERM_PUBLIC, CSRF_SAFE, 0, nothing)};
	static const struct route idle[] = {
	    ROUTE(HTTP_GET, "/idle", PERM_PUBLIC, CSRF_SAFE, 0, NULL)};

	(void)state;
	assert_null(route_fault(&table));
	assert_string_equal(route_fault(&(struct route_table){twice, 3}), "/x");
	assert_null(route_fault(&(struct route_table){twice, 2}));
	assert_null(route_fault(&(struct route_table){hidden, 4}));
	assert_string_equal(route_fault(&(struct route_table){hidden, 5}), "/media/new");
	assert_non_null(route_fault(&(struct route_table){many, 1}));
	assert_non_null(route_fault(&(struct route_table){bare, 1}));
	assert_non_null(route_fault(&(struct route_table){idle, 1}));
}

static void
test_perm_names(void **state)
{
	(void)state;
	assert_string_equal(route_perm_name(PERM_PUBLIC), "public");
	assert_string_equal(route_perm_name(PERM_PUBLISH), "publish");
	assert_string_equal(route_perm_name(PERM_READ_AUDIT), "read_audit");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_rows, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_head_is_get, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_no_such_address, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_wrong_method, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_percent, set_up, tear_down),
	    cmocka_unit_test(test_faulty_tables),
	    cmocka_unit_test(test_perm_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
