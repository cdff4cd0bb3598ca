/*
 * Plays one interleaving of several sessions, written down step by step, and
 * checks each outcome.  A step that must wait is only passed when the server
 * itself says that it waits for a lock: the barrier is a fact, not a pause.
 *
 *	race CONNINFO FILE
 *
 *	session NAME LOGIN      a desk session of that user (- : as the owner, no login)
 *	NAME> SQL               runs and succeeds
 *	NAME> SQL =VALUE        runs, and its first column is VALUE
 *	NAME> SQL !CD006        is refused with that SQLSTATE
 *	NAME> SQL ...           waits for a lock
 *	NAME< ok                what waited has now succeeded
 *	NAME< !CD006            what waited has now been refused
 *	check SQL =VALUE        the truth, seen from outside
 */
#include <libpq-fe.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SESSIONS 6
#define LINE_MAX_BYTES 1000
#define WAIT_MS 10000

struct session {
	char name[32];
	PGconn *conn;
};

static struct {
	PGconn *observer;
	const char *conninfo;
	const char *file;
	int line;
	int steps;
	struct session s[SESSIONS];
	int sessions;
} race;

static _Noreturn void
fail(const char *what, const char *detail)
{
	fprintf(
	    stderr, "%s:%d: %s%s%s\n", race.file, race.line, what, detail[0] ? ": " : "", detail);
	exit(1);
}

static PGconn *
connect_or_fail(void)
{
	PGconn *c = PQconnectdb(race.conninfo);

	if (PQstatus(c) != CONNECTION_OK)
		fail("cannot connect", PQerrorMessage(c));
	PQclear(PQexec(c, "SET client_min_messages = error"));
	return c;
}

static void
exec_or_fail(PGconn *c, const char *sql)
{
	PGresult *r = PQexec(c, sql);

	if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK)
		fail(sql, PQerrorMessage(c));
	PQclear(r);
}

static void
open_session(const char *name, const char *login)
{
	struct session *s = &race.s[race.sessions];
	char sql[200];

	if (race.sessions == SESSIONS)
		fail("too many sessions", name);
	race.sessions++;
	snprintf(s->name, sizeof(s->name), "%s", name);
	s->conn = connect_or_fail();
	if (strcmp(login, "-") == 0) {
		exec_or_fail(s->conn, "SET SESSION AUTHORIZATION cms_owner");
		return;
	}
	snprintf(
	    sql, sizeof(sql), "SELECT set_config('app.token', test.token('%s'), false)", login);
	exec_or_fail(s->conn, sql);
	exec_or_fail(s->conn, "SET SESSION AUTHORIZATION desk_app");
}

static struct session *
find_session(const char *name)
{
	for (int i = 0; i < race.sessions; i++)
		if (strcmp(race.s[i].name, name) == 0)
			return &race.s[i];
	fail("no such session", name);
}

/* Wait up to ${ms} for the answer; NULL: not yet. */
static PGresult *
answer(struct session *s, int ms)
{
	PGresult *first = NULL, *r;
	struct pollfd p = {.fd = PQsocket(s->conn), .events = POLLIN};

	while (PQisBusy(s->conn)) {
		if (poll(&p, 1, ms) <= 0)
			return NULL;
		if (!PQconsumeInput(s->conn))
			fail("connection lost", PQerrorMessage(s->conn));
	}
	while ((r = PQgetResult(s->conn)) != NULL) {
		if (first == NULL)
			first = r;
		else
			PQclear(r);
	}
	return first;
}

static bool
is_waiting(struct session *s)
{
	char sql[100];
	PGresult *r;
	bool yes;

	snprintf(sql, sizeof(sql), "SELECT cardinality(pg_blocking_pids(%d)) > 0",
	    PQbackendPID(s->conn));
	r = PQexec(race.observer, sql);
	yes = PQntuples(r) == 1 && strcmp(PQgetvalue(r, 0, 0), "t") == 0;
	PQclear(r);
	return yes;
}

static void
expect_waiting(struct session *s)
{
	for (int i = 0; i < WAIT_MS / 20; i++) {
		if (is_waiting(s))
			return;
		if (answer(s, 20) != NULL)
			fail("should wait for a lock, but ended", PQerrorMessage(s->conn));
	}
	fail("neither waits for a lock nor ends", "");
}

/* ${want}: "" or "ok" success, "!STATE" refusal, "=VALUE" success with that value. */
static void
expect_answer(struct session *s, const char *want)
{
	PGresult *r = answer(s, WAIT_MS);
	const char *state, *value;
	bool ok;

	if (r == NULL)
		fail("no answer", "");
	ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
	state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	if (want[0] == '!' && (ok || state == NULL || strcmp(state, want + 1) != 0))
		fail(ok ? "should be refused, but succeeded" : "refused for another reason",
		    PQerrorMessage(s->conn));
	if (want[0] != '!' && !ok)
		fail("refused", PQerrorMessage(s->conn));
	if (want[0] == '=') {
		value = PQntuples(r) > 0 ? PQgetvalue(r, 0, 0) : "(no row)";
		if (strcmp(value, want + 1) != 0)
			fail("another value", value);
	}
	PQclear(r);
}

/* Cut " !X", " =X" or " ..." off the end of ${sql}; return it, or "". */
static const char *
cut_expectation(char *sql)
{
	char *space = strrchr(sql, ' ');

	if (space == NULL || (space[1] != '!' && space[1] != '=' && strcmp(space + 1, "...") != 0))
		return "";
	*space = '\0';
	return space + 1;
}

static void
run_step(struct session *s, char *sql)
{
	const char *want = cut_expectation(sql);

	if (!PQsendQuery(s->conn, sql))
		fail("cannot send", PQerrorMessage(s->conn));
	if (strcmp(want, "...") == 0)
		expect_waiting(s);
	else
		expect_answer(s, want);
}

static void
play_line(char *line)
{
	char name[32], login[32];
	struct session outside = {.name = "check", .conn = race.observer};
	char *mark;

	if (sscanf(line, "session %31s %31s", name, login) == 2) {
		open_session(name, login);
		return;
	}
	race.steps++;
	if (strncmp(line, "check ", 6) == 0) {
		run_step(&outside, line + 6);
		return;
	}
	mark = strpbrk(line, "<>");
	if (mark == NULL || mark[1] != ' ')
		fail("not understood", line);
	if (*mark == '>') {
		*mark = '\0';
		run_step(find_session(line), mark + 2);
	} else {
		*mark = '\0';
		expect_answer(find_session(line), mark + 2);
	}
}

int
main(int argc, char **argv)
{
	char line[LINE_MAX_BYTES];
	FILE *f;

	if (argc != 3) {
		fprintf(stderr, "usage: race CONNINFO FILE\n");
		return 2;
	}
	race.conninfo = argv[1];
	race.file = argv[2];
	if ((f = fopen(argv[2], "r")) == NULL)
		fail("cannot read", argv[2]);
	race.observer = connect_or_fail();
	while (fgets(line, sizeof(line), f) != NULL) {
		race.line++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] != '\0' && line[0] != '#')
			play_line(line);
	}
	fclose(f);
	for (int i = 0; i < race.sessions; i++)
		PQfinish(race.s[i].conn);
	PQfinish(race.observer);
	printf("%d steps\n", race.steps);
	return race.steps > 0 ? 0 : 1;
}
