#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/desk/page.h"
#include "web/web.h"

static struct arena *arena;

static struct request
request_with(const char *query_lang, const char *accept)
{
	struct request req = {.arena = arena, .accept_language = str_of(accept)};

	if (query_lang != NULL) {
		req.query.v = ARENA_NEW(arena, struct http_pair);
		req.query.v[0] = (struct http_pair){STR("lang"), str_of(query_lang)};
		req.query.n = 1;
	}
	return req;
}

static void
language(void **state)
{
	static const struct {
		const char *chosen, *query, *accept;
		enum http_lang fallback, want;
	} cases[] = {
	    /* The user's choice wins, then the address, then the browser, then the newsroom. */
	    {"en", "zh", "zh-CN", LANG_ZH, LANG_EN},
	    {"zh", "en", "en", LANG_EN, LANG_ZH},
	    {NULL, "en", "zh-CN", LANG_ZH, LANG_EN},
	    {"", "zh", "en", LANG_EN, LANG_ZH},
	    {NULL, NULL, "en-GB,zh;q=0.5", LANG_ZH, LANG_EN},
	    {NULL, NULL, "fr", LANG_ZH, LANG_ZH},
	    {NULL, NULL, "", LANG_EN, LANG_EN},
	    /* What is no language of ours does not count. */
	    {"fr", "xx", "zh", LANG_EN, LANG_ZH},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct request req = request_with(cases[i].query, cases[i].accept);

		assert_int_equal(
		    web_lang(&req, str_of(cases[i].chosen), cases[i].fallback), cases[i].want);
	}
}

static struct request
form_from(const char *site, const char *csrf)
{
	struct request req = {.arena = arena, .sec_fetch_site = str_of(site)};

	if (csrf != NULL) {
		req.form.v = ARENA_NEW(arena, struct http_pair);
		req.form.v[0] = (struct http_pair){STR("csrf"), str_of(csrf)};
		req.form.n = 1;
	}
	return req;
}

static void
csrf(void **state)
{
	struct token secret, other, good, bad;
	struct request req;

	(void)state;
	token_new(&secret);
	token_new(&other);
	web_csrf_token(&secret, &good);
	web_csrf_token(&other, &bad);
	assert_string_not_equal(good.hex, secret.hex);
	req = form_from("same-origin", good.hex);
	assert_true(web_csrf_ok(&req, &secret));
	req = form_from("cross-site", good.hex);
	assert_false(web_csrf_ok(&req, &secret));
	req = form_from("same-site", good.hex);
	assert_false(web_csrf_ok(&req, &secret));
	req = form_from("same-origin", bad.hex);
	assert_false(web_csrf_ok(&req, &secret));
	/* The session's own secret is no form token. */
	req = form_from("same-origin", secret.hex);
	assert_false(web_csrf_ok(&req, &secret));
	req = form_from("same-origin", "");
	assert_false(web_csrf_ok(&req, &secret));
	req = form_from("same-origin", NULL);
	assert_false(web_csrf_ok(&req, &secret));
	/* Neither Sec-Fetch-Site nor Origin: nobody knows where it came from. */
	req = form_from("", good.hex);
	assert_false(web_csrf_ok(&req, &secret));
}

static void
statuses(void **state)
{
	(void)state;
	assert_int_equal(web_http_status(STATUS_OK), 200);
	assert_int_equal(web_http_status(STATUS_NOT_FOUND), 404);
	assert_int_equal(web_http_status(STATUS_DENIED), 403);
	assert_int_equal(web_http_status(STATUS_CONFLICT), 409);
	assert_int_equal(web_http_status(STATUS_INVALID), 422);
	assert_int_equal(web_http_status(STATUS_BUSY), 503);
	assert_int_equal(web_http_status(STATUS_UNCERTAIN), 503);
	assert_int_equal(web_http_status(STATUS_INTERNAL), 500);
}

static void
every_error_has_words(void **state)
{
	static const int with_words[] = {
	    400, 403, 404, 405, 409, 413, 414, 415, 422, 429, 500, 503};
	const struct request req = {.arena = arena, .id = STR("0123")};
	struct error_view first = {.status = 0}, view;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof with_words / sizeof with_words[0]; i++) {
		web_error_view(&req, with_words[i], false, &view);
		assert_int_equal(view.status, with_words[i]);
		assert_true(
		    view.title[0] != '\0' && view.message[0] != '\0' && view.action[0] != '\0');
		assert_true(i == 0 || strcmp(view.title, first.title) != 0);
		if (i == 0)
			first = view;
	}
	web_error_view(&req, 599, false, &view);
	assert_int_equal(view.status, 500);
	assert_true(str_eq(view.request_id, STR("0123")));
}

/* A list tells today's hour; of another day, also one a year ago, the date. */
static void
time_in_a_list(void **state)
{
	struct instant now = clock_now();
	struct desk_time t;
	int64_t days;

	(void)state;
	t = page_time_listed(arena, now, false);
	assert_true(str_starts(t.text, STR("Today ")) && t.text.n == sizeof("Today 08:49") - 1);
	assert_true(str_ends(t.full, str_sub(t.text, 6, t.text.n)) && t.full.n > t.text.n);
	for (days = -365; days <= 365; days += days == -1 ? 2 : 364) {
		struct instant other = {now.us + days * 86400 * 1000000};

		t = page_time_listed(arena, other, false);
		assert_true(str_eq(t.text, t.full));
		assert_true(str_eq(t.text, page_time(arena, other, false).text));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(language),
	    cmocka_unit_test(csrf),
	    cmocka_unit_test(statuses),
	    cmocka_unit_test(every_error_has_words),
	    cmocka_unit_test(time_in_a_list),
	};
	int failed;

	arena = arena_new(1u << 20);
	if (arena == NULL || !crypto_init())
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
