#include "base/json.h"

#include "base/utf8.h"

struct json_value *
json_first(const struct json_value *v)
{
	return json_is(v, JSON_IS_ARRAY) || json_is(v, JSON_IS_OBJECT) ? v->of.first : NULL;
}

size_t
json_count(const struct json_value *v)
{
	return json_is(v, JSON_IS_ARRAY) || json_is(v, JSON_IS_OBJECT) ? v->of.n : 0;
}

struct json_value *
json_get(const struct json_value *object, struct str name)
{
	struct json_value *v = json_is(object, JSON_IS_OBJECT) ? object->of.first : NULL;

	while (v != NULL && !str_eq(v->name, name))
		v = v->next;
	return v;
}

bool
json_is(const struct json_value *v, enum json_kind kind)
{
	return v != NULL && v->kind == kind;
}

struct str
json_get_text(const struct json_value *object, struct str name)
{
	const struct json_value *v = json_get(object, name);

	return json_is(v, JSON_IS_STRING) ? v->s : STR_NULL;
}

/* As deep as json_read() lets it be. */
static void
write_inside(struct buf *b, const struct json_value *v)
{
	for (const struct json_value *one = v->of.first; one != NULL; one = one->next) {
		if (one != v->of.first)
			buf_char(b, ',');
		if (v->kind == JSON_IS_OBJECT) {
			json_str(b, one->name);
			buf_char(b, ':');
		}
		json_write(b, one);
	}
}

void
json_write(struct buf *b, const struct json_value *v)
{
	switch (v->kind) {
	case JSON_IS_NULL:
		BUF_LIT(b, "null");
		break;
	case JSON_IS_FALSE:
		BUF_LIT(b, "false");
		break;
	case JSON_IS_TRUE:
		BUF_LIT(b, "true");
		break;
	case JSON_IS_INTEGER:
		buf_i64(b, v->i);
		break;
	case JSON_IS_REAL:
		buf_str(b, v->s);
		break;
	case JSON_IS_STRING:
		json_str(b, v->s);
		break;
	case JSON_IS_ARRAY:
	case JSON_IS_OBJECT:
		buf_char(b, v->kind == JSON_IS_ARRAY ? '[' : '{');
		write_inside(b, v);
		buf_char(b, v->kind == JSON_IS_ARRAY ? ']' : '}');
		break;
	}
}

/* A character that is written as something else. */
static bool
is_special(uint32_t cp)
{
	return cp < 0x20 || cp == '"' || cp == '\\' || (cp >= 0x7f && cp <= 0x9f) || cp == 0x2028 ||
	       cp == 0x2029 || cp == 0xfffd;
}

static void
put_special(struct buf *b, uint32_t cp)
{
	if (cp == '"' || cp == '\\') {
		buf_char(b, '\\');
		buf_char(b, (char)cp);
	} else if (cp == '\n') {
		BUF_LIT(b, "\\n");
	} else if (cp == 0xfffd) {
		BUF_LIT(b, "\xef\xbf\xbd");
	} else {
		buf_printf(b, "\\u%04x", (unsigned)cp);
	}
}

void
json_str(struct buf *b, struct str s)
{
	const char *from = s.p; /* of what is written as it is */
	uint32_t cp;

	buf_char(b, '"');
	for (const char *at = s.p; utf8_next(&s, &cp); at = s.p) {
		if (!is_special(cp))
			continue;
		buf_append(b, from, (size_t)(at - from));
		put_special(b, cp);
		from = s.p;
	}
	buf_append(b, from, (size_t)(s.p - from));
	buf_char(b, '"');
}

void
json_member(struct buf *b, const char *name, struct str value)
{
	if (b->n > 0 && b->p[b->n - 1] != '{')
		buf_char(b, ',');
	json_str(b, str_of(name));
	buf_char(b, ':');
	json_str(b, value);
}
