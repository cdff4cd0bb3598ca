/* Made by tools/tmplc from ./layout.html; do not edit. */
#include "gen/t_layout.h"

#include "html/tmpl.h"

void
t_layout(struct buf *tmpl_out, const struct tmpl_ctx *cx, const char *title, int64_t n)
{
	(void)cx;
	(void)title;
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
	    "</head>\n"
	    "<body>\n"
	    "<p>");
#line 12 "./layout.html"
	TMPL_TEXT(tmpl_out, i18n(cx->zh, "Nothing here"));
	BUF_LIT(tmpl_out, " ");
#line 12 "./layout.html"
	TMPL_TEXT(tmpl_out, n);
	BUF_LIT(tmpl_out, "</p>\n"
	    "</body>\n"
	    "</html>\n");
}
