#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/clock.h"

#define SECOND ((int64_t)1000000)
/* 2025-03-09T03:20:07.9Z */
static const struct instant noon = {1741490407 * SECOND + 900000};

#define ASSERT_WRITES(call, text)                                                                  \
	do {                                                                                       \
		struct buf b;                                                                      \
		buf_init(&b, NULL, 100);                                                           \
		call;                                                                              \
		if (!str_eq(buf_view(&b), STR(text)))                                              \
			fail_msg("%.*s is not %s", STR_ARG(buf_view(&b)), text);                   \
		buf_free(&b);                                                                      \
	} while (0)

static void
test_shanghai(void **state)
{
	(void)state;
	assert_true(clock_set_zone("Asia/Shanghai"));
	ASSERT_WRITES(clock_rfc3339(&b, noon), "2025-03-09T11:20:07+08:00");
	ASSERT_WRITES(clock_date_time(&b, noon, true), "2025年3月9日 11:20");
	ASSERT_WRITES(clock_date_time(&b, noon, false), "9 March 2025, 11:20");
	ASSERT_WRITES(clock_date(&b, noon, true), "2025年3月9日");
	ASSERT_WRITES(clock_date(&b, noon, false), "9 March 2025");
	ASSERT_WRITES(clock_hm(&b, noon), "11:20");
}

static void
test_zones_west_and_with_half_hours(void **state)
{
	(void)state;
	assert_true(clock_set_zone("America/St_Johns"));
	ASSERT_WRITES(clock_rfc3339(&b, noon), "2025-03-08T23:50:07-03:30");
	assert_true(clock_set_zone("UTC"));
	ASSERT_WRITES(clock_rfc3339(&b, noon), "2025-03-09T03:20:07+00:00");
}

static void
test_unknown_zone(void **state)
{
	static const char *const bad[] = {"", "Asia/Nowhere", "../../../etc/passwd",
	    "/etc/localtime", "Asia", "Asia/", ":UTC", "Asia//Shanghai", "UTC\n"};

	(void)state;
	assert_true(clock_set_zone("Asia/Shanghai"));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(clock_set_zone(bad[i]));
	assert_false(clock_set_zone(NULL));
	/* A refused zone changes nothing. */
	ASSERT_WRITES(clock_hm(&b, noon), "11:20");
}

static void
test_same_day_is_the_newsrooms(void **state)
{
	struct instant before = {1741449599 * SECOND}; /* 8 March, 23:59:59 in Shanghai */
	struct instant after = {1741449600 * SECOND};  /* 9 March, 00:00:00 in Shanghai */

	(void)state;
	assert_true(clock_set_zone("Asia/Shanghai"));
	assert_false(clock_same_day(before, after));
	assert_true(clock_same_day(after, noon));
	assert_true(clock_set_zone("UTC"));
	assert_true(clock_same_day(before, after));
	/* The same day of another year is another day. */
	after.us = before.us + 365 * 86400 * SECOND;
	assert_false(clock_same_day(before, after));
}

/* A day of the calendar is that day wherever the newsroom is. */
static void
test_calendar(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_true(clock_set_zone(i == 0 ? "Pacific/Auckland" : "Pacific/Honolulu"));
		ASSERT_WRITES(clock_calendar(&b, STR("2026-03-09"), true), "2026年3月9日");
		ASSERT_WRITES(clock_calendar(&b, STR("2024-02-29"), false), "29 February 2024");
	}
	assert_true(clock_set_zone("Asia/Shanghai"));
}

static void
test_running(void **state)
{
	int64_t a = clock_mono_us(), b = clock_mono_us();

	(void)state;
	assert_true(b >= a);
	assert_true(clock_now().us > noon.us);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shanghai),
	    cmocka_unit_test(test_zones_west_and_with_half_hours),
	    cmocka_unit_test(test_unknown_zone),
	    cmocka_unit_test(test_same_day_is_the_newsrooms),
	    cmocka_unit_test(test_calendar),
	    cmocka_unit_test(test_running),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
