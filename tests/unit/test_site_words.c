#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "gen/t_site_article.h"
#include "web/site/credit.h"
#include "web/site/link.h"
#include "web/site/when.h"

/* Bylines, times and addresses of the public site, in both languages. */

#define DAY INT64_C(86400000000)

static struct arena *arena;
static const struct ctx zh_paper = {.newsroom_zh = true, .url = {"http://n.example", 16}};
static const struct ctx en_paper = {.newsroom_zh = false, .url = {"http://n.example", 16}};

/* The byline as a reader sees it: what the template wrote, without its tags. */
static const char *
line(const struct byline *v, size_t n, bool zh)
{
	const struct byline_list list = {(struct byline *)(uintptr_t)v, n};
	const struct tmpl_ctx tc = {.zh = zh};
	const struct site_credit *c;
	struct buf html, text;
	bool tag = false;

	buf_init(&html, arena, 65536);
	buf_init(&text, arena, 65536);
	c = credit_line(&zh_paper, arena, &list, zh, &n);
	for (size_t i = 0; i < n; i++)
		t_site_credit(&html, &tc, &c[i]);
	for (size_t i = 0; i < html.n; i++) {
		if (html.p[i] == '<')
			tag = true;
		if (!tag)
			buf_char(&text, html.p[i]);
		if (html.p[i] == '>')
			tag = false;
	}
	return str_z(arena, buf_view(&text));
}

#define P(role, name, outlet)                                                                      \
	{                                                                                          \
		role, {name, sizeof(name) - 1},                                                    \
		{                                                                                  \
			outlet, sizeof(outlet) - 1                                                 \
		}                                                                                  \
	}
#define LINE(zh, ...)                                                                              \
	line((const struct byline[]){__VA_ARGS__},                                                 \
	    sizeof((const struct byline[]){__VA_ARGS__}) / sizeof(struct byline), zh)

static void
byline_as_a_newspaper_sets_it(void **state)
{
	(void)state;
	assert_string_equal(LINE(true, P(BYLINE_REPORTER, "金檬", "潮新闻客户端"),
				P(BYLINE_REPORTER, "谢春晖", "潮新闻客户端"),
				P(BYLINE_CORRESPONDENT, "彭仲莉", "")),
	    "潮新闻客户端 记者 金檬 谢春晖 通讯员 彭仲莉");
	assert_string_equal(LINE(true, P(BYLINE_REPORTER, "金檬", "潮新闻客户端"),
				P(BYLINE_CORRESPONDENT, "彭仲莉", "潮新闻客户端")),
	    "潮新闻客户端 记者 金檬 通讯员 彭仲莉");
	assert_string_equal(LINE(true, P(BYLINE_PHOTOGRAPHER, "贺川", "")), "摄影 贺川");
}

static void
byline_says_what_changes(void **state)
{
	(void)state;
	/* Another outlet says the role again, and so does the first when it comes back. */
	assert_string_equal(
	    LINE(true, P(BYLINE_REPORTER, "甲", "A报"), P(BYLINE_REPORTER, "乙", "B报"),
		P(BYLINE_REPORTER, "丙", ""), P(BYLINE_EDITOR, "丁", "A报")),
	    "A报 记者 甲 B报 记者 乙 记者 丙 A报 编辑 丁");
	assert_string_equal(LINE(true, P(BYLINE_REPORTER, "甲", ""), P(BYLINE_EDITOR, "乙", ""),
				P(BYLINE_REPORTER, "丙", "")),
	    "记者 甲 编辑 乙 记者 丙");
}

static void
byline_in_english(void **state)
{
	(void)state;
	assert_string_equal(LINE(false, P(BYLINE_REPORTER, "Lin Yue", "Harbour Post"),
				P(BYLINE_REPORTER, "He Wan", "Harbour Post"),
				P(BYLINE_PHOTOGRAPHER, "Ou Ran", "Harbour Post")),
	    "Harbour Post · Reporters Lin Yue, He Wan · Photographer Ou Ran");
	assert_string_equal(LINE(false, P(BYLINE_EDITOR, "A <b>", "")), "Editor A &lt;b&gt;");
}

static void
byline_links(void **state)
{
	struct byline v[] = {P(BYLINE_REPORTER, "金/檬", "")};
	const struct byline_list list = {v, 1};
	const struct site_credit *c;
	size_t n;

	(void)state;
	c = credit_line(&zh_paper, arena, &list, true, &n);
	assert_int_equal(n, 1);
	assert_string_equal(str_z(arena, c[0].href), "/by/%E9%87%91%2F%E6%AA%AC");
	c = credit_line(&zh_paper, arena, &list, false, &n);
	assert_string_equal(
	    str_z(arena, c[0].url), "http://n.example/by/%E9%87%91%2F%E6%AA%AC?lang=en");
	(void)credit_line(&zh_paper, arena, &(struct byline_list){NULL, 0}, true, &n);
	assert_int_equal(n, 0);
}

static void
addresses(void **state)
{
	const struct live_cursor from = {{1000}, {7}};

	(void)state;
	assert_string_equal(str_z(arena, link_home(&zh_paper, arena, true)), "/");
	assert_string_equal(str_z(arena, link_home(&zh_paper, arena, false)), "/?lang=en");
	assert_string_equal(str_z(arena, link_home(&en_paper, arena, false)), "/");
	assert_string_equal(str_z(arena, link_home(&en_paper, arena, true)), "/?lang=zh");
	assert_string_equal(
	    str_z(arena, link_channel(&zh_paper, arena, STR("news"), true, NULL)), "/c/news");
	assert_string_equal(str_z(arena, link_channel(&zh_paper, arena, STR("news"), true, &from)),
	    "/c/news?before=1000.7");
	assert_string_equal(str_z(arena, link_channel(&en_paper, arena, STR("news"), true, &from)),
	    "/c/news?lang=zh&before=1000.7");
	assert_string_equal(
	    str_z(arena, link_article(&zh_paper, arena, (struct article_id){12}, STR("a-b"))),
	    "/a/12/a-b");
}

/* 2026-11-24 18:00:00 in Shanghai. */
static const struct instant now = {INT64_C(1795514400000000)};

static const char *
shorter(int64_t ago, bool zh)
{
	return str_z(arena, when_short(arena, (struct instant){now.us - ago}, now, zh).text);
}

static void
times_of_lists(void **state)
{
	(void)state;
	assert_string_equal(shorter(0, true), "18:00");
	assert_string_equal(shorter(DAY / 24 * 18, true), "00:00");
	assert_string_equal(shorter(DAY / 24 * 19, true), "11月23日 23:00");
	assert_string_equal(shorter(DAY, false), "23 November, 18:00");
	assert_string_equal(shorter(400 * DAY, true), "2025年10月20日");
	assert_string_equal(shorter(400 * DAY, false), "20 October 2025");
	assert_string_equal(
	    str_z(arena, when_short(arena, now, now, true).iso), "2026-11-24T18:00:00+08:00");
}

static void
other_times(void **state)
{
	struct instant last_year = {now.us - 400 * DAY};

	(void)state;
	assert_string_equal(str_z(arena, when_full(arena, now, true).text), "2026年11月24日 18:00");
	assert_string_equal(
	    str_z(arena, when_full(arena, now, false).text), "24 November 2026, 18:00");
	assert_string_equal(
	    str_z(arena, when_today(arena, now, true).text), "2026年11月24日 星期二");
	assert_string_equal(
	    str_z(arena, when_today(arena, now, false).text), "Tuesday 24 November 2026");
	assert_string_equal(str_z(arena, when_today(arena, now, false).iso), "2026-11-24");
	assert_string_equal(str_z(arena, when_day(arena, now, now, true)), "11月24日");
	assert_string_equal(
	    str_z(arena, when_day(arena, last_year, now, false)), "20 October 2025");
	assert_string_equal(str_z(arena, when_hm(arena, now)), "18:00");
}

static void
zones(void **state)
{
	(void)state;
	assert_string_equal(str_z(arena, when_zone(arena, when_full(arena, now, true))), "UTC+8");
	assert_true(clock_set_zone("Asia/Kolkata"));
	assert_string_equal(
	    str_z(arena, when_zone(arena, when_full(arena, now, true))), "UTC+5:30");
	assert_true(clock_set_zone("America/St_Johns"));
	assert_string_equal(
	    str_z(arena, when_zone(arena, when_full(arena, now, true))), "UTC-3:30");
	assert_true(clock_set_zone("Pacific/Kiritimati"));
	assert_string_equal(str_z(arena, when_zone(arena, when_full(arena, now, true))), "UTC+14");
	assert_true(clock_set_zone("UTC"));
	assert_string_equal(str_z(arena, when_zone(arena, when_full(arena, now, true))), "UTC");
	assert_true(clock_set_zone("Asia/Shanghai"));
}

static const char *
aged(int64_t days, bool zh)
{
	return str_z(arena, when_aged(arena, (struct instant){now.us - days * DAY}, now, zh));
}

static void
ages(void **state)
{
	(void)state;
	assert_string_equal(aged(-1, true), "");
	assert_string_equal(aged(0, true), "");
	assert_string_equal(aged(29, true), "");
	assert_string_equal(aged(30, true), "本文发布已超过一个月。");
	assert_string_equal(aged(59, false), "This article is more than a month old.");
	assert_string_equal(aged(60, false), "This article is more than 2 months old.");
	assert_string_equal(aged(364, false), "This article is more than 11 months old.");
	assert_string_equal(aged(365, false), "This article is more than a year old.");
	assert_string_equal(aged(729, true), "本文发布已超过一年。");
	assert_string_equal(aged(730, true), "本文发布已超过 2 年。");
}

static int
set_up(void **state)
{
	const char *build = getenv("COPYDESK_BUILDDIR");
	char path[4096];

	(void)state;
	snprintf(path, sizeof(path), "%s/po", build != NULL ? build : ".");
	if (!i18n_init(path) || !clock_set_zone("Asia/Shanghai"))
		return -1;
	arena = arena_new(1 << 22);
	return arena == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(byline_as_a_newspaper_sets_it),
	    cmocka_unit_test(byline_says_what_changes),
	    cmocka_unit_test(byline_in_english),
	    cmocka_unit_test(byline_links),
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(times_of_lists),
	    cmocka_unit_test(other_times),
	    cmocka_unit_test(zones),
	    cmocka_unit_test(ages),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
