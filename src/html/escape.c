#include "html/html.h"

#include "base/url.h"

/*
 * Runs without anything to escape are appended whole.  A table says which bytes end a run, so
 * that the common case is one look-up a byte.
 */

enum { IN_TEXT = 1, IN_ATTR = 2, IN_JSON = 4 };

static const unsigned char special[256] = {
    [0 ... 31] = IN_JSON,
    ['&'] = IN_TEXT | IN_ATTR | IN_JSON,
    ['<'] = IN_TEXT | IN_ATTR | IN_JSON,
    ['>'] = IN_TEXT | IN_ATTR | IN_JSON,
    ['"'] = IN_ATTR | IN_JSON,
    ['\''] = IN_ATTR,
    ['\\'] = IN_JSON,
    [0x7f] = IN_JSON,
};

static void
put_entity(struct buf *b, unsigned char c)
{
	switch (c) {
	case '&':
		BUF_LIT(b, "&amp;");
		break;
	case '<':
		BUF_LIT(b, "&lt;");
		break;
	case '>':
		BUF_LIT(b, "&gt;");
		break;
	case '"':
		BUF_LIT(b, "&quot;");
		break;
	default:
		BUF_LIT(b, "&#39;");
		break;
	}
}

static void
put_json_escape(struct buf *b, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	const char escape[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};

	buf_append(b, escape, sizeof(escape));
}

static inline void
escape(struct buf *b, struct str s, unsigned place, void (*put)(struct buf *, unsigned char))
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((special[c] & place) == 0)
			continue;
		buf_append(b, s.p + from, i - from);
		put(b, c);
		from = i + 1;
	}
	if (from < s.n)
		buf_append(b, s.p + from, s.n - from);
}

void
html_text(struct buf *b, struct str s)
{
	escape(b, s, IN_TEXT, put_entity);
}

void
html_attr(struct buf *b, struct str s)
{
	escape(b, s, IN_ATTR, put_entity);
}

void
html_url(struct buf *b, struct str s)
{
	html_attr(b, url_safe(s) ? s : STR("#"));
}

void
html_json(struct buf *b, struct str s)
{
	escape(b, s, IN_JSON, put_json_escape);
}
