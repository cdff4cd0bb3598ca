#include "html.h"

#include <stdlib.h>
#include <string.h>

/* Comparing states: at the ends of branches, and at the end of a template. */

static const char *
describe(const struct html *h)
{
	char *p = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&p, &n);
	const char *kept;

	if (out == NULL)
		return "?";
	if (h->at == AT_VALUE)
		fprintf(out, "in the value of '%s'", h->attr.z);
	else if (h->at == AT_SPACE || h->at == AT_GLUED)
		fprintf(out, "in the tag <%s>", h->tag.z);
	else if (h->stack != NULL)
		fprintf(out, "inside <%s> of line %d", h->stack->name.z, h->stack->line);
	else
		fputs("outside every element", out);
	fclose(out);
	kept = keep_z(p, n);
	free(p);
	return kept;
}

static bool
same_stack(const struct element *a, const struct element *b)
{
	for (; a != b; a = a->up, b = b->up) {
		if (a == NULL || b == NULL || !name_is(&a->name, b->name.z))
			return false;
	}
	return true;
}

static bool
same_place(const struct html *a, const struct html *b)
{
	if (a->at != b->at || !same_stack(a->stack, b->stack))
		return false;
	switch (a->at) {
	case AT_VALUE:
		return name_is(&a->tag, b->tag.z) && name_is(&a->attr, b->attr.z) &&
		       a->quote == b->quote && a->script == b->script;
	case AT_SPACE:
		return name_is(&a->tag, b->tag.z) && a->script == b->script;
	case AT_DATA:
		return a->in_string == b->in_string && a->escaped == b->escaped;
	default:
		return true;
	}
}

struct html
html_join(
    const struct html *a, const struct html *b, const struct file *f, int line, const char *what)
{
	struct html x = *a;
	struct html y = *b;

	/* One way an attribute may begin at once, the other way not: then not. */
	if (x.at == AT_GLUED)
		x.at = AT_SPACE;
	if (y.at == AT_GLUED)
		y.at = AT_SPACE;
	if (!same_place(&x, &y))
		die_at(f, line, "%s: %s, or %s", what, describe(a), describe(b));
	x.at = a->at == AT_GLUED || b->at == AT_GLUED ? AT_GLUED : a->at;
	x.newline = a->newline && b->newline;
	x.beginning = a->beginning && b->beginning;
	x.host_open = a->host_open || b->host_open;
	if (a->url != b->url)
		x.url = URL_MIXED;
	if (strcmp(a->value, b->value) != 0) {
		x.beginning = false;
	}
	return x;
}

void
html_end(const struct html *h, const struct file *f, int line)
{
	if (h->at != AT_TEXT || h->stack != NULL)
		die_at(f, line, "the template ends %s", describe(h));
}
