#include "db/wire.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/sqlstate.h"

/* A database that is away is told of this often, not at every request. */
#define AWAY_LOG_US 5000000
/* The server's own time-out comes first, because after it the outcome is known. */
#define GRACE_MS 500

void
wire_error_clear(struct db *db)
{
	db->error = (struct db_error){.sqlstate = ""};
}

static void
copy_field(char *to, size_t size, const char *from)
{
	size_t n = from != NULL ? strlen(from) : 0;

	while (n > 0 && (from[n - 1] == '\n' || n >= size))
		n--;
	if (n > 0)
		memcpy(to, from, n);
	to[n] = '\0';
}

static void
log_fault(const struct db *db, const char *what, enum status st)
{
	/* What a user brings about is not a fault of the house; debugging may want it still. */
	enum log_level level = st == STATUS_INTERNAL || st == STATUS_UNCERTAIN ? LOG_ERROR
			       : st == STATUS_BUSY                             ? LOG_WARN
									       : LOG_DEBUG;

	log_msg(level, "database: %s: %s %s", what, db->error.sqlstate, db->error.message);
}

static enum status
lost(struct db *db, const char *what, const char *why)
{
	int64_t now = clock_mono_us();

	wire_error_clear(db);
	copy_field(db->error.message, sizeof(db->error.message), why);
	if (now >= db->away_quiet_until) {
		log_fault(db, what, STATUS_BUSY);
		db->away_quiet_until = now + AWAY_LOG_US;
	}
	wire_drop(db);
	return STATUS_BUSY;
}

enum status
wire_lost(struct db *db, const char *what)
{
	return lost(
	    db, what, db->conn != NULL ? PQerrorMessage(db->conn) : "no memory for a connection");
}

/* As wire_lost(), when it is us who gave up. */
static enum status
give_up(struct db *db, const char *why)
{
	return lost(db, "connection", why);
}

/*
 * Was a view replaced under a prepared statement, or the statement lost by a pooler?  Then a new
 * connection knows better.  0A000 says many other things too; the place in the server's source
 * tells.
 */
static bool
plan_is_stale(const PGresult *r, const char *sqlstate)
{
	const char *where = PQresultErrorField(r, PG_DIAG_SOURCE_FUNCTION);

	if (strcmp(sqlstate, "26000") == 0)
		return true;
	return strcmp(sqlstate, "0A000") == 0 && where != NULL &&
	       strcmp(where, "RevalidateCachedQuery") == 0;
}

enum status
wire_fault(struct db *db, const PGresult *r, const char *what)
{
	struct db_error *e = &db->error;
	const char *position = PQresultErrorField(r, PG_DIAG_STATEMENT_POSITION);
	enum status st;

	wire_error_clear(db);
	copy_field(e->sqlstate, sizeof(e->sqlstate), PQresultErrorField(r, PG_DIAG_SQLSTATE));
	copy_field(e->message, sizeof(e->message), PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY));
	copy_field(
	    e->constraint, sizeof(e->constraint), PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME));
	copy_field(e->detail, sizeof(e->detail), PQresultErrorField(r, PG_DIAG_MESSAGE_DETAIL));
	if (position != NULL)
		e->position = (int)strtol(position, NULL, 10);
	if (e->message[0] == '\0')
		copy_field(e->message, sizeof(e->message), PQresultErrorMessage(r));
	/* Without a state it was libpq that failed: the connection is gone. */
	st = e->sqlstate[0] != '\0' ? sqlstate_status(e->sqlstate) : STATUS_BUSY;
	if (plan_is_stale(r, e->sqlstate)) {
		db->stale = true;
		st = STATUS_BUSY;
	}
	log_fault(db, what, st);
	return st;
}

void
wire_drop(struct db *db)
{
	PQfinish(db->conn);
	db->conn = NULL;
	db->stale = false;
	db->prepared_n = 0;
	memset(db->prepared, 0, sizeof(db->prepared));
}

static void
on_notice(void *arg, const char *message)
{
	(void)arg;
	log_msg(LOG_DEBUG, "database: %s", message);
}

int64_t
wire_deadline(const struct db *db)
{
	if (db->statement_ms == 0)
		return 0;
	return clock_mono_us() + 1000 * ((int64_t)db->statement_ms + GRACE_MS);
}

/* Wait until the socket is ready for ${events}; false when ${deadline} passed first. */
static bool
wait_for(const struct db *db, short events, int64_t deadline)
{
	struct pollfd p = {.fd = PQsocket(db->conn), .events = events};

	if (p.fd < 0)
		return true; /* libpq closed it: its next call says why */
	for (;;) {
		int64_t left_us = deadline == 0 ? 0 : deadline - clock_mono_us();
		int64_t ms = deadline == 0 ? -1 : (left_us + 999) / 1000;

		if (deadline != 0 && left_us <= 0)
			return false;
		int n = poll(&p, 1, ms > 3600000 ? 3600000 : (int)ms);

		if (n > 0)
			return true;
		if (n < 0 && errno != EINTR)
			return true;
	}
}

/* Our limits go with the connection, so that they cost no round trip. */
static PGconn *
connect_start(const struct db *db)
{
	char options[1024];
	const char *own = "";
	PQconninfoOption *all = PQconninfoParse(db->conninfo, NULL);

	for (PQconninfoOption *o = all; o != NULL && o->keyword != NULL; o++)
		if (strcmp(o->keyword, "options") == 0 && o->val != NULL)
			own = o->val;
	int n = snprintf(options, sizeof(options),
	    "%s -c statement_timeout=%d -c lock_timeout=%d"
	    " -c idle_in_transaction_session_timeout=%d -c client_min_messages=warning",
	    own, db->statement_ms, db->statement_ms / 2, db->statement_ms * 4);

	PQconninfoFree(all);
	if (n < 0 || (size_t)n >= sizeof(options))
		return NULL;

	/* later words win over those in the connection string */
	const char *const words[] = {
	    "dbname", "options", "application_name", "client_encoding", "dbname", NULL};
	const char *const values[] = {
	    db->conninfo, options, db->program, "UTF8", db->database, NULL};

	return PQconnectStartParams(words, values, 1);
}

static enum status
connect_now(struct db *db)
{
	int64_t deadline =
	    db->connect_ms == 0 ? 0 : clock_mono_us() + 1000 * (int64_t)db->connect_ms;
	PostgresPollingStatusType want = PGRES_POLLING_WRITING;

	db->conn = connect_start(db);
	if (db->conn == NULL || PQstatus(db->conn) == CONNECTION_BAD)
		return wire_lost(db, "connect");
	PQsetNoticeProcessor(db->conn, on_notice, NULL);
	while (want != PGRES_POLLING_OK) {
		if (want == PGRES_POLLING_FAILED)
			return wire_lost(db, "connect");
		if (!wait_for(db, want == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline))
			return give_up(db, "no answer to a connection attempt");
		want = PQconnectPoll(db->conn);
	}
	if (PQsetnonblocking(db->conn, 1) != 0)
		return wire_lost(db, "connect");
	return STATUS_OK;
}

/* Whatever arrives on an idle connection is its end, or a notice. */
static bool
idle_alive(struct db *db)
{
	for (int i = 0; i < 16; i++) {
		struct pollfd p = {.fd = PQsocket(db->conn), .events = POLLIN};

		if (p.fd < 0)
			return false;
		if (poll(&p, 1, 0) <= 0)
			return PQstatus(db->conn) == CONNECTION_OK;
		if (!PQconsumeInput(db->conn) || PQisBusy(db->conn))
			return false;
	}
	return false;
}

enum status
wire_ready(struct db *db)
{
	bool idle = db->tx == TX_NONE || db->tx == TX_PENDING;

	if (db->conn != NULL && idle && (db->stale || !idle_alive(db)))
		wire_drop(db);
	return db->conn != NULL ? STATUS_OK : connect_now(db);
}

enum status
wire_send(struct db *db, int64_t deadline)
{
	for (;;) {
		int n = PQflush(db->conn);

		if (n == 0)
			return STATUS_OK;
		if (n < 0)
			return wire_lost(db, "send");
		/* The server may want to be read before it reads on. */
		if (!wait_for(db, POLLIN | POLLOUT, deadline))
			return give_up(db, "the server did not take the statement in time");
		if (!PQconsumeInput(db->conn))
			return wire_lost(db, "send");
	}
}

enum status
wire_result(struct db *db, int64_t deadline, PGresult **r)
{
	*r = NULL;
	while (PQisBusy(db->conn)) {
		if (!wait_for(db, POLLIN, deadline))
			return give_up(db, "no answer in time");
		if (!PQconsumeInput(db->conn))
			return wire_lost(db, "receive");
	}
	*r = PQgetResult(db->conn);
	return STATUS_OK;
}

static size_t
slot_of(const struct db *db, const struct db_statement *s)
{
	size_t i = ((size_t)(uintptr_t)s >> 4) * 2654435761u;

	for (i %= PREPARED_SLOTS; db->prepared[i] != NULL && db->prepared[i] != s;)
		i = (i + 1) % PREPARED_SLOTS;
	return i;
}

bool
wire_is_prepared(const struct db *db, const struct db_statement *s)
{
	return db->prepared[slot_of(db, s)] == s;
}

void
wire_set_prepared(struct db *db, const struct db_statement *s)
{
	size_t i = slot_of(db, s);

	assert(db->prepared_n < PREPARED_SLOTS / 2);
	if (db->prepared[i] == NULL)
		db->prepared_n++;
	db->prepared[i] = s;
}
