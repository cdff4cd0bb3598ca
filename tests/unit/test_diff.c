#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "domain/diff.h"
#include "domain/myers.h"

#define ARENA_CAP (64u << 20)
#include "tests/unit/arena_each.h"

/* Write a block as text: [-removed-] {+added+}. */
static void
show_block(struct buf *b, const struct diff_block *block)
{
	size_t i;

	for (i = 0; i < block->n; i++) {
		const struct diff_run *run = &block->run[i];

		buf_z(b, run->op == DIFF_REMOVED ? "[-" : run->op == DIFF_ADDED ? "{+" : "");
		buf_str(b, run->text);
		buf_z(b, run->op == DIFF_REMOVED ? "-]" : run->op == DIFF_ADDED ? "+}" : "");
	}
}

static void
expect_line(const char *from, const char *to, const char *want)
{
	struct diff_block block;
	struct buf b;

	diff_line(arena, str_of(from), str_of(to), &block);
	buf_init(&b, arena, 4096);
	show_block(&b, &block);
	assert_string_equal(str_z(arena, buf_view(&b)), want);
}

static void
expect_text(const char *from, const char *to, size_t changed, const char *want)
{
	static const char kind[] = "=+-~";
	struct diff d;
	struct buf b;
	size_t i;

	diff_text(arena, str_of(from), str_of(to), &d);
	buf_init(&b, arena, 4096);
	for (i = 0; i < d.n; i++) {
		buf_char(&b, kind[d.block[i].kind]);
		show_block(&b, &d.block[i]);
		buf_char(&b, '|');
	}
	assert_string_equal(str_z(arena, buf_view(&b)), want);
	assert_int_equal(d.changed, changed);
}

static void
lines(void **state)
{
	(void)state;
	expect_line("", "", "");
	expect_line("same", "same", "same");
	expect_line("", "new", "{+new+}");
	expect_line("old", "", "[-old-]");
	/* By word for Latin, accents included. */
	expect_line("the quick fox", "the slow fox", "the [-quick-]{+slow+} fox");
	expect_line("un café noir", "un cafe noir", "un [-café-]{+cafe+} noir");
	/* By character for Han; a number is one word. */
	expect_line("钱塘新区成立", "钱塘区成立", "钱塘[-新-]区成立");
	expect_line("突破5000亿", "突破6000亿", "突破[-5000-]{+6000+}亿");
}

static void
blocks(void **state)
{
	(void)state;
	expect_text("", "", 0, "");
	expect_text("a\n\nb", "a\n\nb\n", 0, "=a|=b|");
	expect_text("a\n\nc", "a\n\nb\n\nc", 1, "=a|+{+b+}|=c|");
	expect_text("a\n\nb\n\nc", "a\n\nc", 1, "=a|-[-b-]|=c|");
	expect_text("一二三四五", "一二三四六", 1, "~一二三四[-五-]{+六+}|");
	/* Two blocks with nothing in common are not mixed. */
	expect_text("一二三四五", "六七八九十", 2, "-[-一二三四五-]|+{+六七八九十+}|");
	/* More than one blank line parts no more than one does. */
	expect_text("a\n\n\n\nb", "a\n\nb", 0, "=a|=b|");
}

/* What stays must be a common subsequence, and both texts must come out whole. */
static void
whole_texts_come_back(void **state)
{
	static const char letters[] = "ab\nc";
	uint64_t seed = 7;
	int round;

	(void)state;
	for (round = 0; round < 500; round++) {
		struct buf text[2], back[2];
		struct diff d;
		size_t i, j;
		int side;

		for (side = 0; side < 2; side++) {
			buf_init(&text[side], arena, 256);
			buf_init(&back[side], arena, 256);
			for (i = 0; i < 40; i++) {
				seed = seed * 6364136223846793005u + 1442695040888963407u;
				buf_char(&text[side], letters[seed >> 62]);
			}
		}
		diff_text(arena, buf_view(&text[0]), buf_view(&text[1]), &d);
		for (i = 0; i < d.n; i++) {
			for (j = 0; j < d.block[i].n; j++) {
				struct diff_run r = d.block[i].run[j];

				if (r.op != DIFF_ADDED)
					buf_str(&back[0], r.text);
				if (r.op != DIFF_REMOVED)
					buf_str(&back[1], r.text);
			}
		}
		/* But for the line ends that part blocks. */
		for (side = 0; side < 2; side++) {
			size_t n[2] = {0, 0}, k;

			for (k = 0; k < text[side].n; k++)
				n[0] += text[side].p[k] != '\n';
			for (k = 0; k < back[side].n; k++)
				n[1] += back[side].p[k] != '\n';
			assert_int_equal(n[0], n[1]);
		}
		arena_reset(arena);
	}
}

static void
shortest_script(void **state)
{
	/* The example of the paper: ABCABBA to CBABAC takes 5 edits. */
	static const uint32_t x[] = {1, 2, 3, 1, 2, 2, 1}, y[] = {3, 2, 1, 2, 1, 3};
	bool same_x[7], same_y[6];
	size_t kept_x = 0, kept_y = 0, i;

	(void)state;
	assert_true(myers_diff(myers_new(arena), x, 7, y, 6, same_x, same_y));
	for (i = 0; i < 7; i++)
		kept_x += same_x[i];
	for (i = 0; i < 6; i++)
		kept_y += same_y[i];
	assert_int_equal(kept_x, 4);
	assert_int_equal(kept_y, 4);
}

static void
too_far_apart(void **state)
{
	uint32_t *x = ARENA_ARRAY(arena, 3000, uint32_t), *y = ARENA_ARRAY(arena, 3000, uint32_t);
	bool *same_x = ARENA_ARRAY(arena, 3000, bool), *same_y = ARENA_ARRAY(arena, 3000, bool);
	uint32_t i;

	(void)state;
	for (i = 0; i < 3000; i++) {
		x[i] = i;
		y[i] = i < 2900 && i > 0 ? i + 10000 : i;
	}
	assert_false(myers_diff(myers_new(arena), x, 3000, y, 3000, same_x, same_y));
	assert_true(same_x[0] && same_y[0]);
	assert_false(same_x[1] || same_y[2899]);
	assert_true(same_x[2900] && same_y[2999]);
}

static double
cpu_seconds(void)
{
	struct timespec t;

	assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t), 0);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Words of five letters whose hashes (FNV-1a) fall close together in the table for so many. */
static void
colliding_words(struct buf *b, size_t n)
{
	for (uint32_t i = 0; n > 0; i++) {
		uint32_t hash = 2166136261u, rest = i;
		char word[6];

		for (size_t k = 0; k < 5; k++, rest /= 26) {
			word[k] = (char)('a' + rest % 26);
			hash = (hash ^ (unsigned char)word[k]) * 16777619u;
		}
		word[5] = ' ';
		if ((hash & 0x3ffff) >= 900)
			continue;
		buf_append(b, word, sizeof(word));
		n--;
	}
}

static void
made_to_collide(void **state)
{
	struct buf from, to;
	struct diff_block block;
	double begun;

	(void)state;
	buf_init(&from, arena, 200000);
	colliding_words(&from, 33000);
	buf_init(&to, arena, 200000);
	BUF_LIT(&to, "x");
	buf_str(&to, buf_view(&from));
	BUF_LIT(&to, "y");
	begun = cpu_seconds();
	diff_line(arena, buf_view(&from), buf_view(&to), &block);
	/* Two thousand million comparisons take seconds. */
	assert_true(cpu_seconds() - begun < 1);
	assert_true(block.n >= 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(lines, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(blocks, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(whole_texts_come_back, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(shortest_script, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(too_far_apart, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(made_to_collide, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
