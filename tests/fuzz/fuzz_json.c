#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "base/utf8.h"
#include "http/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(const struct http_pairs *p)
{
	assert(p->n <= 256);
	for (size_t i = 0; i < p->n; i++) {
		assert(utf8_valid(p->v[i].name) && utf8_valid(p->v[i].value));
		assert(str_chr(p->v[i].name, '\0') == p->v[i].name.n);
		assert(str_chr(p->v[i].value, '\0') == p->v[i].value.n);
		for (size_t k = 0; k < i; k++)
			assert(!str_eq(p->v[i].name, p->v[k].name));
	}
}

/* Written out, as the desk does for the database, it is the same object. */
static void
there_and_back(struct arena *a, const struct http_pairs *p)
{
	struct http_pairs again;
	enum request_fault fault;
	struct buf b;

	buf_init(&b, a, (size_t)4 * 1024 * 1024);
	buf_char(&b, '{');
	for (size_t i = 0; i < p->n; i++) {
		if (i > 0)
			buf_char(&b, ',');
		json_str(&b, p->v[i].name);
		buf_char(&b, ':');
		json_str(&b, p->v[i].value);
	}
	buf_char(&b, '}');
	assert(buf_ok(&b));
	fault = json_parse(a, buf_view(&b), &again);
	assert(fault == REQUEST_FINE);
	assert(again.n == p->n);
	for (size_t i = 0; i < p->n; i++) {
		assert(str_eq(again.v[i].name, p->v[i].name));
		assert(str_eq(again.v[i].value, p->v[i].value));
	}
}

static bool
has_name(const struct http_pairs *p, struct str name)
{
	for (size_t i = 0; i < p->n; i++) {
		if (str_eq(p->v[i].name, name))
			return true;
	}
	return false;
}

/* Pairs made of the data, which bytes that no text has part: few data are JSON by chance. */
static void
made(struct arena *a, struct str data)
{
	struct http_pairs p = {.v = ARENA_ARRAY(a, 256, struct http_pair)};
	struct str name, value;

	while (p.n < 256 && str_split(&data, '\xff', &name) && str_split(&data, '\xff', &value)) {
		if (utf8_valid(name) && utf8_valid(value) && str_chr(name, '\0') == name.n &&
		    str_chr(value, '\0') == value.n && !has_name(&p, name))
			p.v[p.n++] = (struct http_pair){name, value};
	}
	there_and_back(a, &p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)16 * 1024 * 1024);
	struct http_pairs p;

	if (a == NULL)
		return 0;
	made(a, (struct str){(const char *)data, n});
	if (json_parse(a, (struct str){(const char *)data, n}, &p) == REQUEST_FINE) {
		check(&p);
		there_and_back(a, &p);
	}
	arena_free(a);
	return 0;
}
