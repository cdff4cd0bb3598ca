#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "html/html.h"

static void
without_a_catalogue(void **state)
{
	(void)state;
	assert_false(i18n_init("/nonexistent"));
	/* The English text is better than none. */
	assert_string_equal(i18n(true, "Headline"), "Headline");
}

static void
both_languages_in_one_process(void **state)
{
	const char *build = getenv("COPYDESK_BUILDDIR");
	struct buf dir;

	(void)state;
	buf_init(&dir, NULL, 4096);
	buf_printf(&dir, "%s/po", build == NULL ? "." : build);
	buf_char(&dir, '\0');
	assert_true(i18n_init(dir.p));
	assert_string_equal(i18n(true, "Headline"), "标题");
	assert_string_equal(i18n(false, "Headline"), "Headline");
	assert_string_equal(i18n(true, "Sign in"), "登录");
	assert_string_equal(i18n(true, "no such message"), "no such message");
	/* The header of the catalogue is not a translation of nothing. */
	assert_string_equal(i18n(true, ""), "");
	buf_free(&dir);
}

/* The table of answers is found by address: other words at an address get their own answer. */
static void
one_address_many_words(void **state)
{
	char place[16] = "Headline";

	(void)state;
	for (int i = 0; i < 3; i++) {
		memcpy(place, "Headline", sizeof("Headline"));
		assert_string_equal(i18n(true, place), "标题");
		memcpy(place, "Sign in", sizeof("Sign in"));
		assert_string_equal(i18n(true, place), "登录");
		memcpy(place, "nothing", sizeof("nothing"));
		assert_ptr_equal(i18n(true, place), place);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(without_a_catalogue),
	    cmocka_unit_test(both_languages_in_one_process),
	    cmocka_unit_test(one_address_many_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
