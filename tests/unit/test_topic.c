#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/lead.h"
#include "domain/topic.h"

static struct arena *arena;

static struct topic_list
parsed(const char *text)
{
	struct topic_error error;
	struct topic_list list;

	assert_int_equal(topic_parse(arena, str_of(text), &list, &error), STATUS_OK);
	assert_int_equal(error.fault, TOPIC_FINE);
	return list;
}

static void
refused(const char *text, enum topic_fault fault, const char *which)
{
	struct topic_error error;
	struct topic_list list;

	assert_int_equal(topic_parse(arena, str_of(text), &list, &error), STATUS_INVALID);
	assert_int_equal(error.fault, fault);
	assert_true(str_eq(error.text, str_of(which)));
}

static void
parts(void **state)
{
	static const char *const ways[] = {"钱塘\n新质生产力\nAI", "钱塘,新质生产力, AI",
	    "钱塘，新质生产力， AI", "钱塘、新质生产力、AI", " 钱塘；新质生产力 ;;\n\n AI\u3000",
	    "钱塘,钱塘,新质生产力,AI,钱塘"};

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct topic_list list = parsed(ways[i]);

		assert_int_equal(list.n, 3);
		assert_true(str_eq(list.v[0], STR("钱塘")));
		assert_true(str_eq(list.v[1], STR("新质生产力")));
		assert_true(str_eq(list.v[2], STR("AI")));
	}
	assert_int_equal(parsed("").n, 0);
	assert_int_equal(parsed(" ,\n、").n, 0);
	assert_true(str_eq(parsed("two words").v[0], STR("two words")));
	assert_true(str_eq(parsed("AI/机器人").v[0], STR("AI/机器人")));
}

static void
faults(void **state)
{
	const char *thirty = "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长";

	(void)state;
	assert_int_equal(parsed(thirty).n, 1);
	refused("长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长", TOPIC_LONG,
	    "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长");
	assert_int_equal(parsed("1,2,3,4,5,6,7,8,9,10,10").n, TOPIC_MAX);
	refused("1,2,3,4,5,6,7,8,9,10,11", TOPIC_MANY, "11");
	refused("a,..", TOPIC_CHARACTERS, "..");
	refused("a|b", TOPIC_CHARACTERS, "a|b");
	refused("a\u200b", TOPIC_CHARACTERS, "a\u200b");
	refused("a\001", TOPIC_CHARACTERS, "a\001");
}

static void
there_and_back(void **state)
{
	struct topic_list list = parsed("钱塘,\"quoted\" \\,AI"), back;
	struct topic_error error;
	struct buf b;

	(void)state;
	buf_init(&b, arena, 4096);
	topic_to_json(&b, &list);
	assert_int_equal(topic_from_json(arena, buf_view(&b), &back), STATUS_OK);
	assert_true(topic_same(&list, &back));
	buf_init(&b, arena, 4096);
	topic_format(&b, &list);
	assert_int_equal(topic_parse(arena, buf_view(&b), &back, &error), STATUS_OK);
	assert_true(topic_same(&list, &back));
	assert_int_equal(topic_from_json(arena, STR("[]"), &back), STATUS_OK);
	assert_int_equal(back.n, 0);
	assert_int_equal(topic_from_json(arena, STR("{}"), &back), STATUS_INTERNAL);
	assert_int_equal(topic_from_json(arena, STR("[1]"), &back), STATUS_INTERNAL);
	assert_int_equal(topic_from_json(arena, STR_NULL, &back), STATUS_INTERNAL);
}

static void
leads(void **state)
{
	struct lead lead = {{7}, STR("\"桥\""), STR(""), STR("受访者供图")}, back;
	struct buf b;

	(void)state;
	buf_init(&b, arena, 4096);
	lead_to_json(&b, &lead);
	assert_int_equal(lead_from_json(arena, buf_view(&b), &back), STATUS_OK);
	assert_true(lead_same(&lead, &back));
	assert_int_equal(lead_from_json(arena, STR_NULL, &back), STATUS_OK);
	assert_int_equal(back.media.v, 0);
	assert_int_equal(lead_from_json(arena, STR("{}"), &back), STATUS_INTERNAL);
	assert_int_equal(
	    lead_from_json(arena, STR("{\"media\":1,\"alt\":\"\"}"), &back), STATUS_INTERNAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parts),
	    cmocka_unit_test(faults),
	    cmocka_unit_test(there_and_back),
	    cmocka_unit_test(leads),
	};

	arena = arena_new(1u << 20);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
