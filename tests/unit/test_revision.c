#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/revision.h"

static struct byline people[] = {
    {BYLINE_REPORTER, {"Wen Hai", 7}, {"Chaocheng", 9}},
    {BYLINE_EDITOR, {"Qiu Min", 7}, {"", 0}},
};

static struct revision
sample(void)
{
	return (struct revision){
	    .id = {7},
	    .article = {3},
	    .number = 2,
	    .headline = STR("h"),
	    .shoulder = STR("s"),
	    .channel = {1},
	    .lang = STR("en"),
	    .slug = STR("h"),
	    .source_kind = STR("original"),
	    .source_name = STR("Chaocheng"),
	    .bylines = {people, 2},
	    .body_json = STR("{}"),
	    .body_html = STR("<p>x</p>"),
	    .words = 1,
	};
}

/* Every field that is typed makes a difference, alone. */
static void
each_field(void **state)
{
	struct revision a = sample(), b = sample();
	struct str *const texts[] = {&b.headline, &b.shoulder, &b.subhead, &b.summary, &b.lang,
	    &b.slug, &b.source_kind, &b.source_name, &b.reprint_author, &b.reprint_title,
	    &b.reprint_url, &b.responsible_editor, &b.reprint_notice, &b.social_title,
	    &b.body_html};
	size_t i;

	(void)state;
	assert_true(revision_same(&a, &b));
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct str kept = *texts[i];

		*texts[i] = STR("another");
		assert_false(revision_same(&a, &b));
		*texts[i] = kept;
	}
	b.channel.v = 2;
	assert_false(revision_same(&a, &b));
}

/* What one field loses another may gain: as one text they would look alike. */
static void
no_running_together(void **state)
{
	struct revision a = sample(), b = sample();

	(void)state;
	a.source_name = STR("A\nReprint author: B");
	b.source_name = STR("A");
	b.reprint_author = STR("B");
	assert_false(revision_same(&a, &b));
}

static void
bylines(void **state)
{
	struct revision a = sample(), b = sample();
	struct byline other[] = {people[0], people[1]};

	(void)state;
	b.bylines.v = other;
	assert_true(revision_same(&a, &b));
	b.bylines.n = 1;
	assert_false(revision_same(&a, &b));
	b.bylines.n = 2;
	other[0] = people[1];
	other[1] = people[0];
	assert_false(revision_same(&a, &b));
	other[0] = people[0];
	other[1] = people[1];
	other[1].role = BYLINE_REPORTER;
	assert_false(revision_same(&a, &b));
	other[1] = people[1];
	other[1].outlet = STR("Elsewhere");
	assert_false(revision_same(&a, &b));
	other[1] = people[1];
	other[1].name = STR("Qiu Mei");
	assert_false(revision_same(&a, &b));
}

static void
topics_and_lead(void **state)
{
	struct revision a = sample(), b = sample();
	struct str one[] = {STR("x"), STR("y")}, two[] = {STR("y"), STR("x")};
	struct str *const words[] = {&b.lead.alt, &b.lead.caption, &b.lead.credit};

	(void)state;
	a.topics = (struct topic_list){one, 2};
	assert_false(revision_same(&a, &b));
	b.topics = (struct topic_list){two, 2};
	assert_false(revision_same(&a, &b));
	b.topics.v = one;
	assert_true(revision_same(&a, &b));
	/* Without a picture its words count for nothing. */
	b.lead.alt = STR("left over");
	assert_true(revision_same(&a, &b));
	b.lead.alt = STR("");
	a.lead.media.v = b.lead.media.v = 3;
	assert_true(revision_same(&a, &b));
	for (size_t i = 0; i < 3; i++) {
		*words[i] = STR("another");
		assert_false(revision_same(&a, &b));
		*words[i] = STR("");
	}
	b.lead.media.v = 4;
	assert_false(revision_same(&a, &b));
}

/* Who saved it, when, and how the document is spaced, does not count; absent is empty. */
static void
what_does_not_count(void **state)
{
	struct revision a = sample(), b = sample();

	(void)state;
	b.id.v = 8;
	b.number = 3;
	b.saved_by = STR("somebody");
	b.saved_at.us = 1;
	b.is_head = true;
	b.body_json = STR("{ }");
	b.summary = STR("");
	assert_true(revision_same(&a, &b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_field),
	    cmocka_unit_test(no_running_together),
	    cmocka_unit_test(bylines),
	    cmocka_unit_test(topics_and_lead),
	    cmocka_unit_test(what_does_not_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
