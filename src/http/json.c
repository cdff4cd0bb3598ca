#include <jansson.h>

#include "http/request.h"

#define MEMBERS_MAX 256

static void
forget(void *json)
{
	json_decref(json);
}

enum request_fault
json_parse(struct arena *a, struct str raw, struct http_pairs *out)
{
	json_t *root, *value;
	const char *name;

	*out = (struct http_pairs){NULL, 0};
	root = json_loadb(raw.p == NULL ? "" : raw.p, raw.n, JSON_REJECT_DUPLICATES, NULL);
	if (root == NULL)
		return REQUEST_BAD;
	/* The arena may end the request in the middle of it. */
	arena_cleanup(a, forget, root);
	if (!json_is_object(root) || json_object_size(root) > MEMBERS_MAX)
		return REQUEST_BAD;
	out->v = ARENA_ARRAY(a, json_object_size(root), struct http_pair);
	json_object_foreach(root, name, value)
	{
		if (!json_is_string(value)) {
			*out = (struct http_pairs){NULL, 0};
			return REQUEST_BAD;
		}
		out->v[out->n].name = str_dup(a, str_of(name));
		out->v[out->n++].value =
		    str_dup(a, (struct str){json_string_value(value), json_string_length(value)});
	}
	return REQUEST_FINE;
}
