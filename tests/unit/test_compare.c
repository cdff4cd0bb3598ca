#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "web/desk/compare.h"

#define ARENA_CAP (512u * 1024 * 1024)
#include "tests/unit/arena_each.h"

#define P(id, text) "{\"type\":\"paragraph\",\"attrs\":{\"id\":\"" id "\"},\"content\":[" text "]}"
#define T(words) "{\"type\":\"text\",\"text\":\"" words "\"}"
#define M(words, mark) "{\"type\":\"text\",\"text\":\"" words "\",\"marks\":[" mark "]}"
#define STRONG "{\"type\":\"strong\"}"
#define LINK(to) "{\"type\":\"link\",\"attrs\":{\"href\":\"https://" to ".example/\"}}"

static struct str
document(const char *blocks)
{
	struct buf b;

	buf_init(&b, arena, 8 << 20);
	buf_printf(&b, "{\"schema\":%d,\"doc\":{\"type\":\"doc\",\"content\":[", BODY_SCHEMA);
	buf_z(&b, blocks);
	buf_z(&b, "]}}");
	assert_true(buf_ok(&b));
	return buf_view(&b);
}

/* The comparison in one line: " same", "[-was][+is]", "(label)", "{note}", "<folded>". */
static const char *
told(struct str from, struct str to)
{
	struct desk_changes c = {.blocks_n = 0};
	struct buf b;

	assert_int_equal(compare_bodies(arena, from, to, false, &c), STATUS_OK);
	buf_init(&b, arena, 1 << 20);
	for (size_t i = 0; i < c.blocks_n; i++) {
		const struct desk_diff *d = &c.blocks[i];

		if (d->block == NULL) {
			buf_printf(&b, "<%zu>", d->same_n);
			continue;
		}
		if (d->label != NULL)
			buf_printf(&b, "(%s)", d->label);
		for (size_t k = 0; k < d->block->n; k++) {
			const struct diff_run *r = &d->block->run[k];

			buf_z(&b, r->op == DIFF_SAME ? " " : r->op == DIFF_ADDED ? "[+" : "[-");
			buf_str(&b, r->text);
			buf_z(&b, r->op == DIFF_SAME ? "" : "]");
		}
		for (size_t k = 0; k < d->notes_n; k++)
			buf_printf(&b, "{%.*s}", STR_ARG(d->notes[k]));
	}
	return str_z(arena, buf_view(&b));
}

static void
check(const char *from, const char *to, const char *want)
{
	assert_string_equal(told(document(from), document(to)), want);
}

#define ONE P("aaaaaaaa", T("One."))
#define TWO P("bbbbbbbb", T("Two."))
#define THREE P("cccccccc", T("Three."))

static void
test_blocks(void **state)
{
	(void)state;
	check(ONE, ONE, " One.");
	check(ONE "," TWO "," THREE, ONE "," TWO "," THREE, "<3>");
	check(ONE "," TWO, ONE "," P("bbbbbbbb", T("Two, and more.")), " One. Two[+, and more] .");
	check(ONE "," TWO, ONE, " One.[-Two.]");
	check(TWO, ONE "," TWO, "[+One.] Two.");
	check(ONE, TWO, "[-One.][+Two.]");
	check(ONE "," TWO "," THREE, THREE "," ONE "," TWO, "(Moved here) Three. One. Two.");
	check(ONE "," TWO "," THREE, P("cccccccc", T("Three, now.")) "," ONE "," TWO,
	    "(Moved here and changed) Three[+, now] . One. Two.");
	/* The same block with nothing in common is not mixed. */
	check(P("aaaaaaaa", T("All of it was otherwise")),
	    P("aaaaaaaa", T("Nothing stays here now")),
	    "[-All of it was otherwise][+Nothing stays here now]");
	check(
	    P("aaaaaaaa", T("渡轮六点开")), P("aaaaaaaa", T("渡轮七点开")), " 渡轮[-六][+七] 点开");
	check(ONE, ONE ",{\"type\":\"paragraph\"}", " One.(An empty paragraph was added) ");
}

static void
test_marks(void **state)
{
	(void)state;
	check(P("aaaaaaaa", T("left at six")), P("aaaaaaaa", T("left at ") "," M("six", STRONG)),
	    " left at six{Bold added: “six”}");
	check(P("aaaaaaaa", T("left at ") "," M("six", STRONG)), P("aaaaaaaa", T("left at six")),
	    " left at six{Bold removed: “six”}");
	check(P("aaaaaaaa", M("six", LINK("a"))), P("aaaaaaaa", M("six", LINK("b"))),
	    " six <https://[-a][+b] .example/>{Link changed: “six”}");
	/* Words and marks both. */
	check(P("aaaaaaaa", T("it left at six")),
	    P("aaaaaaaa", T("it had left at ") "," M("six", STRONG)),
	    " it [+had ] left at six{Bold added: “six”}");
	check(ONE,
	    "{\"type\":\"heading\",\"attrs\":{\"level\":2,\"id\":\"aaaaaaaa\"},\"content\":[" T(
		"One.") "]}",
	    "[+## ] One.{Paragraph of text became Heading}");
}

/* A picture that is described in ${n} characters and the words ${last}. */
static struct str
described(int n, const char *last)
{
	struct buf b;

	buf_init(&b, arena, 1 << 20);
	BUF_LIT(
	    &b, P("aaaaaaaa", T("One.")) ",{\"type\":\"figure\",\"attrs\":{\"media\":7,\"alt\":\"");
	while (n-- > 0)
		buf_char(&b, 'x');
	buf_printf(&b, "%s\"},\"content\":[{\"type\":\"caption\"}]}", last);
	return document(str_z(arena, buf_view(&b)));
}

/* What somebody typed and cannot save yet is compared as any other. */
static void
test_long_words(void **state)
{
	const char *was;
	const char *is;

	(void)state;
	was = told(document(ONE), described(300, " pier"));
	assert_non_null(strstr(was, " One.[+▣ [xxx"));
	assert_non_null(strstr(was, "x pier] </media/7>]"));
	is = told(described(300, " pier"), described(300, " boat"));
	assert_non_null(strstr(is, "[-pier][+boat] ] </media/7>"));
}

static void
test_refused(void **state)
{
	struct desk_changes c;

	(void)state;
	assert_int_equal(compare_bodies(arena, STR("x"), document(ONE), false, &c), STATUS_INVALID);
	assert_int_equal(compare_bodies(arena, document(ONE), STR_NULL, false, &c), STATUS_INVALID);
}

/* ${n} blocks of ${size} bytes each; what they say depends on ${kind}. */
static struct str
large(int n, int size, int kind)
{
	struct buf b;

	buf_init(&b, arena, 4 << 20);
	for (int i = 0; i < n; i++) {
		buf_printf(&b,
		    "%s{\"type\":\"paragraph\",\"attrs\":{\"id\":\"block%05d\"},\"content\":[{"
		    "\"type\":\"text\",\"text\":\"",
		    i > 0 ? "," : "", kind == 2 ? n - 1 - i : i);
		for (int k = 0; k < size; k += 6)
			buf_printf(&b, "%05d ", (kind == 0 ? k : size - k) * 7 % 99991);
		buf_z(&b, "\"}]}");
	}
	return document(str_z(arena, buf_view(&b)));
}

/* As much as an article may hold, made to be hard: no time is worse than a multiple of the best. */
static void
test_speed(void **state)
{
	static const struct {
		const char *what;
		int n, size, from, to;
	} cases[] = {
	    {"5,000 blocks, the same", 4990, 190, 0, 0},
	    {"5,000 blocks, all changed", 4990, 190, 0, 1},
	    {"5,000 blocks, in the opposite order and changed", 4990, 190, 0, 2},
	    {"500 long blocks, all changed", 500, 2000, 0, 1},
	    {"one block of 1 MB, all changed", 1, 1000000, 0, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str from = large(cases[i].n, cases[i].size, cases[i].from);
		struct str to = large(cases[i].n, cases[i].size, cases[i].to);
		struct desk_changes c = {.blocks_n = 0};
		clock_t began = clock();
		long took;

		assert_int_equal(compare_bodies(arena, from, to, false, &c), STATUS_OK);
		took = (long)((clock() - began) * 1000 / CLOCKS_PER_SEC);
		printf("%s: %ld ms\n", cases[i].what, took);
		/* Of the processor, with sanitizers too: 100 ms are wanted, what is quadratic takes
		 * minutes. */
		assert_true(took < 3000);
		arena_reset(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_blocks, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_marks, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_long_words, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_speed, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
