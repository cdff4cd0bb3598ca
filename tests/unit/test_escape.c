#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "html/html.h"
#include "html/tmpl.h"

/* Append by ${put} and compare. */
static void
expect(void (*put)(struct buf *, struct str), struct str in, const char *want)
{
	struct buf b;

	buf_init(&b, NULL, 1024);
	put(&b, in);
	buf_char(&b, '\0');
	assert_true(buf_ok(&b));
	assert_string_equal(b.p, want);
	buf_free(&b);
}

static void
text_escapes_markup(void **state)
{
	(void)state;
	expect(
	    html_text, STR("<a href=\"x\">&amp;'</a>"), "&lt;a href=\"x\"&gt;&amp;amp;'&lt;/a&gt;");
	expect(html_text, STR("潮城"), "潮城");
	expect(html_text, STR(""), "");
	expect(html_text, STR_NULL, "");
}

static void
attr_escapes_both_quotes(void **state)
{
	(void)state;
	expect(html_attr, STR("\"'<>&`"), "&quot;&#39;&lt;&gt;&amp;`");
	expect(html_attr, STR_NULL, "");
}

static void
url_refuses_schemes(void **state)
{
	(void)state;
	expect(
	    html_url, STR("https://example.org/?a=1&b='"), "https://example.org/?a=1&amp;b=&#39;");
	expect(html_url, STR("/a/1"), "/a/1");
	expect(html_url, STR("javascript:alert(1)"), "#");
	expect(html_url, STR(" javascript:alert(1)"), "#");
	expect(html_url, STR("java\nscript:alert(1)"), "#");
	expect(html_url, STR("data:text/html,x"), "#");
	expect(html_url, STR("//evil.example"), "#");
	expect(html_url, STR("/\\evil.example"), "#");
}

static void
json_cannot_leave_its_string(void **state)
{
	(void)state;
	expect(html_json, STR("\"\\</script><!--&\x01\n\x7f"),
	    "\\u0022\\u005c\\u003c/script\\u003e\\u003c!--\\u0026\\u0001\\u000a\\u007f");
	expect(html_json, STR("潮城 '"), "潮城 '");
}

static void
types_choose_the_function(void **state)
{
	const struct safe_html safe = {STR("<b>")};
	const char array[8] = "<i>";
	struct buf b;

	(void)state;
	buf_init(&b, NULL, 1024);
	TMPL_TEXT(&b, safe);
	TMPL_TEXT(&b, array);
	TMPL_TEXT(&b, (const char *)NULL);
	TMPL_TEXT(&b, INT64_MIN);
	TMPL_TEXT(&b, UINT64_MAX);
	TMPL_ATTR(&b, (short)-3);
	TMPL_URL_PART(&b, STR("a/b?潮"));
	TMPL_JSON(&b, "\"");
	TMPL_JSON_NUMBER(&b, 7u);
	buf_char(&b, '\0');
	assert_string_equal(b.p, "<b>&lt;i&gt;-922337203685477580818446744073709551615-3"
				 "a%2Fb%3F%E6%BD%AE\\u00227");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_escapes_markup),
	    cmocka_unit_test(attr_escapes_both_quotes),
	    cmocka_unit_test(url_refuses_schemes),
	    cmocka_unit_test(json_cannot_leave_its_string),
	    cmocka_unit_test(types_choose_the_function),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
