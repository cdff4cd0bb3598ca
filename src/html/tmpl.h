#ifndef COPYDESK_HTML_TMPL_H
#define COPYDESK_HTML_TMPL_H

#include "base/buf.h"
#include "base/url.h"
#include "html/html.h"

/*
 * What the code made by tools/tmplc is written in.  The place in the page chooses the macro, the
 * type of the expression chooses the function; a type that is not listed does not compile.
 * A bool or a char is left out on purpose: what it should look like is the template's to say.
 */

static inline void
tmpl_text_z(struct buf *b, const char *z)
{
	html_text(b, str_of(z));
}

static inline void
tmpl_attr_z(struct buf *b, const char *z)
{
	html_attr(b, str_of(z));
}

static inline void
tmpl_url_z(struct buf *b, const char *z)
{
	html_url(b, str_of(z));
}

static inline void
tmpl_url_part_z(struct buf *b, const char *z)
{
	url_encode(b, str_of(z));
}

static inline void
tmpl_json_z(struct buf *b, const char *z)
{
	html_json(b, str_of(z));
}

static inline void
tmpl_safe(struct buf *b, struct safe_html h)
{
	buf_str(b, h.s);
}

/* clang-format off */
#define TMPL_NUMBERS                                                                               \
	short: buf_i64, int: buf_i64, long: buf_i64, long long: buf_i64,                            \
	unsigned short: buf_u64, unsigned: buf_u64, unsigned long: buf_u64, unsigned long long: buf_u64

/* Between tags; the only place for markup that is already safe. */
#define TMPL_TEXT(b, e)                                                                            \
	_Generic((e), struct str: html_text, const char *: tmpl_text_z, char *: tmpl_text_z,        \
	    struct safe_html: tmpl_safe, TMPL_NUMBERS)((b), (e))
/* Inside a title or textarea. */
#define TMPL_RCDATA(b, e)                                                                          \
	_Generic((e), struct str: html_text, const char *: tmpl_text_z, char *: tmpl_text_z,        \
	    TMPL_NUMBERS)((b), (e))
/* Inside a quoted attribute. */
#define TMPL_ATTR(b, e)                                                                            \
	_Generic((e), struct str: html_attr, const char *: tmpl_attr_z, char *: tmpl_attr_z,        \
	    TMPL_NUMBERS)((b), (e))
/* At the beginning of an address: a whole address, whose scheme is looked at. */
#define TMPL_URL(b, e)                                                                             \
	_Generic((e), struct str: html_url, const char *: tmpl_url_z, char *: tmpl_url_z)((b), (e))
/* Later in an address: one part of a path or query, percent-encoded. */
#define TMPL_URL_PART(b, e)                                                                        \
	_Generic((e), struct str: url_encode, const char *: tmpl_url_part_z,                        \
	    char *: tmpl_url_part_z, TMPL_NUMBERS)((b), (e))
/* Inside a string of a JSON data block. */
#define TMPL_JSON(b, e)                                                                            \
	_Generic((e), struct str: html_json, const char *: tmpl_json_z, char *: tmpl_json_z,        \
	    TMPL_NUMBERS)((b), (e))
/* A value of a JSON data block, outside its strings. */
#define TMPL_JSON_NUMBER(b, e) _Generic((e), TMPL_NUMBERS)((b), (e))
/* clang-format on */

#endif
