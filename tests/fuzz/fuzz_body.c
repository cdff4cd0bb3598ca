/* Long: a reader of the page, and a writer of documents. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>

#include "base/url.h"
#include "base/utf8.h"
#include "html/body_place.h"
#include "tests/unit/word_marks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/*
 * A body that is accepted must come out as well-nested markup of the allowed tags alone.  The
 * checker below knows nothing of the renderer: it reads the page as a browser would.
 */

#define DEEP 200

static const char *const allowed[] = {"p", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "hr",
    "br", "a", "em", "strong", "sub", "sup", "footer", "table", "tr", "th", "td", "cite", "aside",
    "time", "figure", "figcaption", "span", "picture", "source", "img", "bdi"};

/* Tag and class, and what stands before and after a number. */
static const char *const classes[][2] = {{"blockquote", "pull-quote"}, {"p", "embed"},
    {"aside", "correction"}, {"ol", "footnotes"}, {"figure", "figure"},
    {"figure", "figure figure-wide"}, {"figure", "figure figure-small"}, {"figure", "gallery"},
    {"span", "frame"}, {"span", "credit"}, {"span", "credit-word"}, {"img", "blur"}};
/* What of a picture is the same for all that the target knows. */
static const char *const fixed[] = {"type=\"image/avif", "type=\"image/webp", "aria-hidden=\"true",
    "loading=\"lazy", "decoding=\"async", "width=\"1600", "height=\"900", "width=\"1280",
    "height=\"960"};
static const char *const numbers[][2] = {{"ol", "start=\""}, {"th", "colspan=\""},
    {"td", "colspan=\""}, {"th", "rowspan=\""}, {"td", "rowspan=\""}, {"li", "id=\"fn-"},
    {"a", "id=\"fnref-"}};

static struct str
take(struct str *s, size_t n)
{
	struct str part = str_sub(*s, 0, n);

	*s = str_sub(*s, n, s->n);
	return part;
}

static bool
is_allowed(struct str name)
{
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++) {
		if (str_eq(name, str_of(allowed[i])))
			return true;
	}
	return false;
}

/* Take the entities back out of an attribute's value. */
static struct str
unescape(struct arena *a, struct str s)
{
	static const char *const entities[][2] = {
	    {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;

	while (s.n > 0) {
		size_t i = 0;

		if (s.p[0] != '&') {
			p[n++] = take(&s, 1).p[0];
			continue;
		}
		while (i < 5 && !str_starts(s, str_of(entities[i][0])))
			i++;
		assert(i < 5);
		take(&s, strlen(entities[i][0]));
		p[n++] = entities[i][1][0];
	}
	return (struct str){p, n};
}

static bool
is_class(struct str tag, struct str value)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (str_eq(tag, str_of(classes[i][0])) && str_eq(value, str_of(classes[i][1])))
			return true;
	}
	return false;
}

/* 'colspan="2': all but the quotation mark at its end. */
static bool
is_number(struct str tag, struct str attr)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct str start = str_of(numbers[i][1]);
		size_t k = start.n;

		if (!str_eq(tag, str_of(numbers[i][0])) || !str_starts(attr, start))
			continue;
		while (k < attr.n && attr.p[k] >= '0' && attr.p[k] <= '9')
			k++;
		return attr.n > start.n && k == attr.n;
	}
	return false;
}

/* "2026-11-29". */
static bool
is_date(struct str s)
{
	if (s.n != 10)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (i == 4 || i == 7 ? s.p[i] != '-' : s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	return true;
}

/* "/m/KEY/w-", of a gallery the crop "/m/KEY/4x3-", and what is left of the name of a file. */
static bool
is_file(struct str s)
{
	return (str_starts(s, STR("/m/00112233445566778899aabbccddeeff/w-")) ||
		   str_starts(s, STR("/m/00112233445566778899aabbccddeeff/4x3-"))) &&
	       str_find(s, STR("..")) == s.n && str_chr(s, ':') == s.n;
}

/* What a picture may say: its own files, a tiny copy, its words and its size. */
static void
check_picture(struct arena *a, struct str tag, struct str attr, struct str value)
{
	if (str_starts(attr, STR("alt=\""))) {
		assert(str_eq(tag, STR("img")));
		unescape(a, value);
	} else if (str_starts(attr, STR("sizes=\""))) {
		assert(str_chr(value, ';') == value.n);
	} else if (str_starts(attr, STR("srcset=\""))) {
		struct str one;

		assert(value.n > 0);
		while (str_split(&value, ',', &one))
			assert(is_file(str_trim(one)));
	} else if (str_starts(attr, STR("src=\""))) {
		assert(str_eq(tag, STR("img")));
		assert(str_eq(value, STR("data:image/webp;base64,UklGRg==")) || is_file(value));
	} else {
		size_t i = 0;

		while (i < sizeof(fixed) / sizeof(fixed[0]) && !str_eq(attr, str_of(fixed[i])))
			i++;
		assert(i < sizeof(fixed) / sizeof(fixed[0]));
	}
}

/* ' name="value"'. */
static void
check_attr(struct arena *a, struct str tag, struct str attr)
{
	struct str value = str_sub(attr, str_chr(attr, '"') + 1, attr.n);

	assert(value.n > 0 && value.p[value.n - 1] == '"');
	attr.n--;
	value.n--;
	assert(str_chr(value, '"') == value.n && str_chr(value, '<') == value.n);
	if (str_starts(attr, STR("href=\""))) {
		assert(str_eq(tag, STR("a")));
		assert(url_safe(unescape(a, value)));
	} else if (str_starts(attr, STR("class=\""))) {
		assert(is_class(tag, value));
	} else if (str_eq(tag, STR("img")) || str_eq(tag, STR("source"))) {
		check_picture(a, tag, attr, value);
	} else if (str_eq(tag, STR("time"))) {
		assert(str_starts(attr, STR("datetime=\"")) && is_date(value));
	} else {
		assert(is_number(tag, attr));
	}
}

/* All of ' name="value" name="value"'. */
static void
check_attrs(struct arena *a, struct str tag, struct str attrs)
{
	while (attrs.n > 0) {
		size_t open = str_chr(attrs, '"');
		size_t end;

		assert(attrs.p[0] == ' ' && open < attrs.n);
		end = open + 1 + str_chr(str_sub(attrs, open + 1, attrs.n), '"') + 1;
		assert(end <= attrs.n);
		check_attr(a, tag, str_sub(attrs, 1, end - 1));
		attrs = str_sub(attrs, end, attrs.n);
	}
}

/* A link in a link would be taken apart by a browser. */
static void
check_nesting(struct str name, const struct str *stack, size_t depth)
{
	for (size_t i = 0; i < depth; i++) {
		assert(!str_eq(name, STR("a")) || !str_eq(stack[i], STR("a")));
		/* So would be a block in a paragraph. */
		assert(!str_eq(stack[i], STR("p")) || str_eq(name, STR("a")) ||
		       str_eq(name, STR("em")) || str_eq(name, STR("strong")) ||
		       str_eq(name, STR("sub")) || str_eq(name, STR("sup")) ||
		       str_eq(name, STR("br")) || str_eq(name, STR("cite")) ||
		       str_eq(name, STR("bdi")));
	}
}

/* Take one tag off ${s}, at its "<". */
static void
check_tag(struct arena *a, struct str *s, struct str *stack, size_t *depth)
{
	struct str tag = take(s, str_chr(*s, '>') + 1);
	struct str name;

	assert(tag.n > 2 && tag.p[tag.n - 1] == '>');
	tag = str_sub(tag, 1, tag.n - 2);
	if (tag.p[0] == '/') {
		assert(*depth > 0 && str_eq(stack[--*depth], str_sub(tag, 1, tag.n)));
		return;
	}
	name = str_sub(tag, 0, str_chr(tag, ' '));
	assert(is_allowed(name));
	check_nesting(name, stack, *depth);
	check_attrs(a, name, str_sub(tag, name.n, tag.n));
	assert(!str_eq(name, STR("a")) || str_starts(tag, STR("a href=\"")));
	if (!str_eq(name, STR("hr")) && !str_eq(name, STR("br")) && !str_eq(name, STR("img")) &&
	    !str_eq(name, STR("source"))) {
		assert(*depth < DEEP);
		stack[(*depth)++] = name;
	}
}

static void
check_html(struct arena *a, struct str s)
{
	struct str stack[DEEP];
	size_t depth = 0;

	assert(utf8_valid(s));
	while (s.n > 0) {
		struct str text = take(&s, str_chr(s, '<'));

		assert(str_chr(text, '>') == text.n);
		unescape(a, text);
		if (s.n > 0)
			check_tag(a, &s, stack, &depth);
	}
	assert(depth == 0);
}

/* Random bytes are seldom a document: let them choose the parts of one instead. */
struct chooser {
	const uint8_t *p;
	size_t n;
	struct buf b;
	unsigned words; /* each of its own */
};

static unsigned
choose(struct chooser *c, unsigned of)
{
	if (c->n == 0)
		return 0;
	c->n--;
	return *c->p++ % of;
}

/* One of the ${texts}, or a word that is nowhere else. */
static const char *
choose_text(struct chooser *c, const char *const *texts, unsigned n, char *own, size_t own_n)
{
	unsigned i = choose(c, n + 4);

	if (i < n || c->words == WORD_MARKS_MAX)
		return texts[i % n];
	snprintf(own, own_n, i % 2 == 0 ? "w%03u " : "w%03u", c->words++);
	return own;
}

static void
write_inline(struct chooser *c)
{
	static const char *const marks[] = {
	    "{\"type\":\"link\",\"attrs\":{\"href\":\"/a?x='&<\\\"\"}}",
	    "{\"type\":\"link\",\"attrs\":{\"href\":\"https://x.example/\"}}", "{\"type\":\"em\"}",
	    "{\"type\":\"strong\"}", "{\"type\":\"sub\"}", "{\"type\":\"sup\"}",
	    "{\"type\":\"comment\",\"attrs\":{\"thread\":"
	    "\"00112233445566778899aabbccddeeff\"}}"};
	static const char *const texts[] = {
	    "x", "<script>", "&lt;", "潮城", "\\\"'>", "]]>--!>", "x\\u202e"};
	const char *before = "";
	char own[8];
	unsigned kind = choose(c, 6);

	if (kind == 0)
		BUF_LIT(&c->b, "{\"type\":\"hard_break\",\"marks\":[");
	else if (kind == 1)
		buf_printf(&c->b, "{\"type\":\"footnote\",\"attrs\":{\"text\":\"%s\"},\"marks\":[",
		    choose_text(c, texts, 7, own, sizeof(own)));
	else
		buf_printf(&c->b, "{\"type\":\"text\",\"text\":\"%s\",\"marks\":[",
		    choose_text(c, texts, 7, own, sizeof(own)));
	for (unsigned i = choose(c, 7); i < 7; i += 1 + choose(c, 3)) {
		buf_printf(&c->b, "%s%s", before, marks[i]);
		before = ",";
	}
	BUF_LIT(&c->b, "]}");
}

static void write_blocks(struct chooser *c, int depth, bool items);

static void
write_line(struct chooser *c)
{
	write_inline(c);
	while (choose(c, 3) != 0) {
		buf_char(&c->b, ',');
		write_inline(c);
	}
}

/* What begins and ends alike, with runs of text in between. */
static void
write_fixed(struct chooser *c, unsigned kind)
{
	static const char *const parts[][2] = {
	    {"{\"type\":\"pull_quote\",\"content\":[{\"type\":\"paragraph\",\"content\":[",
		"]},{\"type\":\"attribution\",\"content\":["},
	    {"{\"type\":\"table\",\"content\":[{\"type\":\"table_row\",\"content\":[{"
	     "\"type\":\"table_header\",\"attrs\":{\"colspan\":2},\"content\":[{\"type\":"
	     "\"paragraph\",\"content\":[",
		"]}]},{\"type\":\"table_cell\",\"content\":[{\"type\":\"paragraph\",\"content\":["},
	};

	buf_z(&c->b, parts[kind][0]);
	write_line(c);
	buf_z(&c->b, parts[kind][1]);
	write_line(c);
	buf_z(&c->b, kind == 0 ? "]}]}" : "]}]}]}]}");
}

static void
write_figure(struct chooser *c)
{
	static const char *const texts[] = {"", "\\\"><b>", "潮城", "' onerror='x"};
	static const char *const layouts[] = {"normal", "wide", "small"};

	buf_printf(&c->b,
	    "{\"type\":\"figure\",\"attrs\":{\"media\":%u,\"alt\":\"%s\",\"credit\":\"%s\","
	    "\"layout\":\"%s\"},\"content\":[{\"type\":\"caption\",\"content\":[",
	    1 + choose(c, 2), texts[choose(c, 4)], texts[choose(c, 4)], layouts[choose(c, 3)]);
	if (choose(c, 3) != 0)
		BUF_LIT(&c->b, "{\"type\":\"text\",\"text\":\"<i>\"}");
	BUF_LIT(&c->b, "]}]}");
}

static void
write_block(struct chooser *c, int depth, bool item)
{
	static const char *const kinds[] = {"{\"type\":\"paragraph\",\"content\":[",
	    "{\"type\":\"heading\",\"attrs\":{\"level\":3},\"content\":[",
	    "{\"type\":\"correction_note\",\"attrs\":{\"date\":\"2026-11-24\"},\"content\":[",
	    "{\"type\":\"blockquote\",\"content\":[", "{\"type\":\"bullet_list\",\"content\":[",
	    "{\"type\":\"ordered_list\",\"attrs\":{\"order\":7},\"content\":["};
	unsigned kind = item ? 3 : choose(c, depth > 0 ? 12 : 3);

	if (kind == 6) {
		BUF_LIT(&c->b, "{\"type\":\"horizontal_rule\"}");
		return;
	}
	if (kind == 7) {
		BUF_LIT(&c->b,
		    "{\"type\":\"embed\",\"attrs\":{\"provider\":\"x\",\"url\":\"https://x.com/"
		    "?'&<\\\"\",\"title\":\"<b>&\"}}");
		return;
	}
	if (kind == 8 || kind == 9) {
		write_fixed(c, kind - 8);
		return;
	}
	if (kind == 10) {
		write_figure(c);
		return;
	}
	if (kind == 11) {
		BUF_LIT(&c->b, "{\"type\":\"gallery\",\"content\":[");
		write_figure(c);
		buf_char(&c->b, ',');
		write_figure(c);
		BUF_LIT(&c->b, "]}");
		return;
	}
	if (item)
		BUF_LIT(&c->b, "{\"type\":\"list_item\",\"content\":[{\"type\":\"paragraph\"},");
	else
		buf_z(&c->b, kinds[kind]);
	if (kind >= 3)
		write_blocks(c, depth - 1, kind >= 4);
	else
		write_line(c);
	BUF_LIT(&c->b, "]}");
}

static void
write_blocks(struct chooser *c, int depth, bool items)
{
	write_block(c, depth, items);
	while (choose(c, 3) == 1) {
		buf_char(&c->b, ',');
		write_block(c, depth, items);
	}
}

static size_t
count_kept(const struct body_item *item)
{
	size_t n = item->type == BODY_FIGURE || item->type == BODY_TABLE;

	for (size_t i = 0; i < item->content_n; i++)
		n += count_kept(&item->content[i]);
	return n;
}

/* The paragraphs of ${text}, the last one first. */
static struct str
turned(struct arena *a, struct str text)
{
	struct body_paras paras = body_paras(a, text);
	struct buf b;

	buf_init(&b, a, 4u * 1024 * 1024);
	for (size_t i = paras.n; i-- > 0;) {
		buf_str(&b, paras.v[i].text);
		BUF_LIT(&b, "\n\n");
	}
	return buf_view(&b);
}

/* ${text} with letters in a word of one paragraph, which ${at} becomes; false if there is no word
 * from byte ${from} on. */
static bool
change_word(struct arena *a, struct str text, size_t from, struct str *out, size_t *at)
{
	struct buf b;
	size_t i = from;

	while (i < text.n && text.p[i] != 'x' && text.p[i] != 't')
		i++;
	/* What is added at the end alone is said alone where it cannot be brought in. */
	if (i + 1 >= text.n || text.p[i + 1] == '\n')
		return false;
	buf_init(&b, a, 4u * 1024 * 1024);
	buf_str(&b, str_sub(text, 0, i + 1));
	*at = body_paras(a, buf_view(&b)).n - 1;
	BUF_LIT(&b, "zq");
	buf_str(&b, str_sub(text, i + 1, text.n));
	*out = buf_view(&b);
	return true;
}

static size_t
count_equal(const struct body_item *doc, const struct body_item *block)
{
	size_t n = 0;

	for (size_t i = 0; i < doc->content_n; i++)
		n += body_item_eq(&doc->content[i], block);
	return n;
}

/* The same but for white space? */
static bool
says_same(struct str x, struct str y)
{
	size_t i = 0;
	size_t k = 0;

	for (;;) {
		while (i < x.n && (x.p[i] == ' ' || x.p[i] == '\n'))
			i++;
		while (k < y.n && (y.p[k] == ' ' || y.p[k] == '\n'))
			k++;
		if (i == x.n || k == y.n)
			return i == x.n && k == y.n;
		if (x.p[i++] != y.p[k++])
			return false;
	}
}

static size_t
count_paragraph(struct body_paras paras, struct str text)
{
	size_t n = 0;

	for (size_t i = 0; i < paras.n; i++)
		n += says_same(paras.v[i].text, text);
	return n;
}

/* A mark, a footnote stays with its word, or it is told. */
static void
check_marks(const struct body_item *doc, const struct body_item *again, struct str old,
    struct str text, bool apart)
{
	static struct word_marks was, had, typed, is;

	was = had = typed = is = (struct word_marks){.there = {false}};
	word_marks_item(&was, doc);
	word_marks_text(&had, old, 0);
	word_marks_text(&typed, text, 0);
	word_marks_item(&is, again);
	for (unsigned i = 0; i < WORD_MARKS_MAX; i++)
		assert(apart || !had.there[i] || !word_marks_lost(&was, &typed, &is, i));
}

/* A changed word changes its block alone, and nothing that was written is lost or said twice. */
static void
check_change(
    struct arena *a, const struct body_item *doc, struct str json, struct str text, size_t from)
{
	bool apart;
	const struct body_item *again;
	struct body_paras want;
	struct body_paras is;
	struct str changed;
	struct str out;
	size_t at;
	size_t before = 0;
	bool kept = false;

	if (!change_word(a, text, from, &changed, &at) ||
	    body_from_text_over(a, changed, json, &out, &apart) != STATUS_OK)
		return;
	assert(body_load(a, out, &again, NULL) == STATUS_OK);
	check_marks(doc, again, text, changed, apart);
	want = body_paras(a, changed);
	for (size_t i = 0; i < doc->content_n; i++) {
		const struct body_item *block = &doc->content[i];
		size_t n = body_paras(a, body_item_text(a, block)).n;

		if (at >= before && at < before + n)
			kept = body_is_kept(block);
		else if (n > 0)
			assert(count_equal(again, block) > 0);
		before += n;
	}
	/* Where a line ends may differ: the break of a heading or a correction that became words.
	 */
	if (!kept) {
		assert(says_same(changed, body_item_text(a, again)));
		return;
	}
	/* The old words of what could not be changed are there as well. */
	is = body_paras(a, body_item_text(a, again));
	for (size_t i = 0; i < want.n; i++)
		assert(
		    count_paragraph(is, want.v[i].text) >= count_paragraph(want, want.v[i].text));
	assert(is.n == want.n || (apart && is.n == want.n + 1));
}

/* Spaces become ends of paragraphs, and those are gone, as ${by} says. */
static struct str
cut(struct arena *a, struct str text, struct str by)
{
	struct buf b;
	size_t k = by.n;

	buf_init(&b, a, 8u * 1024 * 1024);
	for (size_t i = 0; i < text.n; i++) {
		bool here = k > 0 && (text.p[i] == ' ' || text.p[i] == '\n') &&
			    (unsigned char)by.p[--k] % 8 == 0;

		if (here && text.p[i] == '\n' && i + 1 < text.n && text.p[i + 1] == '\n')
			i++;
		if (here)
			buf_z(&b, text.p[i] == ' ' ? "\n\n" : " ");
		else
			buf_char(&b, text.p[i]);
	}
	return buf_view(&b);
}

/* Saved from its text a body is the same; no picture or table goes while its lines are there. */
static void
check_over(struct arena *a, struct str json, struct str text, struct str other)
{
	bool apart;
	const struct body_item *doc;
	const struct body_item *again;
	struct str out;

	assert(body_load(a, json, &doc, NULL) == STATUS_OK);
	assert(body_from_text_over(a, text, json, &out, &apart) == STATUS_OK);
	assert(body_load(a, out, &again, NULL) == STATUS_OK && body_item_eq(doc, again));
	for (size_t i = 0; i < 4 && i < other.n; i++)
		check_change(a, doc, json, text,
		    (size_t)(unsigned char)other.p[other.n - 1 - i] * text.n / 256);
	if (body_from_text_over(a, turned(a, text), json, &out, &apart) == STATUS_OK) {
		assert(body_load(a, out, &again, NULL) == STATUS_OK);
		assert(count_kept(again) >= count_kept(doc));
		check_marks(doc, again, text, text, apart);
	}
	if (body_from_text_over(a, other, json, &out, &apart) == STATUS_OK)
		assert(body_load(a, out, &again, NULL) == STATUS_OK);
	other = cut(a, text, other);
	if (body_from_text_over(a, other, json, &out, &apart) == STATUS_OK) {
		assert(body_load(a, out, &again, NULL) == STATUS_OK);
		check_marks(doc, again, text, other, apart);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct body_picture known[] = {
	    {1,
		{{"00112233445566778899aabbccddeeff", 32}, {"w-", 2}, {"", 0}, 1600, 900,
		    {320, 640}, 2, {"RIFF", 4}},
		{{"00112233445566778899aabbccddeeff", 32}, {"4x3-", 4}, {"-50-50", 6}, 1280, 960,
		    {320, 640}, 2, {"RIFF", 4}}},
	    {2,
		{{"00112233445566778899aabbccddeeff", 32}, {"w-", 2}, {"", 0}, 1600, 900, {200}, 1,
		    {NULL, 0}},
		{{"00112233445566778899aabbccddeeff", 32}, {"w-", 2}, {"", 0}, 1600, 900, {200}, 1,
		    {NULL, 0}}}};
	static const struct body_pictures pictures = {known, 2, false};
	static struct arena *a;
	int64_t *media;
	size_t media_n;
	struct chooser c = {data, n, {0}, 0};
	struct str json = {n > 0 ? (const char *)data : "", n};
	struct safe_html html;
	struct body_error error = {.path = ""};
	struct str text;
	bool lossless;
	int64_t words;
	bool made = n > 0 && data[0] != '{';

	if (a == NULL)
		a = arena_new(256u * 1024 * 1024);
	assert(a != NULL);
	if (made) {
		buf_init(&c.b, a, 4u * 1024 * 1024);
		BUF_LIT(&c.b, "{\"schema\":2,\"doc\":{\"type\":\"doc\",\"content\":[");
		write_blocks(&c, 4, false);
		BUF_LIT(&c.b, "]}}");
		json = buf_view(&c.b);
	}
	if (body_render(a, json, &pictures, &html, &error) == STATUS_OK) {
		check_html(a, html.s);
		assert(body_words(a, json, &words) == STATUS_OK && words >= 0);
		assert(body_to_text(a, json, &text, &lossless) == STATUS_OK);
		assert(body_media(a, json, &media, &media_n) == STATUS_OK && media_n <= 2);
		check_over(a, json, text, (struct str){(const char *)data, n});
	} else {
		assert(error.path[0] != '\0' && error.reason[0] != '\0');
		/* Of what was made from parts only a choice of marks is refused. */
		assert(!made || str_find(str_of(error.path), STR(".marks")) < strlen(error.path));
	}
	arena_reset(a);
	return 0;
}
