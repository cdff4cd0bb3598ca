#include <errno.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/utf8.h"
#include "crypto/password_text.h"
#include "gen/common_passwords.h"

#define CYCLE_MAX 12   /* bytes of a unit whose repetition makes no password */
#define DISTINCT_MIN 5 /* code points that must differ */
#define REST_MIN 6     /* bytes that must be left without the login and our own names */

/* The list, folded and sorted; lives as long as the process. */
static struct {
	char **v;
	size_t n;
	size_t cap;
	bool built_in;
} common;

/*
 * Fold ${s} into ${to} of at least s.n bytes: lower case, without spaces and ASCII punctuation,
 * so that "Correct-Horse" and "correct horse" are one.
 */
static struct str
fold(struct str s, char *to)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80)
			to[n++] = c;
	}
	return (struct str){to, n};
}

static bool
add(struct str line)
{
	char folded[PASSWORD_MAX_BYTES];
	struct str f;

	if (line.n == 0 || line.n > sizeof(folded))
		return true;
	f = fold(line, folded);
	if (common.n == common.cap) {
		size_t cap = common.cap > 0 ? 2 * common.cap : 1024;
		char **v = reallocarray(common.v, cap, sizeof(*v));

		if (v == NULL)
			return false;
		common.v = v;
		common.cap = cap;
	}
	common.v[common.n] = strndup(f.p, f.n);
	return common.v[common.n] != NULL && ++common.n > 0;
}

static int
order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
built_in(void)
{
	if (common.built_in)
		return true;
	for (size_t i = 0; i < sizeof(common_passwords) / sizeof(common_passwords[0]); i++)
		if (!add(str_of(common_passwords[i])))
			return false;
	qsort(common.v, common.n, sizeof(*common.v), order);
	common.built_in = true;
	return true;
}

bool
password_load_common(const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	bool ok;

	if (f == NULL) {
		log_msg(LOG_ERROR, "common_passwords: %s: %s", path, strerror(errno));
		return false;
	}
	ok = built_in();
	while (ok && (n = getline(&line, &cap, f)) >= 0)
		if (line[0] != '#')
			ok = add(str_trim((struct str){line, (size_t)n}));
	if (ferror(f) || !ok) {
		log_msg(LOG_ERROR, "common_passwords: %s cannot be read", path);
		ok = false;
	}
	if (common.n > 0)
		qsort(common.v, common.n, sizeof(*common.v), order);
	free(line);
	fclose(f);
	return ok;
}

static bool
listed(char *z)
{
	return common.n > 0 && bsearch(&z, common.v, common.n, sizeof(*common.v), order) != NULL;
}

/* On the list, as it is or without the digits at its end? */
static bool
is_listed(struct str s)
{
	char z[PASSWORD_MAX_BYTES + 1];
	size_t n = s.n;
	bool hit;

	memcpy(z, s.p, s.n);
	z[s.n] = '\0';
	hit = listed(z);
	while (n > 0 && z[n - 1] >= '0' && z[n - 1] <= '9')
		n--;
	z[n] = '\0';
	hit = hit || (n > 0 && listed(z));
	sodium_memzero(z, sizeof(z));
	return hit;
}

/* One short unit over and over: "abc123abc123abc". */
static bool
is_cycle(struct str s)
{
	for (size_t unit = 1; unit <= CYCLE_MAX && 2 * unit <= s.n; unit++)
		if (memcmp(s.p, s.p + unit, s.n - unit) == 0)
			return true;
	return false;
}

/*
 * Steps of one, or none, from character to character ("abcdef", "98765", "1111"): then there
 * is little to guess.  A quarter of the steps may be others.
 */
static bool
is_sequence(struct str s)
{
	uint32_t before = 0, cp, seen[DISTINCT_MIN];
	size_t steps = 0, jumps = 0, distinct = 0;

	for (bool first = true; utf8_next(&s, &cp); first = false, before = cp) {
		size_t i = 0;

		while (i < distinct && seen[i] != cp)
			i++;
		if (i == distinct && distinct < DISTINCT_MIN)
			seen[distinct++] = cp;
		if (first)
			continue;
		steps++;
		if (cp + 1 != before && cp != before + 1 && cp != before &&
		    !(cp == '0' && before == '9') && !(cp == '9' && before == '0'))
			jumps++;
	}
	sodium_memzero(seen, sizeof(seen));
	return distinct < DISTINCT_MIN || jumps <= steps / 4;
}

/* Take every ${word} out of ${s}, which stands in ${room}. */
static struct str
without(struct str s, char *room, struct str word)
{
	size_t at;

	if (word.n < 3)
		return s;
	while ((at = str_find(s, word)) < s.n) {
		memmove(room + at, room + at + word.n, s.n - at - word.n);
		s.n -= word.n;
	}
	return s;
}

/* Nothing much but the login and the names of this house? */
static bool
is_names(struct str s, struct str login)
{
	static const char *const names[] = {
	    "copydesk", "chaocheng", "newsroom", "password", "潮城", "新闻"};
	char room[PASSWORD_MAX_BYTES], folded[PASSWORD_MAX_BYTES];
	struct str rest = {room, s.n};

	memcpy(room, s.p, s.n);
	if (login.n <= sizeof(folded))
		rest = without(rest, room, fold(login, folded));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		rest = without(rest, room, str_of(names[i]));
	sodium_memzero(room, sizeof(room));
	return rest.n < REST_MIN && rest.n < s.n;
}

/* The fault of a text of at most 1024 bytes. */
static enum password_fault
fault_of(struct str text, struct str login)
{
	char folded[PASSWORD_MAX_BYTES];
	enum password_fault fault = PASSWORD_FINE;
	struct str f;

	if (utf8_check(text, UTF8_LINE) != UTF8_FINE)
		return PASSWORD_NOT_TEXT;
	if (utf8_count(text) < PASSWORD_MIN_CODE_POINTS)
		return PASSWORD_SHORT;
	if (!built_in())
		log_msg(LOG_ERROR, "no memory for the list of common passwords");
	f = fold(text, folded);
	if (is_sequence(text) || is_listed(f) || is_cycle(text) || is_cycle(f) ||
	    is_names(f, login))
		fault = PASSWORD_COMMON;
	sodium_memzero(folded, sizeof(folded));
	return fault;
}

enum password_fault
password_check(struct str pw, struct str login)
{
	char room[PASSWORD_TEXT_MAX];
	struct str text = password_text(pw, room);
	enum password_fault fault =
	    text.n > PASSWORD_MAX_BYTES ? PASSWORD_LONG : fault_of(text, login);

	sodium_memzero(room, sizeof(room));
	return fault;
}
