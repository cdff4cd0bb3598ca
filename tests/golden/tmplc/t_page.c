/* Made by tools/tmplc from ./page.html; do not edit. */
#include "gen/t_page.h"

#include "html/tmpl.h"
#include "gen/t_layout.h"

void
t_page(struct buf *tmpl_out, const struct tmpl_ctx *cx, struct str *v, size_t count, const char *name)
{
	(void)cx;
	(void)v;
	(void)count;
	(void)name;
#line 3 "./page.html"
	const char *title = name;
	(void)title;
#line 3 "./page.html"
	int64_t n = 7;
	(void)n;
	BUF_LIT(tmpl_out, "<!doctype html>\n"
	    "<html lang=\"");
#line 4 "./layout.html"
	if (cx->zh) {
		BUF_LIT(tmpl_out, "zh-Hans");
	} else {
		BUF_LIT(tmpl_out, "en");
	}
	BUF_LIT(tmpl_out, "\">\n"
	    "<head>\n"
	    "<title>");
#line 6 "./layout.html"
	TMPL_RCDATA(tmpl_out, title);
	BUF_LIT(tmpl_out, " \"quoted\"</title>\n"
	    "<link rel=\"stylesheet\" href=\"");
#line 5 "./page.html"
	TMPL_URL(tmpl_out, v[0]);
	BUF_LIT(tmpl_out, "\">\n"
	    "<script type=\"application/ld+json\">\n"
	    "{ \"a  b\": \"");
#line 7 "./page.html"
	TMPL_JSON(tmpl_out, v[0]);
	BUF_LIT(tmpl_out, "\", \"n\": ");
#line 7 "./page.html"
	TMPL_JSON_NUMBER(tmpl_out, count);
	BUF_LIT(tmpl_out, " }\n"
	    "</script>\n"
	    "</head>\n"
	    "<body>\n"
	    "<!-- kept   as it\n"
	    "     is -->\n"
	    "<pre>\n");
#line 13 "./page.html"
	TMPL_TEXT(tmpl_out, name);
	BUF_LIT(tmpl_out, "\n"
	    "   two   three\n"
	    "</pre>\n"
	    "<textarea name=\"a\">\n");
#line 16 "./page.html"
	TMPL_RCDATA(tmpl_out, name);
	BUF_LIT(tmpl_out, "</textarea>\n"
	    "<textarea>\n"
	    "first</textarea><textarea>\n"
	    "first</textarea>\n"
	    "<p   class='x  y'\n"
	    "id=\"z\">one   two\n"
	    "three \\ \"quoted\" \?? 潮城</p>\n");
#line 22 "./page.html"
	for (size_t one_i = 0, one_n = count; one_i < one_n; one_i++) {
		const __typeof__((v)[0]) *one = &(v)[one_i];

		(void)one;
		BUF_LIT(tmpl_out, "\n"
		    "<a href=\"/a/");
#line 23 "./page.html"
		TMPL_URL_PART(tmpl_out, one_i);
		BUF_LIT(tmpl_out, "/");
#line 23 "./page.html"
		TMPL_URL_PART(tmpl_out, *one);
		BUF_LIT(tmpl_out, "?q=");
#line 23 "./page.html"
		TMPL_URL_PART(tmpl_out, *one);
		BUF_LIT(tmpl_out, "#");
#line 23 "./page.html"
		TMPL_URL_PART(tmpl_out, name);
		BUF_LIT(tmpl_out, "\"");
#line 23 "./page.html"
		if (one_i == 0) {
			BUF_LIT(tmpl_out, " hidden");
		}
		BUF_LIT(tmpl_out, " title=\"");
#line 23 "./page.html"
		TMPL_ATTR(tmpl_out, i18n(cx->zh, "Open"));
		BUF_LIT(tmpl_out, "\">");
#line 23 "./page.html"
		TMPL_TEXT(tmpl_out, *one);
		BUF_LIT(tmpl_out, "</a>\n");
#line 24 "./page.html"
		t_item(tmpl_out, cx, one, "}} , )");
		BUF_LIT(tmpl_out, "\n");
	}
#line 22 "./page.html"
	if ((count) == 0) {
		BUF_LIT(tmpl_out, "none\n");
	}
#line 28 "./page.html"
	if (count > 1 && name[0] == '}') {
		BUF_LIT(tmpl_out, "many");
	} else {
#line 28 "./page.html"
		if (count == 1) {
			BUF_LIT(tmpl_out, "one");
		} else {
		}
	}
	BUF_LIT(tmpl_out, "\n"
	    "<svg><path d=\"M0 0\"/></svg><br/>\n"
	    "<option value=\"");
#line 30 "./page.html"
	TMPL_ATTR(tmpl_out, count);
	BUF_LIT(tmpl_out, "\"");
#line 30 "./page.html"
	if (count) {
		BUF_LIT(tmpl_out, " selected");
	}
	BUF_LIT(tmpl_out, ">x</option>\n"
	    "<a href=\"");
#line 31 "./page.html"
	TMPL_URL(tmpl_out, v[1]);
#line 31 "./page.html"
	if (count) {
		BUF_LIT(tmpl_out, "?page=");
#line 31 "./page.html"
		TMPL_URL_PART(tmpl_out, count);
	}
	BUF_LIT(tmpl_out, "\">x</a>\n"
	    "</body>\n"
	    "</html>\n");
}

void
t_item(struct buf *tmpl_out, const struct tmpl_ctx *cx, const struct str *s, const char *label)
{
	(void)cx;
	(void)s;
	(void)label;
	BUF_LIT(tmpl_out, "<li title='");
#line 36 "./page.html"
	TMPL_ATTR(tmpl_out, *s);
	BUF_LIT(tmpl_out, "'>");
#line 36 "./page.html"
	TMPL_TEXT(tmpl_out, cx->zh ? i18n(cx->zh, "Yes") : label);
	BUF_LIT(tmpl_out, "</li>\n");
}
