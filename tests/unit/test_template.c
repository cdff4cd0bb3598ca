#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>

#include "base/url.h"
#include "gen/t_hostile.h"

/*
 * Data cannot change what a page is made of.  The page is rendered with harmless and with hostile
 * data and read as a browser reads it; tags and attributes must be the same, only texts may differ.
 */

static const char *const hostile[] = {
    "",
    "</p><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" onmouseover=\"alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "-->",
    "]]>",
    "\\",
    "\\\"",
    "\",\"x\":\"",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https://good.example/?a=1&b=\"'<>",
    "&quot;&lt;&#39;&amp;",
    "\n\n leading lines",
    "潮城 “news” \xe2\x80\xa8 \xe2\x80\xa9",
    "../../x?y#z%2f%00",
    "{{ s }}{% end %}",
    "%s%n%d",
};

/* The page reduced to its tags with the names of their attributes. */
struct reader {
	struct str page;
	struct buf shape;
	struct buf values; /* each address in turn, NUL between */
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static char
next(struct reader *r)
{
	char c = r->page.n > 0 ? r->page.p[0] : '\0';

	r->page = str_sub(r->page, 1, r->page.n);
	return c;
}

/* A quoted or bare value, as HTML 13.2.5.37 and on read it. */
static void
read_value(struct reader *r, bool address)
{
	char quote = next(r);

	assert_true(quote == '"' || quote == '\'');
	while (r->page.n > 0 && r->page.p[0] != quote) {
		char c = next(r);

		if (address)
			buf_char(&r->values, c);
	}
	assert_int_equal(next(r), quote);
	if (address)
		buf_char(&r->values, '\0');
}

static void
read_attr(struct reader *r)
{
	struct str from = r->page;
	struct str name;
	size_t n = 0;

	while (n < from.n && !is_space(from.p[n]) && from.p[n] != '>' && from.p[n] != '=')
		n++;
	name = str_sub(from, 0, n);
	r->page = str_sub(from, n, from.n);
	buf_char(&r->shape, ' ');
	buf_str(&r->shape, name);
	if (r->page.n > 0 && r->page.p[0] == '=') {
		next(r);
		read_value(r, str_eq(name, STR("href")) || str_eq(name, STR("src")) ||
				  str_ends(name, STR("action")) || str_eq(name, STR("cite")));
	}
}

/* From "<" to after ">"; the content of what is not parsed as markup is skipped. */
static void
read_tag(struct reader *r)
{
	static const char *const raw[] = {"title", "textarea", "script"};
	size_t from = r->shape.n;

	while (r->page.n > 0 && !is_space(r->page.p[0]) && r->page.p[0] != '>')
		buf_char(&r->shape, next(r));
	while (r->page.n > 0 && r->page.p[0] != '>') {
		if (is_space(r->page.p[0]))
			next(r);
		else
			read_attr(r);
	}
	next(r);
	for (size_t i = 0; i < 3; i++) {
		struct str name = str_sub(buf_view(&r->shape), from + 1, strlen(raw[i]));
		struct buf end;

		if (!str_eq(name, str_of(raw[i])))
			continue;
		buf_init(&end, NULL, 64);
		buf_printf(&end, "</%s>", raw[i]);
		r->page = str_sub(r->page, str_find(r->page, buf_view(&end)), r->page.n);
		buf_free(&end);
	}
	buf_char(&r->shape, '\n');
}

static struct reader
read_page(struct str page)
{
	struct reader r = {.page = page};

	buf_init(&r.shape, NULL, 65536);
	buf_init(&r.values, NULL, 65536);
	while (r.page.n > 0) {
		if (r.page.p[0] == '<')
			read_tag(&r);
		else
			next(&r);
	}
	buf_char(&r.shape, '\0');
	assert_true(buf_ok(&r.shape) && buf_ok(&r.values));
	return r;
}

static void
free_reader(struct reader *r)
{
	buf_free(&r->shape);
	buf_free(&r->values);
}

static struct buf
render(const char *z)
{
	const struct tmpl_ctx cx = {.zh = false};
	struct buf b;

	buf_init(&b, NULL, 1024 * 1024);
	t_hostile(&b, &cx, str_of(z), z);
	assert_true(buf_ok(&b));
	return b;
}

static void
structure_is_the_templates(void **state)
{
	struct buf tame = render("x");
	struct reader want = read_page(buf_view(&tame));

	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		struct buf b = render(hostile[i]);
		struct reader got = read_page(buf_view(&b));

		print_message("%s\n", hostile[i]);
		assert_string_equal(got.shape.p, want.shape.p);
		free_reader(&got);
		buf_free(&b);
	}
	free_reader(&want);
	buf_free(&tame);
}

static void
addresses_are_safe(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		struct buf b = render(hostile[i]);
		struct reader r = read_page(buf_view(&b));
		struct str rest = buf_view(&r.values);
		struct str address;
		size_t n = 0;

		while (str_split(&rest, '\0', &address)) {
			/* Entities do not matter to the scheme: none of its letters needs one. */
			assert_true(url_safe(address));
			n++;
		}
		assert_int_equal(n, 10 + 1);
		free_reader(&r);
		buf_free(&b);
	}
}

/* The part of the page between two marks. */
static struct str
between(struct str page, const char *open, const char *close)
{
	page = str_sub(page, str_find(page, str_of(open)) + strlen(open), page.n);
	return str_sub(page, 0, str_find(page, str_of(close)));
}

static void
data_blocks_keep_the_value(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		struct buf b = render(hostile[i]);
		struct str json = between(buf_view(&b), "ld+json\">", "</script>");
		json_t *o = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL);

		assert_non_null(o);
		assert_int_equal(json_object_size(o), 2);
		assert_string_equal(json_string_value(json_object_get(o, "str")), hostile[i]);
		json_decref(o);
		buf_free(&b);
	}
}

static void
textareas_keep_leading_lines(void **state)
{
	struct buf b = render("\n\nx");
	struct str t = between(buf_view(&b), "name=\"t\">", "</textarea>");

	(void)state;
	/* The browser drops the first newline: the template's. */
	assert_true(str_eq(t, STR("\n\n\nx")));
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(structure_is_the_templates),
	    cmocka_unit_test(addresses_are_safe),
	    cmocka_unit_test(data_blocks_keep_the_value),
	    cmocka_unit_test(textareas_keep_leading_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
