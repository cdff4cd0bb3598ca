#include "html/body_load.h"

#include <assert.h>

#include "base/num.h"
#include "base/url.h"
#include "base/utf8.h"

/* Attributes of nodes and marks, each against its rule. */

#define ID_MIN 8
#define ID_MAX 12
/* A table of hashes for the names of the blocks, never more than a third full. */
#define IDS_SLOTS 16384

/*
 * What utf8_check() calls a control character, and the newline: C0 but for TAB, DEL, C1 (C2 80 to
 * C2 9F), U+2028 and U+2029 (E2 80 A8, E2 80 A9).  The reader has checked the UTF-8, so
 * looking at bytes is enough, and several times faster.
 */
bool
body_has_control(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = 0; i < s.n; i++) {
		if (p[i] >= 0x20 && p[i] != 0x7f && p[i] != 0xc2 && p[i] != 0xe2)
			continue;
		if ((p[i] < 0x20 && p[i] != '\t') || p[i] == 0x7f)
			return true;
		if (p[i] == 0xc2 && p[i + 1] < 0xa0)
			return true;
		if (p[i] == 0xe2 && p[i + 1] == 0x80 && (p[i + 2] == 0xa8 || p[i + 2] == 0xa9))
			return true;
	}
	return false;
}

static bool
load_url(struct body_loader *l, const struct body_attr *rule, struct str s)
{
	if (s.n > (size_t)rule->max)
		return body_refuse(l, "", "longer than %lld bytes", (long long)rule->max);
	if (s.n == 0 || !url_safe(s))
		return body_refuse(l, "", "not an address that may be linked");
	return true;
}

static bool
load_integer(struct body_loader *l, const struct body_attr *rule, const struct json_value *v,
    struct body_value *out)
{
	if (!json_is(v, JSON_IS_INTEGER))
		return body_refuse(l, "", "not an integer");
	out->i = v->i;
	if (out->i < rule->min || out->i > rule->max)
		return body_refuse(
		    l, "", "not from %lld to %lld", (long long)rule->min, (long long)rule->max);
	return true;
}

/* A line of words: an address in disguise, or a tag, is no matter, since it is escaped. */
static bool
load_words(struct body_loader *l, const struct body_attr *rule, struct str s)
{
	if (s.n == 0 && !rule->optional)
		return body_refuse(l, "", "empty");
	if (body_has_control(s))
		return body_refuse(l, "", "a control character");
	if (utf8_count(s) <= (size_t)rule->max)
		return true;
	if (l->error != NULL && (!l->kept || l->error->large.n == 0)) {
		l->error->large = s;
		l->error->max = rule->max;
	}
	return l->kept || body_refuse(l, "", "longer than %lld characters", (long long)rule->max);
}

/* "07": from 1 to ${max}. */
static bool
two_digits(struct str s, int64_t max, int64_t *out)
{
	if (s.p[0] < '0' || s.p[0] > '9' || s.p[1] < '0' || s.p[1] > '9')
		return false;
	*out = (s.p[0] - '0') * 10 + (s.p[1] - '0');
	return *out >= 1 && *out <= max;
}

static bool
is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool
body_is_date(struct str s)
{
	static const int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t year;
	int64_t month;
	int64_t day;

	return s.n == 10 && s.p[4] == '-' && s.p[7] == '-' &&
	       num_i64(str_sub(s, 0, 4), 1900, 2199, &year) &&
	       two_digits(str_sub(s, 5, 2), 12, &month) &&
	       two_digits(
		   str_sub(s, 8, 2), days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0), &day);
}

static bool
load_provider(struct body_loader *l, struct body_value *out)
{
	for (size_t i = 0; i < BODY_PROVIDERS; i++) {
		if (str_eq(out->s, body_providers[i].name)) {
			out->i = (int64_t)i;
			return true;
		}
	}
	return body_refuse(l, "", "not a provider of the schema");
}

static bool
load_choice(struct body_loader *l, const struct body_attr *rule, struct body_value *out)
{
	for (size_t i = 0; i < rule->choices_n; i++) {
		if (str_eq(out->s, rule->choices[i])) {
			/* Left out or written, it is the same. */
			*out = (struct body_value){.i = (int64_t)i};
			return true;
		}
	}
	return body_refuse(l, "", "not one of those that the schema names");
}

static bool
load_hex(struct body_loader *l, const struct body_attr *rule, struct str s)
{
	size_t n = 0;

	while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || (s.p[n] >= 'a' && s.p[n] <= 'f')))
		n++;
	if (n != s.n || n != (size_t)rule->max)
		return body_refuse(l, "", "not %lld digits of 0-9 and a-f", (long long)rule->max);
	return true;
}

/* Blocks are told apart by their names when two texts are merged: so each is there once. */
static bool
load_id(struct body_loader *l, struct str s)
{
	uint32_t h = 2166136261U;

	if (s.n < ID_MIN || s.n > ID_MAX)
		return body_refuse(l, "", "not from %d to %d characters", ID_MIN, ID_MAX);
	for (size_t i = 0; i < s.n; i++) {
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9')))
			return body_refuse(l, "", "not of a-z and 0-9");
		h = (h ^ (unsigned char)s.p[i]) * 16777619U;
	}
	if (l->ids == NULL)
		l->ids = ARENA_ARRAY(l->scratch, IDS_SLOTS, struct str);
	for (h %= IDS_SLOTS; l->ids[h].p != NULL; h = (h + 1) % IDS_SLOTS) {
		if (str_eq(l->ids[h], s))
			return body_refuse(l, "", "another block has it");
	}
	l->ids[h] = s;
	return true;
}

static bool
load_attr(struct body_loader *l, const struct body_attr *rule, const struct json_value *v,
    struct body_value *out)
{
	if (rule->type == BODY_INTEGER)
		return load_integer(l, rule, v, out);
	if (!json_is(v, JSON_IS_STRING))
		return body_refuse(l, "", "not a string");
	out->s = v->s;
	l->text_n += out->s.n;
	switch (rule->type) {
	case BODY_URL:
		return load_url(l, rule, out->s);
	case BODY_WORDS:
		return load_words(l, rule, out->s);
	case BODY_DATE:
		return body_is_date(out->s) || body_refuse(l, "", "not a day as YYYY-MM-DD");
	case BODY_PROVIDER:
		return load_provider(l, out);
	case BODY_ID:
		return load_id(l, out->s);
	case BODY_CHOICE:
		return load_choice(l, rule, out);
	case BODY_HEX:
		return load_hex(l, rule, out->s);
	case BODY_INTEGER:
		break;
	}
	return false;
}

bool
body_load_attrs(struct body_loader *l, const struct body_attr *rules, size_t n,
    const struct json_value *attrs, const struct body_value **out)
{
	struct body_value *values = n > 0 ? ARENA_ARRAY(l->a, n, struct body_value) : NULL;
	size_t known = 0;

	assert(n <= BODY_ATTRS_MAX);
	if (attrs != NULL && !json_is(attrs, JSON_IS_OBJECT))
		return body_refuse(l, ".attrs", "not an object");
	for (size_t i = 0; i < n; i++) {
		const struct json_value *v = json_get(attrs, rules[i].name);

		l->attr = rules[i].name.p;
		values[i].i = rules[i].fallback;
		if (v == NULL && !rules[i].optional)
			return body_refuse(l, "", "missing");
		if (v == NULL)
			continue;
		known++;
		if (!load_attr(l, &rules[i], v, &values[i]))
			return false;
	}
	l->attr = NULL;
	*out = values;
	if (json_count(attrs) != known)
		return body_refuse(l, ".attrs", "an attribute that is not in the schema");
	return true;
}
