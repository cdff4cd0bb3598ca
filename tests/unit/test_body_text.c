#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "html/body.h"

#define ARENA_CAP (256u * 1024 * 1024)
#include "tests/unit/arena_each.h"

/* The text's document renders as ${html} and reads back as ${again}, without loss. */
static void
expect(struct str text, const char *html_want, const char *again)
{
	struct str json;
	struct str back;
	struct safe_html html;
	struct body_error error;
	bool lossless = false;

	assert_int_equal(body_from_text(arena, text, &json), STATUS_OK);
	assert_int_equal(body_render(arena, json, NULL, &html, &error), STATUS_OK);
	assert_string_equal(str_z(arena, html.s), html_want);
	assert_int_equal(body_to_text(arena, json, &back, &lossless), STATUS_OK);
	assert_string_equal(str_z(arena, back), again);
	assert_true(lossless);
}

static void
text_becomes_blocks(void **state)
{
	(void)state;
	expect(STR(""), "<p></p>\n", "");
	expect(STR(" \r\n\n  \t\n"), "<p></p>\n", "");
	expect(STR("一"), "<p>一</p>\n", "一");
	expect(STR("一\n二"), "<p>一<br>二</p>\n", "一\n二");
	expect(STR("一\r\n\r\n二\r\n"), "<p>一</p>\n<p>二</p>\n", "一\n\n二");
	expect(STR("\n\n一\n\n\n\n二"), "<p>一</p>\n<p>二</p>\n", "一\n\n二");
	expect(STR("　　一　\n  二  "), "<p>一<br>二</p>\n", "一\n二");
	expect(STR("a\tb"), "<p>a\tb</p>\n", "a\tb");
	expect(STR("<b>\"\\&"), "<p>&lt;b&gt;\"\\&amp;</p>\n", "<b>\"\\&");
}

static void
hashes_make_headings(void **state)
{
	(void)state;
	expect(STR("## 一"), "<h2>一</h2>\n", "## 一");
	expect(STR("### 一\n#### 二"), "<h3>一</h3>\n<h4>二</h4>\n", "### 一\n\n#### 二");
	expect(STR("一\n##  二\n三"), "<p>一</p>\n<h2>二</h2>\n<p>三</p>\n", "一\n\n## 二\n\n三");
	expect(STR("# 一\n\n##### 五"), "<p># 一</p>\n<p>##### 五</p>\n", "# 一\n\n##### 五");
	expect(STR("##一\n\n##"), "<p>##一</p>\n<p>##</p>\n", "##一\n\n##");
}

static void
bad_text_is_refused(void **state)
{
	struct buf b;
	struct str json;

	(void)state;
	assert_int_equal(body_from_text(arena, STR("a\0b"), &json), STATUS_INVALID);
	assert_int_equal(body_from_text(arena, STR("a\xff"), &json), STATUS_INVALID);
	assert_int_equal(body_from_text(arena, STR("a\rb"), &json), STATUS_INVALID);
	assert_int_equal(body_from_text(arena, STR("a\x1b[0m"), &json), STATUS_INVALID);
	/* More blocks than a body may hold. */
	buf_init(&b, arena, 1024 * 1024);
	for (int i = 0; i < BODY_MAX_BLOCKS; i++)
		BUF_LIT(&b, "x\n\n");
	assert_int_equal(body_from_text(arena, buf_view(&b), &json), STATUS_INVALID);
	/* More bytes. */
	buf_init(&b, arena, 2 * BODY_MAX_TEXT);
	for (size_t i = 0; i <= BODY_MAX_TEXT; i++)
		buf_char(&b, 'x');
	assert_int_equal(body_from_text(arena, buf_view(&b), &json), STATUS_INVALID);
	assert_int_equal(body_from_text(arena, str_sub(buf_view(&b), 1, b.n), &json), STATUS_OK);
}

static void
expect_text(const char *content, const char *text_want, bool lossless_want)
{
	struct buf b;
	struct str text;
	bool lossless = !lossless_want;

	buf_init(&b, arena, 65536);
	buf_printf(&b, "{\"schema\": 1, \"doc\": {\"type\": \"doc\", \"content\": [%s]}}", content);
	assert_int_equal(body_to_text(arena, buf_view(&b), &text, &lossless), STATUS_OK);
	assert_string_equal(str_z(arena, text), text_want);
	assert_int_equal(lossless, lossless_want);
}

#define P(inside) "{\"type\":\"paragraph\",\"content\":[" inside "]}"
#define T(s) "{\"type\":\"text\",\"text\":\"" s "\"}"

#define L(href) "{\"type\":\"link\",\"attrs\":{\"href\":\"" href "\"}}"
#define CELL(inside) "{\"type\":\"table_cell\",\"content\":[" inside "]}"
#define ROW(a, b) "{\"type\":\"table_row\",\"content\":[" CELL(a) "," CELL(b) "]}"

static void
loss_is_told(void **state)
{
	(void)state;
	expect_text(P(T("a")), "a", true);
	expect_text(
	    P(T("a") ",{\"type\":\"hard_break\"}," T("b")) "," P(T("c")), "a\nb\n\nc", true);
	expect_text("{\"type\":\"paragraph\"}", "", true);
	/* Marks, structure, empty paragraphs and what looks like a heading do not survive. */
	expect_text(
	    P("{\"type\":\"text\",\"text\":\"a\",\"marks\":[{\"type\":\"em\"}]}"), "a", false);
	expect_text("{\"type\":\"blockquote\",\"content\":[" P(T("a")) "]}", "a", false);
	expect_text(
	    "{\"type\":\"bullet_list\",\"content\":[{\"type\":\"list_item\",\"content\":[" P(
		T("a")) "]},{\"type\":\"list_item\",\"content\":[" P(T("b")) "]}]}",
	    "- a\n\n- b", false);
	expect_text(
	    P(T("a")) ",{\"type\":\"horizontal_rule\"}," P(T("b")), "a\n\n* * *\n\nb", false);
	expect_text(P(T("a")) ",{\"type\":\"paragraph\"}," P(T("b")), "a\n\n\n\nb", false);
	expect_text(P(T("## a")), "## a", false);
	expect_text(P(T(" a")), " a", false);
	expect_text("{\"type\":\"heading\",\"attrs\":{\"level\":3},\"content\":[" T(
			"a") ",{\"type\":\"hard_break\"}," T("b") "]}",
	    "### a\nb", false);
}

/* What the form cannot say it says in words, so that a comparison of two texts shows it. */
static void
words_stand_for_form(void **state)
{
	(void)state;
	expect_text("{\"type\":\"ordered_list\",\"attrs\":{\"order\":9},\"content\":["
		    "{\"type\":\"list_item\",\"content\":[" P(T("a")) "," P(
			T("b")) "]},"
				"{\"type\":\"list_item\",\"content\":[" P(T("c")) "]}]}",
	    "9. a\n\nb\n\n10. c", false);
	expect_text(P("{\"type\":\"text\",\"text\":\"a\",\"marks\":[" L(
			"/x") "]},"
			      "{\"type\":\"text\",\"text\":\"b\",\"marks\":[" L(
				  "/x") ",{\"type\":\"em\"}]},"
					"{\"type\":\"text\",\"text\":\"c\",\"marks\":[" L(
					    "/y") "]}," T("d")),
	    "ab </x>c </y>d", false);
	expect_text(P(T("a") ",{\"type\":\"footnote\",\"attrs\":{\"text\":\"why\"}}," T("b")),
	    "a [why]b", false);
	expect_text(
	    "{\"type\":\"pull_quote\",\"content\":[" P(T("a")) ",{\"type\":\"attribution\","
							       "\"content\":[" T("b") "]}]}",
	    "a\n\n—— b", false);
	expect_text("{\"type\":\"pull_quote\",\"content\":[" P(T("a")) ",{\"type\":"
								       "\"attribution\"}]}",
	    "a", false);
	expect_text("{\"type\":\"table\",\"content\":[" ROW(
			P(T("a")) "," P(T("b")), P(T("c"))) "," ROW(P(""), P(T("d"))) "]}",
	    "a b | c\n\n | d", false);
	expect_text("{\"type\":\"embed\",\"attrs\":{\"provider\":\"x\",\"url\":\"https://x.com/1\","
		    "\"title\":\"t\"}}",
	    "t <https://x.com/1>", false);
	expect_text(
	    "{\"type\":\"correction_note\",\"attrs\":{\"date\":\"2026-11-24\"},\"content\":[" T(
		"a") "]}",
	    "2026-11-24 a", false);
	/* The name of a block is not in the text, and nothing that anybody reads. */
	expect_text(
	    "{\"type\":\"paragraph\",\"attrs\":{\"id\":\"abcd2345\"},\"content\":[" T("a") "]}",
	    "a", true);
}

/* The text over ${old} becomes a document with this HTML. */
static void
expect_over(const char *old, const char *text, const char *html_want)
{
	bool apart;
	struct buf b;
	struct str json;
	struct safe_html html;
	struct body_error error;

	buf_init(&b, arena, 65536);
	buf_printf(&b, "{\"schema\":1,\"doc\":{\"type\":\"doc\",\"content\":[%s]}}", old);
	assert_int_equal(
	    body_from_text_over(arena, str_of(text), buf_view(&b), &json, &apart), STATUS_OK);
	assert_int_equal(body_render(arena, json, NULL, &html, &error), STATUS_OK);
	assert_string_equal(str_z(arena, html.s), html_want);
}

static void
what_is_left_alone_keeps_its_form(void **state)
{
#define EM(s) "{\"type\":\"text\",\"text\":\"" s "\",\"marks\":[{\"type\":\"em\"}]}"
#define LIST                                                                                       \
	"{\"type\":\"bullet_list\",\"content\":[{\"type\":\"list_item\",\"content\":[" P(          \
	    EM("b")) "]},{\"type\":\"list_item\",\"content\":[" P(T("c")) "]}]}"
	const char *old = P(EM("a")) "," LIST "," P(EM("a"));
	const char *list = "<ul><li><p><em>b</em></p>\n</li>\n<li><p>c</p>\n</li>\n</ul>\n";
	struct buf b;

	(void)state;
	buf_init(&b, arena, 65536);
	buf_printf(&b, "<p><em>a</em></p>\n%s<p><em>a</em></p>\n", list);
	expect_over(old, "a\n\n- b\n\n- c\n\na", str_z(arena, buf_view(&b)));
	/* More and less: no block comes twice. */
	buf_reset(&b);
	buf_printf(&b, "<p>x</p>\n<p>y</p>\n%s<p><em>a</em> b</p>\n", list);
	expect_over(old, "x\n\n\n\ny\n\n- b\n\n- c\n\n\na b\n", str_z(arena, buf_view(&b)));
	expect_over(
	    old, "- b\n\n- d", "<ul><li><p><em>b</em></p>\n</li>\n<li><p>d</p>\n</li>\n</ul>\n");
	expect_over(old, "a\n\na\n\na", "<p><em>a</em></p>\n<p>a</p>\n<p><em>a</em></p>\n");
	expect_over(old, "a\nb", "<p><em>a</em><br>b</p>\n");
	expect_over(old, "", "<p></p>\n");
	expect_over("not a document", "a", "<p>a</p>\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(text_becomes_blocks, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(hashes_make_headings, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(bad_text_is_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(loss_is_told, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(words_stand_for_form, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(what_is_left_alone_keeps_its_form, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
