#ifndef COPYDESK_DB_WIRE_H
#define COPYDESK_DB_WIRE_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "db/db.h"
#include "db/statement.h"

/*
 * The connection inside a struct db: libpq without a wait that has no end.
 * For src/db/ alone.
 */

#define PREPARED_SLOTS 512 /* a power of two; a program has a few dozen statements */

enum tx {
	TX_NONE,
	TX_PENDING, /* db_begin() was called; BEGIN goes out with the first statement */
	TX_OPEN,
	TX_FAILED /* nothing more is sent until the rollback */
};

struct db {
	PGconn *conn; /* NULL: not connected */
	char *conninfo;
	char *database; /* NULL: what conninfo names */
	char *program;
	int statement_ms;
	int connect_ms;
	enum tx tx;
	const char *begin;     /* what opens the pending one */
	enum status tx_status; /* why TX_FAILED */
	bool stale;            /* the server's plans no longer fit: reconnect when idle */
	const struct db_statement *prepared[PREPARED_SLOTS]; /* open addressing, by address */
	size_t prepared_n;
	int64_t away_quiet_until; /* monotonic; a lost connection is not logged again before */
	struct db_error error;
	struct db_stats stats;
};

/**
 * wire_ready(db):
 * Connect if there is no connection, or if the idle one turns out to be dead.
 */
enum status wire_ready(struct db *db) MUST_CHECK;
/** wire_drop(db): Close the connection and forget what belonged to it. */
void wire_drop(struct db *db);

/** wire_deadline(db): Return the monotonic time by which an answer must be here; 0 no limit. */
int64_t wire_deadline(const struct db *db);
/** wire_send(db, deadline): Send what libpq has buffered. */
enum status wire_send(struct db *db, int64_t deadline) MUST_CHECK;
/**
 * wire_result(db, deadline, r):
 * Wait for the next result; NULL after the last of a statement, as PQgetResult().  When the
 * connection is lost or the deadline passes, it is dropped: STATUS_BUSY.
 */
enum status wire_result(struct db *db, int64_t deadline, PGresult **r) MUST_CHECK;
/**
 * wire_fault(db, r, what):
 * Remember the error in ${r} as the last one, log it by its weight (${what} names the
 * statement), and return its class.
 */
enum status wire_fault(struct db *db, const PGresult *r, const char *what) MUST_CHECK;
/** wire_lost(db, what): Remember libpq's own complaint, log it, drop the connection; STATUS_BUSY.
 */
enum status wire_lost(struct db *db, const char *what);
/** wire_error_clear(db): Forget the last error. */
void wire_error_clear(struct db *db);

/** wire_is_prepared(db, s), wire_set_prepared(db, s): Does this connection know ${s}? */
bool wire_is_prepared(const struct db *db, const struct db_statement *s);
void wire_set_prepared(struct db *db, const struct db_statement *s);

#endif
