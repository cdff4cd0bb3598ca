#ifndef COPYDESK_DB_DB_H
#define COPYDESK_DB_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"

/*
 * One connection, one thread, one statement at a time.  Statements are the
 * generated functions of src/gen/q_*.h; nothing else sends SQL.  Connecting is lazy
 * and repeats itself: a lost connection is noticed, the statement fails with
 * STATUS_BUSY (or STATUS_UNCERTAIN for a COMMIT), and the next one reconnects.  A statement
 * outside a transaction whose answer was lost may have taken effect: what must be known runs in
 * one.
 */
struct db;

struct db_options {
	const char *conninfo; /* libpq connection string */
	const char *database; /* instead of the one it names; NULL: that */
	const char *program;  /* application_name */
	int statement_ms;     /* statement_timeout and the limit of every wait */
	int connect_ms;       /* limit of a connection attempt */
};

/* SQLSTATE: the server has no room on its disk. */
#define DB_DISK_FULL "53100"

/* What the server said of the last failure. */
struct db_error {
	char sqlstate[6];  /* "" if the failure was not the server's */
	char message[256]; /* for the log, never for the user */
	char constraint[64];
	char detail[256]; /* our functions put a machine-readable word here */
	int position;     /* where in a script, in characters from 1; 0 not known */
};

struct db_stats {
	int64_t us;  /* time spent waiting for the database */
	int queries; /* statements sent, BEGIN and COMMIT included */
};

/** db_new(o): Return a connection object, not yet connected; NULL if no memory. */
struct db *db_new(const struct db_options *o);
/** db_free(db): Close and release.  db_free(NULL) does nothing. */
void db_free(struct db *db);

/**
 * db_begin(db):
 * Open a transaction (READ COMMITTED).  BEGIN goes out with the first statement, in one round
 * trip, so a database that is away is noticed there.  After a failed statement nothing is sent
 * until db_rollback(); every further one, and db_commit(), answers as the failed one did.
 */
enum status db_begin(struct db *db) MUST_CHECK;
/**
 * db_begin_snapshot(db):
 * As db_begin(), for a transaction that only reads and all of whose statements see one state of
 * the database (REPEATABLE READ, READ ONLY).
 */
enum status db_begin_snapshot(struct db *db) MUST_CHECK;
/**
 * db_commit(db):
 * Commit.  A deferred constraint's refusal is reported here.  STATUS_UNCERTAIN when the
 * answer was lost: it may or may not have been committed.
 */
enum status db_commit(struct db *db) MUST_CHECK;
/** db_rollback(db): End the transaction, if one is open, without effect. */
void db_rollback(struct db *db);

/** db_ping(db): Can the database answer now? */
enum status db_ping(struct db *db) MUST_CHECK;

/** db_last_error(db): Return what is known of the last failure. */
const struct db_error *db_last_error(const struct db *db);
/** db_sqlstate_is(db, state): Was the last failure ${state}, e.g. "CD001"? */
bool db_sqlstate_is(const struct db *db, const char *state);
/** db_take_stats(db): Return the counters since the last call, and zero them. */
struct db_stats db_take_stats(struct db *db);

#endif
