#include "db/codec.h"

#include <assert.h>
#include <endian.h>
#include <limits.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"

/* 2000-01-01T00:00:00Z in microseconds since 1970. */
#define PG_EPOCH_US INT64_C(946684800000000)
#define VALUE_MAX (INT_MAX / 2)
#define JSONB_VERSION 1

static const uint32_t oids[] = {
    [DB_BIGINT] = 20,
    [DB_INTEGER] = 23,
    [DB_SMALLINT] = 21,
    [DB_BOOLEAN] = 16,
    [DB_TEXT] = 25,
    [DB_JSONB] = 3802,
    [DB_BYTEA] = 17,
    [DB_TIMESTAMPTZ] = 1184,
};
#define OID_NAME 19
#define OID_VARCHAR 1043

uint32_t
codec_oid(enum db_type t)
{
	return oids[t];
}

bool
codec_accepts(enum db_type t, uint32_t oid)
{
	return oid == oids[t] || (t == DB_TEXT && (oid == OID_VARCHAR || oid == OID_NAME));
}

static const void *
member(const void *base, size_t offset)
{
	return (const char *)base + offset;
}

static void
put(struct codec_value *v, const void *bytes, size_t n)
{
	assert(n <= sizeof(v->room));
	memcpy(v->room, bytes, n);
	v->p = v->room;
	v->n = (int)n;
}

static void
put_i64(struct codec_value *v, int64_t x)
{
	uint64_t be = htobe64((uint64_t)x);

	put(v, &be, sizeof(be));
}

/* INT64_MAX and INT64_MIN are 'infinity' and '-infinity', here and there. */
static bool
put_instant(int64_t us, struct codec_value *v)
{
	if (us != INT64_MAX && us != INT64_MIN && __builtin_sub_overflow(us, PG_EPOCH_US, &us))
		return false;
	put_i64(v, us);
	return true;
}

static bool
put_str(struct arena *a, enum db_type t, const struct str *s, struct codec_value *v)
{
	if (s->n > VALUE_MAX)
		return false;
	v->p = s->p != NULL ? s->p : "";
	v->n = (int)s->n;
	if (t == DB_JSONB) {
		char *copy = arena_alloc(a, s->n + 1);

		copy[0] = JSONB_VERSION;
		memcpy(copy + 1, v->p, s->n);
		v->p = copy;
		v->n++;
	}
	return true;
}

/* Is the member absent?  Only where that was declared to be possible. */
static bool
is_null(const struct db_field *f, const void *in)
{
	if (f->has == DB_NOT_NULL)
		return false;
	if (f->has == DB_NULL_IS_ABSENT)
		return ((const struct str *)member(in, f->offset))->p == NULL;
	return !*(const bool *)member(in, f->has);
}

bool
codec_encode(struct arena *a, const struct db_field *f, const void *in, struct codec_value *out)
{
	const void *m = member(in, f->offset);
	int64_t i64;
	uint32_t be32;
	uint16_t be16;

	out->p = NULL;
	out->n = 0;
	if (is_null(f, in))
		return true;
	switch (f->type) {
	case DB_BIGINT:
		/* memcpy: the member may be an id struct */
		memcpy(&i64, m, sizeof(i64));
		put_i64(out, i64);
		return true;
	case DB_INTEGER:
		be32 = htobe32((uint32_t) * (const int32_t *)m);
		put(out, &be32, sizeof(be32));
		return true;
	case DB_SMALLINT:
		be16 = htobe16((uint16_t) * (const int16_t *)m);
		put(out, &be16, sizeof(be16));
		return true;
	case DB_BOOLEAN:
		put(out, *(const bool *)m ? "\1" : "\0", 1);
		return true;
	case DB_TEXT:
	case DB_JSONB:
	case DB_BYTEA:
		return put_str(a, f->type, m, out);
	case DB_TIMESTAMPTZ:
		return put_instant(((const struct instant *)m)->us, out);
	}
	return false;
}

static bool
get_i64(const char *p, size_t n, int64_t *out)
{
	uint64_t be;

	if (n != sizeof(be))
		return false;
	memcpy(&be, p, sizeof(be));
	*out = (int64_t)be64toh(be);
	return true;
}

static bool
get_instant(const char *p, size_t n, struct instant *out)
{
	int64_t us;

	if (!get_i64(p, n, &us))
		return false;
	if (us == INT64_MAX || us == INT64_MIN) {
		out->us = us;
		return true;
	}
	return !__builtin_add_overflow(us, PG_EPOCH_US, &out->us);
}

static bool
get_small(enum db_type t, const char *p, size_t n, void *m)
{
	uint32_t be32;
	uint16_t be16;

	if (t == DB_INTEGER && n == sizeof(be32)) {
		memcpy(&be32, p, sizeof(be32));
		*(int32_t *)m = (int32_t)be32toh(be32);
		return true;
	}
	if (t == DB_SMALLINT && n == sizeof(be16)) {
		memcpy(&be16, p, sizeof(be16));
		*(int16_t *)m = (int16_t)be16toh(be16);
		return true;
	}
	if (t == DB_BOOLEAN && n == 1) {
		*(bool *)m = *p != 0;
		return true;
	}
	return false;
}

static size_t
member_size(enum db_type t)
{
	switch (t) {
	case DB_BIGINT:
		return sizeof(int64_t);
	case DB_INTEGER:
		return sizeof(int32_t);
	case DB_SMALLINT:
		return sizeof(int16_t);
	case DB_BOOLEAN:
		return sizeof(bool);
	case DB_TEXT:
	case DB_BYTEA:
	case DB_JSONB:
		return sizeof(struct str);
	case DB_TIMESTAMPTZ:
		return sizeof(struct instant);
	}
	return 0;
}

/* The member is zeroed too: who copies it without asking copies nothing of the stack. */
static bool
decode_null(const struct db_field *f, void *row)
{
	if (f->has == DB_NOT_NULL)
		return false;
	memset((char *)row + f->offset, 0, member_size(f->type));
	if (f->has != DB_NULL_IS_ABSENT)
		*(bool *)((char *)row + f->has) = false;
	return true;
}

bool
codec_decode(const struct db_field *f, const char *p, size_t n, void *row)
{
	void *m = (char *)row + f->offset;
	int64_t i64;

	if (p == NULL)
		return decode_null(f, row);
	if (f->has != DB_NOT_NULL && f->has != DB_NULL_IS_ABSENT)
		*(bool *)((char *)row + f->has) = true;
	switch (f->type) {
	case DB_BIGINT:
		if (!get_i64(p, n, &i64))
			return false;
		memcpy(m, &i64, sizeof(i64));
		return true;
	case DB_INTEGER:
	case DB_SMALLINT:
	case DB_BOOLEAN:
		return get_small(f->type, p, n, m);
	case DB_TEXT:
	case DB_BYTEA:
		*(struct str *)m = (struct str){p, n};
		return true;
	case DB_JSONB:
		if (n < 1 || p[0] != JSONB_VERSION)
			return false;
		*(struct str *)m = (struct str){p + 1, n - 1};
		return true;
	case DB_TIMESTAMPTZ:
		return get_instant(p, n, m);
	}
	return false;
}
