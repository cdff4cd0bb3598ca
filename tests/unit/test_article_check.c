#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/article.h"

static struct arena *arena;

static struct article_draft
fine(void)
{
	static struct byline person = {
	    .role = BYLINE_REPORTER, .name = {"金檬", 6}, .outlet = {"", 0}};
	struct article_draft d = {
	    .headline = STR("标题"),
	    .channel = {1},
	    .lang = STR("zh"),
	    .source_kind = STR("original"),
	    .source_name = STR("潮城新闻"),
	    .bylines = {&person, 1},
	    .body_text = STR("正文"),
	    .words = 2,
	};

	article_prepare(arena, &d);
	return d;
}

static void
expect(struct article_draft d, bool complete, enum article_field field, enum article_fault fault)
{
	struct article_faults f = {.n = 0};

	assert_false(article_check(&d, complete, &f));
	assert_int_equal(f.of[field], fault);
	assert_int_equal(f.n, 1);
}

static struct str
repeat(const char *z, size_t n)
{
	struct buf b;

	buf_init(&b, arena, n * strlen(z));
	while (n-- > 0)
		buf_z(&b, z);
	return buf_view(&b);
}

static void
takes_what_is_fine(void **state)
{
	struct article_draft d = fine();
	struct article_faults f = {.n = 0};

	(void)state;
	assert_true(article_check(&d, true, &f));
	assert_true(str_eq(d.slug, STR("biao-ti")));
	assert_true(str_eq(d.shoulder, STR("")) && d.shoulder.p != NULL);
	/* Limits count characters, not bytes. */
	d.headline = repeat("题", ARTICLE_HEADLINE_MAX);
	d.summary = repeat("要\n", ARTICLE_SUMMARY_MAX / 2);
	assert_true(article_check(&d, true, &f));
}

static void
each_limit(void **state)
{
	static const struct {
		size_t offset;
		enum article_field field;
		size_t max;
	} cases[] = {
#define CASE(member, field, max) {offsetof(struct article_draft, member), field, max}
	    CASE(headline, FIELD_HEADLINE, ARTICLE_HEADLINE_MAX),
	    CASE(shoulder, FIELD_SHOULDER, ARTICLE_SHOULDER_MAX),
	    CASE(subhead, FIELD_SUBHEAD, ARTICLE_SUBHEAD_MAX),
	    CASE(summary, FIELD_SUMMARY, ARTICLE_SUMMARY_MAX),
	    CASE(source_name, FIELD_SOURCE_NAME, ARTICLE_SOURCE_MAX),
	    CASE(reprint_author, FIELD_REPRINT_AUTHOR, ARTICLE_AUTHOR_MAX),
	    CASE(reprint_title, FIELD_REPRINT_TITLE, ARTICLE_TITLE_MAX),
	    CASE(responsible_editor, FIELD_RESPONSIBLE_EDITOR, ARTICLE_EDITOR_MAX),
	    CASE(reprint_notice, FIELD_REPRINT_NOTICE, ARTICLE_NOTICE_MAX),
	    CASE(social_title, FIELD_SOCIAL_TITLE, ARTICLE_SOCIAL_MAX),
	    CASE(lead.alt, FIELD_LEAD_ALT, LEAD_ALT_MAX),
	    CASE(lead.caption, FIELD_LEAD_CAPTION, LEAD_CAPTION_MAX),
	    CASE(lead.credit, FIELD_LEAD_CREDIT, LEAD_CREDIT_MAX),
#undef CASE
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct article_draft d = fine();
		struct article_faults f = {.n = 0};
		struct str *value = (struct str *)(void *)((char *)&d + cases[i].offset);

		*value = repeat("字", cases[i].max);
		assert_true(article_check(&d, true, &f));
		*value = repeat("字", cases[i].max + 1);
		expect(d, true, cases[i].field, FAULT_LONG);
		*value = STR("a\001b");
		expect(d, false, cases[i].field, FAULT_CONTROL);
	}
}

static void
single_fields(void **state)
{
	struct article_draft d;

	(void)state;
	d = fine(), d.headline = STR("");
	expect(d, false, FIELD_HEADLINE, FAULT_EMPTY);
	d = fine(), d.headline = STR("two\nlines");
	expect(d, false, FIELD_HEADLINE, FAULT_CONTROL);
	d = fine(), d.channel.v = 0;
	expect(d, false, FIELD_CHANNEL, FAULT_CHOICE);
	d = fine(), d.lang = STR("fr");
	expect(d, false, FIELD_LANG, FAULT_CHOICE);
	d = fine(), d.source_kind = STR("stolen");
	expect(d, false, FIELD_SOURCE_KIND, FAULT_CHOICE);
	d = fine(), d.source_name = STR("潮\u202e城");
	expect(d, false, FIELD_SOURCE_NAME, FAULT_BIDI);
	d = fine(), d.slug = STR("Not A Slug");
	expect(d, false, FIELD_SLUG, FAULT_SLUG);
	d = fine(), d.slug = repeat("a", ARTICLE_SLUG_MAX + 1);
	expect(d, false, FIELD_SLUG, FAULT_LONG);
	d = fine(), d.body_text = repeat("a", ARTICLE_BODY_MAX + 1);
	expect(d, false, FIELD_BODY, FAULT_LONG);
	d = fine(), d.lead.media.v = -1;
	expect(d, false, FIELD_LEAD, FAULT_PICTURE);
	d = fine(), d.body_text = STR("a\002");
	expect(d, false, FIELD_BODY, FAULT_CONTROL);
}

static void
addresses(void **state)
{
	static const char *const bad[] = {"javascript:alert(1)", "ftp://a.example/", "//a.example",
	    "a.example", "https://", "http://a b", "https://a.example/\"", "https://a.example/<",
	    "https://a\\b", "https://a.example/\u3000", "https://a.example/\u202e"};
	struct article_draft d = fine();
	struct article_faults f = {.n = 0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		d.reprint_url = str_of(bad[i]);
		expect(d, false, FIELD_REPRINT_URL, FAULT_URL);
	}
	d.reprint_url = STR("https://a.example/新闻?x=1#y");
	assert_true(article_check(&d, false, &f));
}

static void
a_submission_needs_more(void **state)
{
	struct article_draft d;
	struct article_faults f = {.n = 0};

	(void)state;
	d = fine(), d.words = 0;
	assert_true(article_check(&d, false, &f));
	expect(d, true, FIELD_BODY, FAULT_EMPTY);
	d = fine(), d.bylines.n = 0;
	assert_true(article_check(&d, false, &f));
	expect(d, true, FIELD_BYLINES, FAULT_EMPTY);
	d = fine(), d.source_name = STR("");
	expect(d, true, FIELD_SOURCE_NAME, FAULT_EMPTY);
	d = fine(), d.source_kind = STR("reprint");
	assert_true(article_check(&d, false, &f));
	assert_false(article_check(&d, true, &f));
	assert_int_equal(f.n, 4);
	d.reprint_author = d.reprint_title = d.responsible_editor = STR("a");
	expect(d, true, FIELD_REPRINT_URL, FAULT_EMPTY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(takes_what_is_fine),
	    cmocka_unit_test(each_limit),
	    cmocka_unit_test(single_fields),
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(a_submission_needs_more),
	};
	int failed;

	arena = arena_new(64u << 20);
	if (arena == NULL)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
