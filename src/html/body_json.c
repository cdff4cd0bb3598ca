#include "html/body_json.h"

#include <stdlib.h>

#include "base/fnv.h"
#include "html/body_load.h"
#include "html/body_match.h"

static void
drop(void *json)
{
	json_decref(json);
}

json_t *
body_json_blocks(struct arena *a, struct str json)
{
	return json_object_get(body_parse(a, json, NULL, NULL), "content");
}

json_t *
body_json_array(struct arena *a)
{
	json_t *out = json_array();

	if (out != NULL)
		arena_cleanup(a, drop, out);
	return out;
}

enum status
body_json_store(struct arena *a, json_t *content, struct str *json)
{
	json_t *doc = json_pack(
	    "{s:i, s:{s:s, s:O}}", "schema", BODY_SCHEMA, "doc", "type", "doc", "content", content);
	const struct body_item *loaded;
	char *text;

	if (doc == NULL)
		return STATUS_INVALID;
	arena_cleanup(a, drop, doc);
	text = json_dumps(doc, JSON_COMPACT);
	if (text == NULL)
		return STATUS_INVALID;
	arena_cleanup(a, free, text);
	*json = str_of(text);
	return body_load(a, *json, &loaded, NULL);
}

struct body_json_names {
	struct str *slot;
	size_t mask;
};

struct body_json_names *
body_json_names(struct arena *a)
{
	struct body_json_names *names = ARENA_NEW(a, struct body_json_names);
	size_t size = 16;

	while (size < 4 * (size_t)BODY_MAX_BLOCKS)
		size *= 2;
	*names = (struct body_json_names){ARENA_ARRAY(a, size, struct str), size - 1};
	return names;
}

/* False if it is there already. */
static bool
name_add(struct body_json_names *names, struct str id)
{
	size_t i = fnv_32(id) & names->mask;

	for (; names->slot[i].p != NULL; i = (i + 1) & names->mask) {
		if (str_eq(names->slot[i], id))
			return false;
	}
	names->slot[i] = id;
	return true;
}

/* As deep as a body may be. */
bool
body_json_note(struct body_json_names *names, const struct body_item *item)
{
	struct str id = body_item_id(item);
	bool twice = id.n > 0 && !name_add(names, id);

	for (size_t i = 0; i < item->content_n; i++)
		twice = body_json_note(names, &item->content[i]) || twice;
	return twice;
}

/* As deep as a body may be. */
void
body_json_strip(json_t *node)
{
	json_t *attrs = json_object_get(node, "attrs");
	json_t *content = json_object_get(node, "content");

	json_object_del(attrs, "id");
	for (size_t i = 0; i < json_array_size(content); i++)
		body_json_strip(json_array_get(content, i));
}
