/* 字数, as an editor counts it. */

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "html/body.h"
#include "html/body_tree.h"

struct counter {
	int64_t words;
	bool in_run; /* inside a run of letters or digits, which marks do not end */
};

static bool
is_han(uint32_t cp)
{
	if (cp < 0x2e80)
		return false;
	return (cp >= 0x4e00 && cp <= 0x9fff) ||
	       u_hasBinaryProperty((UChar32)cp, UCHAR_IDEOGRAPHIC);
}

/* Letters, digits, and the marks that belong to a letter. */
static bool
is_word(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z');
	return u_isalnum((UChar32)cp) || (U_GET_GC_MASK((UChar32)cp) & U_GC_M_MASK) != 0;
}

static void
count_text(struct counter *c, struct str s)
{
	uint32_t cp;

	while (utf8_next(&s, &cp)) {
		if (is_han(cp)) {
			c->words++;
			c->in_run = false;
		} else if (!is_word(cp)) {
			c->in_run = false;
		} else if (!c->in_run) {
			c->words++;
			c->in_run = true;
		}
	}
}

static void
count(struct counter *c, const struct body_item *item)
{
	if (item->type == BODY_TEXT) {
		count_text(c, item->text);
		return;
	}
	c->in_run = false;
	for (size_t i = 0; i < item->content_n; i++)
		count(c, &item->content[i]);
	c->in_run = false;
}

int64_t
body_text_words(struct str s)
{
	struct counter c = {0};

	count_text(&c, s);
	return c.words;
}

int64_t
body_doc_words(const struct body_item *doc)
{
	struct counter c = {0};

	count(&c, doc);
	return c.words;
}

enum status
body_words(struct arena *a, struct str json, int64_t *words)
{
	const struct body_item *doc;
	enum status s = body_load(a, json, &doc, NULL);

	if (s == STATUS_OK)
		*words = body_doc_words(doc);
	return s;
}
