#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/access.h"

static void
words(void **state)
{
	(void)state;
	assert_int_equal(access_parse(STR("")), 0);
	assert_int_equal(access_parse(STR_NULL), 0);
	assert_int_equal(access_parse(STR("write")), RIGHT_WRITE);
	assert_int_equal(access_parse(STR("publish review.final write")),
	    RIGHT_PUBLISH | RIGHT_REVIEW_FINAL | RIGHT_WRITE);
	assert_int_equal(
	    access_parse(STR("manage_users read_audit withdraw review.first review.second")),
	    RIGHT_MANAGE_USERS | RIGHT_READ_AUDIT | RIGHT_WITHDRAW | RIGHT_REVIEW_FIRST |
		RIGHT_REVIEW_SECOND);
}

static void
unknown_words_grant_nothing(void **state)
{
	(void)state;
	assert_int_equal(access_parse(STR("writer WRITE review review.fourth  ,write")), 0);
}

static void
any_of(void **state)
{
	(void)state;
	assert_true(access_any(RIGHT_REVIEW_SECOND, RIGHT_REVIEW_ANY));
	assert_false(access_any(RIGHT_WRITE | RIGHT_PUBLISH, RIGHT_REVIEW_ANY));
	assert_false(access_any(0, RIGHT_WRITE));
	assert_false(access_any(RIGHT_WRITE, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words),
	    cmocka_unit_test(unknown_words_grant_nothing),
	    cmocka_unit_test(any_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
