#include "html/body_anchor.h"

#include <stdint.h>

#include "base/utf8.h"
#include "html/body_match.h"
#include "html/body_tree.h"

struct anchors {
	struct arena *a;
	struct body_anchor *v; /* NULL: count only */
	size_t n;
};

/* The beginning of ${s}, on one line. */
static struct str
beginning(struct arena *a, struct str s)
{
	char *to = arena_alloc(a, s.n + 1);
	size_t i, n = 0, signs = 0;

	s = str_trim(s);
	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c & 0xc0) != 0x80 && signs++ == BODY_ANCHOR_TEXT)
			break;
		to[n++] = c < ' ' ? ' ' : s.p[i];
	}
	return (struct str){to, n};
}

static bool
is_there(const struct anchors *it, struct str thread)
{
	for (size_t i = 0; i < it->n; i++) {
		if (!it->v[i].is_block && str_eq(it->v[i].name, thread))
			return true;
	}
	return false;
}

/* Depth: that of a checked body, 32. */
static void
find_marks(struct anchors *it, const struct body_item *item)
{
	size_t i;

	for (i = 0; i < item->marks_n; i++) {
		struct str thread = item->marks[i].attrs[0].s; /* its only attribute */

		if (item->marks[i].type != BODY_COMMENT)
			continue;
		if (it->v == NULL)
			it->n++;
		else if (!is_there(it, thread))
			it->v[it->n++] =
			    (struct body_anchor){thread, false, beginning(it->a, item->text)};
	}
	for (i = 0; i < item->content_n; i++)
		find_marks(it, &item->content[i]);
}

static void
find_all(struct anchors *it, const struct body_item *doc)
{
	size_t i;

	for (i = 0; i < doc->content_n; i++) {
		const struct body_item *block = &doc->content[i];
		struct str id = body_item_id(block);

		if (id.n > 0 && it->v == NULL)
			it->n++;
		else if (id.n > 0)
			it->v[it->n++] = (struct body_anchor){
			    id, true, beginning(it->a, body_item_text(it->a, block))};
		find_marks(it, block);
	}
}

enum status
body_anchors(struct arena *a, struct str json, struct body_anchor **anchors, size_t *n)
{
	struct anchors it = {.a = a};
	const struct body_item *doc;
	enum status s = body_load(a, json, &doc, NULL);

	if (s != STATUS_OK)
		return s;
	find_all(&it, doc);
	it.v = ARENA_ARRAY(a, it.n, struct body_anchor);
	it.n = 0;
	find_all(&it, doc);
	*anchors = it.v;
	*n = it.n;
	return STATUS_OK;
}
