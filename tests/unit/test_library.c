/* Days as people type them, and the words by which the library is narrowed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/access.h"
#include "domain/library.h"

static void
test_day(void **state)
{
	static const char *const good[] = {"1900-01-01", "2024-02-29", "2000-02-29", "2026-12-31",
	    "2026-08-09", "9999-12-31", "2026-11-30"};
	static const char *const bad[] = {"", "2026", "2026-1-1", "2026-01-1", "2026-02-29",
	    "1900-02-29", "2100-02-29", "2026-04-31", "2026-00-10", "2026-10-00", "2026-13-01",
	    "2026-01-32", "1899-12-31", "0000-01-01", "2026/01/01", "2026-01-01 ", " 2026-01-01",
	    "2026-01-01x", "-026-01-01", "2026--1-01", "2026-+1-01", "20a6-01-01", "infinity"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof good / sizeof good[0]; i++)
		if (!library_day(str_of(good[i])))
			fail_msg("\"%s\" is a day", good[i]);
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (library_day(str_of(bad[i])))
			fail_msg("\"%s\" is no day", bad[i]);
	assert_false(library_day(STR_NULL));
	assert_false(library_day((struct str){"2026-01\0"
					      "01",
	    10}));
}

static void
test_only(void **state)
{
	enum library_only o;
	unsigned i;

	(void)state;
	for (i = 0; i < LIBRARY_ONLY; i++) {
		assert_true(library_only_of(str_of(library_only_word((enum library_only)i)), &o));
		assert_int_equal(o, i);
	}
	assert_false(library_only_of(STR("UNUSED"), &o));
	assert_false(library_only_of(STR("unused "), &o));
}

/* What the desk offers is what the database would allow: 91_library.sql. */
static void
test_may_edit(void **state)
{
	const struct library_item own = {.uploaded_by = {7}};
	const struct user_id me = {7}, other = {8};

	(void)state;
	assert_true(library_may_edit(&own, me, RIGHT_WRITE));
	assert_false(library_may_edit(&own, me, 0));
	assert_false(library_may_edit(&own, other, RIGHT_WRITE));
	assert_true(library_may_edit(&own, other, RIGHT_WRITE | RIGHT_REVIEW_FIRST));
	assert_true(library_may_edit(&own, other, RIGHT_WRITE | RIGHT_PUBLISH));
	assert_false(library_may_edit(&own, other, RIGHT_MANAGE_USERS | RIGHT_READ_AUDIT));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_day),
	    cmocka_unit_test(test_only),
	    cmocka_unit_test(test_may_edit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
