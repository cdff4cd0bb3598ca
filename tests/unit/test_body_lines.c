/* Long: cases of each kind of block, and what holds for all of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "base/buf.h"
#include "html/body_match.h"
#include "html/body_place.h"

#define ARENA_CAP (256u * 1024 * 1024)
#include "tests/unit/arena_each.h"

/* Lines of lists, quotations and tables that were changed in the plain text. */

#define BLOCKS_MAX 12
#define SEEDS 4000

static bool apart; /* of the last that was saved */
static uint32_t seed;

#define RUN(s) "{\"type\":\"text\",\"text\":\"" s "\"}"
#define STRONG(s) "{\"type\":\"text\",\"text\":\"" s "\",\"marks\":[{\"type\":\"strong\"}]}"
#define LINK(s, to)                                                                                \
	"{\"type\":\"text\",\"text\":\"" s                                                         \
	"\",\"marks\":[{\"type\":\"link\",\"attrs\":{\"href\":\"" to "\"}}]}"
#define NOTE(s) "{\"type\":\"footnote\",\"attrs\":{\"text\":\"" s "\"}}"
#define BR "{\"type\":\"hard_break\"}"
#define P(s) "{\"type\":\"paragraph\",\"content\":[" s "]}"
#define ITEM(s) "{\"type\":\"list_item\",\"content\":[" s "]}"
#define CELL(s) "{\"type\":\"table_cell\",\"content\":[" s "]}"
#define ROW(s) "{\"type\":\"table_row\",\"content\":[" s "]}"
#define NODE(type, attrs, s) "{\"type\":\"" type "\",\"attrs\":{" attrs "},\"content\":[" s "]}"

static struct str
document(const char *blocks)
{
	struct buf b;

	buf_init(&b, arena, 65536);
	buf_printf(&b, "{\"schema\":2,\"doc\":{\"type\":\"doc\",\"content\":[%s]}}", blocks);
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

/* ${text} over ${old} becomes a document with this HTML; one with pictures with this text. */
static struct str
expect(const char *old, const char *text, const char *want)
{
	struct str json;
	struct safe_html html;
	struct body_error error = {.path = ""};
	struct buf bare;

	assert_int_equal(
	    body_from_text_over(arena, str_of(text), document(old), &json, &apart), STATUS_OK);
	if (want == NULL)
		return json;
	assert_int_equal(body_render(arena, json, NULL, &html, &error), STATUS_OK);
	buf_init(&bare, arena, 65536);
	for (size_t i = 0; i < html.s.n; i++) {
		if (html.s.p[i] != '\n')
			buf_char(&bare, html.s.p[i]);
	}
	assert_string_equal(str_z(arena, buf_view(&bare)), want);
	return json;
}

#define LIST                                                                                       \
	NODE("bullet_list", "\"id\":\"list0000\"",                                                 \
	    ITEM(P(STRONG("tea"))) "," ITEM(P(RUN("at ") "," LINK("noon", "/noon"))) "," ITEM(     \
		P(RUN("milk"))))
#define UL(s) "<ul>" s "</ul>"
#define LI(s) "<li><p>" s "</p></li>"
#define TEA LI("<strong>tea</strong>")
#define NOON LI("at <a href=\"/noon\">noon</a>")
#define MILK LI("milk")

static void
lists_stay_lists(void **state)
{
	(void)state;
	/* Changed, whatever the new words are. */
	expect(LIST, "- tea\n\n- at noon </noon>\n\n- bread", UL(TEA NOON LI("bread")));
	expect(LIST, "- teas\n\n- at noon </noon>\n\n- milk",
	    UL(LI("<strong>tea</strong>s") NOON MILK));
	expect(LIST, "- tea\n\n- not at noon </noon>\n\n- milk",
	    UL(TEA LI("not at <a href=\"/noon\">noon</a>") MILK));
	/* Added, wherever. */
	expect(LIST, "- new\n\n- tea\n\n- at noon </noon>\n\n- milk", UL(LI("new") TEA NOON MILK));
	expect(LIST, "- tea\n\n- new\n\n- newer\n\n- at noon </noon>\n\n- milk",
	    UL(TEA LI("new") LI("newer") NOON MILK));
	expect(LIST, "- tea\n\n- at noon </noon>\n\n- milk\n\n- ## new\n\nNext",
	    UL(TEA NOON MILK LI("## new")) "<p>Next</p>");
	/* Gone, and in another order. */
	expect(LIST, "- tea\n\n- milk", UL(TEA MILK));
	expect(LIST, "- milk", UL(MILK));
	expect(LIST, "- milk\n\n- tea\n\n- at noon </noon>", UL(MILK TEA NOON));
	/* What has no sign parts it. */
	expect(LIST, "- tea\n\nBut\n\n- at noon </noon>\n\n- milk",
	    UL(TEA) "<p>But</p>" UL(NOON MILK));
	expect(LIST, "- tea\n\n- at noon </noon>\n\nmilk", UL(TEA NOON) "<p>milk</p>");
	expect(LIST "," P(STRONG("But")), "- tea\n\nBut\n\n- at noon </noon>\n\n- milk",
	    UL(TEA) "<p><strong>But</strong></p>" UL(NOON MILK));
	/* Of a paragraph with an empty line a part is another paragraph. */
	expect(NODE("bullet_list", "",
		   ITEM(P(STRONG("a") "," BR "," BR "," STRONG("b"))) "," ITEM(P(STRONG("c")))),
	    "- a\n\nx\n\n- c", UL(LI("a")) "<p>x</p>" UL(LI("<strong>c</strong>")));
	expect(NODE("bullet_list", "",
		   ITEM(P(STRONG("a") "," BR "," BR "," STRONG("b"))) "," ITEM(P(STRONG("c")))),
	    "- a\n\nb\n\n- d",
	    UL(LI("<strong>a</strong><br><br><strong>b</strong>") LI("<strong>d</strong>")));
	/* A new list is none. */
	expect(P(RUN("a")), "a\n\n- b", "<p>a</p><p>- b</p>");
}

static void
its_name_stays_with_the_first(void **state)
{
	const struct body_item *doc;

	(void)state;
	assert_int_equal(
	    body_load(arena, expect(LIST, "- tea\n\nBut\n\n- at noon </noon>", NULL), &doc, NULL),
	    STATUS_OK);
	assert_int_equal(doc->content_n, 3);
	assert_true(str_eq(body_item_id(&doc->content[0]), STR("list0000")));
	assert_int_equal(body_item_id(&doc->content[2]).n, 0);
}

#define ORDERED                                                                                    \
	NODE("ordered_list", "\"order\":3",                                                        \
	    ITEM(P(STRONG("a"))) "," ITEM(P(STRONG("b")) "," P(RUN("more of b"))) "," ITEM(        \
		P(STRONG("c"))))
#define A LI("<strong>a</strong>")
#define B "<li><p><strong>b</strong></p><p>more of b</p></li>"
#define C LI("<strong>c</strong>")

static void
numbers_may_be_written_anew_or_not(void **state)
{
	(void)state;
	expect(ORDERED, "3. a\n\n4. b\n\nmore of b\n\n5. c", "<ol start=\"3\">" A B C "</ol>");
	expect(ORDERED, "3. a\n\n5. c", "<ol start=\"3\">" A C "</ol>");
	expect(ORDERED, "4. b\n\nmore of b\n\n5. c", "<ol start=\"3\">" B C "</ol>");
	expect(ORDERED, "3. a\n\n4. new\n\n5. b\n\nmore of b\n\n6. c",
	    "<ol start=\"3\">" A LI("new") B C "</ol>");
	expect(ORDERED, "1. a\n\n2. b\n\nmore of b\n\n3. c", "<ol>" A B C "</ol>");
	expect(ORDERED, "3. a\n\n4. b\n\nand\n\nmore of b\n\n5. c",
	    "<ol start=\"3\">" A "<li><p><strong>b</strong></p><p>and</p><p>more of b</p></li>" C
	    "</ol>");
	expect(ORDERED, "3. a\n\nBut\n\n4. b\n\nmore of b\n\n5. c",
	    "<ol start=\"3\">" A "</ol><p>But</p><ol start=\"4\">" B C "</ol>");
}

#define NESTED                                                                                     \
	NODE("bullet_list", "",                                                                    \
	    ITEM(P(STRONG("a")) "," NODE("bullet_list", "",                                        \
		ITEM(P(STRONG("b"))) "," ITEM(P(STRONG("c"))))) "," ITEM(P(STRONG("d"))))

static void
nested_ones_too(void **state)
{
	(void)state;
	expect(NESTED, "- a\n\n- b\n\n- x\n\n- d",
	    UL("<li><p><strong>a</strong></p>" UL(LI("<strong>b</strong>")
		    LI("<strong>x</strong>")) "</li>" LI("<strong>d</strong>")));
	expect(NESTED, "- x\n\n- b\n\n- c\n\n- d",
	    UL("<li><p><strong>x</strong></p>" UL(LI("<strong>b</strong>")
		    LI("<strong>c</strong>")) "</li>" LI("<strong>d</strong>")));
	/* What was under an item that is gone is under the one before, or stands before the list.
	 */
	expect(NESTED, "- b\n\n- c\n\n- d",
	    UL(LI("<strong>b</strong>") LI("<strong>c</strong>")) UL(LI("<strong>d</strong>")));
	expect(ORDERED, "3. a\n\nmore of b\n\n5. c",
	    "<ol start=\"3\"><li><p><strong>a</strong></p><p>more of b</p></li>" C "</ol>");
	expect(NODE("blockquote", "", NESTED "," P(RUN("e"))), "- a\n\n- b\n\n- c\n\n- d\n\nx",
	    "<blockquote>" UL("<li><p><strong>a</strong></p>" UL(LI("<strong>b</strong>") LI(
		"<strong>c</strong>")) "</li>" LI("<strong>d</strong>")) "<p>x</p></blockquote>");
}

#define QUOTE NODE("blockquote", "", P(STRONG("one")) "," P(STRONG("two")))
#define PULL                                                                                       \
	NODE("pull_quote", "",                                                                     \
	    P(STRONG("one")) ",{\"type\":\"attribution\",\"content\":[" STRONG("Wen Hai") "]}")
#define BARE NODE("pull_quote", "", P(STRONG("one")) ",{\"type\":\"attribution\",\"content\":[]}")

static void
quotations_stay_quotations(void **state)
{
	(void)state;
	expect(QUOTE, "one\n\nthree",
	    "<blockquote><p><strong>one</strong></p><p><strong>three</strong></p></blockquote>");
	expect(QUOTE, "one\n\nand\n\ntwo",
	    "<blockquote><p><strong>one</strong></p><p>and</p><p><strong>two</strong></p></"
	    "blockquote>");
	expect(QUOTE, "two", "<blockquote><p><strong>two</strong></p></blockquote>");
	expect(QUOTE, "one\n\ntwo\n\nand",
	    "<blockquote><p><strong>one</strong></p><p><strong>two</strong></p></"
	    "blockquote><p>and</p>");
	expect(PULL, "one more\n\n—— Wen Hai",
	    "<blockquote class=\"pull-quote\"><p><strong>one</strong> more</p>"
	    "<footer><strong>Wen Hai</strong></footer></blockquote>");
	expect(PULL, "one\n\n—— Wen Hai, captain",
	    "<blockquote class=\"pull-quote\"><p><strong>one</strong></p>"
	    "<footer><strong>Wen Hai</strong>, captain</footer></blockquote>");
	expect(PULL, "one",
	    "<blockquote class=\"pull-quote\"><p><strong>one</strong></p></blockquote>");
	expect(BARE, "one\n\n—— Li",
	    "<blockquote "
	    "class=\"pull-quote\"><p><strong>one</strong></p><footer>Li</footer></blockquote>");
	expect(PULL, "## one\n\n—— Wen Hai",
	    "<blockquote class=\"pull-quote\"><p>## <strong>one</strong></p>"
	    "<footer><strong>Wen Hai</strong></footer></blockquote>");
	/* Nothing is left of it but whose it was. */
	expect(PULL, "—— Wen Hai", "<p>—— Wen Hai</p>");
}

#define TABLE(span)                                                                                                   \
	NODE("table", "",                                                                                             \
	    ROW(CELL(P(STRONG("when"))) ",{\"type\":\"table_cell\",\"attrs\":{\"rowspan\":" span "},\"content\":[" P( \
		RUN("who")) "]}") "," ROW(CELL(P(STRONG("six"))) "," CELL(P(STRONG("Li")) "," P(RUN("Wu")))))
#define TR(s, t) "<tr><td><p>" s "</p></td><td><p>" t "</p></td></tr>"
#define WHEN TR("<strong>when</strong>", "who")
#define SIX TR("<strong>six</strong>", "<strong>Li</strong></p><p>Wu")

static void
tables_stay_tables(void **state)
{
	(void)state;
	expect(TABLE("1"), "when | whom\n\nsix | Li Wu",
	    "<table>" TR("<strong>when</strong>", "whom") SIX "</table>");
	expect(TABLE("1"), "when | who\n\nseven | Li Wu",
	    "<table>" WHEN TR("<strong>seven</strong>", "<strong>Li</strong></p><p>Wu") "</table>");
	expect(TABLE("1"), "six | Li Wu", "<table>" SIX "</table>");
	expect(TABLE("1"), "when | who\n\nsix | Li Wu\n\nten |",
	    "<table>" WHEN SIX TR("ten", "") "</table>");
	expect(TABLE("1"), "when | who\n\nfive | Xu\n\nsix | Li Wu",
	    "<table>" WHEN TR("five", "Xu") SIX "</table>");
	/* Other cells; which paragraph of a cell?  A cell that is in two rows. */
	expect(
	    TABLE("1"), "when | who\n\nsix | Li Wu | He", "<table>" WHEN SIX "</table><p>| He</p>");
	expect(TABLE("1"), "when | who\n\nsix | Li Xu",
	    "<table>" WHEN SIX "</table><p>six | Li Xu</p>");
	expect(TABLE("2"), "when | who",
	    "<table><tr><td><p><strong>when</strong></p></td><td "
	    "rowspan=\"2\"><p>who</p></td></tr>" SIX "</table>");
}

#define NOTES                                                                                      \
	P(STRONG("The ferry") "," NOTE("of wood") "," RUN(" left, said ") "," LINK(                \
	    "the port", "/port") "," RUN(", at six.") "," BR "," STRONG("Late."))

/* The text over a paragraph becomes one with these nodes, as a program would write them. */
static void
expect_inline(const char *text, const char *want)
{
	const struct body_item *doc[2];

	struct str json = expect(NOTES, text, NULL);

	assert_int_equal(body_load(arena, json, &doc[0], NULL), STATUS_OK);
	assert_int_equal(body_load(arena, document(want), &doc[1], NULL), STATUS_OK);
	assert_int_equal(doc[0]->content_n, 1);
	if (!body_item_eq(doc[0], doc[1]))
		print_message("%s\n", str_z(arena, json));
	assert_true(body_item_eq(doc[0], doc[1]));
}

static void
footnotes_and_links_stay_where_they_are(void **state)
{
#define FERRY STRONG("The ferry") "," NOTE("of wood") ","
#define PORT LINK("the port", "/port") ","
#define SIX_LATE RUN(", at six.") "," BR "," STRONG("Late.")
	(void)state;
	expect_inline("The ferry [of wood] left, says the port </port>, at six.\nLate.",
	    P(FERRY RUN(" left, says ") "," PORT SIX_LATE));
	/* New words are like those in whose place they are, or like both sides. */
	expect_inline("The old ferry [of wood] left, said the port </port>, at six.\nLate.",
	    P(STRONG("The old ferry") "," NOTE("of wood") "," RUN(
		" left, said ") "," PORT SIX_LATE));
	expect_inline("The ferry [of wood] left, said a pilot </port>, at six.\nLate.",
	    P(FERRY RUN(" left, said ") "," LINK("a pilot", "/port") "," SIX_LATE));
	/* A footnote or an address that is gone, or another. */
	expect_inline("The ferry left, said the port </port>, at six.\nLate.",
	    P(STRONG("The ferry") "," RUN(" left, said ") "," PORT SIX_LATE));
	expect_inline("The ferry [of steel] left, said the port </port>, at six.\nLate.",
	    P(STRONG("The ferry") "," NOTE("of steel") "," RUN(" left, said ") "," PORT SIX_LATE));
	expect_inline("The ferry [of wood] left, said the port, at six.\nLate.",
	    P(FERRY RUN(" left, said ") "," RUN("the port, at six.") "," BR "," STRONG("Late.")));
	expect_inline(
	    "The ferry [of wood] left, said the port <https://port.example/>, at six.\nLate.",
	    P(FERRY RUN(" left, said ") "," LINK(
		"the port", "https://port.example/") "," SIX_LATE));
	expect_inline("The ferry [of wood] left, said the port <javascript:x>, at six.\nLate.",
	    P(FERRY RUN(" left, said ") "," RUN(
		"the port <javascript:x>, at six.") "," BR "," STRONG("Late.")));
	/* Several changes: what is between keeps what it says of itself. */
	expect_inline("Our ferry [of wood] left, said the port </port>, at noon.\nLate.",
	    P(STRONG("Our ferry") "," NOTE("of wood") "," RUN(" left, said ") "," PORT RUN(
		", at noon.") "," BR "," STRONG("Late.")));
}

#define EMBED                                                                                      \
	"{\"type\":\"embed\",\"attrs\":{\"provider\":\"x\",\"url\":\"https://x.com/1\","           \
	"\"title\":\"A ferry\"}}"
#define CORRECTION                                                                                 \
	NODE("correction_note", "\"date\":\"2026-11-24\"", STRONG("It") "," RUN(" was six."))
#define CARD(url, title) "<p class=\"embed\"><a href=\"" url "\">" title

static void
cards_and_corrections_stay(void **state)
{
	struct str json = expect(EMBED, "The ferry <https://x.com/1>", NULL);
	const struct body_item *doc;

	(void)state;
	assert_int_equal(body_load(arena, json, &doc, NULL), STATUS_OK);
	assert_int_equal(doc->content[0].type, BODY_EMBED);
	assert_true(str_eq(doc->content[0].attrs[BODY_EMBED_TITLE].s, STR("The ferry")));
	json = expect(EMBED, "A ferry <https://www.bilibili.com/2>", NULL);
	assert_int_equal(body_load(arena, json, &doc, NULL), STATUS_OK);
	assert_int_equal(doc->content[0].type, BODY_EMBED);
	assert_true(str_eq(text_of(json), STR("A ferry <https://www.bilibili.com/2>")));
	expect(EMBED, "A ferry <https://elsewhere.example/>",
	    "<p>A ferry &lt;https://elsewhere.example/&gt;</p>");
	expect(CORRECTION, "2026-11-25 It was seven.",
	    "<aside class=\"correction\"><time datetime=\"2026-11-25\">25 November 2026</time> "
	    "<strong>It</strong> was seven.</aside>");
	/* So does a heading of two lines, which the form cannot make. */
	expect(NODE("heading", "\"level\":3", STRONG("One") "," BR "," RUN("two lines")),
	    "### One\ntwo new lines", "<h3><strong>One</strong><br>two new lines</h3>");
	expect(CORRECTION, "2026-13-25 It was six.", "<p>2026-13-25 It was six.</p>");
}

/* Numbers that are the same in every run (Knuth's generator). */
static unsigned
draw(unsigned of)
{
	seed = seed * 1664525U + 1013904223U;
	return (seed >> 8) % of;
}

/* Of every kind of block: %1$s is its name, %2$u a number of its own.  Each line says "Word". */
#define W(n) "Word%2$u" n " said"
#define PARA(s) P(RUN("We: ") "," STRONG(s) "," NOTE("why %2$u"))
#define FIGURE(media, s)                                                                           \
	NODE("figure", "\"media\":" media ",\"alt\":\"Alt %2$u\"",                                 \
	    "{\"type\":\"caption\",\"content\":[" STRONG(s) "]}")
#define NAME "\"id\":\"%1$s\""
static const char *const kinds[] = {
    NODE("paragraph", NAME, STRONG(W("a")) "," NOTE("why %2$u")),
    NODE("heading", "\"level\":3," NAME, STRONG(W("a"))),
    NODE("bullet_list", NAME, ITEM(PARA(W("a"))) "," ITEM(PARA(W("b"))) "," ITEM(PARA(W("c")))),
    NODE("ordered_list", "\"order\":4," NAME, ITEM(PARA(W("a"))) "," ITEM(PARA(W("b")))),
    NODE("blockquote", NAME, PARA(W("a")) ",{\"type\":\"paragraph\"}," PARA(W("b"))),
    NODE("pull_quote", NAME,
	PARA(W("a")) ",{\"type\":\"attribution\",\"content\":[" STRONG(W("b")) "]}"),
    NODE("table", NAME,
	ROW(CELL(PARA(W("a"))) "," CELL(P(STRONG("x")))) "," ROW(
	    CELL(PARA(W("b"))) "," CELL(P("")))),
    NODE("figure", "\"media\":1%2$u," NAME,
	"{\"type\":\"caption\",\"content\":[" STRONG(W("a")) "]}"),
    "{\"type\":\"embed\",\"attrs\":{\"provider\":\"x\",\"url\":\"https://x.com/%2$u\","
    "\"title\":\"" W("a") "\"," NAME "}}",
    NODE("correction_note", "\"date\":\"2026-11-24\"," NAME, STRONG(W("a"))),
    NODE("bullet_list", NAME,
	ITEM(PARA(W("a")) "," NODE("ordered_list", "", ITEM(PARA(W("b"))))) "," ITEM(
	    PARA(W("c")) "," PARA(W("d")))),
    NODE("gallery", NAME, FIGURE("1%2$u", W("a")) "," FIGURE("2%2$u", W("b"))),
    NODE("blockquote", NAME, FIGURE("3%2$u", W("a")) "," PARA(W("b"))),
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static struct str
random_document(unsigned n)
{
	struct buf b;

	buf_init(&b, arena, 65536);
	for (unsigned i = 0; i < n; i++) {
		char name[16];

		snprintf(name, sizeof(name), "block%03u", i);
		if (i > 0)
			buf_char(&b, ',');
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		buf_printf(&b, kinds[draw(KINDS)], name, 10 + i);
#pragma GCC diagnostic pop
	}
	return document(str_z(arena, buf_view(&b)));
}

enum change { WORD_ADDED, REWRITTEN, DELETED, LINE_ADDED, CHANGES };

/* The line that would be added after ${line}: of the same kind, where it has a sign. */
static void
add_after(struct buf *b, struct str line)
{
	bool number;

	buf_str(b, str_sub(line, 0, body_sign(line, &number)));
	BUF_LIT(b, "Added");
	if (str_find(line, STR(" |")) < line.n)
		BUF_LIT(b, " | too");
}

static struct str
changed_text(struct body_paras paras, size_t at, enum change what)
{
	struct buf b;

	buf_init(&b, arena, 65536);
	for (size_t k = 0; k < paras.n; k++) {
		struct str line = paras.v[k].text;
		size_t word = str_find(line, STR("Word"));
		size_t after = str_find(line, STR(" said"));

		assert_true(word < line.n && after < line.n);
		if (k == at && what == DELETED)
			continue;
		if (b.n > 0)
			BUF_LIT(&b, "\n\n");
		if (k != at || what == LINE_ADDED) {
			buf_str(&b, line);
		} else if (what == WORD_ADDED) {
			buf_str(&b, str_sub(line, 0, after));
			BUF_LIT(&b, " now");
			buf_str(&b, str_sub(line, after, line.n));
		} else {
			buf_str(&b, str_sub(line, 0, word));
			BUF_LIT(&b, "Etwas anderes ganz und gar");
			buf_str(&b, str_sub(line, after + sizeof(" said") - 1, line.n));
		}
		if (k == at && what == LINE_ADDED) {
			BUF_LIT(&b, "\n\n");
			add_after(&b, line);
		}
	}
	return buf_view(&b);
}

static void
expect_same_text(struct str is, struct str want)
{
	struct body_paras x = body_paras(arena, is);
	struct body_paras y = body_paras(arena, want);

	assert_int_equal(x.n, y.n);
	for (size_t k = 0; k < x.n; k++) {
		bool number;
		size_t a = body_sign(x.v[k].text, &number);
		size_t b = body_sign(y.v[k].text, &number);

		assert_string_equal(str_z(arena, str_sub(x.v[k].text, number ? a : 0, is.n)),
		    str_z(arena, str_sub(y.v[k].text, number ? b : 0, want.n)));
	}
}

/* The block with paragraph ${at} of the text of ${doc}. */
static const struct body_item *
block_at(const struct body_item *doc, size_t at)
{
	size_t i = 0;

	for (;; i++) {
		size_t n = body_paras(arena, body_item_text(arena, &doc->content[i])).n;

		if (at < n)
			return &doc->content[i];
		at -= n;
	}
}

static const struct body_item *
find_block(const struct body_item *doc, struct str id)
{
	for (size_t i = 0; i < doc->content_n; i++) {
		if (str_eq(body_item_id(&doc->content[i]), id))
			return &doc->content[i];
	}
	return NULL;
}

static void
one_line_changes_no_other_block(void **state)
{
	(void)state;
	for (uint32_t run = 0; run < SEEDS; run++) {
		const struct body_item *was;
		const struct body_item *is;
		const struct body_item *block;
		const struct body_item *now;
		struct body_paras paras;
		enum change what = run % CHANGES;
		struct str json;
		struct str text;
		size_t at;

		arena_reset(arena);
		seed = run;
		json = random_document(1 + draw(BLOCKS_MAX));
		assert_int_equal(body_load(arena, json, &was, NULL), STATUS_OK);
		paras = body_paras(arena, text_of(json));
		at = draw((unsigned)paras.n);
		block = block_at(was, at);
		text = changed_text(paras, at, what);
		assert_int_equal(body_from_text_over(arena, text, json, &json, &apart), STATUS_OK);
		assert_int_equal(body_load(arena, json, &is, NULL), STATUS_OK);
		for (size_t i = 0; i < was->content_n; i++) {
			now = find_block(is, body_item_id(&was->content[i]));
			if (&was->content[i] != block)
				assert_true(now != NULL && body_item_eq(now, &was->content[i]));
		}
		/* Of a paragraph that is another its footnote became words. */
		assert_true(!apart || block->type == BODY_PULL_QUOTE ||
			    block->type == BODY_GALLERY ||
			    (block->type == BODY_PARAGRAPH && what == REWRITTEN));
		/* The rest of a gallery would be none. */
		if (block->type != BODY_GALLERY || what < DELETED)
			expect_same_text(text_of(json), text);
		now = find_block(is, body_item_id(block));
		if (what == WORD_ADDED || (what == REWRITTEN && block->type != BODY_PARAGRAPH &&
					      block->type != BODY_HEADING))
			assert_true(now != NULL && now->type == block->type &&
				    is->content_n == was->content_n);
	}
}

static long
cpu_ms(void)
{
	struct rusage r;

	assert_int_equal(getrusage(RUSAGE_SELF, &r), 0);
	return (r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1000 +
	       (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1000;
}

/*
 * Long: nine shapes are made in one loop.
 * One list of many items, many lists of one, and one paragraph of many links.
 */
static void
many_lines_take_no_long_time(void **state)
{
	static const char *const begins[] = {
	    "{\"type\":\"bullet_list\",\"content\":[", "", "{\"type\":\"paragraph\",\"content\":["};
	static const char *const ends[] = {"]}", "", "]}"};
	static const unsigned counts[] = {2400, 1600, 6000};

	(void)state;
	for (unsigned kind = 0; kind < 9; kind++) {
		unsigned shape = kind % 3;
		struct buf json;
		struct buf text;
		struct str out;
		long began;

		arena_reset(arena);
		buf_init(&json, arena, 8 << 20);
		buf_init(&text, arena, 1 << 20);
		BUF_LIT(&json, "{\"schema\":2,\"doc\":{\"type\":\"doc\",\"content\":[");
		buf_z(&json, begins[shape]);
		for (unsigned i = 0; i < counts[shape]; i++) {
			if (i > 0)
				buf_char(&json, ',');
			if (shape == 0)
				buf_printf(&json, ITEM(P(STRONG("The words of one, %u"))), i);
			else if (shape == 1)
				buf_printf(&json,
				    NODE(
					"bullet_list", "", ITEM(P(STRONG("The words of one, %u")))),
				    i);
			else
				buf_printf(&json, LINK("%u", "/%u"), i, i);
			if (shape == 2)
				buf_printf(&text, "%u%s </%u>", i, kind > 5 ? "0" : "", i);
			else if (kind < 3)
				buf_printf(&text, "- The words of two, %u\n\n", i);
			else if (kind < 6)
				buf_printf(&text, "- %u\n\n", i);
			else if (i % 3 > 0)
				buf_printf(
				    &text, "%sThe words of one, %u\n\n", i % 3 == 1 ? "- " : "", i);
		}
		buf_z(&json, ends[shape]);
		BUF_LIT(&json, "]}}");
		assert_true(buf_ok(&json) && buf_ok(&text));
		began = cpu_ms();
		assert_int_equal(
		    body_from_text_over(arena, buf_view(&text), buf_view(&json), &out, &apart),
		    STATUS_OK);
		began = cpu_ms() - began;
		print_message(
		    "many lines, kind %u: %ld ms, %zu MB\n", kind, began, arena_used(arena) >> 20);
		/* With sanitizers too; what is quadratic takes minutes. */
		assert_true(began < 3000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(lists_stay_lists, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(its_name_stays_with_the_first, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(numbers_may_be_written_anew_or_not, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(nested_ones_too, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(quotations_stay_quotations, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(tables_stay_tables, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		footnotes_and_links_stay_where_they_are, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(cards_and_corrections_stay, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(one_line_changes_no_other_block, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(many_lines_take_no_long_time, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
