#include "base/json.h"

#include <string.h>

#include "base/utf8.h"

struct reader {
	struct arena *strings, *tree;
	const char *p, *end;
	size_t left;  /* values that there may still be */
	size_t depth; /* arrays and objects that are open */
	const char *fault;
};

static bool
refuse(struct reader *r, const char *what)
{
	r->fault = what;
	return false;
}

static void
skip_space(struct reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\r' || *r->p == '\t'))
		r->p++;
}

/* Take ${c}, if it is next. */
static bool
take(struct reader *r, char c)
{
	if (r->p == r->end || *r->p != c)
		return false;
	r->p++;
	return true;
}

static bool
hex_4(struct reader *r, uint32_t *out)
{
	*out = 0;
	if (r->end - r->p < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		unsigned char c = (unsigned char)*r->p++;
		unsigned char lower = c | 0x20;

		if (c >= '0' && c <= '9')
			*out = *out << 4 | (uint32_t)(c - '0');
		else if (lower >= 'a' && lower <= 'f')
			*out = *out << 4 | (uint32_t)(lower - 'a' + 10);
		else
			return false;
	}
	return true;
}

static size_t
put_utf8(char *to, uint32_t cp)
{
	if (cp < 0x80) {
		to[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		to[0] = (char)(0xc0 | cp >> 6);
		to[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		to[0] = (char)(0xe0 | cp >> 12);
		to[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		to[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | cp >> 18);
	to[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	to[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	to[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

/* What follows "\u", one code point of one or two of them, to ${to}; 0: it is none. */
static size_t
read_unicode(struct reader *r, char *to)
{
	uint32_t cp;
	uint32_t low;

	if (!hex_4(r, &cp) || cp == 0 || (cp >= 0xdc00 && cp <= 0xdfff))
		return 0;
	if (cp >= 0xd800 && cp <= 0xdbff) {
		if (!take(r, '\\') || !take(r, 'u') || !hex_4(r, &low) || low < 0xdc00 ||
		    low > 0xdfff)
			return 0;
		cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
	}
	return put_utf8(to, cp);
}

/* What follows a backslash, to ${to}, where there is room for what it was; 0: no escape. */
static size_t
read_escape(struct reader *r, char *to)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char values[] = "\"\\/\b\f\n\r\t";
	const char *at;

	if (r->p == r->end)
		return 0;
	if (take(r, 'u'))
		return read_unicode(r, to);
	at = memchr(letters, *r->p++, sizeof(letters) - 1);
	if (at == NULL)
		return 0;
	*to = values[at - letters];
	return 1;
}

/* What may not stand in a string as it is. */
static const bool ends_run[256] = {[0 ... 31] = true, ['"'] = true, ['\\'] = true};

static void
skip_run(struct reader *r)
{
	while (r->p < r->end && !ends_run[(unsigned char)*r->p])
		r->p++;
}

/* The string that began at ${from} and has an escape where the reader is. */
static bool
read_escaped(struct reader *r, const char *from, struct str *out)
{
	const char *close = r->p;
	char *to;
	size_t n = 0;

	while (close < r->end && *close != '"')
		close += *close == '\\' && close + 1 < r->end ? 2 : 1;
	/* An escape is never shorter than what it stands for. */
	to = arena_alloc(r->strings, (size_t)(close - from));
	for (;;) {
		size_t escaped;

		memcpy(to + n, from, (size_t)(r->p - from));
		n += (size_t)(r->p - from);
		if (take(r, '"'))
			break;
		if (!take(r, '\\'))
			return refuse(r, "a string without its end, or a control character in it");
		escaped = read_escape(r, to + n);
		if (escaped == 0)
			return refuse(r, "an escape that stands for no character");
		n += escaped;
		from = r->p;
		skip_run(r);
	}
	*out = (struct str){to, n};
	return true;
}

static bool
read_string(struct reader *r, struct str *out)
{
	const char *from;

	if (!take(r, '"'))
		return refuse(r, "a string is wanted");
	from = r->p;
	skip_run(r);
	if (r->p == r->end || *r->p != '"')
		return read_escaped(r, from, out);
	*out = (struct str){from, (size_t)(r->p++ - from)};
	return true;
}

static bool
is_digit(const struct reader *r)
{
	return r->p < r->end && *r->p >= '0' && *r->p <= '9';
}

static bool
skip_digits(struct reader *r)
{
	if (!is_digit(r))
		return false;
	while (is_digit(r))
		r->p++;
	return true;
}

/* The rest of the number that began at ${from} and is a real one: a fraction, an exponent. */
static bool
read_real(struct reader *r, const char *from, struct json_value *v)
{
	if (take(r, '.') && !skip_digits(r))
		return refuse(r, "a number without its digits");
	if (take(r, 'e') || take(r, 'E')) {
		if (!take(r, '+'))
			(void)take(r, '-');
		if (!skip_digits(r))
			return refuse(r, "a number without its digits");
	}
	v->kind = JSON_IS_REAL;
	v->s = (struct str){from, (size_t)(r->p - from)};
	return true;
}

static bool
read_number(struct reader *r, struct json_value *v)
{
	const char *from = r->p;
	bool minus = take(r, '-');
	bool fits = true;
	int64_t i = 0;

	if (!is_digit(r))
		return refuse(r, "a value is wanted");
	if (!take(r, '0')) {
		for (; is_digit(r); r->p++) {
			int64_t digit = *r->p - '0';

			fits = fits && !__builtin_mul_overflow(i, 10, &i) &&
			       !__builtin_add_overflow(i, minus ? -digit : digit, &i);
		}
	}
	if (r->p < r->end && (*r->p == '.' || *r->p == 'e' || *r->p == 'E'))
		return read_real(r, from, v);
	v->kind = JSON_IS_INTEGER;
	v->i = i;
	return fits || refuse(r, "an integer beyond 64 bits");
}

static bool
read_word(struct reader *r, struct json_value *v, struct str word, enum json_kind kind)
{
	v->kind = kind;
	if (!str_starts((struct str){r->p, (size_t)(r->end - r->p)}, word))
		return refuse(r, "a value is wanted");
	r->p += word.n;
	return true;
}

static bool read_value(struct reader *r, struct json_value *v);

/* A member's name and colon, which no member of ${object} has yet. */
static bool
read_name(struct reader *r, const struct json_value *object, struct str *out)
{
	if (!read_string(r, out))
		return false;
	if (json_get(object, *out) != NULL)
		return refuse(r, "a member that is there twice");
	if (object->of.n == JSON_MEMBERS_MAX)
		return refuse(r, "an object of very many members");
	skip_space(r);
	if (!take(r, ':'))
		return refuse(r, "a ':' is wanted");
	skip_space(r);
	return true;
}

/* What is in the array or object ${v}, after its opening bracket. */
static bool
read_inside(struct reader *r, struct json_value *v, char close)
{
	struct json_value **end = &v->of.first;

	skip_space(r);
	if (take(r, close))
		return true;
	do {
		struct json_value *one;

		if (r->left-- == 0)
			return refuse(r, "more values than are taken");
		one = ARENA_NEW(r->tree, struct json_value);
		skip_space(r);
		if ((v->kind == JSON_IS_OBJECT && !read_name(r, v, &one->name)) ||
		    !read_value(r, one))
			return false;
		*end = one;
		end = &one->next;
		v->of.n++;
		skip_space(r);
	} while (take(r, ','));
	return take(r, close) || refuse(r, "',' or the end of an array or object is wanted");
}

static bool
read_nested(struct reader *r, struct json_value *v, enum json_kind kind, char close)
{
	bool read;

	if (r->depth == JSON_DEPTH_MAX)
		return refuse(r, "nested very deep");
	r->p++;
	r->depth++;
	v->kind = kind;
	read = read_inside(r, v, close);
	r->depth--;
	return read;
}

static bool
read_value(struct reader *r, struct json_value *v)
{
	switch (r->p < r->end ? *r->p : '\0') {
	case '{':
		return read_nested(r, v, JSON_IS_OBJECT, '}');
	case '[':
		return read_nested(r, v, JSON_IS_ARRAY, ']');
	case '"':
		v->kind = JSON_IS_STRING;
		return read_string(r, &v->s);
	case 't':
		return read_word(r, v, STR("true"), JSON_IS_TRUE);
	case 'f':
		return read_word(r, v, STR("false"), JSON_IS_FALSE);
	case 'n':
		return read_word(r, v, STR("null"), JSON_IS_NULL);
	default:
		return read_number(r, v);
	}
}

struct json_value *
json_read(
    struct arena *a, struct arena *tree, struct str text, size_t max, struct json_fault *fault)
{
	const char *from = text.p != NULL ? text.p : "";
	struct reader r = {
	    .strings = a, .tree = tree, .p = from, .end = from + text.n, .left = max};
	struct json_value *v = ARENA_NEW(tree, struct json_value);
	bool read = false;

	/* Once for all strings; outside of them nothing but ASCII is taken. */
	if (!utf8_valid(text)) {
		r.fault = "not UTF-8";
	} else {
		skip_space(&r);
		read = read_value(&r, v);
		if (read)
			skip_space(&r);
		if (read && r.p < r.end)
			read = refuse(&r, "something after its end");
	}
	if (!read && fault != NULL)
		*fault = (struct json_fault){(size_t)(r.p - from), r.fault};
	return read ? v : NULL;
}
