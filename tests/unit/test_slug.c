#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/slug.h"

static struct arena *arena;

static void
expect(const char *headline, const char *want)
{
	struct str slug = slug_propose(arena, str_of(headline));

	assert_string_equal(str_z(arena, slug), want);
	assert_true(slug_valid(slug));
	arena_reset(arena);
}

static void
spells(void **state)
{
	(void)state;
	expect("如何冲向5000亿", "ru-he-chong-xiang-5000-yi");
	expect("Hello, World: a first day!", "hello-world-a-first-day");
	expect("It's Zürich’s café", "its-zurichs-cafe");
	expect("AI让潮城更聪明", "ai-rang-chao-cheng-geng-cong-ming");
	expect("女子足球", "nu-zi-zu-qiu");
	expect("Москва", "moskva");
}

static void
knows_words_with_other_readings(void **state)
{
	(void)state;
	expect("银行行长到重庆", "yin-hang-hang-zhang-dao-chong-qing");
	expect("长城音乐节", "chang-cheng-yin-yue-jie");
	expect("经济增长", "jing-ji-zeng-zhang");
}

static void
is_never_empty(void **state)
{
	(void)state;
	expect("", "article");
	expect("！？……", "article");
	expect("🎉🎉", "article");
}

static void
is_cut_at_a_word(void **state)
{
	struct str slug;
	char letters[200];

	(void)state;
	slug = slug_propose(arena, STR("潮城潮城潮城潮城潮城潮城潮城潮城潮城潮城潮城潮城潮城潮城"));
	assert_in_range(slug.n, 60, SLUG_MAX);
	assert_true(slug_valid(slug));
	assert_true(str_ends(slug, STR("cheng")) || str_ends(slug, STR("chao")));
	memset(letters, 'x', sizeof letters);
	slug = slug_propose(arena, (struct str){letters, sizeof letters});
	assert_int_equal(slug.n, SLUG_MAX);
	arena_reset(arena);
}

static void
validity(void **state)
{
	static const char long_slug[] =
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaa";

	(void)state;
	assert_true(slug_valid(STR("a")));
	assert_true(slug_valid(STR("a-1-b")));
	assert_false(slug_valid(STR("")));
	assert_false(slug_valid(STR("-a")));
	assert_false(slug_valid(STR("a-")));
	assert_false(slug_valid(STR("a--b")));
	assert_false(slug_valid(STR("A")));
	assert_false(slug_valid(STR("a b")));
	assert_false(slug_valid(STR("a/b")));
	assert_false(slug_valid(STR("拼音")));
	assert_int_equal(sizeof long_slug - 1, SLUG_MAX + 1);
	assert_false(slug_valid(str_of(long_slug)));
	assert_true(slug_valid((struct str){long_slug, SLUG_MAX}));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(spells),
	    cmocka_unit_test(knows_words_with_other_readings),
	    cmocka_unit_test(is_never_empty),
	    cmocka_unit_test(is_cut_at_a_word),
	    cmocka_unit_test(validity),
	};
	int failed;

	arena = arena_new(1u << 20);
	if (arena == NULL)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
