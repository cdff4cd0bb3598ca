#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "html/body.h"
#include "html/body_anchor.h"
#include "html/body_upgrade.h"

#define ARENA_CAP (64u * 1024 * 1024)
#include "tests/unit/arena_each.h"

/* What a body names outside of itself, and bodies of older schemas. */

#define HEAD "{\"schema\":2,\"doc\":{\"type\":\"doc\",\"content\":["
#define TAIL "]}}"
#define FIGURE(id, caption)                                                                        \
	"{\"type\":\"figure\",\"attrs\":{\"media\":" id                                            \
	"},\"content\":[{\"type\":\"caption\"" caption "}]}"
#define TEXT(words) "{\"type\":\"text\",\"text\":\"" words "\"}"

static void
each_picture_is_told_once(void **state)
{
	static const int64_t want[] = {2, 7, 9007199254740991};
	int64_t *ids;
	size_t n;

	(void)state;
	assert_int_equal(
	    body_media(arena,
		STR(HEAD FIGURE("7", "") ",{\"type\":\"blockquote\",\"content\":[" FIGURE(
		    "9007199254740991", "") "]},"
					    "{\"type\":\"gallery\",\"content\":[" FIGURE(
						"7", "") "," FIGURE("2", "") "]}" TAIL),
		&ids, &n),
	    STATUS_OK);
	assert_int_equal(n, 3);
	assert_memory_equal(ids, want, sizeof(want));
	assert_int_equal(
	    body_media(arena, STR(HEAD "{\"type\":\"paragraph\"}" TAIL), &ids, &n), STATUS_OK);
	assert_int_equal(n, 0);
	assert_int_equal(
	    body_media(arena, STR(HEAD FIGURE("0", "") TAIL), &ids, &n), STATUS_INVALID);
}

static void
figures_come_with_their_words(void **state)
{
	struct body_figure *figures;
	size_t n;

	(void)state;
	assert_int_equal(
	    body_figures(arena,
		STR(HEAD FIGURE(
		    "7", ",\"content\":[" TEXT("The pier") ",{\"type\":\"hard_break\"}," TEXT(
			     "at six") "]") ",{\"type\":\"gallery\",\"content\":[" FIGURE("7",
		    "") ",{\"type\":\"figure\",\"attrs\":{\"media\":2,\"alt\":\"A crane\"},"
			"\"content\":[{\"type\":\"caption\"}]}]}" TAIL),
		&figures, &n),
	    STATUS_OK);
	assert_int_equal(n, 3);
	assert_int_equal(figures[0].media, 7);
	assert_true(str_eq(figures[0].caption, STR("The pier at six")));
	assert_int_equal(figures[1].media, 7);
	assert_int_equal(figures[1].caption.n, 0);
	assert_int_equal(figures[2].media, 2);
	assert_true(str_eq(figures[2].alt, STR("A crane")));
	assert_int_equal(
	    body_figures(arena, STR(HEAD FIGURE("0", "") TAIL), &figures, &n), STATUS_INVALID);
}

static void
expect_text(struct str json, const char *want)
{
	bool apart;
	struct str text;
	struct str again;
	bool lossless;

	assert_int_equal(body_to_text(arena, json, &text, &lossless), STATUS_OK);
	assert_string_equal(str_z(arena, text), want);
	assert_false(lossless);
	/* Saved as plain text with a paragraph more, the picture is still there. */
	assert_int_equal(body_from_text_over(arena, str_of(want), json, &again, &apart), STATUS_OK);
	assert_true(str_find(again, STR("\"figure\"")) < again.n);
	assert_int_equal(body_to_text(arena, again, &text, &lossless), STATUS_OK);
	assert_string_equal(str_z(arena, text), want);
}

static void
plain_text_says_pictures_in_words(void **state)
{
	(void)state;
	expect_text(
	    STR(HEAD "{\"type\":\"figure\",\"attrs\":{\"media\":12,\"alt\":\"起重机\","
		     "\"credit\":\"新华社\"},\"content\":[{\"type\":\"caption\",\"content\":[" TEXT(
			 "夜景") ",{\"type\":\"hard_break\"}," TEXT("港口") "]}]}" TAIL),
	    "▣ 夜景 港口 [起重机] (新华社) </media/12>");
	expect_text(STR(HEAD "{\"type\":\"paragraph\",\"content\":[" TEXT(
			"a") "]},{\"type\":\"gallery\",\"content\":[" FIGURE("1",
			"") "," FIGURE("2", "") "]}" TAIL),
	    "a\n\n▣ </media/1>\n\n▣ </media/2>");
}

/* How often ${part} stands in ${s}. */
static size_t
times(struct str s, struct str part)
{
	size_t n = 0;

	for (size_t at; (at = str_find(s, part)) < s.n; n++)
		s = str_sub(s, at + part.n, s.n);
	return n;
}

static void
gallery_has_room_for_its_odd_one(void **state)
{
#define KEY STR("0123456789abcdef0123456789abcdef")
	static const struct body_picture known[] = {{1,
	    {.key = KEY,
		.variant = STR("w-"),
		.width = 320,
		.height = 200,
		.widths = {320},
		.widths_n = 1},
	    {.key = KEY,
		.variant = STR("4x3-"),
		.width = 266,
		.height = 200,
		.widths = {266},
		.widths_n = 1}}};
	static const struct body_pictures pictures = {.v = known, .n = 1};
	static const struct str half = STR("sizes=\"(min-width:740px) 320px, 50vw\"");
	static const struct str whole = STR("sizes=\"(min-width:740px) 648px, 100vw\"");
	struct safe_html html;
	struct body_error error;

	(void)state;
	assert_int_equal(body_render(arena,
			     STR(HEAD "{\"type\":\"gallery\",\"content\":[" FIGURE(
				 "1", "") "," FIGURE("1", "") "," FIGURE("1", "") "]}" TAIL),
			     &pictures, &html, &error),
	    STATUS_OK);
	/* Each picture in three formats. */
	assert_int_equal(times(html.s, whole), 3);
	assert_int_equal(times(html.s, half), 6);
	assert_int_equal(body_render(arena,
			     STR(HEAD "{\"type\":\"gallery\",\"content\":[" FIGURE(
				 "1", "") "," FIGURE("1", "") "]}" TAIL),
			     &pictures, &html, &error),
	    STATUS_OK);
	assert_int_equal(times(html.s, half), 6);
}

static void
older_documents_are_current(void **state)
{
	static const char old[] =
	    "{\"doc\":{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\"}]},\"schema\":1}";
	struct str now;
	struct str again;

	(void)state;
	assert_int_equal(body_current(arena, str_of(old), &now), STATUS_OK);
	assert_string_equal(str_z(arena, now), HEAD "{\"type\":\"paragraph\"}" TAIL);
	assert_int_equal(body_current(arena, now, &again), STATUS_OK);
	assert_ptr_equal(again.p, now.p);
	/* As jsonb writes it, and with white space that nobody writes. */
	assert_int_equal(
	    body_current(arena, STR("{\"doc\": {}, \"schema\": 2}"), &again), STATUS_OK);
	assert_int_equal(
	    body_current(arena, STR(" { \"schema\" : 2 , \"doc\" : {} } "), &again), STATUS_OK);
	assert_int_equal(
	    body_current(arena, STR("{\"schema\": 3, \"doc\": {}}"), &again), STATUS_INVALID);
	assert_int_equal(body_current(arena, STR("x"), &again), STATUS_INVALID);
	assert_int_equal(
	    body_current(arena, STR("{\"schema\":1,\"doc\":[]}"), &again), STATUS_INVALID);
}

/* Append the string ${s} to the array ${doc}. */
static bool
append(struct arena *a, struct json_value *doc, const char *s)
{
	struct json_value **end = &doc->of.first;

	while (*end != NULL)
		end = &(*end)->next;
	*end = ARENA_NEW(a, struct json_value);
	**end = (struct json_value){.kind = JSON_IS_STRING, .s = str_of(s)};
	doc->of.n++;
	return true;
}

static bool
add_b(struct arena *a, struct json_value *doc)
{
	return append(a, doc, "b");
}

static bool
add_c(struct arena *a, struct json_value *doc)
{
	return append(a, doc, "c");
}

static bool
fails(struct arena *a, struct json_value *doc)
{
	(void)a;
	(void)doc;
	return false;
}

static void
expect_steps(int64_t from, int64_t to, const body_upgrade_step *steps, const char *want)
{
	struct json_value *doc = json_read(arena, arena, STR("[\"a\"]"), 4, NULL);
	struct buf made;

	assert_true(body_upgrade(arena, doc, from, to, steps));
	buf_init(&made, arena, 256);
	json_write(&made, doc);
	assert_string_equal(str_z(arena, buf_view(&made)), want);
}

static void
steps_lead_from_schema_to_schema(void **state)
{
	static const body_upgrade_step steps[] = {add_b, add_c};
	static const body_upgrade_step broken[] = {fails, add_c};
	struct json_value *doc = json_read(arena, arena, STR("[]"), 4, NULL);

	(void)state;
	expect_steps(1, 3, steps, "[\"a\",\"b\",\"c\"]");
	expect_steps(2, 3, steps, "[\"a\",\"c\"]");
	expect_steps(1, 2, steps, "[\"a\",\"b\"]");
	expect_steps(3, 3, steps, "[\"a\"]");
	assert_false(body_upgrade(arena, doc, 1, 3, broken));
	assert_int_equal(json_count(doc), 0);
}

static void
tiny_copies_are_base64(void **state)
{
	static const char *const pairs[][2] = {{"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"},
	    {"foob", "Zm9vYg=="}, {"\xff\xfe\xfd", "//79"}};
	struct picture p = {.key = STR("k"),
	    .variant = STR("16x9-"),
	    .tail = STR("-20-80"),
	    .width = 640,
	    .height = 360,
	    .widths = {320, 640},
	    .widths_n = 2};
	struct buf b;

	(void)state;
	buf_init(&b, arena, 65536);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct buf want;

		buf_init(&want, arena, 1024);
		buf_printf(&want, "src=\"data:image/webp;base64,%s\"", pairs[i][1]);
		buf_reset(&b);
		p.blur = str_of(pairs[i][0]);
		picture_write(&b, &p, STR(""), "100vw", true);
		assert_true(str_find(buf_view(&b), buf_view(&want)) < b.n);
	}
	assert_true(str_find(buf_view(&b), STR("fetchpriority=\"high\"")) < b.n);
	assert_true(str_find(buf_view(&b), STR("/m/k/16x9-320-20-80.avif 320w, ")) < b.n);
	buf_reset(&b);
	picture_file(&b, &p, 500);
	assert_string_equal(str_z(arena, buf_view(&b)), "/m/k/16x9-320-20-80.jpg");
	buf_reset(&b);
	picture_file(&b, &p, 100);
	assert_string_equal(str_z(arena, buf_view(&b)), "/m/k/16x9-320-20-80.jpg");
}

#define THREAD "0123456789abcdef0123456789abcdef"

/* Marks without attributes among them. */
static void
remarks_hang_on_blocks_and_threads(void **state)
{
	struct body_anchor *anchors;
	size_t n;

	(void)state;
	assert_int_equal(
	    body_anchors(arena,
		STR(HEAD "{\"type\":\"paragraph\",\"attrs\":{\"id\":\"abcdef01\"},\"content\":["
			 "{\"type\":\"text\",\"text\":\"bold\",\"marks\":[{\"type\":\"strong\"}]},"
			 "{\"type\":\"text\",\"text\":\"asked\",\"marks\":[{\"type\":\"em\"},"
			 "{\"type\":\"comment\",\"attrs\":{\"thread\":\"" THREAD "\"}}]}]}" TAIL),
		&anchors, &n),
	    STATUS_OK);
	assert_int_equal(n, 2);
	assert_true(anchors[0].is_block && str_eq(anchors[0].name, STR("abcdef01")));
	assert_true(str_eq(anchors[0].text, STR("boldasked")));
	assert_true(!anchors[1].is_block && str_eq(anchors[1].name, STR(THREAD)));
	assert_true(str_eq(anchors[1].text, STR("asked")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(each_picture_is_told_once, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(figures_come_with_their_words, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(plain_text_says_pictures_in_words, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(gallery_has_room_for_its_odd_one, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(older_documents_are_current, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(steps_lead_from_schema_to_schema, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(tiny_copies_are_base64, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(remarks_hang_on_blocks_and_threads, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
