#include <jansson.h>
#include <stdlib.h>

#include "html/body_load.h"

/* What a body names that lies outside of it, and the body in its present form. */

struct found {
	int64_t *ids;
	size_t n;
};

static void
collect(struct found *f, const struct body_item *item)
{
	if (item->type == BODY_FIGURE) {
		f->ids[f->n++] = item->attrs[BODY_FIGURE_MEDIA].i;
		return;
	}
	for (size_t i = 0; i < item->content_n; i++)
		collect(f, &item->content[i]);
}

static int
by_value(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x;
	int64_t b = *(const int64_t *)y;

	return (a > b) - (a < b);
}

enum status
body_media(struct arena *a, struct str json, int64_t **ids, size_t *n)
{
	struct found f = {.n = 0};
	const struct body_item *doc;
	size_t kept = 0;
	enum status s = body_load(a, json, &doc, NULL);

	if (s != STATUS_OK)
		return s;
	/* Each figure is a block. */
	f.ids = ARENA_ARRAY(a, BODY_MAX_BLOCKS, int64_t);
	collect(&f, doc);
	qsort(f.ids, f.n, sizeof(f.ids[0]), by_value);
	for (size_t i = 0; i < f.n; i++) {
		if (i == 0 || f.ids[i] != f.ids[i - 1])
			f.ids[kept++] = f.ids[i];
	}
	*ids = f.ids;
	*n = kept;
	return STATUS_OK;
}

enum status
body_current(struct arena *a, struct str json, struct str *current)
{
	int64_t schema;
	json_t *doc = body_parse(a, json, &schema, NULL);
	json_t *root;
	char *text;

	if (doc == NULL)
		return STATUS_INVALID;
	if (schema == BODY_SCHEMA) {
		*current = json;
		return STATUS_OK;
	}
	root = json_pack("{s:i, s:O}", "schema", BODY_SCHEMA, "doc", doc);
	text = root == NULL ? NULL : json_dumps(root, JSON_COMPACT);
	json_decref(root);
	if (text == NULL)
		return STATUS_INVALID;
	arena_cleanup(a, free, text);
	*current = str_of(text);
	return STATUS_OK;
}
