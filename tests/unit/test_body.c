#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include <dirent.h>

#include "html/body.h"

#define ARENA_CAP (256u * 1024 * 1024)
#include "tests/unit/arena_each.h"

#define FOLDER "tests/golden/body"
#define HEAD "{\"schema\":1,\"doc\":{\"type\":\"doc\",\"content\":["
#define TAIL "]}}"
#define PARAGRAPH "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}]}"

/* What the documents of the golden files may name: 1 and 7 with a tiny copy, 2 still without, and
 * as nobody has cut it yet, whole in galleries too. */
#define S(lit)                                                                                     \
	{                                                                                          \
		"" lit, sizeof(lit) - 1                                                            \
	}
#define BLUR "RIFF\x02\x00\xff"
static const struct body_picture pictures_v[] = {
    {1,
	{S("00112233445566778899aabbccddeeff"), S("w-"), S(""), 1600, 1067,
	    {320, 480, 640, 960, 1280}, 5, S(BLUR)},
	{S("00112233445566778899aabbccddeeff"), S("4x3-"), S("-30-70"), 1280, 960, {320, 640, 1280},
	    3, S(BLUR)}},
    {2, {S("ffeeddccbbaa99887766554433221100"), S("w-"), S(""), 200, 300, {200}, 1, {NULL, 0}},
	{S("ffeeddccbbaa99887766554433221100"), S("w-"), S(""), 200, 300, {200}, 1, {NULL, 0}}},
    {7,
	{S("0123456789abcdef0123456789abcdef"), S("w-"), S(""), 700, 400, {320, 480, 640, 700}, 4,
	    S("RIFF")},
	{S("0123456789abcdef0123456789abcdef"), S("4x3-"), S("-0-100"), 533, 400, {320, 533}, 2,
	    S("RIFF")}}};
static const struct body_pictures pictures = {pictures_v, 3, false};

/* The file, absent if there is none. */
static struct str
slurp(const char *name, const char *ext)
{
	const char *top = getenv("COPYDESK_SRCDIR");
	struct buf b;
	FILE *in;
	size_t got;

	buf_init(&b, arena, 1024 * 1024);
	buf_printf(&b, "%s/" FOLDER "/%s.%s", top == NULL ? "." : top, name, ext);
	in = fopen(str_z(arena, buf_view(&b)), "rb");
	if (in == NULL)
		return STR_NULL;
	buf_reset(&b);
	while ((got = fread(buf_room(&b, 4096), 1, 4096, in)) > 0)
		b.n += got;
	fclose(in);
	return buf_view(&b);
}

static void
check_golden(const char *name)
{
	struct str json = slurp(name, "json");
	struct str want = slurp(name, "html");
	struct str want_error = str_trim(slurp(name, "error"));
	struct safe_html html = {STR_NULL};
	struct body_error error = {.path = ""};
	enum status s = body_render(arena, json, &pictures, &html, &error);
	struct buf said;

	if (want.p != NULL) {
		assert_int_equal(s, STATUS_OK);
		assert_string_equal(str_z(arena, html.s), str_z(arena, want));
		return;
	}
	/* An answer of the JSON parser is given as far as it does not depend on its version. */
	assert_int_equal(s, STATUS_INVALID);
	buf_init(&said, arena, 1024);
	buf_printf(&said, "%s: %s", error.path, error.reason);
	if (!str_starts(buf_view(&said), want_error) || want_error.n == 0)
		assert_string_equal(str_z(arena, buf_view(&said)), str_z(arena, want_error));
}

static void
golden(void **state)
{
	const char *top = getenv("COPYDESK_SRCDIR");
	struct buf b;
	struct dirent *d;
	DIR *dir;
	size_t n = 0;

	(void)state;
	buf_init(&b, arena, 4096);
	buf_printf(&b, "%s/" FOLDER, top == NULL ? "." : top);
	dir = opendir(str_z(arena, buf_view(&b)));
	assert_non_null(dir);
	while ((d = readdir(dir)) != NULL) {
		struct str name = str_of(d->d_name);

		if (!str_ends(name, STR(".json")))
			continue;
		print_message("%s\n", d->d_name);
		check_golden(str_z(arena, str_sub(name, 0, name.n - 5)));
		n++;
	}
	closedir(dir);
	assert_true(n > 50);
}

/* ${count} times ${one}, with commas, in a document. */
static struct str
many(const char *one, size_t count)
{
	struct buf b;

	buf_init(&b, arena, 64u * 1024 * 1024);
	BUF_LIT(&b, HEAD);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_char(&b, ',');
		buf_z(&b, one);
	}
	BUF_LIT(&b, TAIL);
	assert_true(buf_ok(&b));
	return buf_view(&b);
}

static void
expect_refusal(struct str json, const char *reason)
{
	struct safe_html html;
	struct body_error error;

	assert_int_equal(body_render(arena, json, NULL, &html, &error), STATUS_INVALID);
	assert_string_equal(error.reason, reason);
}

static void
limits_hold(void **state)
{
	struct safe_html html;
	struct body_error error;
	struct buf b;

	(void)state;
	/* The document itself is a block. */
	assert_int_equal(
	    body_render(arena, many(PARAGRAPH, BODY_MAX_BLOCKS - 1), NULL, &html, &error),
	    STATUS_OK);
	expect_refusal(many(PARAGRAPH, BODY_MAX_BLOCKS), "more than 5000 blocks");

	buf_init(&b, arena, 64u * 1024 * 1024);
	BUF_LIT(&b, HEAD "{\"type\":\"paragraph\",\"content\":[{\"type\":\"hard_break\"}");
	for (int i = 0; i < BODY_MAX_ITEMS; i++)
		BUF_LIT(&b, ",{\"type\":\"hard_break\"}");
	BUF_LIT(&b, "]}" TAIL);
	expect_refusal(buf_view(&b), "more than 20000 nodes");

	buf_reset(&b);
	BUF_LIT(&b, HEAD "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"");
	for (size_t i = 0; i <= BODY_MAX_TEXT; i++)
		buf_char(&b, 'x');
	BUF_LIT(&b, "\"}]}" TAIL);
	expect_refusal(buf_view(&b), "more than 1048576 bytes of text");

	expect_refusal((struct str){b.p, BODY_MAX_BYTES + 1}, "more than 8388608 bytes");
	expect_refusal(STR_NULL, "more than 8388608 bytes");
}

static struct str
nested(int depth)
{
	struct buf b;

	buf_init(&b, arena, 1024 * 1024);
	BUF_LIT(&b, HEAD);
	for (int i = 0; i < depth; i++)
		BUF_LIT(&b, "{\"type\":\"blockquote\",\"content\":[");
	BUF_LIT(&b, PARAGRAPH);
	for (int i = 0; i < depth; i++)
		BUF_LIT(&b, "]}");
	BUF_LIT(&b, TAIL);
	return buf_view(&b);
}

static void
depth_is_capped(void **state)
{
	struct safe_html html;
	struct body_error error;

	(void)state;
	/* A paragraph and its text are two levels more. */
	assert_int_equal(
	    body_render(arena, nested(BODY_MAX_DEPTH - 2), NULL, &html, &error), STATUS_OK);
	expect_refusal(nested(BODY_MAX_DEPTH - 1), "nested deeper than 32");
	/* A path that does not fit is cut, not overrun. */
	assert_true(strlen(error.path) < sizeof(error.path));
	/* Far deeper than the parser goes. */
	assert_int_equal(body_render(arena, nested(30000), NULL, &html, &error), STATUS_INVALID);
}

static void
exhaustion_frees_the_document(void **state)
{
	struct arena *small = arena_new(70000);
	struct str json = many(PARAGRAPH, 4000);
	struct safe_html html;
	struct body_error error;
	jmp_buf where;

	(void)state;
	assert_non_null(small);
	/* The leak checker tells whether the JSON tree was dropped. */
	if (setjmp(where) == 0) {
		arena_on_exhausted(small, &where);
		(void)!body_render(small, json, NULL, &html, &error);
		fail_msg("4000 paragraphs fit 70000 bytes");
	}
	arena_free(small);
}

static void
expect_words(const char *content, int64_t want)
{
	struct buf b;
	int64_t words = -1;

	buf_init(&b, arena, 65536);
	buf_printf(&b, HEAD "{\"type\":\"paragraph\",\"content\":[%s]}" TAIL, content);
	assert_int_equal(body_words(arena, buf_view(&b), &words), STATUS_OK);
	assert_int_equal(words, want);
}

#define RUN(s) "{\"type\":\"text\",\"text\":\"" s "\"}"

/* tests/golden/words.json: what the editor counts as well. */
static void
words_of_golden(void)
{
	const char *top = getenv("COPYDESK_SRCDIR");
	struct buf path;
	json_error_t e;
	json_t *all;
	size_t i;
	json_t *pair;

	buf_init(&path, arena, 4096);
	buf_printf(&path, "%s/tests/golden/words.json", top == NULL ? "." : top);
	all = json_load_file(str_z(arena, buf_view(&path)), 0, &e);
	assert_true(json_array_size(all) > 10);
	json_array_foreach(all, i, pair)
	{
		struct buf run;

		buf_init(&run, arena, 65536);
		BUF_LIT(&run, "{\"type\":\"text\",\"text\":\"");
		html_json(&run, str_of(json_string_value(json_array_get(pair, 0))));
		BUF_LIT(&run, "\"}");
		/* A run of text has something in it. */
		expect_words(json_string_length(json_array_get(pair, 0)) == 0
				 ? ""
				 : str_z(arena, buf_view(&run)),
		    json_integer_value(json_array_get(pair, 1)));
	}
	json_decref(all);
}

static void
words_are_counted(void **state)
{
	int64_t words;

	(void)state;
	words_of_golden();
	/* A word goes on over a mark, not over a line break. */
	expect_words(
	    RUN("wo") ",{\"type\":\"text\",\"text\":\"rd\",\"marks\":[{\"type\":\"em\"}]}", 1);
	expect_words(RUN("wo") ",{\"type\":\"hard_break\"}," RUN("rd"), 2);
	assert_int_equal(body_words(arena, STR("x"), &words), STATUS_INVALID);
	assert_int_equal(body_words(arena, many(PARAGRAPH, 3), &words), STATUS_OK);
	assert_int_equal(words, 3);
}

static int64_t
cpu_us(void)
{
	struct timespec t;

	assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t), 0);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* 1 MB in 2000 paragraphs takes about 17 ms; a sanitizer makes that several times as much. */
static void
is_fast(void **state)
{
	struct buf b;
	struct str json;
	struct safe_html html;
	struct body_error error;
	int64_t best = INT64_MAX;

	(void)state;
	buf_init(&b, arena, 64 * 1024);
	BUF_LIT(&b, "{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"");
	while (b.n < 500)
		BUF_LIT(&b, "潮城的 <b>潮</b> & \\\"news\\\"，");
	BUF_LIT(&b, "\"}]}");
	json = many(str_z(arena, buf_view(&b)), 2000);
	for (int i = 0; i < 5; i++) {
		int64_t from = cpu_us();

		assert_int_equal(body_render(arena, json, NULL, &html, &error), STATUS_OK);
		from = cpu_us() - from;
		best = from < best ? from : best;
	}
	print_message("%zu bytes of JSON in %lld us\n", json.n, (long long)best);
	assert_true(best < 200000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(golden, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(limits_hold, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(depth_is_capped, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(exhaustion_frees_the_document, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(words_are_counted, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(is_fast, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
