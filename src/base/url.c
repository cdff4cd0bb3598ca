#include "base/url.h"

static bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

void
url_encode(struct buf *b, struct str s)
{
	static const char digit[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (is_alpha(s.p[i]) || is_digit(s.p[i]) || c == '-' || c == '.' || c == '_' ||
		    c == '~') {
			buf_char(b, s.p[i]);
		} else {
			char escape[3] = {'%', digit[c >> 4], digit[c & 15]};

			buf_append(b, escape, sizeof(escape));
		}
	}
}

static int
hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
url_decode(struct arena *a, struct str s, bool plus, struct str *out)
{
	char *to = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%') {
			int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
			int low = high >= 0 ? hex_digit(s.p[i + 2]) : -1;

			if (low < 0)
				return false;
			to[n++] = (char)(unsigned char)(high << 4 | low);
			i += 2;
		} else {
			to[n++] = plus && s.p[i] == '+' ? ' ' : s.p[i];
		}
	}
	*out = (struct str){to, n};
	return true;
}

/*
 * Browsers drop tabs and newlines out of an address, take a backslash for a
 * slash and strip spaces from its ends: none of them has a place in one.
 */
static bool
plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x20 || c == 0x7f || c == '\\')
			return false;
	}
	return s.n == 0 || (s.p[0] != ' ' && s.p[s.n - 1] != ' ');
}

bool
url_safe(struct str s)
{
	size_t end = 0;
	struct str scheme, rest;

	if (!plain(s) || str_starts(s, STR("//")))
		return false;
	while (
	    end < s.n && s.p[end] != ':' && s.p[end] != '/' && s.p[end] != '?' && s.p[end] != '#')
		end++;
	if (end == s.n || s.p[end] != ':')
		return true; /* relative: no scheme before the first delimiter */
	scheme = str_sub(s, 0, end);
	rest = str_sub(s, end + 1, s.n);
	if (str_eq_nocase(scheme, STR("http")) || str_eq_nocase(scheme, STR("https")))
		return rest.n > 2 && str_starts(rest, STR("//")) && rest.p[2] != '/';
	return (str_eq_nocase(scheme, STR("mailto")) || str_eq_nocase(scheme, STR("tel"))) &&
	       rest.n > 0;
}

bool
url_local(struct str s)
{
	return s.n > 0 && s.p[0] == '/' && plain(s) && !str_starts(s, STR("//"));
}
