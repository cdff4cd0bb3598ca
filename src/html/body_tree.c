#include "html/body_tree.h"

#include <assert.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/url.h"
#include "base/utf8.h"

_Static_assert(BODY_SCHEMA == BODY_SCHEMA_VERSION, "body.h and body.json speak of one schema");

#define ID_MIN 8
#define ID_MAX 12
/* A table of hashes for the names of the blocks, never more than a third full. */
#define IDS_SLOTS 16384

struct loader {
	struct arena *a;
	struct body_error *error;
	size_t at[BODY_MAX_DEPTH]; /* the way to the node in hand: its place among its siblings */
	size_t depth;
	size_t blocks;
	size_t items;
	size_t text_n;
	struct str *ids; /* NULL until the first block that has a name */
};

/* Say where and why.  ${rest} goes on from the node in hand: ".attrs.level". */
static bool PRINTF_LIKE(3, 4) refuse(struct loader *l, const char *rest, const char *fmt, ...)
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

static struct str
string_of(const json_t *v)
{
	return (struct str){json_string_value(v), json_string_length(v)};
}

static bool
load_url(struct loader *l, const struct body_attr *rule, const char *where, struct str s)
{
	if (s.n > (size_t)rule->max)
		return refuse(l, where, "longer than %lld bytes", (long long)rule->max);
	if (s.n == 0 || !url_safe(s))
		return refuse(l, where, "not an address that may be linked");
	return true;
}

static bool
load_integer(struct loader *l, const struct body_attr *rule, const char *where, json_t *v,
    struct body_value *out)
{
	if (!json_is_integer(v))
		return refuse(l, where, "not an integer");
	out->i = json_integer_value(v);
	if (out->i < rule->min || out->i > rule->max)
		return refuse(
		    l, where, "not from %lld to %lld", (long long)rule->min, (long long)rule->max);
	return true;
}

/*
 * What utf8_check() calls a control character, and the newline: C0 but for TAB, DEL, C1 (C2 80 to
 * C2 9F), U+2028 and U+2029 (E2 80 A8, E2 80 A9).  The JSON parser has checked the UTF-8, so
 * looking at bytes is enough, and several times faster.
 */
static bool
has_control(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = 0; i < s.n; i++) {
		if (p[i] >= 0x20 && p[i] != 0x7f && p[i] != 0xc2 && p[i] != 0xe2)
			continue;
		if ((p[i] < 0x20 && p[i] != '\t') || p[i] == 0x7f)
			return true;
		if (p[i] == 0xc2 && p[i + 1] < 0xa0)
			return true;
		if (p[i] == 0xe2 && p[i + 1] == 0x80 && (p[i + 2] == 0xa8 || p[i + 2] == 0xa9))
			return true;
	}
	return false;
}

/* A line of words: an address in disguise, or a tag, is no matter, since it is escaped. */
static bool
load_words(struct loader *l, const struct body_attr *rule, const char *where, struct str s)
{
	if (s.n == 0)
		return refuse(l, where, "empty");
	if (has_control(s))
		return refuse(l, where, "a control character");
	if (utf8_count(s) > (size_t)rule->max)
		return refuse(l, where, "longer than %lld characters", (long long)rule->max);
	return true;
}

/* "07": from 1 to ${max}. */
static bool
two_digits(struct str s, int64_t max, int64_t *out)
{
	if (s.p[0] < '0' || s.p[0] > '9' || s.p[1] < '0' || s.p[1] > '9')
		return false;
	*out = (s.p[0] - '0') * 10 + (s.p[1] - '0');
	return *out >= 1 && *out <= max;
}

static bool
is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* A day of the Gregorian calendar, from 1900 to 2199, as ISO 8601 writes it. */
static bool
load_date(struct loader *l, const char *where, struct str s)
{
	static const int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t year;
	int64_t month;
	int64_t day;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' ||
	    !num_i64(str_sub(s, 0, 4), 1900, 2199, &year) ||
	    !two_digits(str_sub(s, 5, 7), 12, &month) ||
	    !two_digits(
		str_sub(s, 8, 10), days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0), &day))
		return refuse(l, where, "not a day as YYYY-MM-DD");
	return true;
}

static bool
load_provider(struct loader *l, const char *where, struct body_value *out)
{
	for (size_t i = 0; i < BODY_PROVIDERS; i++) {
		if (str_eq(out->s, body_providers[i].name)) {
			out->i = (int64_t)i;
			return true;
		}
	}
	return refuse(l, where, "not a provider of the schema");
}

/* Blocks are told apart by their names when two texts are merged: so each is there once. */
static bool
load_id(struct loader *l, const char *where, struct str s)
{
	uint32_t h = 2166136261U;

	if (s.n < ID_MIN || s.n > ID_MAX)
		return refuse(l, where, "not from %d to %d characters", ID_MIN, ID_MAX);
	for (size_t i = 0; i < s.n; i++) {
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9')))
			return refuse(l, where, "not of a-z and 0-9");
		h = (h ^ (unsigned char)s.p[i]) * 16777619U;
	}
	if (l->ids == NULL)
		l->ids = ARENA_ARRAY(l->a, IDS_SLOTS, struct str);
	for (h %= IDS_SLOTS; l->ids[h].p != NULL; h = (h + 1) % IDS_SLOTS) {
		if (str_eq(l->ids[h], s))
			return refuse(l, where, "another block has it");
	}
	l->ids[h] = s;
	return true;
}

static bool
load_attr(struct loader *l, const struct body_attr *rule, const char *where, json_t *v,
    struct body_value *out)
{
	if (rule->type == BODY_INTEGER)
		return load_integer(l, rule, where, v, out);
	if (!json_is_string(v))
		return refuse(l, where, "not a string");
	out->s = string_of(v);
	l->text_n += out->s.n;
	switch (rule->type) {
	case BODY_URL:
		return load_url(l, rule, where, out->s);
	case BODY_WORDS:
		return load_words(l, rule, where, out->s);
	case BODY_DATE:
		return load_date(l, where, out->s);
	case BODY_PROVIDER:
		return load_provider(l, where, out);
	case BODY_ID:
		return load_id(l, where, out->s);
	case BODY_INTEGER:
		break;
	}
	return false;
}

/* Every attribute that the rule names, and no other. */
static bool
load_attrs(struct loader *l, const char *place, const struct body_attr *rules, size_t n,
    json_t *attrs, struct body_value *out)
{
	size_t known = 0;
	char where[96];

	assert(n <= BODY_ATTRS_MAX);
	if (attrs != NULL && !json_is_object(attrs))
		return refuse(l, place, "not an object");
	for (size_t i = 0; i < n; i++) {
		json_t *v = json_object_get(attrs, rules[i].name.p);

		snprintf(where, sizeof(where), "%s.%s", place, rules[i].name.p);
		out[i].i = rules[i].fallback;
		if (v == NULL && !rules[i].optional)
			return refuse(l, where, "missing");
		if (v == NULL)
			continue;
		known++;
		if (!load_attr(l, &rules[i], where, v, &out[i]))
			return false;
	}
	if (json_object_size(attrs) != known)
		return refuse(l, place, "an attribute that is not in the schema");
	return true;
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
load_mark(struct loader *l, const char *place, json_t *v, struct body_mark_item *out)
{
	json_t *type = json_object_get(v, "type");
	json_t *attrs = json_object_get(v, "attrs");
	const struct body_mark_rule *rule;
	char where[64];

	if (!json_is_object(v) || !json_is_string(type))
		return refuse(l, place, "a mark without a type");
	if (!find_mark(string_of(type), &out->type))
		return refuse(l, place, "a mark that is not in the schema");
	if (json_object_size(v) != 1u + (attrs != NULL))
		return refuse(l, place, "a key that is not in the schema");
	rule = &body_marks[out->type];
	snprintf(where, sizeof(where), "%s.attrs", place);
	return load_attrs(l, where, rule->attrs, rule->attrs_n, attrs, out->attrs);
}

static bool
load_marks(struct loader *l, json_t *v, struct body_item *out)
{
	size_t n = json_array_size(v);
	struct body_mark_item *marks;

	if (!json_is_array(v) || n == 0)
		return refuse(l, ".marks", "not an array with something in it");
	if (n > BODY_MARKS)
		return refuse(l, ".marks", "more marks than there are");
	l->items += n;
	marks = ARENA_ARRAY(l->a, n, struct body_mark_item);
	for (size_t i = 0; i < n; i++) {
		char place[32];

		snprintf(place, sizeof(place), ".marks[%zu]", i);
		if (!load_mark(l, place, json_array_get(v, i), &marks[i]))
			return false;
		/* The editor always stores them in the schema's order, each once. */
		if (i > 0 && marks[i].type <= marks[i - 1].type)
			return refuse(l, place, "marks out of order");
	}
	out->marks = marks;
	out->marks_n = n;
	return true;
}

static bool
load_text(struct loader *l, json_t *v, struct body_item *out)
{
	if (!json_is_string(v) || json_string_length(v) == 0)
		return refuse(l, ".text", "not a string with something in it");
	out->text = string_of(v);
	l->text_n += out->text.n;
	if (has_control(out->text))
		return refuse(l, ".text", "a control character");
	return true;
}

static bool load_node(struct loader *l, json_t *v, struct body_item *out);

static bool
takes(const struct body_term *t, enum body_node type)
{
	return (t->nodes >> type & 1) != 0;
}

/* Match the children against the content expression; tools/bodyc made sure that greed is right. */
static bool
check_order(
    struct loader *l, const struct body_node_rule *rule, const struct body_item *v, size_t n)
{
	size_t at = 0;

	for (size_t t = 0; t < rule->terms_n; t++) {
		const struct body_term *term = &rule->terms[t];
		size_t from = at;

		while (at < n && takes(term, v[at].type) && (term->many || at == from))
			at++;
		if (at == from && term->required) {
			if (at == n)
				return refuse(l, ".content", "something is missing at its end");
			break;
		}
	}
	if (at < n) {
		char where[48];

		snprintf(where, sizeof(where), ".content[%zu]", at);
		return refuse(l, where, "a %s may not stand here", body_nodes[v[at].type].name.p);
	}
	return true;
}

static bool
load_content(struct loader *l, json_t *v, struct body_item *out)
{
	const struct body_node_rule *rule = &body_nodes[out->type];
	size_t n = json_array_size(v);
	struct body_item *items;

	if (v != NULL && !json_is_array(v))
		return refuse(l, ".content", "not an array");
	if (n > BODY_MAX_ITEMS - l->items)
		return refuse(l, ".content", "more than %d nodes", BODY_MAX_ITEMS);
	if (n > 0 && l->depth >= BODY_MAX_DEPTH)
		return refuse(l, ".content", "nested deeper than %d", BODY_MAX_DEPTH);
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
count_node(struct loader *l, const struct body_node_rule *rule)
{
	if (!rule->is_inline && ++l->blocks > BODY_MAX_BLOCKS)
		return refuse(l, "", "more than %d blocks", BODY_MAX_BLOCKS);
	if (++l->items > BODY_MAX_ITEMS)
		return refuse(l, "", "more than %d nodes and marks", BODY_MAX_ITEMS);
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
check_embed(struct loader *l, const struct body_item *item)
{
	const struct body_provider *provider = &body_providers[item->attrs[BODY_EMBED_PROVIDER].i];
	struct str host = https_host(item->attrs[BODY_EMBED_URL].s);

	for (size_t i = 0; i < provider->hosts_n; i++) {
		struct str known = provider->hosts[i];

		if (str_eq(host, known) ||
		    (str_ends(host, known) && host.p[host.n - known.n - 1] == '.'))
			return true;
	}
	return refuse(l, ".attrs.url", "not an https: address of %s", provider->name.p);
}

static bool
load_node(struct loader *l, json_t *v, struct body_item *out)
{
	json_t *type = json_object_get(v, "type");
	json_t *attrs = json_object_get(v, "attrs");
	json_t *marks = json_object_get(v, "marks");
	json_t *text = json_object_get(v, "text");
	json_t *content = json_object_get(v, "content");
	const struct body_node_rule *rule;

	if (!json_is_object(v) || !json_is_string(type))
		return refuse(l, "", "a node without a type");
	if (!find_node(string_of(type), &out->type))
		return refuse(l, "", "a node that is not in the schema");
	rule = &body_nodes[out->type];
	if (json_object_size(v) !=
	    1u + (attrs != NULL) + (marks != NULL) + (text != NULL) + (content != NULL))
		return refuse(l, "", "a key that is not in the schema");
	if ((text != NULL) != (out->type == BODY_TEXT))
		return refuse(l, ".text", text == NULL ? "missing" : "not in a %s", rule->name.p);
	if (marks != NULL && !rule->is_inline)
		return refuse(l, ".marks", "not on a %s", rule->name.p);
	if (content != NULL && rule->terms_n == 0)
		return refuse(l, ".content", "not in a %s", rule->name.p);
	if (!count_node(l, rule) ||
	    !load_attrs(l, ".attrs", rule->attrs, rule->attrs_n, attrs, out->attrs))
		return false;
	if (marks != NULL && !load_marks(l, marks, out))
		return false;
	if (out->type == BODY_EMBED && !check_embed(l, out))
		return false;
	if (out->type == BODY_TEXT)
		return load_text(l, text, out);
	if (l->text_n > BODY_MAX_TEXT)
		return refuse(l, "", "more than %u bytes of text", BODY_MAX_TEXT);
	return load_content(l, content, out);
}

static void
drop(void *json)
{
	json_decref(json);
}

static bool
load_envelope(struct loader *l, struct str json, struct body_item *out)
{
	json_error_t e;
	json_t *root;
	json_t *schema;
	json_t *doc;

	if (json.p == NULL || json.n > BODY_MAX_BYTES)
		return refuse(l, "", "more than %u bytes", BODY_MAX_BYTES);
	root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &e);
	if (root == NULL)
		return refuse(l, "", "not JSON at byte %d: %s", e.position, e.text);
	arena_cleanup(l->a, drop, root);
	schema = json_object_get(root, "schema");
	doc = json_object_get(root, "doc");
	if (schema == NULL || doc == NULL || json_object_size(root) != 2)
		return refuse(l, "", "not an object of schema and doc alone");
	if (!json_is_integer(schema) || json_integer_value(schema) != BODY_SCHEMA)
		return refuse(l, "", "not schema %d", BODY_SCHEMA);
	if (!load_node(l, doc, out))
		return false;
	if (out->type != BODY_TOP)
		return refuse(l, "", "not a %s", body_nodes[BODY_TOP].name.p);
	if (l->text_n > BODY_MAX_TEXT)
		return refuse(l, "", "more than %u bytes of text", BODY_MAX_TEXT);
	return true;
}

enum status
body_load(struct arena *a, struct str json, const struct body_item **doc, struct body_error *error)
{
	struct loader l = {.a = a, .error = error};
	struct body_item *top = ARENA_NEW(a, struct body_item);

	if (!load_envelope(&l, json, top))
		return STATUS_INVALID;
	*doc = top;
	return STATUS_OK;
}
