#include "db/db.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "db/exchange.h"
#include "db/wire.h"

struct db *
db_new(const struct db_options *o)
{
	struct db *db = calloc(1, sizeof(*db));

	if (db == NULL)
		return NULL;
	db->conninfo = strdup(o->conninfo);
	db->program = strdup(o->program);
	db->database = o->database != NULL ? strdup(o->database) : NULL;
	db->statement_ms = o->statement_ms;
	db->connect_ms = o->connect_ms;
	if (db->conninfo == NULL || db->program == NULL ||
	    (o->database != NULL && db->database == NULL)) {
		db_free(db);
		return NULL;
	}
	return db;
}

void
db_free(struct db *db)
{
	if (db == NULL)
		return;
	wire_drop(db);
	free(db->conninfo);
	free(db->program);
	free(db->database);
	free(db);
}

static enum status
begin(struct db *db, const char *command)
{
	if (db->tx != TX_NONE) {
		log_msg(LOG_ERROR, "database: a transaction inside a transaction");
		return STATUS_INTERNAL;
	}
	wire_error_clear(db);
	db->tx = TX_PENDING;
	db->begin = command;
	return STATUS_OK;
}

enum status
db_begin(struct db *db)
{
	return begin(db, "BEGIN");
}

enum status
db_begin_snapshot(struct db *db)
{
	return begin(db, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
}

enum status
db_commit(struct db *db)
{
	char tag[16] = "";
	enum tx was = db->tx;
	enum status st;

	if (was == TX_FAILED) {
		st = db->tx_status;
		db_rollback(db);
		return st;
	}
	db->tx = TX_NONE;
	if (was == TX_PENDING)
		return STATUS_OK; /* nothing was done, so nothing was sent */
	if (was == TX_NONE) {
		log_msg(LOG_ERROR, "database: a commit without a transaction");
		return STATUS_INTERNAL;
	}
	db->tx = TX_OPEN;
	st = exchange_command(db, "COMMIT", tag);
	db->tx = TX_NONE;
	/* Only a server that is still there can have refused; else the answer was lost. */
	if (st != STATUS_OK && db->conn == NULL)
		return STATUS_UNCERTAIN;
	if (st == STATUS_OK && strcmp(tag, "COMMIT") != 0) {
		log_msg(LOG_ERROR, "database: COMMIT was answered by %s", tag);
		return STATUS_INTERNAL;
	}
	return st;
}

void
db_rollback(struct db *db)
{
	struct db_error kept = db->error; /* the reason for the rollback */
	enum tx was = db->tx;

	db->tx_status = STATUS_OK;
	if (db->conn != NULL && (was == TX_OPEN || was == TX_FAILED)) {
		db->tx = TX_OPEN; /* it is a busy connection: no idle check before the command */
		/* A connection that cannot roll back is of no further use; the server then does it.
		 */
		if (exchange_command(db, "ROLLBACK", NULL) != STATUS_OK && db->conn != NULL)
			wire_drop(db);
	}
	db->tx = TX_NONE;
	db->error = kept;
}

enum status
db_ping(struct db *db)
{
	if (db->tx == TX_FAILED)
		return db->tx_status;
	/* An empty query makes the whole way and touches nothing. */
	return exchange_command(db, "", NULL);
}

const struct db_error *
db_last_error(const struct db *db)
{
	return &db->error;
}

bool
db_sqlstate_is(const struct db *db, const char *state)
{
	return strcmp(db->error.sqlstate, state) == 0;
}

struct db_stats
db_take_stats(struct db *db)
{
	struct db_stats s = db->stats;

	db->stats = (struct db_stats){0};
	return s;
}
