#include "html/body_tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "html/body_json.h"
#include "html/body_load.h"
#include "html/body_upgrade.h"

_Static_assert(BODY_SCHEMA == BODY_SCHEMA_VERSION, "body.h and body.json speak of one schema");

bool
body_refuse(struct body_loader *l, const char *rest, const char *fmt, ...)
{
	struct body_error *e = l->error;
	size_t n = 0;
	va_list ap;

	if (e == NULL)
		return false;
	snprintf(e->path, sizeof(e->path), "doc");
	n = strlen(e->path);
	for (size_t i = 0; i < l->depth && n < sizeof(e->path); i++) {
		snprintf(e->path + n, sizeof(e->path) - n, ".content[%zu]", l->at[i]);
		n = strlen(e->path);
	}
	snprintf(e->path + n, sizeof(e->path) - n, "%s", rest);
	va_start(ap, fmt);
	vsnprintf(e->reason, sizeof(e->reason), fmt, ap);
	va_end(ap);
	return false;
}

static bool
find_mark(struct str name, enum body_mark *out)
{
	for (size_t i = 0; i < BODY_MARKS; i++) {
		if (str_eq(name, body_marks[i].name)) {
			*out = (enum body_mark)i;
			return true;
		}
	}
	return false;
}

static bool
load_mark(struct body_loader *l, const char *place, json_t *v, struct body_mark_item *out)
{
	json_t *type = json_object_get(v, "type");
	json_t *attrs = json_object_get(v, "attrs");
	const struct body_mark_rule *rule;
	char where[64];

	if (!json_is_object(v) || !json_is_string(type))
		return body_refuse(l, place, "a mark without a type");
	if (!find_mark(body_string(type), &out->type))
		return body_refuse(l, place, "a mark that is not in the schema");
	if (json_object_size(v) != 1u + (attrs != NULL))
		return body_refuse(l, place, "a key that is not in the schema");
	rule = &body_marks[out->type];
	snprintf(where, sizeof(where), "%s.attrs", place);
	return body_load_attrs(l, where, rule->attrs, rule->attrs_n, attrs, out->attrs);
}

static bool
load_marks(struct body_loader *l, json_t *v, struct body_item *out)
{
	size_t n = json_array_size(v);
	struct body_mark_item *marks;

	if (!json_is_array(v) || n == 0)
		return body_refuse(l, ".marks", "not an array with something in it");
	if (n > BODY_MARKS)
		return body_refuse(l, ".marks", "more marks than there are");
	l->items += n;
	marks = ARENA_ARRAY(l->a, n, struct body_mark_item);
	for (size_t i = 0; i < n; i++) {
		char place[32];

		snprintf(place, sizeof(place), ".marks[%zu]", i);
		if (!load_mark(l, place, json_array_get(v, i), &marks[i]))
			return false;
		/* The editor always stores them in the schema's order, each once. */
		if (i > 0 && marks[i].type <= marks[i - 1].type)
			return body_refuse(l, place, "marks out of order");
	}
	out->marks = marks;
	out->marks_n = n;
	return true;
}

static bool
load_text(struct body_loader *l, json_t *v, struct body_item *out)
{
	if (!json_is_string(v) || json_string_length(v) == 0)
		return body_refuse(l, ".text", "not a string with something in it");
	out->text = body_string(v);
	l->text_n += out->text.n;
	if (body_has_control(out->text))
		return body_refuse(l, ".text", "a control character");
	return true;
}

static bool load_node(struct body_loader *l, json_t *v, struct body_item *out);

static bool
takes(const struct body_term *t, enum body_node type)
{
	return (t->nodes >> type & 1) != 0;
}

/* Match the children against the content expression; tools/bodyc made sure that greed is right. */
static bool
check_order(
    struct body_loader *l, const struct body_node_rule *rule, const struct body_item *v, size_t n)
{
	size_t at = 0;

	for (size_t t = 0; t < rule->terms_n; t++) {
		const struct body_term *term = &rule->terms[t];
		size_t from = at;

		while (at < n && at - from < term->max && takes(term, v[at].type))
			at++;
		if (at - from < term->min) {
			if (at == n)
				return body_refuse(
				    l, ".content", "something is missing at its end");
			break;
		}
	}
	if (at < n) {
		char where[48];

		snprintf(where, sizeof(where), ".content[%zu]", at);
		return body_refuse(
		    l, where, "a %s may not stand here", body_nodes[v[at].type].name.p);
	}
	return true;
}

static bool
load_content(struct body_loader *l, json_t *v, struct body_item *out)
{
	const struct body_node_rule *rule = &body_nodes[out->type];
	size_t n = json_array_size(v);
	struct body_item *items;

	if (v != NULL && !json_is_array(v))
		return body_refuse(l, ".content", "not an array");
	if (n > BODY_MAX_ITEMS - l->items)
		return body_refuse(l, ".content", "more than %d nodes", BODY_MAX_ITEMS);
	if (n > 0 && l->depth >= BODY_MAX_DEPTH)
		return body_refuse(l, ".content", "nested deeper than %d", BODY_MAX_DEPTH);
	items = ARENA_ARRAY(l->a, n, struct body_item);
	for (size_t i = 0; i < n; i++) {
		l->at[l->depth++] = i;
		if (!load_node(l, json_array_get(v, i), &items[i]))
			return false;
		l->depth--;
	}
	out->content = items;
	out->content_n = n;
	return check_order(l, rule, items, n);
}

static bool
find_node(struct str name, enum body_node *out)
{
	for (size_t i = 0; i < BODY_NODES; i++) {
		if (str_eq(name, body_nodes[i].name)) {
			*out = (enum body_node)i;
			return true;
		}
	}
	return false;
}

/* Its count against the limits, before anything is done for it. */
static bool
count_node(struct body_loader *l, const struct body_node_rule *rule)
{
	if (!rule->is_inline && ++l->blocks > BODY_MAX_BLOCKS)
		return body_refuse(l, "", "more than %d blocks", BODY_MAX_BLOCKS);
	if (++l->items > BODY_MAX_ITEMS)
		return body_refuse(l, "", "more than %d nodes and marks", BODY_MAX_ITEMS);
	return true;
}

/* The host of an https: address without user and port; n == 0 if it is none. */
static struct str
https_host(struct str url)
{
	size_t n = 0;

	if (!str_starts(url, STR("https://")))
		return STR("");
	url = str_sub(url, 8, url.n);
	while (n < url.n && url.p[n] != '/' && url.p[n] != '?' && url.p[n] != '#')
		n++;
	url.n = n;
	return str_chr(url, '@') < n || str_chr(url, ':') < n ? STR("") : url;
}

/* Its address is on a host of its provider, so that a card cannot say one and open another. */
static bool
check_embed(struct body_loader *l, const struct body_item *item)
{
	const struct body_provider *provider = &body_providers[item->attrs[BODY_EMBED_PROVIDER].i];
	struct str host = https_host(item->attrs[BODY_EMBED_URL].s);

	for (size_t i = 0; i < provider->hosts_n; i++) {
		struct str known = provider->hosts[i];

		if (str_eq(host, known) ||
		    (str_ends(host, known) && host.p[host.n - known.n - 1] == '.'))
			return true;
	}
	return body_refuse(l, ".attrs.url", "not an https: address of %s", provider->name.p);
}

static bool
load_node(struct body_loader *l, json_t *v, struct body_item *out)
{
	json_t *type = json_object_get(v, "type");
	json_t *attrs = json_object_get(v, "attrs");
	json_t *marks = json_object_get(v, "marks");
	json_t *text = json_object_get(v, "text");
	json_t *content = json_object_get(v, "content");
	const struct body_node_rule *rule;

	if (!json_is_object(v) || !json_is_string(type))
		return body_refuse(l, "", "a node without a type");
	if (!find_node(body_string(type), &out->type))
		return body_refuse(l, "", "a node that is not in the schema");
	rule = &body_nodes[out->type];
	if (json_object_size(v) !=
	    1u + (attrs != NULL) + (marks != NULL) + (text != NULL) + (content != NULL))
		return body_refuse(l, "", "a key that is not in the schema");
	if ((text != NULL) != (out->type == BODY_TEXT))
		return body_refuse(
		    l, ".text", text == NULL ? "missing" : "not in a %s", rule->name.p);
	if (marks != NULL && !rule->is_inline)
		return body_refuse(l, ".marks", "not on a %s", rule->name.p);
	if (content != NULL && rule->terms_n == 0)
		return body_refuse(l, ".content", "not in a %s", rule->name.p);
	if (!count_node(l, rule) ||
	    !body_load_attrs(l, ".attrs", rule->attrs, rule->attrs_n, attrs, out->attrs))
		return false;
	if (marks != NULL && !load_marks(l, marks, out))
		return false;
	if (out->type == BODY_EMBED && !check_embed(l, out))
		return false;
	if (out->type == BODY_TEXT)
		return load_text(l, text, out);
	if (l->text_n > BODY_MAX_TEXT)
		return body_refuse(l, "", "more than %u bytes of text", BODY_MAX_TEXT);
	return load_content(l, content, out);
}

static void
drop(void *json)
{
	json_decref(json);
}

json_t *
body_parse(struct arena *a, struct str json, int64_t *schema, struct body_error *error)
{
	struct body_loader l = {.a = a, .error = error};
	json_error_t e;
	json_t *root;
	json_t *version;
	json_t *doc;
	int64_t from;

	if (json.p == NULL || json.n > BODY_MAX_BYTES) {
		(void)body_refuse(&l, "", "more than %u bytes", BODY_MAX_BYTES);
		return NULL;
	}
	root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &e);
	if (root == NULL) {
		(void)body_refuse(&l, "", "not JSON at byte %d: %s", e.position, e.text);
		return NULL;
	}
	arena_cleanup(a, drop, root);
	version = json_object_get(root, "schema");
	doc = json_object_get(root, "doc");
	if (version == NULL || doc == NULL || json_object_size(root) != 2) {
		(void)body_refuse(&l, "", "not an object of schema and doc alone");
		return NULL;
	}
	from = json_is_integer(version) ? json_integer_value(version) : 0;
	if (from < 1 || from > BODY_SCHEMA ||
	    !body_upgrade(doc, from, BODY_SCHEMA, body_upgrades)) {
		(void)body_refuse(&l, "", "not of a schema from 1 to %d", BODY_SCHEMA);
		return NULL;
	}
	if (schema != NULL)
		*schema = from;
	return doc;
}

enum status
body_load_json(struct arena *a, struct str json, const struct body_item **doc, json_t **blocks,
    struct body_error *error)
{
	struct body_loader l = {.a = a, .error = error};
	struct body_item *top = ARENA_NEW(a, struct body_item);
	json_t *root = body_parse(a, json, NULL, error);

	if (root == NULL || !load_node(&l, root, top))
		return STATUS_INVALID;
	if (top->type != BODY_TOP) {
		(void)body_refuse(&l, "", "not a %s", body_nodes[BODY_TOP].name.p);
		return STATUS_INVALID;
	}
	if (l.text_n > BODY_MAX_TEXT) {
		(void)body_refuse(&l, "", "more than %u bytes of text", BODY_MAX_TEXT);
		return STATUS_INVALID;
	}
	*doc = top;
	*blocks = json_object_get(root, "content");
	return STATUS_OK;
}

enum status
body_load(struct arena *a, struct str json, const struct body_item **doc, struct body_error *error)
{
	json_t *blocks;

	return body_load_json(a, json, doc, &blocks, error);
}
