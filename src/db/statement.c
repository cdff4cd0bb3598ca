#include "db/statement.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdio.h>

#include "base/log.h"
#include "db/codec.h"
#include "db/exchange.h"

static void
clear_slot(void *slot)
{
	PQclear(*(PGresult **)slot);
}

/* A fault in what the statement was declared to be; the transaction cannot be trusted to go on. */
static enum status
mismatch(struct db *db, const struct db_statement *s, const char *what, const char *name)
{
	wire_error_clear(db);
	snprintf(db->error.message, sizeof(db->error.message), "%s: %s%s%s", s->name, what,
	    name != NULL ? " " : "", name != NULL ? name : "");
	log_msg(LOG_ERROR, "database: %s", db->error.message);
	return exchange_failed(db, STATUS_INTERNAL);
}

/*
 * Run ${s}.  The result belongs to the arena from the moment it exists: its place is
 * registered before, because registering may end the request.
 */
static enum status
run(struct db *db, struct arena *a, const struct db_statement *s, const void *in, PGresult **out)
{
	PGresult **slot = ARENA_NEW(a, PGresult *);
	struct codec_value *values = ARENA_ARRAY(a, s->params_n, struct codec_value);
	enum status st;

	for (size_t i = 0; i < s->params_n; i++)
		if (!codec_encode(a, &s->params[i], in, &values[i]))
			return mismatch(db, s, "cannot send", s->params[i].name);
	arena_cleanup(a, clear_slot, slot);
	st = exchange_statement(db, s, values, slot);
	*out = *slot;
	return st;
}

static enum status
check_shape(struct db *db, const struct db_statement *s, const PGresult *r)
{
	if (PQresultStatus(r) != PGRES_TUPLES_OK || (size_t)PQnfields(r) != s->cols_n)
		return mismatch(db, s, "gives other columns than declared", NULL);
	for (size_t i = 0; i < s->cols_n; i++)
		if (!codec_accepts(s->cols[i].type, PQftype(r, (int)i)) ||
		    PQfformat(r, (int)i) != 1)
			return mismatch(db, s, "gives another type for", s->cols[i].name);
	return STATUS_OK;
}

static enum status
decode_row(struct db *db, const struct db_statement *s, const PGresult *r, int row, void *out)
{
	for (int i = 0; i < (int)s->cols_n; i++) {
		const char *p = PQgetisnull(r, row, i) ? NULL : PQgetvalue(r, row, i);

		if (!codec_decode(&s->cols[i], p, (size_t)PQgetlength(r, row, i), out))
			return mismatch(db, s, "gives NULL or a wrong length for", s->cols[i].name);
	}
	return STATUS_OK;
}

enum status
statement_one(
    struct db *db, struct arena *a, const struct db_statement *s, const void *in, void *out)
{
	PGresult *r;
	enum status st = run(db, a, s, in, &r);

	if (st == STATUS_OK)
		st = check_shape(db, s, r);
	if (st != STATUS_OK)
		return st;
	/* Not a failure: a transaction goes on. */
	if (PQntuples(r) == 0)
		return STATUS_NOT_FOUND;
	if (PQntuples(r) > 1)
		return mismatch(db, s, "gives more than one row", NULL);
	return decode_row(db, s, r, 0, out);
}

enum status
statement_many(struct db *db, struct arena *a, const struct db_statement *s, const void *in,
    void **rows, size_t *n)
{
	PGresult *r;
	enum status st;
	size_t count;
	char *v;

	*rows = NULL;
	*n = 0;
	st = run(db, a, s, in, &r);
	if (st == STATUS_OK)
		st = check_shape(db, s, r);
	if (st != STATUS_OK)
		return st;
	count = (size_t)PQntuples(r);
	if (count > s->limit)
		return mismatch(db, s, "gives more rows than its limit", NULL);
	v = arena_array(a, count, s->row_size);
	for (size_t i = 0; i < count; i++) {
		st = decode_row(db, s, r, (int)i, v + i * s->row_size);
		if (st != STATUS_OK)
			return st;
	}
	*rows = v;
	*n = count;
	return STATUS_OK;
}

enum status
statement_exec(struct db *db, struct arena *a, const struct db_statement *s, const void *in)
{
	PGresult *r;

	return run(db, a, s, in, &r);
}
