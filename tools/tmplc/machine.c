#include "html.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* The state machine: each step_*() takes one byte, or refuses it. */

bool
html_in(const struct html *h, const char *name)
{
	for (const struct element *e = h->stack; e != NULL; e = e->up) {
		if (name_is(&e->name, name))
			return true;
	}
	return false;
}

static void
open_element(struct step *s)
{
	struct html *h = s->h;
	struct element *e = keep(sizeof(*e));

	h->at = AT_TEXT;
	if (tag_is_void(&h->tag))
		return;
	*e = (struct element){h->tag, s->f, s->line, h->stack};
	h->stack = e;
	h->swallows = name_is(&h->tag, "textarea") || name_is(&h->tag, "pre");
	if (name_is(&h->tag, "textarea") || name_is(&h->tag, "title"))
		h->at = AT_RCDATA;
	if (name_is(&h->tag, "script")) {
		if (h->script == SCRIPT_BARE)
			die_at(s->f, s->line, "a script needs 'src', or is a JSON data block");
		h->at = h->script == SCRIPT_SRC ? AT_SCRIPT : AT_DATA;
		h->in_string = h->escaped = false;
	}
}

static void
close_element(struct step *s)
{
	struct html *h = s->h;

	if (h->stack == NULL)
		die_at(s->f, s->line, "</%s> closes nothing", h->tag.z);
	if (!name_is(&h->stack->name, h->tag.z))
		die_at(s->f, s->line, "</%s> does not close <%s> of line %d", h->tag.z,
		    h->stack->name.z, h->stack->line);
	h->stack = h->stack->up;
	h->at = AT_TEXT;
}

void
html_end_attr_name(struct step *s)
{
	struct html *h = s->h;

	h->kind = attr_check(&h->tag, &h->attr, s->f, s->line);
	if (name_is(&h->tag, "script") && name_is(&h->attr, "src"))
		h->script = SCRIPT_SRC;
}

static void
end_value(struct step *s)
{
	struct html *h = s->h;

	if (h->kind == ATTR_URL && h->beginning)
		address_check(h, s->f, s->line, true);
	if (name_is(&h->tag, "script") && name_is(&h->attr, "type") && h->script == SCRIPT_BARE &&
	    (strcmp(h->value, "application/ld+json") == 0 ||
		strcmp(h->value, "application/json") == 0))
		h->script = SCRIPT_JSON;
	h->at = AT_GLUED;
}

static void
step_text(struct step *s, char c)
{
	if (c == '<')
		s->h->at = AT_LT;
}

static void
step_lt(struct step *s, char c)
{
	struct html *h = s->h;

	h->tag = (struct html_name){.n = 0};
	if (c == '/') {
		h->at = AT_END_NAME;
	} else if (c == '!') {
		h->at = AT_BANG;
		if (s->at + 2 < s->s.n && memcmp(s->s.p + s->at, "!--", 3) == 0)
			h->at = AT_COMMENT;
	} else if (isalpha((unsigned char)c)) {
		h->at = AT_NAME;
		h->script = SCRIPT_BARE;
		name_char(&h->tag, c, s->f, s->line);
	} else {
		die_at(s->f, s->line, "a '<' that begins no tag: write &lt;");
	}
}

static void
step_end_name(struct step *s, char c)
{
	if (c == '>')
		close_element(s);
	else if (isalnum((unsigned char)c) || c == '-')
		name_char(&s->h->tag, c, s->f, s->line);
	else if (!html_space(c))
		die_at(s->f, s->line, "'%c' in an end tag", c);
}

static void step_in_tag(struct step *s, char c);

static void
step_name(struct step *s, char c)
{
	if (isalnum((unsigned char)c) || c == '-') {
		name_char(&s->h->tag, c, s->f, s->line);
		return;
	}
	tag_check(&s->h->tag, s->f, s->line);
	s->h->at = AT_GLUED;
	step_in_tag(s, c);
}

/* Between attributes: white space, the tag's end, or a name. */
static void
step_in_tag(struct step *s, char c)
{
	struct html *h = s->h;

	if (html_space(c)) {
		h->at = AT_SPACE;
	} else if (c == '>') {
		open_element(s);
	} else if (c == '/') {
		h->at = AT_SLASH;
	} else if (c == '=' || c == '"' || c == '\'' || c == '<') {
		die_at(s->f, s->line, "'%c' where an attribute should begin in <%s>", c, h->tag.z);
	} else if (h->at == AT_GLUED) {
		die_at(
		    s->f, s->line, "white space is missing before an attribute of <%s>", h->tag.z);
	} else {
		h->at = AT_ATTR;
		h->attr = (struct html_name){.n = 0};
		name_char(&h->attr, c, s->f, s->line);
	}
}

static void
step_slash(struct step *s, char c)
{
	struct html *h = s->h;

	if (c != '>')
		die_at(s->f, s->line, "'/' in <%s>", h->tag.z);
	if (!tag_is_void(&h->tag) && !html_in(h, "svg") && !html_in(h, "math"))
		die_at(s->f, s->line, "<%s/> does not close itself in HTML", h->tag.z);
	h->at = AT_TEXT;
}

static void
step_attr(struct step *s, char c)
{
	struct html *h = s->h;

	if (c == '=') {
		html_end_attr_name(s);
		h->at = AT_EQUALS;
	} else if (html_space(c) || c == '>' || c == '/') {
		html_end_attr_name(s);
		h->at = AT_GLUED;
		step_in_tag(s, c);
	} else if (c == '"' || c == '\'' || c == '<') {
		die_at(s->f, s->line, "'%c' in the attribute name '%s'", c, h->attr.z);
	} else {
		name_char(&h->attr, c, s->f, s->line);
	}
}

static void
step_equals(struct step *s, char c)
{
	struct html *h = s->h;

	if (c != '"' && c != '\'')
		die_at(s->f, s->line, "the value of '%s' is not quoted", h->attr.z);
	h->quote = c;
	h->at = AT_VALUE;
	h->url = URL_START;
	h->host_open = false;
	h->value[0] = '\0';
	h->value_n = 0;
	h->beginning = true;
}

static void
step_value(struct step *s, char c)
{
	struct html *h = s->h;

	if (c == h->quote) {
		end_value(s);
		return;
	}
	if ((h->url == URL_WHOLE || h->url == URL_MIXED) && h->kind == ATTR_URL &&
	    strchr("/?#&", c) == NULL)
		die_at(s->f, s->line, "after a whole address, only '/', '?', '#' or '&' may go on");
	if (h->beginning && h->value_n + 1 < sizeof(h->value)) {
		h->value[h->value_n++] = c;
		h->value[h->value_n] = '\0';
	}
	h->url = URL_PART;
}

static void
step_bang(struct step *s, char c)
{
	if (c == '>')
		s->h->at = AT_TEXT;
}

static void
step_comment(struct step *s, char c)
{
	if (c == '>' && s->at >= 2 && memcmp(s->s.p + s->at - 2, "--", 2) == 0)
		s->h->at = AT_TEXT;
}

/* At "</name>" of the innermost element? */
static bool
closes_here(const struct step *s)
{
	const struct html_name *n = &s->h->stack->name;
	size_t left = s->s.n - s->at;
	const char *p = s->s.p + s->at;

	return left > n->n + 2 && p[0] == '<' && p[1] == '/' &&
	       strncasecmp(p + 2, n->z, n->n) == 0 &&
	       (p[2 + n->n] == '>' || html_space(p[2 + n->n]));
}

static void
step_raw(struct step *s, char c)
{
	struct html *h = s->h;

	if (c == '<' && closes_here(s)) {
		if (h->in_string && h->at == AT_DATA)
			die_at(s->f, s->line, "the data block ends inside a string");
		h->at = AT_LT;
		return;
	}
	if (h->at == AT_SCRIPT && !html_space(c))
		die_at(s->f, s->line, "script belongs into its own file");
	if (h->at != AT_DATA)
		return;
	if (h->escaped)
		h->escaped = false;
	else if (h->in_string && c == '\\')
		h->escaped = true;
	else if (c == '"')
		h->in_string = !h->in_string;
}

void
html_step(struct step *s, char c)
{
	static void (*const steps[])(struct step *, char) = {
	    [AT_TEXT] = step_text,
	    [AT_LT] = step_lt,
	    [AT_END_NAME] = step_end_name,
	    [AT_NAME] = step_name,
	    [AT_SPACE] = step_in_tag,
	    [AT_GLUED] = step_in_tag,
	    [AT_SLASH] = step_slash,
	    [AT_ATTR] = step_attr,
	    [AT_EQUALS] = step_equals,
	    [AT_VALUE] = step_value,
	    [AT_BANG] = step_bang,
	    [AT_COMMENT] = step_comment,
	    [AT_RCDATA] = step_raw,
	    [AT_DATA] = step_raw,
	    [AT_SCRIPT] = step_raw,
	};

	steps[s->h->at](s, c);
}
