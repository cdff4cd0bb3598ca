#include "html/body.h"

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "html/body_tree.h"

#define HTML_MAX (8u * 1024 * 1024)

/* Rendering: the schema's tables say which tags there are, nothing else is ever written. */

static void
open_tag(struct buf *b, struct str tag, const struct body_attr *rules, size_t n,
    const struct body_value *values, int64_t level)
{
	buf_char(b, '<');
	buf_str(b, tag);
	if (level > 0)
		buf_i64(b, level);
	for (size_t i = 0; i < n; i++) {
		if (rules[i].html.n == 0 || (rules[i].optional && values[i].i == rules[i].fallback))
			continue;
		buf_char(b, ' ');
		buf_str(b, rules[i].html);
		BUF_LIT(b, "=\"");
		if (rules[i].type == BODY_URL)
			html_url(b, values[i].s);
		else
			buf_i64(b, values[i].i);
		buf_char(b, '"');
	}
	buf_char(b, '>');
}

static void
close_tag(struct buf *b, struct str tag, int64_t level)
{
	BUF_LIT(b, "</");
	buf_str(b, tag);
	if (level > 0)
		buf_i64(b, level);
	buf_char(b, '>');
}

/* Close the marks that the next run of text does not share, and open those that are new. */
static void
change_marks(struct buf *b, const struct body_item *from, const struct body_item *to)
{
	size_t from_n = from == NULL ? 0 : from->marks_n;
	size_t to_n = to == NULL ? 0 : to->marks_n;
	size_t same = 0;

	while (same < from_n && same < to_n && body_mark_eq(&from->marks[same], &to->marks[same]))
		same++;
	for (size_t i = from_n; i > same; i--)
		close_tag(b, body_marks[from->marks[i - 1].type].tag, 0);
	for (size_t i = same; i < to_n; i++) {
		const struct body_mark_item *m = &to->marks[i];
		const struct body_mark_rule *rule = &body_marks[m->type];

		open_tag(b, rule->tag, rule->attrs, rule->attrs_n, m->attrs, 0);
	}
}

/* The depth is the loader's, which capped it. */
static void
render(struct buf *b, const struct body_item *item)
{
	const struct body_node_rule *rule = &body_nodes[item->type];
	int64_t level = rule->tag_attr < 0 ? 0 : item->attrs[rule->tag_attr].i;
	const struct body_item *before = NULL;

	if (item->type == BODY_TEXT)
		html_text(b, item->text);
	if (rule->tag.n > 0)
		open_tag(b, rule->tag, rule->attrs, rule->attrs_n, item->attrs, level);
	for (size_t i = 0; i < item->content_n; i++) {
		change_marks(b, before, &item->content[i]);
		render(b, &item->content[i]);
		before = &item->content[i];
	}
	change_marks(b, before, NULL);
	if (rule->tag.n > 0 && !rule->is_void)
		close_tag(b, rule->tag, level);
	if (rule->tag.n > 0 && !rule->is_inline)
		buf_char(b, '\n');
}

enum status
body_render(struct arena *a, struct str json, struct safe_html *html, struct body_error *error)
{
	const struct body_item *doc;
	struct buf b;
	enum status s = body_load(a, json, &doc, error);

	if (s != STATUS_OK)
		return s;
	buf_init(&b, a, HTML_MAX);
	/* Markup is about as long as the JSON was: one allocation instead of many. */
	(void)buf_room(&b, json.n);
	render(&b, doc);
	if (!buf_ok(&b)) {
		*error = (struct body_error){"doc", "the page would be too large"};
		return STATUS_INVALID;
	}
	html->s = buf_view(&b);
	return STATUS_OK;
}

/* Counting. */

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

enum status
body_words(struct arena *a, struct str json, int64_t *words)
{
	const struct body_item *doc;
	struct counter c = {0};
	enum status s = body_load(a, json, &doc, NULL);

	if (s != STATUS_OK)
		return s;
	count(&c, doc);
	*words = c.words;
	return STATUS_OK;
}
