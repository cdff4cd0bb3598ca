#include "html/body_json.h"

#include "base/fnv.h"
#include "base/json.h"
#include "html/body_match.h"

void
body_list_add(struct arena *a, struct body_list *list, const struct body_item *items, size_t n)
{
	ARENA_MORE(a, list->v, list->n, &list->room, n);
	for (size_t i = 0; i < n; i++)
		list->v[list->n++] = items[i];
}

struct body_item
body_paragraph(const struct body_item *runs, size_t n)
{
	static const struct body_value attrs[BODY_ATTRS_MAX];

	return (struct body_item){
	    .type = BODY_PARAGRAPH, .attrs = attrs, .content = runs, .content_n = n};
}

static void
write_value(struct buf *b, const struct body_attr *rule, const struct body_value *value)
{
	switch (rule->type) {
	case BODY_INTEGER:
		buf_i64(b, value->i);
		break;
	case BODY_CHOICE:
		json_str(b, rule->choices[value->i]);
		break;
	case BODY_PROVIDER:
		json_str(b, body_providers[value->i].name);
		break;
	case BODY_URL:
	case BODY_WORDS:
	case BODY_DATE:
	case BODY_HEX:
	case BODY_ID:
		json_str(b, value->s);
		break;
	}
}

/* What is left out means the same. */
static bool
is_default(const struct body_attr *rule, const struct body_value *value)
{
	return rule->optional && value->i == rule->fallback && value->s.n == 0;
}

static void
write_attrs(struct buf *b, const struct body_attr *rules, size_t n, const struct body_value *values)
{
	const char *before = ",\"attrs\":{";

	/* What has none has those that may be left out. */
	for (size_t i = 0; values != NULL && i < n; i++) {
		if (is_default(&rules[i], &values[i]))
			continue;
		buf_z(b, before);
		json_str(b, rules[i].name);
		buf_char(b, ':');
		write_value(b, &rules[i], &values[i]);
		before = ",";
	}
	if (before[1] == '\0')
		buf_char(b, '}');
}

static void
write_marks(struct buf *b, const struct body_item *item)
{
	const char *before = ",\"marks\":[{\"type\":";

	for (size_t i = 0; i < item->marks_n; i++) {
		const struct body_mark_item *mark = &item->marks[i];
		const struct body_mark_rule *rule = &body_marks[mark->type];

		buf_z(b, before);
		json_str(b, rule->name);
		write_attrs(b, rule->attrs, rule->attrs_n, mark->attrs);
		before = "},{\"type\":";
	}
	if (item->marks_n > 0)
		BUF_LIT(b, "}]");
}

/* As deep as a body may be. */
static void
write_item(struct buf *b, const struct body_item *item)
{
	const struct body_node_rule *rule = &body_nodes[item->type];
	const char *before = ",\"content\":[";

	BUF_LIT(b, "{\"type\":");
	json_str(b, rule->name);
	write_attrs(b, rule->attrs, rule->attrs_n, item->attrs);
	if (item->type == BODY_TEXT) {
		BUF_LIT(b, ",\"text\":");
		json_str(b, item->text);
	}
	write_marks(b, item);
	for (size_t i = 0; i < item->content_n; i++) {
		buf_z(b, before);
		write_item(b, &item->content[i]);
		before = ",";
	}
	if (item->content_n > 0)
		buf_char(b, ']');
	buf_char(b, '}');
}

enum status
body_json_store(struct arena *a, const struct body_list *list, struct str *json)
{
	const struct body_item empty = body_paragraph(NULL, 0);
	const struct body_item doc = {.type = BODY_DOC,
	    .content = list->n > 0 ? list->v : &empty,
	    .content_n = list->n > 0 ? list->n : 1};
	const struct body_item *loaded;
	struct buf b;

	buf_init(&b, a, BODY_MAX_BYTES);
	buf_printf(&b, "{\"schema\":%d,\"doc\":", BODY_SCHEMA);
	write_item(&b, &doc);
	buf_char(&b, '}');
	if (!buf_ok(&b))
		return STATUS_INVALID;
	*json = buf_view(&b);
	/* Only the loader knows all limits. */
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
struct body_item
body_json_unnamed(struct arena *a, const struct body_item *item)
{
	struct body_item copy = *item;
	struct body_item *content = ARENA_ARRAY(a, item->content_n, struct body_item);

	body_item_name(a, &copy, STR_NULL);
	for (size_t i = 0; i < item->content_n; i++)
		content[i] = body_json_unnamed(a, &item->content[i]);
	copy.content = content;
	return copy;
}
