/* Long: one pass over one small file, of which each function writes one kind of line. */
#include <ctype.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../outfile.h"
#include "bodyc.h"

/*
 * bodyc SCHEMA.json OUT.h OUT.c OUT.ts OUT.md
 * Turn the description of article bodies into the tables of html/body_rule.h, and, once they are
 * known to be sound, into a module for the editor and a page for people.  The first fault of the
 * description ends the run.
 */

#define NODES_MAX 32 /* the terms are bit masks of 32 */

static const char *path;

void
die(const char *where, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: %s: ", path, where);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

static void
only_keys(const char *where, json_t *o, const char *const *keys)
{
	const char *key;
	json_t *value;

	if (!json_is_object(o))
		die(where, "an object is wanted");
	json_object_foreach(o, key, value)
	{
		size_t i = 0;

		while (keys[i] != NULL && strcmp(keys[i], key) != 0)
			i++;
		if (keys[i] == NULL)
			die(where, "unknown key '%s'", key);
	}
}

static const char *
text_of(const char *where, json_t *o, const char *key)
{
	json_t *v = json_object_get(o, key);

	if (v == NULL)
		return "";
	if (!json_is_string(v))
		die(where, "'%s' is not a string", key);
	for (const char *p = json_string_value(v); *p != '\0'; p++) {
		/* Everything ends up in a C string or a tag: no escaping is better than some. */
		if (!isalnum((unsigned char)*p) && strchr("_- *+?{}(|),", *p) == NULL)
			die(where, "'%c' in '%s'", *p, key);
	}
	return json_string_value(v);
}

static void
put_str(FILE *out, const char *z, size_t n)
{
	fprintf(out, "{\"%.*s\", %zu}", (int)n, z, n);
}

static void
put_upper(FILE *out, const char *prefix, const char *name)
{
	fputs(prefix, out);
	for (; *name != '\0'; name++)
		fputc(toupper((unsigned char)*name), out);
}

static json_int_t
integer_of(const char *where, json_t *o, const char *key)
{
	json_t *v = json_object_get(o, key);

	if (!json_is_integer(v))
		die(where, "an integer '%s' is wanted", key);
	return json_integer_value(v);
}

struct kind {
	const char *name;
	const char *constant;
	bool has_min, has_max;
	const char *const keys[6];
};

static const struct kind *
kind_of(const char *where, const char *name, json_t *a)
{
	static const struct kind kinds[] = {
	    {"integer", "BODY_INTEGER", true, true, {"type", "min", "max", "default", "html"}},
	    {"url", "BODY_URL", false, true, {"type", "max", "html"}},
	    {"text", "BODY_WORDS", false, true, {"type", "max", "default"}},
	    {"date", "BODY_DATE", false, false, {"type"}},
	    {"provider", "BODY_PROVIDER", false, false, {"type"}},
	    {"id", "BODY_ID", false, false, {"type"}},
	    {"choice", "BODY_CHOICE", false, false, {"type", "values", "default"}},
	    {"hex", "BODY_HEX", false, false, {"type", "digits"}},
	};
	const char *type = text_of(where, a, "type");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(type, kinds[i].name) == 0)
			return &kinds[i];
	}
	die(where, "the type of '%s' is none that there is", name);
}

/* The place of the default among the ${values} of a choice. */
static json_int_t
default_choice(const char *where, const char *name, json_t *a)
{
	const char *preset = text_of(where, a, "default");
	size_t i;
	json_t *v;

	json_array_foreach(json_object_get(a, "values"), i, v)
	{
		if (strcmp(json_string_value(v), preset) == 0)
			return (json_int_t)i;
	}
	die(where, "the default of '%s' is none of its values", name);
}

static json_int_t
default_of(const char *where, const char *name, const struct kind *kind, json_t *a)
{
	if (strcmp(kind->name, "choice") == 0)
		return default_choice(where, name, a);
	if (json_object_get(a, "default") == NULL || strcmp(kind->name, "id") == 0)
		return 0;
	if (kind->has_min)
		return integer_of(where, a, "default");
	/* What is left out has no words. */
	if (*text_of(where, a, "default") != '\0')
		die(where, "the default of '%s' can only be empty", name);
	return 0;
}

static void
put_attr(FILE *out, const char *of, const char *where, const char *name, json_t *a)
{
	const struct kind *kind = kind_of(where, name, a);
	const char *html = text_of(where, a, "html");
	bool is_hex = strcmp(kind->name, "hex") == 0;
	json_int_t min = kind->has_min ? integer_of(where, a, "min") : 0;
	json_int_t max = kind->has_max ? integer_of(where, a, "max") : 0;
	json_int_t fallback;
	bool preset = json_object_get(a, "default") != NULL;
	/* A block's name may be absent: the plain-text form gives none. */
	bool optional = preset || strcmp(kind->name, "id") == 0;
	size_t choices = json_array_size(json_object_get(a, "values"));

	only_keys(where, a, kind->keys);
	fallback = default_of(where, name, kind, a);
	if (is_hex)
		max = integer_of(where, a, "digits");
	if (min > max || (preset && kind->has_min && (fallback < min || fallback > max)))
		die(where, "the bounds of '%s' contradict each other", name);
	fputs("    {", out);
	put_str(out, name, strlen(name));
	fprintf(out,
	    ", %s, %" JSON_INTEGER_FORMAT ", %" JSON_INTEGER_FORMAT ", %s, %" JSON_INTEGER_FORMAT
	    ", ",
	    kind->constant, min, max, optional ? "true" : "false", fallback);
	put_str(out, html, strlen(html));
	if (choices > 0)
		fprintf(out, ", %s_%s_%s_choices, %zu},\n", of, where, name, choices);
	else
		fputs(", NULL, 0},\n", out);
}

/* The names that a choice is between. */
static void
put_choices(FILE *out, const char *of, const char *where, const char *name, json_t *a)
{
	json_t *values = json_object_get(a, "values");
	size_t i;
	json_t *v;

	if (strcmp(text_of(where, a, "type"), "choice") != 0)
		return;
	if (json_array_size(values) == 0)
		die(where, "'values' of '%s' is not an array with something in it", name);
	fprintf(out, "static const struct str %s_%s_%s_choices[] = {\n", of, where, name);
	json_array_foreach(values, i, v)
	{
		const char *z = json_string_value(v);
		size_t n = z == NULL ? 0 : strlen(z);

		if (n == 0 || strspn(z, "abcdefghijklmnopqrstuvwxyz") != n)
			die(where, "a value of '%s' is not a word of a-z", name);
		fputs("    ", out);
		put_str(out, z, n);
		fputs(",\n", out);
	}
	fputs("};\n", out);
}

static void
put_attrs(FILE *out, const char *kind, const char *name, json_t *rule)
{
	json_t *attrs = json_object_get(rule, "attrs");
	const char *key;
	json_t *a;

	if (attrs == NULL)
		return;
	if (!json_is_object(attrs) || json_object_size(attrs) == 0)
		die(name, "'attrs' is not an object with something in it");
	json_object_foreach(attrs, key, a) put_choices(out, kind, name, key, a);
	fprintf(out, "static const struct body_attr %s_%s_attrs[] = {\n", kind, name);
	json_object_foreach(attrs, key, a) put_attr(out, kind, name, key, a);
	fputs("};\n", out);
}

/* The bits of a node's or a group's name. */
static uint32_t
mask_of(const char *where, json_t *nodes, const char *word, size_t n)
{
	uint32_t mask = 0;
	unsigned bit = 0;
	const char *key;
	json_t *rule;

	json_object_foreach(nodes, key, rule)
	{
		const char *group = text_of(key, rule, "group");

		if ((strlen(key) == n && memcmp(key, word, n) == 0) ||
		    (strlen(group) == n && memcmp(group, word, n) == 0))
			mask |= UINT32_C(1) << bit;
		bit++;
	}
	if (mask == 0)
		die(where, "'%.*s' is neither a node nor a group", (int)n, word);
	return mask;
}

/* The bits of a term: a name, or names in parentheses with bars between them. */
static uint32_t
mask_of_term(const char *where, json_t *nodes, const char **at)
{
	uint32_t mask = 0;
	bool many = **at == '(';
	size_t n;

	*at += many;
	for (;;) {
		n = strcspn(*at, " *+?(|){},");
		if (n == 0)
			die(where, "a name is wanted in 'content'");
		mask |= mask_of(where, nodes, *at, n);
		*at += n;
		if (!many || **at != '|')
			break;
		++*at;
	}
	if (many && **at != ')')
		die(where, "a ')' is wanted in 'content'");
	*at += many;
	return mask;
}

struct range {
	uint32_t min, max;
};

/* "{2,20}", "*", "+", "?" or nothing: how many of a term there may be. */
static struct range
range_of(const char *where, const char **at)
{
	struct range r = {1, 1};
	unsigned min;
	unsigned max;
	int n = 0;

	if (**at == '*' || **at == '+') {
		r = (struct range){**at == '+', UINT32_MAX};
		++*at;
	} else if (**at == '?') {
		r.min = 0;
		++*at;
	} else if (**at == '{') {
		if (sscanf(*at, "{%3u,%3u}%n", &min, &max, &n) != 2 || n == 0 || min > max ||
		    max == 0)
			die(where, "'{least,most}' is wanted in 'content'");
		r = (struct range){min, max};
		*at += n;
	}
	if (**at != '\0' && **at != ' ')
		die(where, "'%c' in 'content'", **at);
	return r;
}

/*
 * Each term takes all it can, which is the right reading only if no term could have left something
 * to one after it: that is checked here, so that the renderer need not try alternatives.
 */
static void
put_terms(FILE *out, const char *name, json_t *nodes, json_t *rule)
{
	const char *at = text_of(name, rule, "content");
	uint32_t open = 0;

	if (*at == '\0')
		return;
	fprintf(out, "static const struct body_term node_%s_terms[] = {\n", name);
	while (*at != '\0') {
		const char *start = at;
		uint32_t mask = mask_of_term(name, nodes, &at);
		size_t n = (size_t)(at - start);
		struct range r = range_of(name, &at);

		if ((mask & open) != 0)
			die(name, "'%.*s' could also belong to the term before it", (int)n, start);
		open = (r.min > 0 ? 0 : open) | (r.min != r.max ? mask : 0);
		fprintf(out, "    {0x%xU, %uU, %uU},\n", mask, r.min, r.max);
		at += strspn(at, " ");
	}
	fputs("};\n", out);
}

/* "h{level}" is the tag "h" with the attribute of that name at its end. */
static int
tag_attr(const char *name, json_t *rule, size_t *tag_n)
{
	const char *html = text_of(name, rule, "html");
	const char *open = strchr(html, '{');
	const char *key;
	json_t *a;
	int i = 0;

	*tag_n = open == NULL ? strlen(html) : (size_t)(open - html);
	if (open == NULL)
		return -1;
	json_object_foreach(json_object_get(rule, "attrs"), key, a)
	{
		if (strncmp(key, open + 1, strlen(key)) == 0 &&
		    strcmp(open + 1 + strlen(key), "}") == 0 &&
		    strcmp(text_of(name, a, "type"), "integer") == 0)
			return i;
		i++;
	}
	die(name, "'%s' names no integer attribute", html);
}

static void
put_list(FILE *out, const char *kind, const char *name, const char *what, bool there)
{
	if (there)
		fprintf(out, ", %s_%s_%s, sizeof(%s_%s_%s) / sizeof(%s_%s_%s[0])", kind, name, what,
		    kind, name, what, kind, name, what);
	else
		fputs(", NULL, 0", out);
}

static void
put_node(FILE *out, const char *name, json_t *rule)
{
	static const char *const keys[] = {
	    "about", "group", "content", "attrs", "html", "class", "void", NULL};
	bool is_inline = strcmp(text_of(name, rule, "group"), "inline") == 0;
	bool is_void = json_is_true(json_object_get(rule, "void"));
	bool content = json_object_get(rule, "content") != NULL;
	const char *class = text_of(name, rule, "class");
	size_t tag_n;
	int attr = tag_attr(name, rule, &tag_n);

	only_keys(name, rule, keys);
	if (content && (is_void || is_inline))
		die(name, "a void or inline node has no content");
	fputs("    {", out);
	put_str(out, name, strlen(name));
	fprintf(out, ", %s, %s, ", is_inline ? "true" : "false", is_void ? "true" : "false");
	put_str(out, text_of(name, rule, "html"), tag_n);
	fputs(", ", out);
	put_str(out, class, strlen(class));
	fprintf(out, ", %d", attr);
	put_list(out, "node", name, "attrs", json_object_get(rule, "attrs") != NULL);
	put_list(out, "node", name, "terms", content);
	fputs("},\n", out);
}

static void
put_mark(FILE *out, const char *name, json_t *rule)
{
	static const char *const keys[] = {"about", "attrs", "html", NULL};
	const char *tag = text_of(name, rule, "html");

	only_keys(name, rule, keys);
	if (strchr(tag, '{') != NULL)
		die(name, "a mark has a plain tag or none");
	fputs("    {", out);
	put_str(out, name, strlen(name));
	fputs(", ", out);
	put_str(out, tag, strlen(tag));
	put_list(out, "mark", name, "attrs", json_object_get(rule, "attrs") != NULL);
	fputs("},\n", out);
}

/* What a reader sees of a provider: any text that needs no escaping in C or in markup. */
static const char *
label_of(const char *where, json_t *rule)
{
	const char *z = json_string_value(json_object_get(rule, "name"));

	if (z == NULL || *z == '\0')
		die(where, "a string 'name' with something in it is wanted");
	for (const char *p = z; *p != '\0'; p++) {
		if ((unsigned char)*p < ' ' || strchr("\"\\&<>", *p) != NULL)
			die(where, "'%c' in 'name'", *p);
	}
	return z;
}

static void
put_hosts(FILE *out, const char *name, json_t *rule)
{
	static const char *const keys[] = {"name", "hosts", NULL};
	json_t *hosts = json_object_get(rule, "hosts");
	size_t i;
	json_t *v;

	only_keys(name, rule, keys);
	if (json_array_size(hosts) == 0)
		die(name, "'hosts' is not an array with something in it");
	fprintf(out, "static const struct str provider_%s_hosts[] = {\n", name);
	json_array_foreach(hosts, i, v)
	{
		const char *host = json_string_value(v);
		size_t n = host == NULL ? 0 : strlen(host);

		if (n == 0 || strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-") != n)
			die(name, "a host is lower-case letters, digits, dots and hyphens");
		fputs("    ", out);
		put_str(out, host, n);
		fputs(",\n", out);
	}
	fputs("};\n", out);
}

static void
put_providers(FILE *out, json_t *providers)
{
	const char *key;
	json_t *v;

	json_object_foreach(providers, key, v) put_hosts(out, key, v);
	fputs("\nconst struct body_provider body_providers[BODY_PROVIDERS] = {\n", out);
	json_object_foreach(providers, key, v)
	{
		const char *label = label_of(key, v);

		fputs("    {", out);
		put_str(out, key, strlen(key));
		fputs(", ", out);
		put_str(out, label, strlen(label));
		put_list(out, "provider", key, "hosts", true);
		fputs("},\n", out);
	}
	fputs("};\n", out);
}

/* The description itself is a value of the editor's language. */
/* Without what is only for people. */
static void
write_module(FILE *out, json_t *root)
{
	static const char *const kinds[] = {"nodes", "marks"};
	const char *key;
	json_t *rule;

	for (size_t i = 0; i < 2; i++) {
		json_object_foreach(json_object_get(root, kinds[i]), key, rule)
		    json_object_del(rule, "about");
	}
	fputs("/* Made by tools/bodyc; do not edit. */\nexport const body = ", out);
	if (json_dumpf(root, out, JSON_INDENT(2)) != 0)
		die("output", "cannot write the module");
	fputs(" as const;\n", out);
}

/* Where each attribute of a node is in its values. */
static void
put_places(FILE *out, const char *name, json_t *rule)
{
	json_t *attrs = json_object_get(rule, "attrs");
	const char *key;
	json_t *a;

	if (attrs == NULL)
		return;
	fputs("enum {\n", out);
	json_object_foreach(attrs, key, a)
	{
		put_upper(out, "\tBODY_", name);
		put_upper(out, "_", key);
		fputs(",\n", out);
	}
	fputs("};\n", out);
}

static void
write_header(FILE *out, json_t *root, json_t *nodes, json_t *marks, json_t *providers)
{
	const char *key;
	json_t *v;

	fprintf(out,
	    "/* Made by tools/bodyc; do not edit. */\n#ifndef COPYDESK_GEN_BODY_SCHEMA_H\n"
	    "#define COPYDESK_GEN_BODY_SCHEMA_H\n\n#include \"html/body_rule.h\"\n\n"
	    "#define BODY_SCHEMA_VERSION %" JSON_INTEGER_FORMAT "\n",
	    integer_of("schema", root, "schema"));
	put_upper(out, "#define BODY_TOP BODY_", text_of("top", root, "top"));
	fputs("\n\nenum body_node {\n", out);
	json_object_foreach(nodes, key, v)
	{
		put_upper(out, "\tBODY_", key);
		fputs(",\n", out);
	}
	fputs("\tBODY_NODES\n};\n\n", out);
	json_object_foreach(nodes, key, v) put_places(out, key, v);
	fputs("enum body_mark {\n", out);
	json_object_foreach(marks, key, v)
	{
		put_upper(out, "\tBODY_", key);
		fputs(",\n", out);
	}
	fprintf(out,
	    "\tBODY_MARKS\n};\n\n#define BODY_PROVIDERS %zu\n\n"
	    "extern const struct body_node_rule body_nodes[BODY_NODES];\n"
	    "extern const struct body_mark_rule body_marks[BODY_MARKS];\n"
	    "extern const struct body_provider body_providers[BODY_PROVIDERS];\n\n#endif\n",
	    json_object_size(providers));
}

static void
write_source(FILE *out, json_t *nodes, json_t *marks, json_t *providers)
{
	const char *key;
	json_t *v;

	fputs("/* Made by tools/bodyc; do not edit. */\n#include \"gen/body_schema.h\"\n\n", out);
	json_object_foreach(nodes, key, v)
	{
		put_attrs(out, "node", key, v);
		put_terms(out, key, nodes, v);
	}
	json_object_foreach(marks, key, v) put_attrs(out, "mark", key, v);
	fputs("\nconst struct body_node_rule body_nodes[BODY_NODES] = {\n", out);
	json_object_foreach(nodes, key, v) put_node(out, key, v);
	fputs("};\n\nconst struct body_mark_rule body_marks[BODY_MARKS] = {\n", out);
	json_object_foreach(marks, key, v) put_mark(out, key, v);
	fputs("};\n\n", out);
	put_providers(out, providers);
}

/* A file that is made in memory first. */
struct output {
	FILE *out;
	const char *path;
	char *text;
	size_t n;
};

static void
output_open(struct output *o, const char *to)
{
	*o = (struct output){.path = to};
	o->out = open_memstream(&o->text, &o->n);
	if (o->out == NULL)
		die("output", "no memory");
}

static void
output_close(struct output *o)
{
	if (fclose(o->out) != 0 || !outfile_write(o->path, o->text, o->n))
		die("output", "cannot write %s", o->path);
	free(o->text);
}

int
main(int argc, char **argv)
{
	static const char *const keys[] = {"schema", "top", "nodes", "marks", "providers", NULL};
	json_error_t error;
	json_t *root;
	json_t *nodes;
	json_t *marks;
	json_t *providers;
	struct output h;
	struct output c;
	struct output ts;
	struct output md;

	if (argc != 6) {
		fputs("usage: bodyc SCHEMA.json OUT.h OUT.c OUT.ts OUT.md\n", stderr);
		return 2;
	}
	path = argv[1];
	root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (root == NULL)
		die("JSON", "line %d: %s", error.line, error.text);
	only_keys("top level", root, keys);
	nodes = json_object_get(root, "nodes");
	marks = json_object_get(root, "marks");
	providers = json_object_get(root, "providers");
	if (json_object_size(providers) == 0)
		die("top level", "'providers' is not an object with something in it");
	if (!json_is_object(nodes) || !json_is_object(marks) || json_object_size(nodes) > NODES_MAX)
		die("top level", "'nodes' (at most %d) and 'marks' are objects", NODES_MAX);
	mask_of("top", nodes, text_of("top", root, "top"), strlen(text_of("top", root, "top")));
	output_open(&h, argv[2]);
	output_open(&c, argv[3]);
	output_open(&ts, argv[4]);
	output_open(&md, argv[5]);
	write_header(h.out, root, nodes, marks, providers);
	write_source(c.out, nodes, marks, providers);
	doc_write(md.out, root);
	write_module(ts.out, root);
	/* All of it, after the last fault that could be found. */
	output_close(&h);
	output_close(&c);
	output_close(&ts);
	output_close(&md);
	json_decref(root);
	return 0;
}
