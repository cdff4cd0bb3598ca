#include "base/json.h"

#include "http/request.h"

enum request_fault
json_parse(struct arena *a, struct str raw, struct http_pairs *out)
{
	const struct json_value *root = json_read(a, a, raw, JSON_MEMBERS_MAX, NULL);
	const struct json_value *member;

	*out = (struct http_pairs){NULL, 0};
	if (!json_is(root, JSON_IS_OBJECT))
		return REQUEST_BAD;
	out->v = ARENA_ARRAY(a, json_count(root), struct http_pair);
	for (member = json_first(root); member != NULL; member = member->next) {
		if (!json_is(member, JSON_IS_STRING)) {
			*out = (struct http_pairs){NULL, 0};
			return REQUEST_BAD;
		}
		out->v[out->n++] = (struct http_pair){member->name, member->s};
	}
	return REQUEST_FINE;
}
