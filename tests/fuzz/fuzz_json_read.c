#include <assert.h>
#include <jansson.h>
#include <stdint.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define VALUES_MAX 4096

/* jansson knows of no limits to width and depth. */
static bool
beyond_limits(const char *what)
{
	return str_eq(str_of(what), STR("more values than are taken")) ||
	       str_eq(str_of(what), STR("an object of very many members")) ||
	       str_eq(str_of(what), STR("nested very deep"));
}

static void
check_same(struct arena *a, const struct json_value *v, json_t *other)
{
	const struct json_value *one = json_first(v);

	switch (v->kind) {
	case JSON_IS_NULL:
		assert(json_is_null(other));
		break;
	case JSON_IS_FALSE:
		assert(json_is_false(other));
		break;
	case JSON_IS_TRUE:
		assert(json_is_true(other));
		break;
	case JSON_IS_INTEGER:
		assert(json_is_integer(other) && json_integer_value(other) == v->i);
		break;
	case JSON_IS_REAL:
		assert(json_is_real(other));
		break;
	case JSON_IS_STRING:
		assert(json_is_string(other));
		assert(str_eq(
		    v->s, (struct str){json_string_value(other), json_string_length(other)}));
		break;
	case JSON_IS_ARRAY:
		assert(json_is_array(other) && json_array_size(other) == json_count(v));
		for (size_t i = 0; one != NULL; i++, one = one->next)
			check_same(a, one, json_array_get(other, i));
		break;
	case JSON_IS_OBJECT:
		assert(json_is_object(other) && json_object_size(other) == json_count(v));
		for (; one != NULL; one = one->next)
			check_same(a, one, json_object_get(other, str_z(a, one->name)));
		break;
	}
}

/* It takes and means what jansson takes, a parser that others use; written out it is the same. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena *a;
	struct str text = {n > 0 ? (const char *)data : "", n};
	struct json_fault fault = {0, ""};
	json_error_t error;
	struct json_value *v;
	json_t *other;
	struct buf b;

	if (a == NULL)
		a = arena_new((size_t)64 * 1024 * 1024);
	assert(a != NULL);
	v = json_read(a, a, text, VALUES_MAX, &fault);
	other = json_loadb(text.p, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	assert(v != NULL || fault.at <= n);
	if (v != NULL && other != NULL) {
		check_same(a, v, other);
		buf_init(&b, a, (size_t)16 * 1024 * 1024);
		json_write(&b, v);
		assert(buf_ok(&b));
		v = json_read(a, a, buf_view(&b), VALUES_MAX, NULL);
		assert(v != NULL);
		check_same(a, v, other);
	} else if (v != NULL) {
		/* A real number beyond what a double holds. */
		assert(json_error_code(&error) == json_error_numeric_overflow);
	} else {
		/* jansson takes a NUL after a number for the end. */
		assert(other == NULL || beyond_limits(fault.what) || str_chr(text, '\0') < n);
	}
	json_decref(other);
	arena_reset(a);
	return 0;
}
