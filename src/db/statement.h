#ifndef COPYDESK_DB_STATEMENT_H
#define COPYDESK_DB_STATEMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"

/*
 * For the code that tools/sqlc makes, and for nobody else: a statement and the tables by which its
 * parameters are read from a struct and its rows written into one.
 */

enum db_type {
	DB_BIGINT,     /* int64_t, or an id struct around one */
	DB_INTEGER,    /* int32_t */
	DB_SMALLINT,   /* int16_t */
	DB_BOOLEAN,    /* bool */
	DB_TEXT,       /* struct str */
	DB_JSONB,      /* struct str: JSON text */
	DB_BYTEA,      /* struct str */
	DB_TIMESTAMPTZ /* struct instant */
};

#define DB_NOT_NULL SIZE_MAX
#define DB_NULL_IS_ABSENT (SIZE_MAX - 1) /* a struct str with p == NULL */

/* A member of the parameter or row struct. */
struct db_field {
	const char *name;
	enum db_type type;
	size_t offset;
	size_t has; /* offset of the companion bool, or one of the two above */
};

struct db_statement {
	const char *name; /* unique in the program; also its name on the server */
	const char *sql;
	const struct db_field *params;
	size_t params_n;
	const struct db_field *cols;
	size_t cols_n;
	size_t row_size;
	size_t limit; /* rows; more is STATUS_INTERNAL */
};

/**
 * statement_one(db, a, s, in, out):
 * Run ${s} with the parameters in ${in} and write its row into ${out}; views
 * in it live as long as ${a}.  No row: STATUS_NOT_FOUND, ${out} untouched.
 */
enum status statement_one(struct db *db, struct arena *a, const struct db_statement *s,
    const void *in, void *out) MUST_CHECK;
/**
 * statement_many(db, a, s, in, rows, n):
 * As above for any number of rows up to the limit, as an array in ${a}.
 * On failure ${rows} is NULL and ${n} 0.
 */
enum status statement_many(struct db *db, struct arena *a, const struct db_statement *s,
    const void *in, void **rows, size_t *n) MUST_CHECK;
/** statement_exec(db, a, s, in): Run ${s}; what rows it gives are not looked at. */
enum status statement_exec(
    struct db *db, struct arena *a, const struct db_statement *s, const void *in) MUST_CHECK;

#endif
