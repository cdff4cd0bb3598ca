#include "base/str.h"

#include <string.h>

struct str
str_of(const char *z)
{
	return z != NULL ? (struct str){z, strlen(z)} : STR_NULL;
}

bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool
str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n > 0 ? memcmp(a.p, b.p, n) : 0;

	if (d != 0)
		return d;
	return (a.n > b.n) - (a.n < b.n);
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, suffix.n), suffix);
}

size_t
str_chr(struct str s, char c)
{
	const char *at = s.n > 0 ? memchr(s.p, c, s.n) : NULL;

	return at != NULL ? (size_t)(at - s.p) : s.n;
}

size_t
str_find(struct str s, struct str needle)
{
	const char *at;

	if (needle.n == 0)
		return 0;
	at = s.n > 0 ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
	return at != NULL ? (size_t)(at - s.p) : s.n;
}

struct str
str_sub(struct str s, size_t from, size_t n)
{
	if (s.p == NULL)
		return s;
	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	return (struct str){s.p + from, n};
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str
str_trim(struct str s)
{
	const struct str wide = STR("\xe3\x80\x80");

	for (;;) {
		if (s.n > 0 && is_space(s.p[0]))
			s = str_sub(s, 1, s.n);
		else if (str_starts(s, wide))
			s = str_sub(s, wide.n, s.n);
		else
			break;
	}
	for (;;) {
		if (s.n > 0 && is_space(s.p[s.n - 1]))
			s.n--;
		else if (str_ends(s, wide))
			s.n -= wide.n;
		else
			return s;
	}
}

bool
str_split(struct str *rest, char sep, struct str *part)
{
	size_t at;

	if (rest->p == NULL)
		return false;
	at = str_chr(*rest, sep);
	*part = str_sub(*rest, 0, at);
	*rest = at < rest->n ? str_sub(*rest, at + 1, rest->n) : STR_NULL;
	return true;
}

struct str
str_dup(struct arena *a, struct str s)
{
	return s.p != NULL ? (struct str){str_z(a, s), s.n} : s;
}

const char *
str_z(struct arena *a, struct str s)
{
	char *z = arena_alloc(a, s.n + 1);

	if (s.n > 0)
		memcpy(z, s.p, s.n);
	return z;
}
