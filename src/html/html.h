#ifndef COPYDESK_HTML_HTML_H
#define COPYDESK_HTML_HTML_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"

/*
 * What the compiled templates call.  The escaper is chosen by the place in the
 * page, by tools/tmplc, never by the author of a template.
 */

/* Markup that may be written as it is.  Only the body renderer makes one (and the domain, for a
 * stored body that the renderer made). */
struct safe_html {
	struct str s;
};

/* What every template takes besides its view. */
struct tmpl_ctx {
	bool zh; /* interface language: Chinese, else English */
};

/** html_text(b, s): Escape & < > for text between tags; U+0000 cannot occur. */
void html_text(struct buf *b, struct str s);
/** html_attr(b, s): Escape & < > " ' for a quoted attribute. */
void html_attr(struct buf *b, struct str s);
/** html_url(b, s): As html_attr, but an address that url_safe() refuses becomes "#". */
void html_url(struct buf *b, struct str s);
/** html_json(b, s): Escape for the inside of a JSON string in a data block: also < > & as \u003c...
 */
void html_json(struct buf *b, struct str s);

/** i18n_init(localedir): Bind the catalogue; false if the Chinese one cannot be found. */
bool i18n_init(const char *localedir);
/** i18n(zh, msgid): Return ${msgid} in the language: the English text is the msgid. */
const char *i18n(bool zh, const char *msgid) __attribute__((format_arg(2)));
/* Marks a msgid that is looked up later, such as one in a table. */
#define N_(msgid) msgid

#endif
