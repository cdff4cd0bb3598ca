#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "base/buf.h"
#include "html/body_match.h"

/* Bodies that are saved from their plain text: what was left alone, moved, changed and deleted. */

#define BLOCKS_MAX 24
#define SEEDS 400

static struct arena *arena;
static uint32_t seed;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new(512u * 1024 * 1024);
	return arena == NULL;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* Numbers that are the same in every run (Knuth's generator). */
static unsigned
draw(unsigned of)
{
	seed = seed * 1664525U + 1013904223U;
	return (seed >> 8) % of;
}

static void
begin(uint32_t run)
{
	arena_reset(arena);
	seed = run;
}

#define RUN(s) "{\"type\":\"text\",\"text\":\"" s "\"}"
#define STRONG(s) "{\"type\":\"text\",\"text\":\"" s "\",\"marks\":[{\"type\":\"strong\"}]}"
#define ITEM(s)                                                                                    \
	"{\"type\":\"list_item\",\"content\":[{\"type\":\"paragraph\",\"content\":[" s "]}]}"
#define ROW(s, t)                                                                                  \
	"{\"type\":\"table_row\",\"content\":[{\"type\":\"table_cell\",\"content\":[{"             \
	"\"type\":\"paragraph\",\"content\":[" s "]}]},{\"type\":\"table_cell\","                  \
	"\"content\":[{\"type\":\"paragraph\",\"content\":[" t "]}]}]}"

/* A block of the document, named by ${i}; its words have ${word} in them. */
static struct str
make_block(unsigned kind, unsigned i, unsigned word)
{
	struct buf b;

	buf_init(&b, arena, 4096);
	switch (kind) {
	case 0:
		buf_printf(&b,
		    "{\"type\":\"paragraph\",\"attrs\":{\"id\":\"block%03u\"},\"content\":[" RUN(
			"The ") "," STRONG("ferry %u") "]}",
		    i, word);
		break;
	case 1:
		buf_printf(&b,
		    "{\"type\":\"heading\",\"attrs\":{\"level\":3,\"id\":\"block%03u\"},"
		    "\"content\":[" STRONG("Pier %u") "]}",
		    i, word);
		break;
	case 2:
		buf_printf(&b,
		    "{\"type\":\"bullet_list\",\"attrs\":{\"id\":\"block%03u\"},"
		    "\"content\":[" ITEM(STRONG("tea")) "," ITEM(RUN("boat %u")) "]}",
		    i, word);
		break;
	case 3:
		buf_printf(&b,
		    "{\"type\":\"figure\",\"attrs\":{\"media\":%u,\"alt\":\"An 'alt'\","
		    "\"layout\":\"wide\",\"id\":\"block%03u\"},\"content\":[{\"type\":"
		    "\"caption\",\"content\":[" RUN("潮城 [%u]") "]}]}",
		    i + 1, i, word);
		break;
	case 4:
		buf_printf(&b,
		    "{\"type\":\"table\",\"attrs\":{\"id\":\"block%03u\"},\"content\":[" ROW(
			STRONG("when"), RUN("who")) "," ROW(RUN("six"), STRONG("crew %u")) "]}",
		    i, word);
		break;
	default:
		buf_printf(&b, "{\"type\":\"paragraph\",\"attrs\":{\"id\":\"block%03u\"}}", i);
	}
	return buf_view(&b);
}

static struct str
document(const struct str *block, const unsigned *order, size_t n)
{
	struct buf b;

	buf_init(&b, arena, 4 << 20);
	buf_printf(&b, "{\"schema\":%d,\"doc\":{\"type\":\"doc\",\"content\":[", BODY_SCHEMA);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&b, ',');
		buf_str(&b, block[order[i]]);
	}
	BUF_LIT(&b, "]}}");
	return buf_view(&b);
}

static struct str
text_of(struct str json)
{
	struct str text;
	bool lossless;

	assert_int_equal(body_to_text(arena, json, &text, &lossless), STATUS_OK);
	return text;
}

static const struct body_item *
load(struct str json)
{
	const struct body_item *doc;

	assert_int_equal(body_load(arena, json, &doc, NULL), STATUS_OK);
	return doc;
}

static const struct body_item *
save_over(struct str text, struct str old)
{
	bool apart;
	struct str json;

	assert_int_equal(body_from_text_over(arena, text, old, &json, &apart), STATUS_OK);
	return load(json);
}

static size_t
place_of(const struct body_item *doc, struct str id)
{
	size_t i = 0;

	while (i < doc->content_n && !str_eq(body_item_id(&doc->content[i]), id))
		i++;
	return i;
}

/* ${doc} has the blocks of ${want}: each as it was, and in that order if ${order}. */
static void
expect_blocks(const struct body_item *doc, const struct body_item *want, bool order)
{
	assert_int_equal(doc->content_n, want->content_n);
	for (size_t i = 0; i < want->content_n; i++) {
		size_t at = place_of(doc, body_item_id(&want->content[i]));

		assert_true(at < doc->content_n && (!order || at == i));
		assert_true(body_item_eq(&doc->content[at], &want->content[i]));
	}
}

static void
shuffle(unsigned *order, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		unsigned j = draw((unsigned)i);
		unsigned other = order[j];

		order[j] = order[i - 1];
		order[i - 1] = other;
	}
}

/* Some blocks in an order of their own; of ${words} different words each. */
static size_t
make_blocks(struct str *block, unsigned *order, unsigned kinds, bool repeat)
{
	size_t n = 1 + draw(BLOCKS_MAX);

	for (unsigned i = 0; i < n; i++) {
		unsigned kind = draw(kinds);

		block[i] = make_block(kind, i, repeat && kind < 2 ? draw(3) : 100 + i);
		order[i] = i;
	}
	return n;
}

static void
any_order_keeps_every_block(void **state)
{
	struct str block[BLOCKS_MAX];
	unsigned order[BLOCKS_MAX];

	(void)state;
	for (uint32_t run = 0; run < SEEDS; run++) {
		begin(run);
		bool repeat = run % 2 == 1;
		size_t n = make_blocks(block, order, 5, repeat);
		struct str old = document(block, order, n);
		struct str moved;

		shuffle(order, n);
		moved = document(block, order, n);
		expect_blocks(save_over(text_of(moved), old), load(moved), !repeat);
	}
}

static void
what_is_not_touched_is_the_same(void **state)
{
	struct str block[BLOCKS_MAX];
	unsigned order[BLOCKS_MAX];

	(void)state;
	for (uint32_t run = 0; run < SEEDS; run++) {
		begin(run);
		size_t n = make_blocks(block, order, 6, run % 2 == 1);
		struct str old = document(block, order, n);

		expect_blocks(save_over(text_of(old), old), load(old), true);
	}
}

/* Is ${block} a picture that ${text} names, or a table of which a row of its own is there? */
static bool
must_stay(const struct body_item *block, struct str text)
{
	struct str own = body_item_text(arena, block);
	struct str line;

	if (block->type == BODY_FIGURE)
		own = str_sub(own, str_find(own, STR("</media/")), own.n);
	else if (block->type == BODY_TABLE)
		own = str_sub(own, str_find(own, STR("six")), own.n);
	else
		return false;
	while (str_split(&text, '\n', &line)) {
		if (str_eq(line, own) ||
		    (block->type == BODY_FIGURE && str_find(line, own) < line.n))
			return true;
	}
	return false;
}

/* Lines are deleted, doubled, moved and written anew. */
static void
pictures_and_tables_go_with_their_lines_alone(void **state)
{
	struct str block[BLOCKS_MAX];
	unsigned order[BLOCKS_MAX];

	(void)state;
	for (uint32_t run = 0; run < SEEDS; run++) {
		begin(run);
		size_t n = make_blocks(block, order, 6, true);
		struct str old = document(block, order, n);
		const struct body_item *was = load(old);
		const struct body_item *doc;
		struct str rest;
		struct str line;
		struct buf text;

		shuffle(order, n);
		rest = text_of(document(block, order, n));
		buf_init(&text, arena, 1 << 20);
		while (str_split(&rest, '\n', &line)) {
			unsigned what = draw(8);

			if (what == 0)
				BUF_LIT(&text, "Something new\n\n");
			if (what != 1)
				buf_str(&text, line);
			if (what == 2)
				BUF_LIT(&text, " and more");
			BUF_LIT(&text, "\n\n");
		}
		doc = save_over(buf_view(&text), old);
		for (size_t i = 0; i < was->content_n; i++) {
			const struct body_item *it = &was->content[i];

			if (must_stay(it, buf_view(&text)))
				assert_true(place_of(doc, body_item_id(it)) < doc->content_n);
		}
	}
}

static void
changed_ones_are_still_who_they_were(void **state)
{
	const unsigned order[] = {0, 1, 2, 3};
	const struct str block[] = {
	    make_block(3, 0, 1), make_block(0, 1, 2), make_block(4, 2, 3), make_block(1, 3, 4)};
	struct str old = document(block, order, 4);
	const struct body_item *doc = save_over(
	    STR("### Pier 5 and 6\n\n▣ At dusk [An 'alt'] </media/1>\n\nThe ferry 2, late\n\n"
		"when | who\n\nsix | crew 9"),
	    old);

	(void)state;
	assert_int_equal(doc->content_n, 4);
	assert_int_equal(doc->content[0].type, BODY_HEADING);
	/* The caption is new, all else of the picture is not. */
	assert_int_equal(doc->content[1].type, BODY_FIGURE);
	assert_true(str_eq(doc->content[1].content[0].content[0].text, STR("At dusk")));
	assert_true(str_eq(doc->content[1].attrs[BODY_FIGURE_LAYOUT].s,
	    load(old)->content[0].attrs[BODY_FIGURE_LAYOUT].s));
	assert_int_equal(place_of(doc, STR("block001")), 2);
	assert_true(str_eq(body_item_text(arena, &doc->content[2]), STR("The ferry 2, late")));
	assert_int_equal(doc->content[2].content_n, 3);
	assert_int_equal(place_of(doc, STR("block002")), 3);
	assert_true(
	    str_eq(body_item_text(arena, &doc->content[3]), STR("when | who\n\nsix | crew 9")));
}

static long
cpu_ms(void)
{
	struct rusage r;

	assert_int_equal(getrusage(RUSAGE_SELF, &r), 0);
	return (r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1000 +
	       (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1000;
}

/* Paragraphs that are all the same, or all nearly so, in another order. */
static void
many_blocks_take_no_long_time(void **state)
{
	(void)state;
	for (int kind = 0; kind < 3; kind++) {
		struct buf json;
		struct buf text;
		long began;

		buf_init(&json, arena, 8 << 20);
		buf_init(&text, arena, 1 << 20);
		BUF_LIT(&json, "{\"schema\":2,\"doc\":{\"type\":\"doc\",\"content\":[");
		for (unsigned i = 0; i < BODY_MAX_BLOCKS - 1; i++) {
			unsigned there = kind == 1 ? 0 : i;
			unsigned now = kind == 0 ? BODY_MAX_BLOCKS - i : kind == 1 ? i % 2 : i;

			buf_printf(&json,
			    "%s{\"type\":\"paragraph\",\"content\":[" STRONG(
				"The words of one, %u") "]}",
			    i > 0 ? "," : "", there);
			buf_printf(
			    &text, "%s words of one, %u\n\n", kind == 2 ? "Other" : "The", now);
		}
		BUF_LIT(&json, "]}}");
		assert_true(buf_ok(&json) && buf_ok(&text));
		began = cpu_ms();
		(void)save_over(buf_view(&text), buf_view(&json));
		began = cpu_ms() - began;
		print_message("5,000 blocks saved from their text, kind %d: %ld ms, %zu MB\n", kind,
		    began, arena_used(arena) >> 20);
		/* With sanitizers too; what is quadratic takes minutes. */
		assert_true(began < 3000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(any_order_keeps_every_block, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(what_is_not_touched_is_the_same, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		pictures_and_tables_go_with_their_lines_alone, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		changed_ones_are_still_who_they_were, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(many_blocks_take_no_long_time, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
