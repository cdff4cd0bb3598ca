#include "html/body.h"
#include "html/body_json.h"

/*
 * The plain text, changed, over the document that it was made from: a block whose text is still
 * there stays as it was, with all that its text does not show.
 */

struct merge {
	struct arena *a;
	json_t *old;             /* the blocks of the document */
	const struct str *texts; /* and the text of each */
	size_t n;
	json_t *out;
};

/* Is ${block} the next paragraph, or the next ones, of ${text}? */
static bool
begins(struct str text, struct str block)
{
	if (block.n == 0 || !str_starts(text, block))
		return false;
	text = str_sub(text, block.n, text.n);
	return text.n == 0 || str_starts(text, STR("\n\n"));
}

/* What was written anew. */
static bool
add_new(struct merge *m, struct str text)
{
	struct str json;

	if (str_trim(text).n == 0)
		return true;
	return body_from_text(m->a, text, &json) == STATUS_OK &&
	       json_array_extend(m->out, body_json_blocks(m->a, json)) == 0;
}

static size_t
find_block(const struct merge *m, size_t from, struct str text)
{
	while (from < m->n && !begins(text, m->texts[from]))
		from++;
	return from;
}

/* Past the paragraph that ${text} begins with, and the blank lines after it. */
static size_t
skip_paragraph(struct str text)
{
	size_t n = str_find(text, STR("\n\n"));

	while (n < text.n && text.p[n] == '\n')
		n++;
	return n;
}

static bool
merge(struct merge *m, struct str text)
{
	size_t next = 0; /* blocks keep their order */
	size_t new = 0;  /* what is new begins here */
	size_t at = 0;

	while (at < text.n) {
		struct str rest = str_sub(text, at, text.n);
		size_t found = find_block(m, next, rest);

		if (found == m->n) {
			at += skip_paragraph(rest);
			continue;
		}
		if (!add_new(m, str_sub(text, new, at - new)) ||
		    json_array_append(m->out, json_array_get(m->old, found)) != 0)
			return false;
		at += m->texts[found].n;
		while (at < text.n && text.p[at] == '\n')
			at++;
		new = at;
		next = found + 1;
	}
	return add_new(m, str_sub(text, new, text.n));
}

enum status
body_from_text_over(struct arena *a, struct str text, struct str old, struct str *json)
{
	const struct body_item *doc;
	struct merge m = {.a = a};
	struct str *texts;

	if (body_load(a, old, &doc, NULL) != STATUS_OK)
		return body_from_text(a, text, json);
	texts = ARENA_ARRAY(a, doc->content_n, struct str);
	for (size_t i = 0; i < doc->content_n; i++)
		texts[i] = body_item_text(a, &doc->content[i]);
	m.old = body_json_blocks(a, old);
	m.texts = texts;
	m.n = doc->content_n;
	m.out = body_json_array(a);
	if (m.out == NULL)
		return STATUS_INVALID;
	if (!merge(&m, text))
		return STATUS_INVALID;
	if (json_array_size(m.out) == 0)
		return body_from_text(a, text, json);
	return body_json_store(a, m.out, json);
}
