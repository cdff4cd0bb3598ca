#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/site/choose.h"
#include "web/site/link.h"

/* What the front page shows, chosen from a few channels made here. */

#define MINUTE INT64_C(60000000)

static struct arena *arena;
static const struct ctx cx = {
    .newsroom_zh = true, .url = {"http://n.example", 16}, .now = {INT64_C(1795514400000000)}};

/* A channel from "zze": its latest, newest first, each a minute and the channel's number apart. */
static struct live_channel
channel(int64_t id, const char *langs)
{
	size_t n = str_of(langs).n;
	struct live_card *cards = ARENA_ARRAY(arena, n, struct live_card);
	struct live_channel c = {{id}, STR("c"), STR("频道"), STR("Channel"), cards, n};

	for (size_t i = 0; i < n; i++)
		cards[i] = (struct live_card){.id = {id * 100 + (int64_t)i},
		    .channel = {id},
		    .slug = STR("s"),
		    .lang = langs[i] == 'z' ? STR("zh") : STR("en"),
		    .headline = STR("标题"),
		    .at = {cx.now.us - (int64_t)i * 10 * MINUTE - id * MINUTE}};
	return c;
}

static struct site_edition
edition(const struct live_frame *f, bool zh)
{
	struct site_section *s = ARENA_ARRAY(arena, f->channels_n, struct site_section);
	struct site_link *links = ARENA_ARRAY(arena, f->channels_n, struct site_link);
	struct site_edition e = {.channels = links, .sections = s, .n = f->channels_n};

	for (size_t i = 0; i < f->channels_n; i++) {
		const struct live_channel *c = &f->channels[i];
		struct site_card *cards = ARENA_ARRAY(arena, c->cards_n, struct site_card);

		for (size_t k = 0; k < c->cards_n; k++)
			cards[k] = link_card(&cx, arena, &c->cards[k], zh, links[i]);
		s[i] = (struct site_section){c->id, c->slug, {cards, c->cards_n}};
	}
	choose_latest(&cx, arena, f, zh, &e);
	choose_front(arena, &e);
	return e;
}

#define EDITION(zh, ...)                                                                           \
	edition(&(struct live_frame){1, (struct live_channel[]){__VA_ARGS__},                      \
		    sizeof((struct live_channel[]){__VA_ARGS__}) / sizeof(struct live_channel)},   \
	    zh)

static void
expect(const struct site_card *c, const char *href)
{
	assert_non_null(c);
	assert_string_equal(str_z(arena, c->href), href);
}

static void
nothing_yet(void **state)
{
	struct site_edition none = EDITION(true, channel(1, ""), channel(2, ""));

	(void)state;
	assert_null(none.lead);
	assert_int_equal(none.blocks_n, 0);
	assert_int_equal(none.latest.n, 0);
}

static void
each_has_one_place(void **state)
{
	struct site_edition e = EDITION(
	    true, channel(1, "zzzzzzzzzz"), channel(2, "zz"), channel(3, ""), channel(4, "z"));

	(void)state;
	expect(e.lead, "/a/100/s");
	assert_int_equal(e.subs.n, 3);
	expect(&e.subs.v[2], "/a/103/s");
	assert_int_equal(e.seconds.n, 2);
	expect(&e.seconds.v[0], "/a/200/s");
	expect(&e.seconds.v[1], "/a/400/s");
	assert_int_equal(e.blocks_n, 2);
	expect(e.blocks[0].first, "/a/104/s");
	assert_int_equal(e.blocks[0].rest.n, 4);
	expect(e.blocks[1].first, "/a/201/s");
	assert_int_equal(e.blocks[1].rest.n, 0);
}

static void
own_language_first(void **state)
{
	struct site_edition en =
	    EDITION(false, channel(1, "zz"), channel(2, "zez"), channel(3, "z"));
	struct site_edition zh = EDITION(true, channel(1, "ez"), channel(2, "e"));

	(void)state;
	expect(en.lead, "/a/201/s");
	assert_int_equal(en.lead->lang.n, 0);
	expect(&en.subs.v[0], "/a/200/s");
	assert_string_equal(str_z(arena, en.subs.v[0].lang), "zh-Hans");
	expect(&en.seconds.v[0], "/a/100/s");
	expect(zh.lead, "/a/101/s");
	/* No article is left out because of its language. */
	expect(&zh.subs.v[0], "/a/100/s");
	expect(&zh.seconds.v[0], "/a/200/s");
}

static void
river_is_by_time(void **state)
{
	struct site_edition e =
	    EDITION(true, channel(1, "zezezezezezeze"), channel(2, "zzzzzzzzzzzzzz"));

	(void)state;
	assert_int_equal(e.latest.n, CHOOSE_LATEST);
	expect(&e.latest.v[0], "/a/100/s");
	expect(&e.latest.v[1], "/a/200/s");
	expect(&e.latest.v[2], "/a/101/s");
	expect(&e.latest.v[19], "/a/209/s");
	assert_string_equal(str_z(arena, e.latest.v[0].day), "11月24日");
	assert_int_equal(e.latest.v[1].day.n, 0);
}

static void
river_opens_each_day(void **state)
{
	struct live_channel c = channel(1, "zzz");
	struct live_card *cards = (struct live_card *)(uintptr_t)c.cards;
	struct site_edition e;

	(void)state;
	cards[1].at.us -= 24 * 60 * MINUTE;
	cards[2].at.us -= 24 * 60 * MINUTE;
	e = EDITION(true, c);
	assert_string_equal(str_z(arena, e.latest.v[0].day), "11月24日");
	assert_string_equal(str_z(arena, e.latest.v[1].day), "11月23日");
	assert_int_equal(e.latest.v[2].day.n, 0);
}

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new(1 << 22);
	return arena != NULL && clock_set_zone("Asia/Shanghai") ? 0 : -1;
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
	    cmocka_unit_test(nothing_yet),
	    cmocka_unit_test(each_has_one_place),
	    cmocka_unit_test(own_language_first),
	    cmocka_unit_test(river_is_by_time),
	    cmocka_unit_test(river_opens_each_day),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
