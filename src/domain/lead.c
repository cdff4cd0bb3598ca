#include "domain/lead.h"

#include <jansson.h>

#include "base/log.h"

static void
member(struct buf *b, const char *name, struct str value)
{
	buf_printf(b, ",\"%s\":", name);
	log_json_str(b, value.p == NULL ? STR("") : value);
}

void
lead_to_json(struct buf *b, const struct lead *lead)
{
	buf_z(b, "{\"media\":");
	buf_i64(b, lead->media.v);
	member(b, "alt", lead->alt);
	member(b, "caption", lead->caption);
	member(b, "credit", lead->credit);
	buf_char(b, '}');
}

static bool
take_text(struct arena *a, const json_t *object, const char *key, struct str *out)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value))
		return false;
	*out = str_dup(a, (struct str){json_string_value(value), json_string_length(value)});
	return true;
}

static void
forget(void *json)
{
	json_decref(json);
}

enum status
lead_from_json(struct arena *a, struct str json, struct lead *out)
{
	json_t *root;

	*out = (struct lead){.media = {0}};
	if (json.p == NULL)
		return STATUS_OK;
	root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL);
	if (root == NULL)
		return STATUS_INTERNAL;
	/* The arena may end the request in the middle of it. */
	arena_cleanup(a, forget, root);
	out->media.v = json_integer_value(json_object_get(root, "media"));
	if (out->media.v < 1 || !take_text(a, root, "alt", &out->alt) ||
	    !take_text(a, root, "caption", &out->caption) ||
	    !take_text(a, root, "credit", &out->credit))
		return STATUS_INTERNAL;
	return STATUS_OK;
}

bool
lead_same(const struct lead *a, const struct lead *b)
{
	if (a->media.v == 0 || b->media.v == 0)
		return a->media.v == b->media.v;
	return a->media.v == b->media.v && str_eq(a->alt, b->alt) &&
	       str_eq(a->caption, b->caption) && str_eq(a->credit, b->credit);
}
