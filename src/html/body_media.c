#include <stdio.h>
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

void
body_doc_media(struct arena *a, const struct body_item *doc, int64_t **ids, size_t *n)
{
	struct found f = {.n = 0};
	size_t kept = 0;

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
}

enum status
body_media(struct arena *a, struct str json, int64_t **ids, size_t *n)
{
	const struct body_item *doc;
	enum status s = body_load(a, json, &doc, NULL);

	if (s == STATUS_OK)
		body_doc_media(a, doc, ids, n);
	return s;
}

/* The words of a caption, without their marks. */
static struct str
caption_of(struct arena *a, const struct body_item *figure)
{
	struct buf b;

	buf_init(&b, a, BODY_MAX_BYTES);
	for (size_t i = 0; i < figure->content_n; i++) {
		const struct body_item *caption = &figure->content[i];

		for (size_t k = 0; k < caption->content_n; k++) {
			if (caption->content[k].type == BODY_HARD_BREAK)
				buf_char(&b, ' ');
			buf_str(&b, caption->content[k].text);
		}
	}
	return str_trim(buf_view(&b));
}

static void
collect_figures(
    struct arena *a, const struct body_item *item, struct body_figure *figures, size_t *n)
{
	if (item->type == BODY_FIGURE) {
		figures[(*n)++] = (struct body_figure){item->attrs[BODY_FIGURE_MEDIA].i,
		    caption_of(a, item), item->attrs[BODY_FIGURE_ALT].s};
		return;
	}
	for (size_t i = 0; i < item->content_n; i++)
		collect_figures(a, &item->content[i], figures, n);
}

enum status
body_figures(struct arena *a, struct str json, struct body_figure **figures, size_t *n)
{
	const struct body_item *doc;
	enum status s = body_load_kept(a, json, &doc, NULL);

	if (s != STATUS_OK)
		return s;
	*n = 0;
	*figures = ARENA_ARRAY(a, BODY_MAX_BLOCKS, struct body_figure);
	collect_figures(a, doc, *figures, n);
	return STATUS_OK;
}

const struct body_picture *
body_picture_find(const struct body_pictures *pictures, int64_t id)
{
	size_t low = 0;
	size_t high = pictures->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pictures->v[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < pictures->n && pictures->v[low].id == id ? &pictures->v[low] : NULL;
}

/* The depth is the loader's, which capped it. */
static bool
check_pictures(
    struct body_loader *l, const struct body_item *item, const struct body_pictures *pictures)
{
	if (item->type == BODY_FIGURE &&
	    body_picture_find(pictures, item->attrs[BODY_FIGURE_MEDIA].i) == NULL)
		return body_refuse(l, ".attrs.media", "not a picture of the library");
	for (size_t i = 0; i < item->content_n; i++) {
		l->at[l->depth++] = i;
		if (!check_pictures(l, &item->content[i], pictures))
			return false;
		l->depth--;
	}
	return true;
}

bool
body_check_pictures(
    const struct body_item *doc, const struct body_pictures *pictures, struct body_error *error)
{
	struct body_loader l = {.error = error};

	return check_pictures(&l, doc, pictures);
}

/* Is it so already, as the editor and the database write it?  Then it need not be parsed. */
static bool
is_current(struct str json)
{
	char head[32];
	char end[32];

	snprintf(head, sizeof(head), "{\"schema\":%d,", BODY_SCHEMA);
	snprintf(end, sizeof(end), ", \"schema\": %d}", BODY_SCHEMA);
	return str_starts(json, str_of(head)) || str_ends(json, str_of(end));
}

enum status
body_current(struct arena *a, struct str json, struct str *current)
{
	const struct json_value *doc;
	int64_t schema;
	struct buf b;

	*current = json;
	if (is_current(json))
		return STATUS_OK;
	buf_init(&b, a, BODY_MAX_BYTES);
	doc = body_parse(a, json, &schema, NULL);
	if (doc != NULL && schema < BODY_SCHEMA) {
		buf_printf(&b, "{\"schema\":%d,\"doc\":", BODY_SCHEMA);
		json_write(&b, doc);
		buf_char(&b, '}');
		*current = buf_view(&b);
	}
	arena_reset(arena_scratch(a));
	return doc != NULL && buf_ok(&b) ? STATUS_OK : STATUS_INVALID;
}
