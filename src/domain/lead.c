#include "domain/lead.h"

#include "base/json.h"

/* It has four members; a few that a later schema adds do no harm. */
#define JSON_VALUES 16

void
lead_to_json(struct buf *b, const struct lead *lead)
{
	buf_z(b, "{\"media\":");
	buf_i64(b, lead->media.v);
	json_member(b, "alt", lead->alt);
	json_member(b, "caption", lead->caption);
	json_member(b, "credit", lead->credit);
	buf_char(b, '}');
}

enum status
lead_from_json(struct arena *a, struct str json, struct lead *out)
{
	const struct json_value *root;
	const struct json_value *media;

	*out = (struct lead){.media = {0}};
	if (json.p == NULL)
		return STATUS_OK;
	root = json_read(a, a, json, JSON_VALUES, NULL);
	media = json_get(root, STR("media"));
	if (!json_is(media, JSON_IS_INTEGER) || media->i < 1)
		return STATUS_INTERNAL;
	*out = (struct lead){.media = {media->i},
	    .alt = json_get_text(root, STR("alt")),
	    .caption = json_get_text(root, STR("caption")),
	    .credit = json_get_text(root, STR("credit"))};
	return out->alt.p != NULL && out->caption.p != NULL && out->credit.p != NULL
		   ? STATUS_OK
		   : STATUS_INTERNAL;
}

bool
lead_same(const struct lead *a, const struct lead *b)
{
	if (a->media.v == 0 || b->media.v == 0)
		return a->media.v == b->media.v;
	return a->media.v == b->media.v && str_eq(a->alt, b->alt) &&
	       str_eq(a->caption, b->caption) && str_eq(a->credit, b->credit);
}
