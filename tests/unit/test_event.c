#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "domain/event.h"

static void
assert_text(struct buf *b, const char *want)
{
	assert_true(buf_ok(b));
	assert_true(str_eq(buf_view(b), str_of(want)));
}

static void
parses(void **state)
{
	struct event e;

	(void)state;
	assert_true(event_parse(STR("a17 saved"), &e));
	assert_int_equal(e.article, 17);
	assert_int_equal(e.what, EVENT_SAVED);
	assert_true(event_parse(STR("review state"), &e));
	assert_int_equal(e.article, 0);
	assert_true(event_parse(STR("a9223372036854775807 presence"), &e));
}

static void
refuses(void **state)
{
	static const char *const bad[] = {"", " ", "a17", "a17 ", "a17  saved", "a17 saved ",
	    "a17 other", "a0 saved", "a-1 saved", "a01 saved", "a saved", "17 saved",
	    "a9223372036854775808 saved", "review", "reviews state", "../x saved", "a1/../x saved",
	    "A17 saved", "a17\nsaved", "a17 saved\n"};
	struct event e;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(event_parse(str_of(bad[i]), &e));
}

static void
joins_what_waits(void **state)
{
	static struct event_set set;
	struct event e = {.article = 17, .what = EVENT_SAVED};
	struct arena *a = arena_new(65536);
	struct buf b;

	(void)state;
	assert_true(event_add(&set, &e));
	e.what = EVENT_PRESENCE;
	assert_true(event_add(&set, &e));
	assert_int_equal(set.n, 1);
	buf_init(&b, a, 100);
	event_channel(&b, &set.v[0]);
	buf_char(&b, ' ');
	event_message(&b, &set.v[0]);
	assert_text(&b, "a17 {\"what\":[\"presence\",\"saved\"]}");
	for (e.article = 100; set.n < EVENT_SET_MAX; e.article++)
		assert_true(event_add(&set, &e));
	assert_false(event_add(&set, &e));
	e.article = 17;
	assert_true(event_add(&set, &e));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parses),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(joins_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
