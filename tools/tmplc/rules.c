#include "html.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What HTML lets be code, and which attributes are addresses. */

static bool
in_list(const struct html_name *n, const char *const *list)
{
	for (; *list != NULL; list++) {
		if (name_is(n, *list))
			return true;
	}
	return false;
}

bool
name_is(const struct html_name *n, const char *z)
{
	return strcmp(n->z, z) == 0;
}

void
name_char(struct html_name *n, char c, const struct file *f, int line)
{
	if (n->n + 1 >= sizeof(n->z))
		die_at(f, line, "the name '%s...' is too long", n->z);
	n->z[n->n++] = (char)tolower((unsigned char)c);
	n->z[n->n] = '\0';
}

bool
tag_is_void(const struct html_name *n)
{
	static const char *const list[] = {"area", "base", "br", "col", "embed", "hr", "img",
	    "input", "link", "meta", "param", "source", "track", "wbr", NULL};

	return in_list(n, list);
}

void
tag_check(const struct html_name *n, const struct file *f, int line)
{
	/* A style sheet in the page needs a hole in the policy; the others make the parser change
	 * rules. */
	static const char *const refused[] = {
	    "style", "xmp", "plaintext", "noembed", "noframes", "listing", NULL};

	if (in_list(n, refused))
		die_at(f, line, "<%s> is not allowed", n->z);
}

enum html_attr
attr_check(const struct html_name *tag, const struct html_name *n, const struct file *f, int line)
{
	static const char *const urls[] = {"href", "src", "action", "formaction", "poster", "cite",
	    "data", "manifest", "longdesc", "background", "xlink:href", NULL};
	/* Lists of addresses, or names that change what another attribute means. */
	static const char *const fixed[] = {"srcset", "imagesrcset", "ping", "attributename", NULL};

	if (strncmp(n->z, "on", 2) == 0)
		die_at(f, line, "the attribute '%s' would hold script", n->z);
	if (name_is(n, "style") || name_is(n, "srcdoc") || name_is(n, "http-equiv"))
		die_at(f, line, "the attribute '%s' is not allowed", n->z);
	if (in_list(n, urls))
		return ATTR_URL;
	if (in_list(n, fixed) || (name_is(tag, "script") && name_is(n, "type")))
		return ATTR_FIXED;
	return ATTR_PLAIN;
}

static bool
scheme_is(const struct html *h, size_t n, const char *z)
{
	return strlen(z) == n && strncasecmp(h->value, z, n) == 0;
}

void
address_check(struct html *h, const struct file *f, int line, bool whole)
{
	size_t n = strcspn(h->value, ":/?#");
	const char *host = strstr(h->value, "//");
	bool web;

	h->host_open = host != NULL && strcspn(host + 2, "/?#") == strlen(host + 2);
	if (h->value[n] != ':')
		return;
	web = scheme_is(h, n, "http") || scheme_is(h, n, "https") || scheme_is(h, n, "mailto") ||
	      scheme_is(h, n, "tel");
	/* A fixed data: address is the author's own, one with an expression in it is anybody's. */
	if (!web && !(whole && scheme_is(h, n, "data")))
		die_at(f, line, "an address may not begin with '%.*s:'", (int)n, h->value);
}
