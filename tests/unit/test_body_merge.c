/* Long: the cases of a merge stand side by side. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "html/body_match.h"
#include "html/body_merge.h"

#define ARENA_CAP (512u * 1024 * 1024)
#include "tests/unit/arena_each.h"

/*
 * Bodies are written "a=Words|b=Other words|=No name": a block for each part, named by eight times
 * its letter.  Of another kind: "a#Heading", "a-an item;another", "a!" a rule,
 * "a@caption" a picture.
 */

static void
add_attrs(struct buf *b, char name, const char *more)
{
	buf_printf(b, "\"attrs\":{%s", more);
	if (name != 0) {
		if (more[0] != '\0')
			buf_char(b, ',');
		buf_z(b, "\"id\":\"");
		for (int i = 0; i < 8; i++)
			buf_char(b, name);
		buf_char(b, '"');
	}
	buf_char(b, '}');
}

static void
add_text(struct buf *b, struct str text)
{
	buf_z(b, "\"content\":[");
	if (text.n > 0)
		buf_printf(b, "{\"type\":\"text\",\"text\":\"%.*s\"}", STR_ARG(text));
	buf_char(b, ']');
}

static void
add_list(struct buf *b, char name, struct str items)
{
	struct str item;
	size_t n = 0;

	buf_z(b, "{\"type\":\"bullet_list\",");
	add_attrs(b, name, "");
	buf_z(b, ",\"content\":[");
	while (str_split(&items, ';', &item)) {
		buf_z(b, n++ > 0 ? "," : "");
		buf_z(b, "{\"type\":\"list_item\",\"content\":[{\"type\":\"paragraph\",");
		add_text(b, item);
		buf_z(b, "}]}");
	}
	buf_z(b, "]}");
}

static void
add_block(struct buf *b, struct str part)
{
	size_t at = str_chr(STR("=#-!@"), part.p[0]) == 5 ? 1 : 0;
	char name = at == 1 ? part.p[0] : '\0';
	struct str text = str_sub(part, at + 1, part.n);

	switch (part.p[at]) {
	case '#':
		buf_z(b, "{\"type\":\"heading\",");
		add_attrs(b, name, "\"level\":2");
		break;
	case '-':
		add_list(b, name, text);
		return;
	case '!':
		buf_z(b, "{\"type\":\"horizontal_rule\",");
		add_attrs(b, name, "");
		buf_char(b, '}');
		return;
	case '@':
		buf_z(b, "{\"type\":\"figure\",");
		add_attrs(b, name, "\"media\":7");
		buf_z(b, ",\"content\":[{\"type\":\"caption\",");
		add_text(b, text);
		buf_z(b, "}]}");
		return;
	default:
		buf_z(b, "{\"type\":\"paragraph\",");
		add_attrs(b, name, "");
	}
	buf_char(b, ',');
	add_text(b, text);
	buf_char(b, '}');
}

static struct str
document(const char *parts)
{
	struct str rest = str_of(parts);
	struct str part;
	struct buf b;
	size_t n = 0;

	buf_init(&b, arena, 4 << 20);
	buf_printf(&b, "{\"schema\":%d,\"doc\":{\"type\":\"doc\",\"content\":[", BODY_SCHEMA);
	while (str_split(&rest, '|', &part)) {
		buf_z(&b, n++ > 0 ? "," : "");
		add_block(&b, part);
	}
	buf_z(&b, "]}}");
	return buf_view(&b);
}

static const struct body_item *
load(struct str json)
{
	const struct body_item *doc;
	struct body_error error;

	if (body_load(arena, json, &doc, &error) != STATUS_OK)
		fail_msg("%s: %s in %.*s", error.path, error.reason, STR_ARG(json));
	return doc;
}

/* The blocks of a body as this file writes them, without names. */
static const char *
plain(struct str json)
{
	const struct body_item *doc = load(json);
	struct buf b;

	buf_init(&b, arena, 1 << 20);
	for (size_t i = 0; i < doc->content_n; i++) {
		buf_z(&b, i > 0 ? "|" : "");
		buf_str(&b, body_item_text(arena, &doc->content[i]));
	}
	return str_z(arena, buf_view(&b));
}

static struct body_merge
merge(const char *base, const char *theirs, const char *mine, const enum body_choice *choice,
    size_t n)
{
	const struct str version[] = {document(base), document(theirs), document(mine)};
	struct body_merge m;

	assert_int_equal(body_merge(arena, version, choice, n, &m), STATUS_OK);
	return m;
}

/* No conflict, and that result. */
static void
clean(const char *base, const char *theirs, const char *mine, const char *want)
{
	struct body_merge m = merge(base, theirs, mine, NULL, 0);

	assert_string_equal(plain(m.json), want);
	assert_int_equal(m.conflicts, 0);
}

/* One conflict, and what each choice makes of it. */
static void
conflict(const char *base, const char *theirs, const char *mine, const char *take_mine,
    const char *take_theirs, const char *take_both)
{
	const char *const want[] = {take_mine, take_theirs, take_both};

	for (int i = 0; i < 3; i++) {
		const enum body_choice choice = (enum body_choice)i;
		struct body_merge m = merge(base, theirs, mine, &choice, 1);

		assert_string_equal(plain(m.json), want[i]);
		assert_int_equal(m.conflicts, 1);
	}
}

static void
test_one_side(void **state)
{
	static const char base[] = "a=One|b=Two|c=Three";
	static const char *const changed[] = {"a=One|b=Two|c=Three", "a=One|b=Two!|c=Three",
	    "a=One|c=Three", "b=Two", "c=Three|a=One|b=Two", "c=Three|b=Two|a=One",
	    "x=New|a=One|b=Two|c=Three|y=Last", "a=One|x=New|y=New too|b=Two|c=Three",
	    "x=All|y=is new", "=All is new", "=One|=Two, changed|=Three", "a=One|b#Two|c=Three",
	    "a-One;Two|c=Three", "a=One|b=Two|x=Two|c=Three"};

	(void)state;
	for (size_t i = 0; i < sizeof(changed) / sizeof(changed[0]); i++) {
		clean(base, changed[i], base, plain(document(changed[i])));
		clean(base, base, changed[i], plain(document(changed[i])));
		clean(base, changed[i], changed[i], plain(document(changed[i])));
		clean(changed[i], base, changed[i], plain(document(base)));
	}
}

static void
test_both_sides(void **state)
{
	(void)state;
	clean("a=One|b=Two|c=Three", "a=One.|b=Two|c=Three", "a=One|b=Two|c=Three.",
	    "One.|Two|Three.");
	clean("a=One|b=Two|c=Three", "a=One.|b=Two|c=Three", "a=One|b=Two.|c=Three",
	    "One.|Two.|Three");
	/* Theirs first where both add at one place, or the same. */
	clean("a=One|b=Two", "a=One|x=T|b=Two", "a=One|y=M|b=Two", "One|T|M|Two");
	clean("a=One", "x=T|a=One", "y=M|a=One", "T|M|One");
	clean("a=One|b=Two", "a=One|x=Both|b=Two", "a=One|y=Both|b=Two", "One|Both|Two");
	clean("a=One|b=Two", "x=Both|a=One|b=Two", "a=One|b=Two|y=Both", "Both|One|Two|Both");
	clean("a=One|b=Two|c=Three", "a=One|c=Three", "b=Two|c=Three", "Three");
	clean("a=One|b=Two|c=Three", "a=One|c=Three", "a=One|c=Three", "One|Three");
	/* A change follows its block when the other side moves it. */
	clean(
	    "a=One|b=Two|c=Three", "c=Three|a=One|b=Two", "a=One|b=Two|c=Three.", "Three.|One|Two");
	clean(
	    "a=One|b=Two|c=Three", "a=One|b=Two|c=Three.", "c=Three|a=One|b=Two", "Three.|One|Two");
	clean("a=One|b=Two|c=Three|d=Four", "b=Two|a=One|c=Three|d=Four",
	    "a=One|b=Two|d=Four|c=Three", "Two|One|Four|Three");
	/* What one adds after what the other drops stays. */
	clean("a=One|b=Two|c=Three", "a=One|c=Three", "a=One|b=Two|x=New|c=Three", "One|New|Three");
	clean("a=One|b=Two|c=Three", "a=One|b=Two|x=New|c=Three", "a=One|c=Three", "One|New|Three");
	/* A block parted in two, of which the other side changed nothing. */
	clean("a=One two|b=Three", "a=One|x=two|b=Three", "a=One two|b=Three.", "One|two|Three.");
	clean("a-One;Two|b=Three", "a-One;Two;Three|b=Three", "a-One;Two|b!",
	    "- One\n\n- Two\n\n- Three|* * *");
}

static void
test_conflicts(void **state)
{
	(void)state;
	conflict("a=One|b=Two", "a=One T|b=Two", "a=One M|b=Two", "One M|Two", "One T|Two",
	    "One T|One M|Two");
	/* Dropped here, changed there. */
	conflict("a=One|b=Two", "b=Two", "a=One M|b=Two", "One M|Two", "Two", "One M|Two");
	conflict("a=One|b=Two", "a=One T|b=Two", "b=Two", "Two", "One T|Two", "One T|Two");
	/* Parted on both sides. */
	conflict("a=One two", "a=One|x=two", "a=One t|y=wo", "One t|two|wo", "One|two|wo",
	    "One|One t|two|wo");
	/* To two places. */
	conflict("a=One|b=Two|c=Three|d=Four", "b=Two|a=One|c=Three|d=Four",
	    "a=One|c=Three|d=Four|b=Two", "One|Three|Four|Two", "Two|One|Three|Four",
	    "Two|One|Three|Four");
	/* Lists and tables count as one block; so does another kind with the same name. */
	conflict("a-One;Two", "a-One;Two;T", "a-M;One;Two", "- M\n\n- One\n\n- Two",
	    "- One\n\n- Two\n\n- T", "- One\n\n- Two\n\n- T|- M\n\n- One\n\n- Two");
	conflict("a@One|b=Two", "a@One T|b=Two", "a@One M|b=Two", "▣ One M </media/7>|Two",
	    "▣ One T </media/7>|Two", "▣ One T </media/7>|▣ One M </media/7>|Two");
	conflict("a=One", "a#One", "a=One M", "One M", "## One", "## One|One M");
	/* New on both sides under one name. */
	conflict("b=Two", "a=T|b=Two", "a=M|b=Two", "M|Two", "T|Two", "T|M|Two");
}

/* Without names, as the plain-text form leaves them. */
static void
test_without_names(void **state)
{
	(void)state;
	clean(
	    "a=One|b=Two|c=Three", "a=One.|b=Two|c=Three", "=One|=Two|=Three.", "One.|Two|Three.");
	clean("=One|=Two", "=One|=New|=Two", "=One|=Two|=Last", "One|New|Two|Last");
	clean("=Same|=Same", "=Same|=Same|=T", "=M|=Same|=Same", "M|Same|Same|T");
	conflict("a=The ferry left at six|b=Two", "a=The ferry left at seven|b=Two",
	    "=The ferry left at eight|=Two", "The ferry left at eight|Two",
	    "The ferry left at seven|Two", "The ferry left at seven|The ferry left at eight|Two");
	conflict("a=渡轮六点开出|b=二", "a=渡轮七点开出|b=二", "=渡轮八点开出|=二",
	    "渡轮八点开出|二", "渡轮七点开出|二", "渡轮七点开出|渡轮八点开出|二");
	/* One for one, with nothing in common. */
	conflict("a=One", "a=Theirs", "=Mine", "Mine", "Theirs", "Theirs|Mine");
	conflict("=One|=Two", "=One|=T", "=One|=M", "One|M", "One|T", "One|T|M");
	/* The name comes back where the words stayed. */
	struct body_merge m = merge("a=One|b=Two", "a=One|b=Two", "=One|=Two.", NULL, 0);
	const struct body_item *doc = load(m.json);

	assert_true(str_eq(body_item_id(&doc->content[0]), STR("aaaaaaaa")));
}

/* A name that would be there twice makes no body that cannot be stored. */
static void
test_names_stay_unique(void **state)
{
	static const enum body_choice both = BODY_TAKE_BOTH;
	struct body_merge m = merge("a=One", "a=One T", "a=One M", &both, 1);
	const struct body_item *doc = load(m.json);

	(void)state;
	assert_true(str_eq(body_item_id(&doc->content[0]), STR("aaaaaaaa")));
	assert_int_equal(body_item_id(&doc->content[1]).n, 0);
}

static void
test_report(void **state)
{
	struct body_merge m = merge(
	    "a=A|b=B|c=C|d=D|e=E", "a=A|b=B T|c=C|e=E|d=D", "a=A|b=B M|c=C M|d=D|e=E|n=N", NULL, 0);

	(void)state;
	assert_int_equal(m.n, 6);
	assert_int_equal(m.block[0].how, BODY_KEPT);
	assert_int_equal(m.block[1].how, BODY_CONFLICT);
	assert_non_null(m.block[1].version[BODY_BASE]);
	assert_int_equal(m.block[2].how, BODY_FROM_MINE);
	assert_int_equal(m.conflicts, 1);
	for (size_t i = 3; i < 6; i++) {
		if (m.block[i].version[BODY_BASE] == NULL) {
			assert_int_equal(m.block[i].how, BODY_FROM_MINE);
			assert_null(m.block[i].version[BODY_THEIRS]);
		} else if (m.block[i].moved) {
			assert_int_equal(m.block[i].how, BODY_FROM_THEIRS);
		}
	}
}

static void
test_refused(void **state)
{
	struct str good = document("a=One");
	const struct str bad[][3] = {
	    {STR("{}"), good, good}, {good, STR("[]"), good}, {good, good, STR("x")}};
	struct body_merge m;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(body_merge(arena, bad[i], NULL, 0, &m), STATUS_INVALID);
}

/* A number that only this test knows. */
static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 16;
}

/* The letters of a..z in another order, some gone, some changed, some new. */
static const char *
shuffled(uint32_t *seed, const char *letters)
{
	char order[32];
	struct buf b;
	size_t n = 0;

	buf_init(&b, arena, 4096);
	for (; letters[n] != '\0'; n++)
		order[n] = letters[n];
	for (uint32_t moves = next(seed) % 4; moves > 0; moves--) {
		size_t from = next(seed) % n;
		size_t to = next(seed) % n;
		char c = order[from];

		order[from] = order[to];
		order[to] = c;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t what = next(seed) % 10;

		if (what == 0)
			continue;
		buf_z(&b, b.n > 0 ? "|" : "");
		if (what == 1)
			buf_printf(
			    &b, "%c=words of %c, changed %u", order[i], order[i], next(seed) % 3);
		else if (what == 2)
			buf_printf(&b, "=words of %c, without name", order[i]);
		else
			buf_printf(&b, "%c=words of %c", order[i], order[i]);
		if (what == 3)
			buf_printf(&b, "|=new %u", next(seed) % 5);
	}
	return b.n == 0 ? "=nothing" : str_z(arena, buf_view(&b));
}

/* Is this block one that ${m} tells of as that version? */
static bool
told(const struct body_merge *m, enum body_version v, const struct body_item *block)
{
	size_t times = 0;

	for (size_t i = 0; i < m->n; i++)
		times +=
		    m->block[i].version[v] != NULL && body_item_eq(m->block[i].version[v], block);
	return times > 0;
}

static void
test_properties(void **state)
{
	static const char base[] =
	    "a=words of a|b=words of b|c=words of c|d=words of d|e=words of e|f=words of f";
	uint32_t seed = 20261125;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		const char *theirs = shuffled(&seed, "abcdef");
		const char *mine = shuffled(&seed, "abcdef");
		struct body_merge m;
		const struct body_item *doc;
		enum body_choice choice[64];

		clean(base, theirs, base, plain(document(theirs)));
		clean(base, base, mine, plain(document(mine)));
		clean(base, mine, mine, plain(document(mine)));
		m = merge(base, theirs, mine, NULL, 0);
		doc = load(document(theirs));
		for (size_t k = 0; k < doc->content_n; k++)
			assert_true(told(&m, BODY_THEIRS, &doc->content[k]));
		doc = load(document(mine));
		for (size_t k = 0; k < doc->content_n; k++)
			assert_true(told(&m, BODY_MINE, &doc->content[k]));
		for (size_t k = 0; k < 64; k++)
			choice[k] = (enum body_choice)(next(&seed) % 3);
		/* Conflicts keep their number, whatever is chosen. */
		assert_int_equal(merge(base, theirs, mine, choice, 64).conflicts, m.conflicts);
		arena_reset(arena);
	}
}

/* As many blocks as there may be, in the opposite order, all changed by both. */
static void
test_speed(void **state)
{
	struct str version[3];
	struct body_merge m;
	clock_t began;
	long took;

	(void)state;
	for (int v = 0; v < 3; v++) {
		struct buf b;

		buf_init(&b, arena, 4 << 20);
		buf_printf(
		    &b, "{\"schema\":%d,\"doc\":{\"type\":\"doc\",\"content\":[", BODY_SCHEMA);
		for (int i = 0; i < BODY_MAX_BLOCKS - 1; i++)
			buf_printf(&b,
			    "%s{\"type\":\"paragraph\",\"attrs\":{\"id\":\"block%05d\"},"
			    "\"content\":[{\"type\":"
			    "\"text\",\"text\":\"The words of one and %d, which were %d\"}]}",
			    i > 0 ? "," : "", v == 1 ? BODY_MAX_BLOCKS - 2 - i : i, i, v);
		buf_z(&b, "]}}");
		assert_true(buf_ok(&b));
		version[v] = buf_view(&b);
	}
	(void)load(version[1]);
	began = clock();
	assert_int_equal(body_merge(arena, version, NULL, 0, &m), STATUS_OK);
	took = (long)((clock() - began) * 1000 / CLOCKS_PER_SEC);
	printf("5,000 blocks merged in %ld ms\n", took);
	/* Of the processor, with sanitizers too: what is quadratic takes minutes. */
	assert_true(took < 3000);
	assert_true(m.conflicts == BODY_MAX_BLOCKS - 1);
}

/* Eight blocks that fill a body, and as many others as there may be, none of which is like them. */
static void
test_large_neighbours(void **state)
{
	struct str version[3];
	struct body_merge m;
	clock_t began;
	long took;

	(void)state;
	for (int v = 0; v < 3; v++) {
		int blocks = v == 0 ? 8 : BODY_MAX_BLOCKS - 1;
		struct buf b;

		buf_init(&b, arena, 4 << 20);
		for (int i = 0; i < blocks; i++) {
			size_t from = b.n;

			buf_z(&b, i > 0 ? "|=" : "=");
			do
				buf_printf(&b, "Some %d words ", v);
			while (v == 0 && b.n - from < 100000);
			buf_printf(&b, "and %d", i);
		}
		version[v] = document(str_z(arena, buf_view(&b)));
	}
	began = clock();
	assert_int_equal(body_merge(arena, version, NULL, 0, &m), STATUS_OK);
	took = (long)((clock() - began) * 1000 / CLOCKS_PER_SEC);
	printf("large neighbours merged in %ld ms\n", took);
	/* Of the processor, with sanitizers too; to read them again for each takes half a minute.
	 */
	assert_true(took < 3000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_one_side, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_both_sides, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_conflicts, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_without_names, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_names_stay_unique, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_report, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_properties, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_speed, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_large_neighbours, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
