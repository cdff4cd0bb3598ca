#include "base/utf8.h"

#define REPLACEMENT 0xfffd

/*
 * Decode the first code point of the ${n} > 0 bytes at ${p}.  Return its
 * length, or 0 if it is not well-formed.  The second byte's bounds are those
 * of RFC 3629, section 4: they exclude overlong forms, surrogates and what is
 * beyond U+10FFFF.
 */
static size_t
decode(const unsigned char *p, size_t n, uint32_t *cp)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t len;

	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf) {
		len = 2;
		*cp = p[0] & 0x1fu;
	} else if (p[0] >= 0xe0 && p[0] <= 0xef) {
		len = 3;
		*cp = p[0] & 0x0fu;
		if (p[0] == 0xe0)
			low = 0xa0;
		else if (p[0] == 0xed)
			high = 0x9f;
	} else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		len = 4;
		*cp = p[0] & 0x07u;
		if (p[0] == 0xf0)
			low = 0x90;
		else if (p[0] == 0xf4)
			high = 0x8f;
	} else {
		return 0;
	}
	if (n < len || p[1] < low || p[1] > high)
		return 0;
	*cp = *cp << 6 | (p[1] & 0x3fu);
	for (size_t i = 2; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		*cp = *cp << 6 | (p[i] & 0x3fu);
	}
	return len;
}

bool
utf8_valid(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	uint32_t cp;

	for (size_t i = 0, len; i < s.n; i += len) {
		len = decode(p + i, s.n - i, &cp);
		if (len == 0)
			return false;
	}
	return true;
}

size_t
utf8_count(struct str s)
{
	size_t count = 0;
	uint32_t cp;

	while (utf8_next(&s, &cp))
		count++;
	return count;
}

bool
utf8_next(struct str *s, uint32_t *cp)
{
	size_t len;

	if (s->n == 0)
		return false;
	len = decode((const unsigned char *)s->p, s->n, cp);
	if (len == 0) {
		*cp = REPLACEMENT;
		len = 1;
	}
	s->p += len;
	s->n -= len;
	return true;
}

struct str
utf8_prefix(struct str s, size_t n)
{
	struct str rest = s;
	uint32_t cp;

	while (n > 0 && utf8_next(&rest, &cp))
		n--;
	return str_sub(s, 0, s.n - rest.n);
}

static bool
ends_line(uint32_t cp)
{
	return (cp >= '\n' && cp <= '\r') || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static struct str
with_ends(struct arena *a, struct str s, char end, char tab)
{
	char *to = arena_alloc(a, s.n + 1);
	size_t n = 0;
	uint32_t cp;

	for (struct str rest = s; utf8_next(&s, &cp); rest = s) {
		if (cp == '\r' && str_starts(s, STR("\n")))
			continue;
		if (ends_line(cp))
			to[n++] = end;
		else if (cp == '\t')
			to[n++] = tab;
		else {
			for (size_t i = 0; i < rest.n - s.n; i++)
				to[n++] = rest.p[i];
		}
	}
	return (struct str){to, n};
}

struct str
utf8_line(struct arena *a, struct str s)
{
	return with_ends(a, s, ' ', ' ');
}

struct str
utf8_lines(struct arena *a, struct str s)
{
	return with_ends(a, s, '\n', '\t');
}

/* Not Latin, Greek, Cyrillic and Hebrew, nor Han, kana and Hangul, nor the forms of East Asia. */
static bool
could_join(uint32_t cp)
{
	return cp >= 0x600 && !(cp >= 0x2e80 && cp <= 0xd7ff) && !(cp >= 0xf900 && cp <= 0xfaff) &&
	       !(cp >= 0xff00 && cp <= 0xffef) && !(cp >= 0x20000 && cp <= 0x3ffff);
}

static bool
means_nothing(uint32_t cp, uint32_t before, struct str rest)
{
	uint32_t after;

	if (cp == 0x200c || cp == 0x200d)
		return !could_join(before) || !utf8_next(&rest, &after) || !could_join(after);
	return cp == 0xad || cp == 0x200b || cp == 0x2060 || cp == 0xfeff;
}

static bool
turns(uint32_t cp, uint32_t before, struct str rest)
{
	(void)before;
	(void)rest;
	return (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

static struct str
without(struct arena *a, struct str s, bool (*goes)(uint32_t, uint32_t, struct str))
{
	char *to = arena_alloc(a, s.n + 1);
	size_t n = 0;
	uint32_t cp, before = 0;

	for (struct str rest = s; utf8_next(&s, &cp); rest = s) {
		if (goes(cp, before, s))
			continue;
		before = cp;
		for (size_t i = 0; i < rest.n - s.n; i++)
			to[n++] = rest.p[i];
	}
	return (struct str){to, n};
}

struct str
utf8_name(struct arena *a, struct str s)
{
	return without(a, s, means_nothing);
}

struct str
utf8_straight(struct arena *a, struct str s)
{
	return without(a, s, turns);
}

/* C0, DEL, C1 and the two separators that some readers take for a new line. */
static bool
is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp <= 0x9f) || cp == 0x2028 || cp == 0x2029;
}

/*
 * Bidi controls (UAX #9), other format characters without a shape of their
 * own (general category Cf), and letters that show nothing: with them two
 * names that look the same are not.  Variation selectors stay: rare Han
 * names need them.
 */
static bool
is_invisible(uint32_t cp)
{
	static const struct {
		uint32_t from, to;
	} range[] = {
	    {0x00ad, 0x00ad},
	    {0x034f, 0x034f},
	    {0x061c, 0x061c},
	    {0x115f, 0x1160},
	    {0x17b4, 0x17b5},
	    {0x180e, 0x180e},
	    {0x200b, 0x200f},
	    {0x202a, 0x202e},
	    {0x2060, 0x206f},
	    {0x2800, 0x2800},
	    {0x3164, 0x3164},
	    {0xfeff, 0xfeff},
	    {0xffa0, 0xffa0},
	    {0xfff9, 0xfffb},
	    {0x1bca0, 0x1bca3},
	    {0x1d173, 0x1d17a},
	    {0xe0000, 0xe00ff},
	};

	for (size_t i = 0; i < sizeof(range) / sizeof(range[0]); i++)
		if (cp >= range[i].from && cp <= range[i].to)
			return true;
	return false;
}

enum utf8_fault
utf8_check(struct str s, enum utf8_class class)
{
	uint32_t cp;

	if (!utf8_valid(s))
		return UTF8_MALFORMED;
	while (utf8_next(&s, &cp)) {
		if (class == UTF8_TEXT) {
			if (cp == '\t' || cp == '\n')
				continue;
			if (cp == '\r' && s.n > 0 && s.p[0] == '\n')
				continue;
		}
		if (is_control(cp))
			return UTF8_CONTROL;
		if (class == UTF8_NAME && is_invisible(cp))
			return UTF8_BIDI;
	}
	return UTF8_FINE;
}
