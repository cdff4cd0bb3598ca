#ifndef COPYDESK_DB_CODEC_H
#define COPYDESK_DB_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/statement.h"

/*
 * PostgreSQL's binary formats (the send and recv functions of its src/backend/utils/adt):
 * integers big-endian, timestamptz as microseconds since 2000-01-01T00:00:00Z, jsonb as a version
 * byte 1 and the text.
 */

/* One parameter as libpq wants it. */
struct codec_value {
	const char *p; /* NULL: SQL NULL */
	int n;
	char room[8]; /* where p points for numbers */
};

/**
 * codec_encode(a, f, in, out):
 * Encode the member ${f} of the struct at ${in}.  An absent string of a
 * parameter that may not be NULL is sent as the empty one.  False for a string over 1 GB.
 */
bool codec_encode(
    struct arena *a, const struct db_field *f, const void *in, struct codec_value *out) MUST_CHECK;

/**
 * codec_decode(f, p, n, row):
 * Write the value ${p} of ${n} bytes (p == NULL: SQL NULL) to the member ${f}
 * of the struct at ${row}.  Strings are views, nothing is copied.  False if the length does not fit
 * the type, or for a NULL that was not declared.  The member of one that was is zero.
 */
bool codec_decode(const struct db_field *f, const char *p, size_t n, void *row) MUST_CHECK;

/** codec_oid(t): Return the pg_type.oid of ${t}. */
uint32_t codec_oid(enum db_type t);
/** codec_accepts(t, oid): May a column of type ${oid} be read as ${t}? */
bool codec_accepts(enum db_type t, uint32_t oid);

#endif
