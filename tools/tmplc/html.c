#include "html.h"

#include <string.h>

/* What the generator asks: literals go through the machine, expressions and statements stop it. */

bool
html_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

void
literal_char(struct literal *out, char c)
{
	if (out->n == out->cap) {
		size_t cap = out->cap == 0 ? 1024 : out->cap * 2;
		char *p = keep(cap);

		if (out->n > 0)
			memcpy(p, out->p, out->n);
		out->p = p;
		out->cap = cap;
	}
	out->p[out->n++] = c;
}

/* Does white space mean nothing but "some white space" here? */
static bool
collapses(const struct html *h)
{
	switch (h->at) {
	case AT_TEXT:
	case AT_RCDATA:
		return !html_in(h, "pre") && !html_in(h, "textarea");
	case AT_DATA:
		return !h->in_string;
	case AT_SPACE:
	case AT_GLUED:
	case AT_NAME:
	case AT_ATTR:
		return true;
	default:
		return false;
	}
}

/* Give the browser the newline that it drops, so that one of the content survives. */
static void
feed_swallower(struct html *h, struct literal *out)
{
	if (h->swallows)
		literal_char(out, '\n');
	h->swallows = false;
}

/* Take the run of white space at ${s}; true if it was more than nothing and is dealt with. */
static bool
take_space(struct step *s)
{
	size_t from = s->at;
	bool newline = false;

	if (!html_space(s->s.p[from]) || !collapses(s->h))
		return false;
	html_step(s, ' ');
	while (s->at < s->s.n && html_space(s->s.p[s->at])) {
		newline |= s->s.p[s->at] == '\n';
		s->line += s->s.p[s->at++] == '\n';
	}
	if (!newline) {
		for (size_t i = from; i < s->at; i++)
			literal_char(s->out, s->s.p[i]);
		s->h->newline = false;
	} else if (!s->h->newline) {
		literal_char(s->out, '\n');
		s->h->newline = true;
	}
	return true;
}

void
html_text(struct html *h, const struct file *f, struct span text, struct literal *out)
{
	struct step s = {h, f, text, 0, text.line, out};

	while (s.at < text.n) {
		char c = text.p[s.at];

		if (c == '\n' || c == '<')
			h->swallows = false;
		feed_swallower(h, out);
		if (take_space(&s))
			continue;
		html_step(&s, c);
		literal_char(out, c);
		h->newline = false;
		s.line += c == '\n';
		s.at++;
	}
}

static enum html_put
put_address(struct html *h, const struct file *f, int line)
{
	enum html_url was = h->url;

	if (was == URL_MIXED)
		die_at(f, line, "an expression after branches that begin the address differently");
	if (was == URL_START) {
		h->url = URL_WHOLE;
		h->beginning = false;
		return PUT_URL;
	}
	if (h->beginning)
		address_check(h, f, line, false);
	h->beginning = false;
	if (h->host_open)
		die_at(f, line, "an expression may not make up the host of an address");
	h->url = URL_PART;
	return PUT_URL_PART;
}

enum html_put
html_expr(struct html *h, const struct file *f, int line, struct literal *out)
{
	feed_swallower(h, out);
	h->newline = false;
	switch (h->at) {
	case AT_TEXT:
		return PUT_TEXT;
	case AT_RCDATA:
		return PUT_RCDATA;
	case AT_VALUE:
		if (h->kind == ATTR_FIXED)
			die_at(f, line, "an expression in the attribute '%s'", h->attr.z);
		return h->kind == ATTR_URL ? put_address(h, f, line) : PUT_ATTR;
	case AT_DATA:
		if (h->escaped)
			die_at(f, line, "an expression after a backslash");
		return h->in_string ? PUT_JSON : PUT_JSON_NUMBER;
	case AT_EQUALS:
		die_at(f, line, "the value of '%s' is not quoted", h->attr.z);
	case AT_COMMENT:
	case AT_BANG:
		die_at(f, line, "an expression in a comment or declaration");
	case AT_SCRIPT:
		die_at(f, line, "script belongs into its own file");
	default:
		die_at(f, line, "an expression in the name of a tag or attribute");
	}
}

void
html_settle(struct html *h, const struct file *f, int line, struct literal *out)
{
	struct step s = {h, f, {"", 0, line}, 0, line, out};

	feed_swallower(h, out);
	switch (h->at) {
	case AT_NAME:
		tag_check(&h->tag, f, line);
		h->at = AT_GLUED;
		break;
	case AT_ATTR:
		html_end_attr_name(&s);
		h->at = AT_GLUED;
		break;
	case AT_LT:
	case AT_END_NAME:
	case AT_SLASH:
	case AT_EQUALS:
	case AT_BANG:
	case AT_COMMENT:
		die_at(f, line, "a statement cuts a tag or comment in two");
	case AT_VALUE:
		if (h->kind == ATTR_URL && h->beginning)
			address_check(h, f, line, false);
		break;
	default:
		break;
	}
}
