#include "db/script.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/exchange.h"
#include "db/wire.h"

/* Read all results; the first error counts. */
static enum status
read_all(struct db *db)
{
	int64_t deadline = wire_deadline(db);
	enum status failed = STATUS_OK, st;
	PGresult *r;

	for (;;) {
		st = wire_result(db, deadline, &r);
		if (st != STATUS_OK)
			return st;
		if (r == NULL)
			return failed;
		switch (PQresultStatus(r)) {
		case PGRES_COMMAND_OK:
		case PGRES_TUPLES_OK:
		case PGRES_EMPTY_QUERY:
			break;
		case PGRES_FATAL_ERROR:
			if (failed == STATUS_OK)
				failed = wire_fault(db, r, "script");
			break;
		default: /* COPY would wait for us for ever */
			PQclear(r);
			return wire_lost(db, "a script may not COPY");
		}
		PQclear(r);
	}
}

/* A COMMIT inside the text would part it from what the caller does with it. */
static enum status
still_open(struct db *db)
{
	static const char why[] = "the script ended the transaction that it runs in";

	if (PQtransactionStatus(db->conn) == PQTRANS_INTRANS)
		return STATUS_OK;
	memcpy(db->error.message, why, sizeof(why));
	log_msg(LOG_ERROR, "database: %s", why);
	return STATUS_INTERNAL;
}

enum status
db_script(struct db *db, const char *text)
{
	int64_t start = clock_mono_us();
	enum status st = STATUS_OK;

	if (db->tx == TX_FAILED)
		return db->tx_status;
	wire_error_clear(db);
	if (db->tx == TX_PENDING) {
		st = exchange_command(db, db->begin, NULL);
		if (st == STATUS_OK)
			db->tx = TX_OPEN;
	} else {
		st = wire_ready(db);
	}
	if (st == STATUS_OK) {
		db->stats.queries++;
		st = PQsendQuery(db->conn, text) == 1 ? wire_send(db, wire_deadline(db))
						      : wire_lost(db, "script");
		if (st == STATUS_OK)
			st = read_all(db);
		if (st == STATUS_OK && db->tx == TX_OPEN)
			st = still_open(db);
		if (st != STATUS_OK && db->conn != NULL && PQstatus(db->conn) == CONNECTION_BAD)
			wire_drop(db);
	}
	db->stats.us += clock_mono_us() - start;
	return st == STATUS_OK ? st : exchange_failed(db, st);
}
