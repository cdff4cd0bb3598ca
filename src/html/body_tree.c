#include "html/body_tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "html/body_load.h"
#include "html/body_upgrade.h"

/* A node or mark is an object of its parts, its attributes and their values: never more than these
 * for each. */
#define BODY_MAX_VALUES ((size_t)BODY_MAX_ITEMS * (6 + BODY_ATTRS_MAX))

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
	if (l->mark > 0 && n < sizeof(e->path)) {
		snprintf(e->path + n, sizeof(e->path) - n, ".marks[%zu]", l->mark - 1);
		n = strlen(e->path);
	}
	snprintf(e->path + n, sizeof(e->path) - n, "%s%s%s", l->attr == NULL ? "" : ".attrs.",
	    l->attr == NULL ? "" : l->attr, rest);
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

/* What a node or a mark is made of. */
enum part { PART_TYPE, PART_ATTRS, PART_MARKS, PART_TEXT, PART_CONTENT, PARTS };

/* Each part of ${v}, NULL where it is not there; false if there is anything else in it. */
static bool
take_parts(const struct json_value *v, const struct json_value *out[PARTS])
{
	static const struct str names[PARTS] = {[PART_TYPE] = STR("type"),
	    [PART_ATTRS] = STR("attrs"),
	    [PART_MARKS] = STR("marks"),
	    [PART_TEXT] = STR("text"),
	    [PART_CONTENT] = STR("content")};
	size_t known = 0;

	for (size_t i = 0; i < PARTS; i++) {
		out[i] = json_get(v, names[i]);
		known += out[i] != NULL;
	}
	return known == json_count(v);
}

static bool
load_mark(struct body_loader *l, const struct json_value *v, struct body_mark_item *out)
{
	const struct json_value *part[PARTS];
	bool known = take_parts(v, part);
	const struct body_mark_rule *rule;

	if (!json_is(part[PART_TYPE], JSON_IS_STRING))
		return body_refuse(l, "", "a mark without a type");
	if (!find_mark(part[PART_TYPE]->s, &out->type))
		return body_refuse(l, "", "a mark that is not in the schema");
	if (!known || part[PART_MARKS] != NULL || part[PART_TEXT] != NULL ||
	    part[PART_CONTENT] != NULL)
		return body_refuse(l, "", "a key that is not in the schema");
	rule = &body_marks[out->type];
	return body_load_attrs(l, rule->attrs, rule->attrs_n, part[PART_ATTRS], &out->attrs);
}

static bool
load_marks(struct body_loader *l, const struct json_value *v, struct body_item *out)
{
	size_t n = json_count(v);
	struct body_mark_item *marks;

	if (!json_is(v, JSON_IS_ARRAY) || n == 0)
		return body_refuse(l, ".marks", "not an array with something in it");
	if (n > BODY_MARKS)
		return body_refuse(l, ".marks", "more marks than there are");
	l->items += n;
	marks = ARENA_ARRAY(l->a, n, struct body_mark_item);
	v = json_first(v);
	for (size_t i = 0; i < n; i++, v = v->next) {
		l->mark = i + 1;
		if (!load_mark(l, v, &marks[i]))
			return false;
		/* The editor always stores them in the schema's order, each once. */
		if (i > 0 && marks[i].type <= marks[i - 1].type)
			return body_refuse(l, "", "marks out of order");
	}
	l->mark = 0;
	out->marks = marks;
	out->marks_n = n;
	return true;
}

static bool
load_text(struct body_loader *l, const struct json_value *v, struct body_item *out)
{
	if (!json_is(v, JSON_IS_STRING) || v->s.n == 0)
		return body_refuse(l, ".text", "not a string with something in it");
	out->text = v->s;
	l->text_n += out->text.n;
	if (body_has_control(out->text))
		return body_refuse(l, ".text", "a control character");
	return true;
}

static bool load_node(struct body_loader *l, const struct json_value *v, struct body_item *out);

static bool
takes(const struct body_term *t, enum body_node type)
{
	return (t->nodes >> type & 1) != 0;
}

/*
 * Match the children against the content expression; tools/bodyc made sure that greed is right.
 * How many of them it takes; ${lacks}: something is missing after these.
 */
static size_t
take_order(const struct body_node_rule *rule, const struct body_item *v, size_t n, bool *lacks)
{
	size_t at = 0;

	*lacks = false;
	for (size_t t = 0; t < rule->terms_n && !*lacks; t++) {
		const struct body_term *term = &rule->terms[t];
		size_t from = at;

		while (at < n && at - from < term->max && takes(term, v[at].type))
			at++;
		*lacks = at - from < term->min;
	}
	return at;
}

bool
body_fits(enum body_node type, const struct body_item *v, size_t n)
{
	bool lacks;

	return take_order(&body_nodes[type], v, n, &lacks) == n && !lacks;
}

static bool
check_order(
    struct body_loader *l, const struct body_node_rule *rule, const struct body_item *v, size_t n)
{
	bool lacks;
	size_t at = take_order(rule, v, n, &lacks);

	if (at < n) {
		char where[48];

		snprintf(where, sizeof(where), ".content[%zu]", at);
		return body_refuse(
		    l, where, "a %s may not stand here", body_nodes[v[at].type].name.p);
	}
	return !lacks || body_refuse(l, ".content", "something is missing at its end");
}

static bool
load_content(struct body_loader *l, const struct json_value *v, struct body_item *out)
{
	const struct body_node_rule *rule = &body_nodes[out->type];
	size_t n = json_count(v);
	struct body_item *items;

	if (v != NULL && !json_is(v, JSON_IS_ARRAY))
		return body_refuse(l, ".content", "not an array");
	if (n > BODY_MAX_ITEMS - l->items)
		return body_refuse(l, ".content", "more than %d nodes", BODY_MAX_ITEMS);
	if (n > 0 && l->depth >= BODY_MAX_DEPTH)
		return body_refuse(l, ".content", "nested deeper than %d", BODY_MAX_DEPTH);
	items = ARENA_ARRAY(l->a, n, struct body_item);
	v = json_first(v);
	for (size_t i = 0; i < n; i++, v = v->next) {
		l->at[l->depth++] = i;
		if (!load_node(l, v, &items[i]))
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

bool
body_embed_fits(const struct body_item *embed)
{
	const struct body_provider *provider = &body_providers[embed->attrs[BODY_EMBED_PROVIDER].i];
	struct str host = https_host(embed->attrs[BODY_EMBED_URL].s);

	for (size_t i = 0; i < provider->hosts_n; i++) {
		struct str known = provider->hosts[i];

		if (str_eq(host, known) ||
		    (str_ends(host, known) && host.p[host.n - known.n - 1] == '.'))
			return true;
	}
	return false;
}

/* Does ${part} have what a node of ${rule} has, and nothing else? */
static bool
check_parts(struct body_loader *l, const struct body_node_rule *rule,
    const struct json_value *const part[PARTS])
{
	bool is_text = rule == &body_nodes[BODY_TEXT];

	if ((part[PART_TEXT] != NULL) != is_text)
		return body_refuse(l, ".text", is_text ? "missing" : "not in a %s", rule->name.p);
	if (part[PART_MARKS] != NULL && !rule->is_inline)
		return body_refuse(l, ".marks", "not on a %s", rule->name.p);
	if (part[PART_CONTENT] != NULL && rule->terms_n == 0)
		return body_refuse(l, ".content", "not in a %s", rule->name.p);
	return true;
}

static bool
load_node(struct body_loader *l, const struct json_value *v, struct body_item *out)
{
	const struct json_value *part[PARTS];
	bool known = take_parts(v, part);
	const struct body_node_rule *rule;

	if (!json_is(part[PART_TYPE], JSON_IS_STRING))
		return body_refuse(l, "", "a node without a type");
	if (!find_node(part[PART_TYPE]->s, &out->type))
		return body_refuse(l, "", "a node that is not in the schema");
	rule = &body_nodes[out->type];
	if (!known)
		return body_refuse(l, "", "a key that is not in the schema");
	if (!check_parts(l, rule, part) || !count_node(l, rule) ||
	    !body_load_attrs(l, rule->attrs, rule->attrs_n, part[PART_ATTRS], &out->attrs))
		return false;
	if (part[PART_MARKS] != NULL && !load_marks(l, part[PART_MARKS], out))
		return false;
	if (out->type == BODY_EMBED && !body_embed_fits(out))
		return body_refuse(l, ".attrs.url", "not an https: address of %s",
		    body_providers[out->attrs[BODY_EMBED_PROVIDER].i].name.p);
	if (out->type == BODY_TEXT)
		return load_text(l, part[PART_TEXT], out);
	if (l->text_n > BODY_MAX_TEXT)
		return body_refuse(l, "", "more than %u bytes of text", BODY_MAX_TEXT);
	return load_content(l, part[PART_CONTENT], out);
}

struct json_value *
body_parse(struct arena *a, struct str json, int64_t *schema, struct body_error *error)
{
	struct body_loader l = {.a = a, .error = error};
	struct json_fault fault;
	const struct json_value *root;
	const struct json_value *version;
	struct json_value *doc;
	int64_t from;

	if (json.p == NULL || json.n > BODY_MAX_BYTES) {
		(void)body_refuse(&l, "", "more than %u bytes", BODY_MAX_BYTES);
		return NULL;
	}
	root = json_read(a, arena_scratch(a), json, BODY_MAX_VALUES, &fault);
	if (root == NULL) {
		(void)body_refuse(&l, "", "not JSON at byte %zu: %s", fault.at, fault.what);
		return NULL;
	}
	version = json_get(root, STR("schema"));
	doc = json_get(root, STR("doc"));
	if (version == NULL || doc == NULL || json_count(root) != 2) {
		(void)body_refuse(&l, "", "not an object of schema and doc alone");
		return NULL;
	}
	from = json_is(version, JSON_IS_INTEGER) ? version->i : 0;
	if (from < 1 || from > BODY_SCHEMA ||
	    !body_upgrade(a, doc, from, BODY_SCHEMA, body_upgrades)) {
		(void)body_refuse(&l, "", "not of a schema from 1 to %d", BODY_SCHEMA);
		return NULL;
	}
	if (schema != NULL)
		*schema = from;
	return doc;
}

static bool
load_document(struct body_loader *l, const struct json_value *root, struct body_item *top)
{
	if (!load_node(l, root, top))
		return false;
	if (top->type != BODY_TOP)
		return body_refuse(l, "", "not a %s", body_nodes[BODY_TOP].name.p);
	if (l->text_n > BODY_MAX_TEXT)
		return body_refuse(l, "", "more than %u bytes of text", BODY_MAX_TEXT);
	return true;
}

static enum status
load(struct body_loader *l, struct arena *a, struct str json, const struct body_item **doc)
{
	struct body_item *top = ARENA_NEW(a, struct body_item);
	const struct json_value *root = body_parse(a, json, NULL, l->error);
	bool loaded;

	l->a = a;
	l->scratch = arena_scratch(a);
	loaded = root != NULL && load_document(l, root, top);
	arena_reset(l->scratch);
	if (!loaded)
		return STATUS_INVALID;
	*doc = top;
	return STATUS_OK;
}

enum status
body_load(struct arena *a, struct str json, const struct body_item **doc, struct body_error *error)
{
	struct body_loader l = {.error = error};

	return load(&l, a, json, doc);
}

enum status
body_load_kept(
    struct arena *a, struct str json, const struct body_item **doc, struct body_error *error)
{
	struct body_loader l = {.error = error, .kept = true};

	if (error != NULL)
		*error = (struct body_error){.max = 0};
	return load(&l, a, json, doc);
}
