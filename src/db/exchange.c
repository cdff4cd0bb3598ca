#include "db/exchange.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"

#define PARAMS_MAX 64

enum status
exchange_failed(struct db *db, enum status st)
{
	/* A BEGIN that was never answered is nothing to roll back on a lost connection, but the
	 * caller still believes in a transaction: it must not go on without one. */
	if (db->tx != TX_NONE) {
		db->tx = TX_FAILED;
		db->tx_status = st;
	}
	return st;
}

static bool
is_error(const PGresult *r)
{
	switch (PQresultStatus(r)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
	case PGRES_EMPTY_QUERY:
		return false;
	default:
		return true;
	}
}

/*
 * Read what answers one statement outside a pipeline.  An error may follow a result: a deferred
 * constraint is looked at when the statement is already done.
 */
static enum status
read_simple(struct db *db, const char *what, int64_t deadline, PGresult **out)
{
	enum status failed = STATUS_OK;
	PGresult *r;

	for (;;) {
		enum status st = wire_result(db, deadline, &r);

		if (st != STATUS_OK)
			return st;
		if (r == NULL)
			break;
		if (is_error(r) && failed == STATUS_OK)
			failed = wire_fault(db, r, what);
		if (is_error(r) || *out != NULL)
			PQclear(r);
		else
			*out = r;
	}
	if (failed == STATUS_OK && *out == NULL)
		return wire_lost(db, what);
	return failed;
}

static bool
send_bound(struct db *db, const struct db_statement *s, const struct codec_value *values)
{
	const char *p[PARAMS_MAX];
	int n[PARAMS_MAX], binary[PARAMS_MAX];

	for (size_t i = 0; i < s->params_n; i++) {
		p[i] = values[i].p;
		n[i] = values[i].n;
		binary[i] = 1;
	}
	return PQsendQueryPrepared(db->conn, s->name, (int)s->params_n, p, n, binary, 1) == 1;
}

static bool
send_prepare(struct db *db, const struct db_statement *s)
{
	Oid types[PARAMS_MAX];

	for (size_t i = 0; i < s->params_n; i++)
		types[i] = codec_oid(s->params[i].type);
	return PQsendPrepare(db->conn, s->name, s->sql, (int)s->params_n, types) == 1;
}

/* What a pipeline carries, in this order, and how far its answers have come. */
struct pipeline {
	const struct db_statement *s;
	bool begin;
	bool prepare;
};

/* One good result: take note of what it says, keep the last. */
static void
take_answer(struct db *db, struct pipeline *p, PGresult *r, PGresult **out)
{
	if (p->begin) {
		p->begin = false;
		db->tx = TX_OPEN;
	} else if (p->prepare) {
		p->prepare = false;
		wire_set_prepared(db, p->s);
	} else if (*out == NULL) {
		*out = r;
		return;
	}
	PQclear(r);
}

/* After an error the server skips the rest, up to the end that it marks; so the first error counts.
 */
static enum status
read_pipeline(struct db *db, struct pipeline p, int64_t deadline, PGresult **out)
{
	enum status failed = STATUS_OK;
	int gaps = 0; /* libpq parts the statements by NULL; without end when the connection died */

	for (;;) {
		PGresult *r;
		enum status st = wire_result(db, deadline, &r);

		if (st != STATUS_OK)
			return st;
		if (r == NULL) {
			if (++gaps > 8)
				return wire_lost(db, p.s->name);
		} else if (PQresultStatus(r) == PGRES_PIPELINE_SYNC) {
			PQclear(r);
			break;
		} else if (!is_error(r)) {
			take_answer(db, &p, r, out);
		} else {
			if (failed == STATUS_OK)
				failed = wire_fault(db, r, p.s->name);
			PQclear(r);
		}
	}
	if (PQexitPipelineMode(db->conn) != 1)
		return wire_lost(db, p.s->name);
	if (failed == STATUS_OK && *out == NULL)
		return wire_lost(db, p.s->name);
	return failed;
}

/* As exchange_statement(), on a connection that stands. */
static enum status
run(struct db *db, const struct db_statement *s, const struct codec_value *values, PGresult **out)
{
	bool begin = db->tx == TX_PENDING;
	bool prepare = !wire_is_prepared(db, s);
	int64_t deadline = wire_deadline(db);
	bool sent;
	enum status st;

	db->stats.queries += 1 + begin;
	if (begin || prepare) {
		sent = PQenterPipelineMode(db->conn) == 1 &&
		       (!begin || PQsendQueryParams(
				      db->conn, db->begin, 0, NULL, NULL, NULL, NULL, 1) == 1) &&
		       (!prepare || send_prepare(db, s)) && send_bound(db, s, values) &&
		       PQpipelineSync(db->conn) == 1;
	} else {
		sent = send_bound(db, s, values);
	}
	if (!sent)
		return wire_lost(db, s->name);
	st = wire_send(db, deadline);
	if (st != STATUS_OK)
		return st;
	if (begin || prepare)
		return read_pipeline(db, (struct pipeline){s, begin, prepare}, deadline, out);
	return read_simple(db, s->name, deadline, out);
}

enum status
exchange_statement(
    struct db *db, const struct db_statement *s, const struct codec_value *values, PGresult **r)
{
	int64_t start;
	enum status st;

	*r = NULL;
	if (db->tx == TX_FAILED)
		return db->tx_status;
	wire_error_clear(db);
	if (s->params_n > PARAMS_MAX) {
		log_msg(LOG_ERROR, "database: %s: too many parameters", s->name);
		return exchange_failed(db, STATUS_INTERNAL);
	}
	start = clock_mono_us();
	st = wire_ready(db);
	if (st == STATUS_OK)
		st = run(db, s, values, r);
	db->stats.us += clock_mono_us() - start;
	/* the server may have ended the connection together with the statement */
	if (st == STATUS_OK)
		return st;
	PQclear(*r);
	*r = NULL;
	if (db->conn != NULL && PQstatus(db->conn) == CONNECTION_BAD)
		wire_drop(db);
	return exchange_failed(db, st);
}

enum status
exchange_command(struct db *db, const char *sql, char tag[16])
{
	int64_t start = clock_mono_us(), deadline;
	PGresult *r = NULL;
	enum status st;

	wire_error_clear(db);
	st = wire_ready(db);
	if (st == STATUS_OK) {
		db->stats.queries++;
		deadline = wire_deadline(db);
		st = PQsendQueryParams(db->conn, sql, 0, NULL, NULL, NULL, NULL, 1) == 1
			 ? wire_send(db, deadline)
			 : wire_lost(db, sql);
		if (st == STATUS_OK)
			st = read_simple(db, sql, deadline, &r);
		if (st == STATUS_OK && tag != NULL)
			snprintf(tag, 16, "%s", PQcmdStatus(r));
		PQclear(r);
		if (st != STATUS_OK && db->conn != NULL && PQstatus(db->conn) == CONNECTION_BAD)
			wire_drop(db);
	}
	db->stats.us += clock_mono_us() - start;
	return st;
}
