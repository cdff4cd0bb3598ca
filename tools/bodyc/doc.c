#include <string.h>

#include "bodyc.h"

/* The description of bodies as a page for people. */

static const char *
word(json_t *rule, const char *key)
{
	const char *z = json_string_value(json_object_get(rule, key));

	return z == NULL ? "" : z;
}

static const char *
about_of(const char *name, json_t *rule)
{
	const char *z = word(rule, "about");

	if (*z == '\0')
		die(name, "a sentence 'about' it is wanted");
	for (const char *p = z; *p != '\0'; p++) {
		if (*p < ' ' || *p > '~' || strchr("\"\\&<>|`*_[]", *p) != NULL)
			die(name, "'%c' in 'about'", *p);
	}
	return z;
}

/* A cell of a table, in which an upright stroke would begin the next one; empty if ${z} is. */
static void
put_code(FILE *out, const char *z)
{
	fputs(" | ", out);
	if (*z == '\0')
		return;
	fputc('`', out);
	for (; *z != '\0'; z++)
		fprintf(out, *z == '|' ? "\\%c" : "%c", *z);
	fputc('`', out);
}

static void
put_html(FILE *out, json_t *rule)
{
	const char *tag = word(rule, "html");
	const char *class = word(rule, "class");

	fputs(" | ", out);
	if (*tag != '\0')
		fprintf(out, *class == '\0' ? "`<%s>`" : "`<%s class=\"%s\">`", tag, class);
}

static json_int_t
number(json_t *attr, const char *key)
{
	return json_integer_value(json_object_get(attr, key));
}

static void
put_values(FILE *out, json_t *attr)
{
	const char *type = word(attr, "type");
	size_t i;
	json_t *v;

	if (strcmp(type, "id") == 0)
		fputs("a name of the block, once in a document; readers never see it", out);
	else if (strcmp(type, "integer") == 0)
		fprintf(out, "%" JSON_INTEGER_FORMAT " to %" JSON_INTEGER_FORMAT,
		    number(attr, "min"), number(attr, "max"));
	else if (strcmp(type, "text") == 0)
		fprintf(out, "a line of at most %" JSON_INTEGER_FORMAT " characters",
		    number(attr, "max"));
	else if (strcmp(type, "url") == 0)
		fprintf(out,
		    "an address that may be linked, of at most %" JSON_INTEGER_FORMAT " bytes",
		    number(attr, "max"));
	else if (strcmp(type, "hex") == 0)
		fprintf(
		    out, "%" JSON_INTEGER_FORMAT " digits of 0-9 and a-f", number(attr, "digits"));
	else if (strcmp(type, "date") == 0)
		fputs("a day, as 2026-01-31", out);
	else if (strcmp(type, "provider") == 0)
		fputs("one of the providers below", out);
	json_array_foreach(json_object_get(attr, "values"), i, v)
	    fprintf(out, i == 0 ? "`%s`" : ", `%s`", json_string_value(v));
}

static void
put_default(FILE *out, json_t *attr)
{
	json_t *v = json_object_get(attr, "default");

	if (v == NULL)
		fputs(strcmp(word(attr, "type"), "id") == 0 ? "none" : "refused", out);
	else if (json_is_integer(v))
		fprintf(out, "`%" JSON_INTEGER_FORMAT "`", json_integer_value(v));
	else
		fprintf(
		    out, *json_string_value(v) == '\0' ? "empty%s" : "`%s`", json_string_value(v));
}

static void
put_attrs(FILE *out, json_t *rules)
{
	const char *name;
	const char *key;
	json_t *rule;
	json_t *attr;

	fputs("\n| of | attribute | values | where left out |\n|---|---|---|---|\n", out);
	json_object_foreach(rules, name, rule)
	{
		json_object_foreach(json_object_get(rule, "attrs"), key, attr)
		{
			fprintf(out, "| `%s` | `%s` | ", name, key);
			put_values(out, attr);
			fputs(" | ", out);
			put_default(out, attr);
			fputs(" |\n", out);
		}
	}
}

static void
put_providers(FILE *out, json_t *providers)
{
	const char *name;
	json_t *rule;
	json_t *host;
	size_t i;

	fputs("\n## Providers\n\nThose whose pages an embed may be of, by their hosts and what is "
	      "below these.\n\n"
	      "| provider | shown as | hosts |\n|---|---|---|\n",
	    out);
	json_object_foreach(providers, name, rule)
	{
		fprintf(out, "| `%s` | %s | ", name, word(rule, "name"));
		json_array_foreach(json_object_get(rule, "hosts"), i, host)
		    fprintf(out, i == 0 ? "%s" : ", %s", json_string_value(host));
		fputs(" |\n", out);
	}
}

void
doc_write(FILE *out, json_t *root)
{
	json_t *nodes = json_object_get(root, "nodes");
	json_t *marks = json_object_get(root, "marks");
	const char *name;
	json_t *rule;

	fprintf(out,
	    "# The body of an article\n\nMade by tools/bodyc of `web/schema/body.json`; `make "
	    "body-doc` makes it anew. Schema "
	    "%" JSON_INTEGER_FORMAT "; a document is a `%s`.\n\n## Nodes\n\n"
	    "| node | | group | content | HTML |\n|---|---|---|---|---|\n",
	    number(root, "schema"), word(root, "top"));
	json_object_foreach(nodes, name, rule)
	{
		fprintf(out, "| `%s` | %s", name, about_of(name, rule));
		put_code(out, word(rule, "group"));
		put_code(out, word(rule, "content"));
		put_html(out, rule);
		fputs(" |\n", out);
	}
	put_attrs(out, nodes);
	fputs("\n## Marks\n\n| mark | | HTML |\n|---|---|---|\n", out);
	json_object_foreach(marks, name, rule)
	{
		fprintf(out, "| `%s` | %s", name, about_of(name, rule));
		put_html(out, rule);
		fputs(" |\n", out);
	}
	put_attrs(out, marks);
	put_providers(out, json_object_get(root, "providers"));
}
