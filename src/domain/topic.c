#include "domain/topic.h"

#include "base/json.h"
#include "base/utf8.h"

/* What parts topics, besides a new line. */
static const char *const separators[] = {",", ";", "，", "、", "；", "\n"};

/* Take the first topic off ${rest}. */
static struct str
take(struct str *rest)
{
	size_t at = rest->n, skip = 0, i;
	struct str part;

	for (i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
		struct str sep = str_of(separators[i]);
		size_t found = str_find(*rest, sep);

		if (found < at) {
			at = found;
			skip = sep.n;
		}
	}
	part = str_sub(*rest, 0, at);
	*rest = str_sub(*rest, at + skip, rest->n);
	return part;
}

static enum topic_fault
check(struct str topic)
{
	size_t dots = 0;

	while (dots < topic.n && topic.p[dots] == '.')
		dots++;
	/* A path of dots is another address. */
	if (dots == topic.n || str_chr(topic, '|') < topic.n ||
	    utf8_check(topic, UTF8_NAME) != UTF8_FINE)
		return TOPIC_CHARACTERS;
	return utf8_count(topic) > TOPIC_LENGTH_MAX ? TOPIC_LONG : TOPIC_FINE;
}

static bool
has(const struct topic_list *list, struct str topic)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i], topic))
			return true;
	return false;
}

enum status
topic_parse(struct arena *a, struct str text, struct topic_list *out, struct topic_error *error)
{
	*error = (struct topic_error){.fault = TOPIC_FINE};
	*out = (struct topic_list){.v = ARENA_ARRAY(a, TOPIC_MAX, struct str)};
	while (text.n > 0) {
		struct str topic = str_trim(take(&text));

		if (topic.n == 0 || has(out, topic))
			continue;
		error->fault = check(topic);
		if (error->fault == TOPIC_FINE && out->n == TOPIC_MAX)
			error->fault = TOPIC_MANY;
		if (error->fault != TOPIC_FINE) {
			error->text = topic;
			return STATUS_INVALID;
		}
		out->v[out->n++] = topic;
	}
	return STATUS_OK;
}

void
topic_format(struct buf *b, const struct topic_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		buf_str(b, list->v[i]);
		buf_char(b, '\n');
	}
}

void
topic_to_json(struct buf *b, const struct topic_list *list)
{
	buf_char(b, '[');
	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			buf_char(b, ',');
		json_str(b, list->v[i]);
	}
	buf_char(b, ']');
}

enum status
topic_from_json(struct arena *a, struct str json, struct topic_list *out)
{
	const struct json_value *root = json_read(a, a, json, TOPIC_MAX, NULL);
	const struct json_value *topic;

	*out = (struct topic_list){.n = 0};
	if (!json_is(root, JSON_IS_ARRAY))
		return STATUS_INTERNAL;
	out->v = ARENA_ARRAY(a, json_count(root), struct str);
	for (topic = json_first(root); topic != NULL; topic = topic->next) {
		if (!json_is(topic, JSON_IS_STRING))
			return STATUS_INTERNAL;
		out->v[out->n++] = topic->s;
	}
	return STATUS_OK;
}

bool
topic_same(const struct topic_list *a, const struct topic_list *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!str_eq(a->v[i], b->v[i]))
			return false;
	return true;
}
