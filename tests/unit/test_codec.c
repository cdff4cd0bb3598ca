#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/str.h"
#include "db/codec.h"

struct row {
	bool has_id;
	struct article_id id;
	int32_t i32;
	int16_t i16;
	bool flag;
	struct str s;
	struct instant at;
};

#define F(type, member, has) ((struct db_field){#member, type, offsetof(struct row, member), has})

static struct arena *a;

static int
setup(void **state)
{
	(void)state;
	a = arena_new(1 << 20);
	return a == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void
bigint_is_big_endian(void **state)
{
	struct db_field f = F(DB_BIGINT, id, DB_NOT_NULL);
	struct row in = {.id = {-2}}, out = {.i32 = 7};
	struct codec_value v;

	(void)state;
	assert_true(codec_encode(a, &f, &in, &v));
	assert_int_equal(v.n, 8);
	assert_memory_equal(v.p, "\xff\xff\xff\xff\xff\xff\xff\xfe", 8);
	assert_true(codec_decode(&f, v.p, 8, &out));
	assert_int_equal(out.id.v, -2);
	assert_int_equal(out.i32, 7);
	assert_true(codec_decode(&f, "\x80\0\0\0\0\0\0\0", 8, &out));
	assert_true(out.id.v == INT64_MIN);
}

static void
wrong_lengths_are_refused(void **state)
{
	static const struct {
		enum db_type t;
		size_t right;
	} types[] = {{DB_BIGINT, 8}, {DB_INTEGER, 4}, {DB_SMALLINT, 2}, {DB_BOOLEAN, 1},
	    {DB_TIMESTAMPTZ, 8}};

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		for (size_t n = 0; n <= 9; n++) {
			struct db_field f = {
			    "x", types[i].t, offsetof(struct row, id), DB_NOT_NULL};
			struct row out = {0};

			assert_int_equal(
			    codec_decode(&f, "\0\0\0\0\0\0\0\0\0", n, &out), n == types[i].right);
		}
	}
}

static void
null_needs_a_declaration(void **state)
{
	struct db_field not_null = F(DB_BIGINT, id, DB_NOT_NULL);
	struct db_field null = F(DB_BIGINT, id, offsetof(struct row, has_id));
	struct db_field text = F(DB_TEXT, s, DB_NULL_IS_ABSENT);
	struct db_field text_not_null = F(DB_TEXT, s, DB_NOT_NULL);
	struct row r = {.id = {7}, .has_id = true, .s = STR("x")};
	struct codec_value v;

	(void)state;
	assert_false(codec_decode(&not_null, NULL, 0, &r));
	assert_false(codec_decode(&text_not_null, NULL, 0, &r));
	assert_true(codec_decode(&null, NULL, 0, &r));
	assert_false(r.has_id);
	assert_int_equal(r.id.v, 0);
	assert_true(codec_encode(a, &null, &r, &v));
	assert_null(v.p);
	assert_true(codec_decode(&null, "\0\0\0\0\0\0\0\5", 8, &r));
	assert_true(r.has_id);
	assert_int_equal(r.id.v, 5);
	assert_true(codec_decode(&text, NULL, 0, &r));
	assert_null(r.s.p);
	assert_true(codec_encode(a, &text, &r, &v));
	assert_null(v.p);
	/* an absent string is the empty one where NULL cannot be */
	assert_true(codec_encode(a, &text_not_null, &r, &v));
	assert_non_null(v.p);
	assert_int_equal(v.n, 0);
}

static void
text_is_a_view(void **state)
{
	struct db_field f = F(DB_TEXT, s, DB_NOT_NULL);
	static const char bytes[] = "\0a\xff";
	struct row r = {0};

	(void)state;
	assert_true(codec_decode(&f, bytes, 3, &r));
	assert_ptr_equal(r.s.p, bytes);
	assert_int_equal(r.s.n, 3);
}

static void
jsonb_has_a_version(void **state)
{
	struct db_field f = F(DB_JSONB, s, DB_NOT_NULL);
	struct row in = {.s = STR("{}")}, out = {0};
	struct codec_value v;

	(void)state;
	assert_true(codec_encode(a, &f, &in, &v));
	assert_int_equal(v.n, 3);
	assert_memory_equal(v.p, "\1{}", 3);
	assert_true(codec_decode(&f, v.p, 3, &out));
	assert_true(str_eq(out.s, STR("{}")));
	assert_false(codec_decode(&f, "\2{}", 3, &out));
	assert_false(codec_decode(&f, "", 0, &out));
}

static void
instants_have_another_epoch(void **state)
{
	struct db_field f = F(DB_TIMESTAMPTZ, at, DB_NOT_NULL);
	struct row in = {.at = {INT64_C(946684800000001)}}, out = {0};
	struct codec_value v;

	(void)state;
	assert_true(codec_encode(a, &f, &in, &v));
	assert_memory_equal(v.p, "\0\0\0\0\0\0\0\1", 8);
	assert_true(codec_decode(&f, v.p, 8, &out));
	assert_true(out.at.us == in.at.us);
	/* the ends are infinity; near them there is no room for the epoch */
	in.at.us = INT64_MAX;
	assert_true(codec_encode(a, &f, &in, &v));
	assert_memory_equal(v.p, "\x7f\xff\xff\xff\xff\xff\xff\xff", 8);
	assert_true(codec_decode(&f, v.p, 8, &out));
	assert_true(out.at.us == INT64_MAX);
	in.at.us = INT64_MIN + 1;
	assert_false(codec_encode(a, &f, &in, &v));
	assert_false(codec_decode(&f, "\x7f\xff\xff\xff\xff\xff\xff\xfe", 8, &out));
}

static void
columns_are_taken_by_type(void **state)
{
	(void)state;
	assert_true(codec_accepts(DB_TEXT, 25));
	assert_true(codec_accepts(DB_TEXT, 1043)); /* varchar */
	assert_true(codec_accepts(DB_TEXT, 19));   /* name */
	assert_false(codec_accepts(DB_TEXT, 17));
	assert_false(codec_accepts(DB_BIGINT, 23));
	assert_false(codec_accepts(DB_JSONB, 114)); /* json */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bigint_is_big_endian),
	    cmocka_unit_test(wrong_lengths_are_refused),
	    cmocka_unit_test(null_needs_a_declaration),
	    cmocka_unit_test(text_is_a_view),
	    cmocka_unit_test(jsonb_has_a_version),
	    cmocka_unit_test(instants_have_another_epoch),
	    cmocka_unit_test(columns_are_taken_by_type),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
