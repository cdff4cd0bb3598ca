#include "html/body_anchor.h"

#include <stdint.h>
#include <stdlib.h>

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

/* Depth: that of a checked body, 32. */
static void
find_marks(struct anchors *it, const struct body_item *item)
{
	size_t i;

	for (i = 0; i < item->marks_n; i++) {
		if (item->marks[i].type != BODY_COMMENT)
			continue;
		/* The thread is its only attribute. */
		if (it->v != NULL)
			it->v[it->n] =
			    (struct body_anchor){item->marks[i].attrs[0].s, false, item->text};
		it->n++;
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

struct place {
	struct body_anchor *at;
};

static int
compare_names(const void *x, const void *y)
{
	const struct place *a = x, *b = y;
	int c = str_cmp(a->at->name, b->at->name);

	return c != 0 ? c : (a->at > b->at) - (a->at < b->at);
}

/* Of each thread the first place alone; a text may mark ten thousand. */
static void
keep_first(struct anchors *it)
{
	struct place *marks = ARENA_ARRAY(it->a, it->n, struct place);
	size_t i, marks_n = 0, n = 0;

	for (i = 0; i < it->n; i++) {
		if (!it->v[i].is_block)
			marks[marks_n++].at = &it->v[i];
	}
	qsort(marks, marks_n, sizeof(*marks), compare_names);
	/* From the end, as what stands before is still to be compared with. */
	for (i = marks_n; i-- > 1;) {
		if (str_eq(marks[i].at->name, marks[i - 1].at->name))
			marks[i].at->name = STR_NULL;
	}
	for (i = 0; i < it->n; i++) {
		if (it->v[i].name.n == 0)
			continue;
		it->v[n] = it->v[i];
		if (!it->v[n].is_block)
			it->v[n].text = beginning(it->a, it->v[n].text);
		n++;
	}
	it->n = n;
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
	keep_first(&it);
	*anchors = it.v;
	*n = it.n;
	return STATUS_OK;
}
