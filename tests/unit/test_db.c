/* Long: one program, because each needs a PostgreSQL of its own. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/db.h"
#include "db/script.h"
#include "gen/q_demo.h"

/*
 * The connection and the generated code against a real PostgreSQL: the program starts itself again
 * under tests/lib/pg.sh, which gives it an empty cluster.
 */

#define STATEMENT_MS 1000

static struct arena *a;
static struct db *db;    /* under test */
static struct db *other; /* looks from outside */

static const char fixture[] =
    "DROP SCHEMA IF EXISTS t CASCADE; CREATE SCHEMA t; ALTER ROLE super SET search_path = t;"
    "SET search_path = t;"
    "CREATE TABLE demo (k text PRIMARY KEY, v integer NOT NULL CHECK (v < 1000));"
    "CREATE TABLE demo_deferred (k text);"
    "CREATE FUNCTION demo_raise(state text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN"
    " RAISE EXCEPTION 'raised' USING ERRCODE = state, DETAIL = 'the detail'; END $$;"
    /* what COMMIT meets: a refusal, an end of the connection, a long wait */
    "CREATE FUNCTION demo_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF NEW.k = 'refuse' THEN RAISE EXCEPTION 'refused' USING ERRCODE = 'CD005';"
    " ELSIF NEW.k = 'unknown' THEN RAISE EXCEPTION 'unknown' USING ERRCODE = '40003';"
    " ELSIF NEW.k = 'die' THEN PERFORM pg_terminate_backend(pg_backend_pid());"
    " ELSIF NEW.k = 'wait' THEN PERFORM pg_sleep(3); END IF; RETURN NULL; END $$;"
    "CREATE CONSTRAINT TRIGGER c AFTER INSERT ON demo_deferred DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION demo_at_commit();"
    "CREATE VIEW demo_view AS SELECT 1 AS v;";

static struct db *
connection(int statement_ms)
{
	struct db_options o = {.conninfo = getenv("PGTEST_SUPERUSER"),
	    .program = "test_db",
	    .statement_ms = statement_ms,
	    .connect_ms = 2000};

	return db_new(&o);
}

static int
setup(void **state)
{
	struct db *plain = connection(0);

	(void)state;
	a = arena_new(256u << 20);
	if (db_script(plain, fixture) != STATUS_OK)
		return -1;
	db_free(plain);
	db = connection(STATEMENT_MS);
	other = connection(5000);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	db_free(db);
	db_free(other);
	arena_free(a);
	return 0;
}

static enum status
add(const char *k, int v)
{
	struct q_demo_add_params in = {str_of(k), v};

	return q_demo_add(db, a, &in);
}

static bool
is_there(const char *k)
{
	struct q_demo_get_params in = {str_of(k)};
	struct q_demo_get out;

	return q_demo_get(other, a, &in, &out) == STATUS_OK;
}

static enum status
defer(const char *k)
{
	struct q_demo_defer_params in = {str_of(k)};

	return q_demo_defer(db, a, &in);
}

static struct q_demo_backend
backend(void)
{
	struct q_demo_backend b;

	assert_int_equal(q_demo_backend(db, a, &b), STATUS_OK);
	return b;
}

/* As an administrator does; wait until it is gone. */
static void
end_backend(int pid)
{
	assert_int_equal(kill(pid, SIGTERM), 0);
	for (int i = 0; i < 100 && kill(pid, 0) == 0; i++)
		usleep(50000);
	assert_int_equal(kill(pid, 0), -1);
}

static void
every_type_comes_back(void **state)
{
	struct q_demo_echo_params in = {{INT64_MIN}, INT32_MIN, INT16_MIN, true, STR("字 \"'\\\n"),
	    STR("{\"a\": [1, \"字\"]}"), {"\0\xff", 2}, {INT64_C(1741490421123456)}};
	struct q_demo_echo_null_params null = {.has_i64 = false};
	struct q_demo_echo out;
	struct q_demo_echo_null out_null = {.has_i64 = true, .words = STR("x")};

	(void)state;
	for (int i = 0; i < 2; i++) { /* first prepared, then not */
		assert_int_equal(q_demo_echo(db, a, &in, &out), STATUS_OK);
		assert_true(out.i64.v == in.i64.v && out.i32 == in.i32 && out.i16 == in.i16);
		assert_true(out.flag && out.at.us == in.at.us);
		assert_true(str_eq(out.words, in.words) && str_eq(out.doc, in.doc));
		assert_true(str_eq(out.raw, in.raw));
	}
	assert_int_equal(q_demo_echo_null(db, a, &null, &out_null), STATUS_OK);
	assert_false(out_null.has_i64 || out_null.has_i32 || out_null.has_i16 ||
		     out_null.has_flag || out_null.has_at);
	assert_null(out_null.words.p);
	assert_null(out_null.doc.p);
	assert_null(out_null.raw.p);
}

static void
rows_have_a_limit(void **state)
{
	struct q_demo_series_params in = {100};
	struct q_demo_series *rows;
	size_t n;

	(void)state;
	assert_int_equal(q_demo_series(db, a, &in, &rows, &n), STATUS_OK);
	assert_int_equal(n, 100);
	assert_int_equal(rows[99].n, 100);
	assert_true(str_eq(rows[41].word, STR("word \"42\" \\")));
	in.last = 0;
	assert_int_equal(q_demo_series(db, a, &in, &rows, &n), STATUS_OK);
	assert_int_equal(n, 0);
	in.last = 101;
	assert_int_equal(q_demo_series(db, a, &in, &rows, &n), STATUS_INTERNAL);
	assert_null(rows);
	assert_int_equal(n, 0);
}

static void
a_declaration_must_be_true(void **state)
{
	struct q_demo_null null;
	struct q_demo_wrong_type wrong;
	struct q_demo_twice twice;
	struct q_demo_get_params in = {STR("nobody")};
	struct q_demo_get out = {77};

	(void)state;
	assert_int_equal(q_demo_null(db, a, &null), STATUS_INTERNAL);
	assert_int_equal(q_demo_wrong_type(db, a, &wrong), STATUS_INTERNAL);
	assert_int_equal(q_demo_twice(db, a, &twice), STATUS_INTERNAL);
	assert_int_equal(q_demo_get(db, a, &in, &out), STATUS_NOT_FOUND);
	assert_int_equal(out.v, 77);
}

static void
errors_have_a_class_and_words(void **state)
{
	struct q_demo_raise_params in = {STR("CD001")};

	(void)state;
	assert_int_equal(q_demo_raise(db, a, &in), STATUS_CONFLICT);
	assert_true(db_sqlstate_is(db, "CD001"));
	assert_string_equal(db_last_error(db)->message, "raised");
	assert_string_equal(db_last_error(db)->detail, "the detail");
	assert_int_equal(add("same", 1), STATUS_OK);
	assert_int_equal(add("same", 1), STATUS_CONFLICT);
	assert_string_equal(db_last_error(db)->constraint, "demo_pkey");
	assert_int_equal(add("large", 1000), STATUS_INVALID);
	/* the next success forgets it */
	assert_int_equal(add("forget", 1), STATUS_OK);
	assert_string_equal(db_last_error(db)->sqlstate, "");
}

static void
a_transaction_is_one(void **state)
{
	(void)state;
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(add("tx1", 1), STATUS_OK);
	assert_false(is_there("tx1"));
	assert_int_equal(add("tx2", 1), STATUS_OK);
	assert_int_equal(db_commit(db), STATUS_OK);
	assert_true(is_there("tx1") && is_there("tx2"));

	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(add("tx3", 1), STATUS_OK);
	db_rollback(db);
	assert_false(is_there("tx3"));
	/* each of these without a transaction is harmless, or refused */
	db_rollback(db);
	assert_int_equal(db_commit(db), STATUS_INTERNAL);
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(db_begin(db), STATUS_INTERNAL);
	assert_int_equal(db_commit(db), STATUS_OK);
}

static void
after_a_failure_nothing_is_sent(void **state)
{
	struct db_stats s;

	(void)state;
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(add("f1", 1), STATUS_OK);
	assert_int_equal(add("f2", 1000), STATUS_INVALID);
	db_take_stats(db);
	assert_int_equal(add("f3", 1), STATUS_INVALID);
	s = db_take_stats(db);
	assert_int_equal(s.queries, 0);
	assert_int_equal(db_commit(db), STATUS_INVALID);
	assert_false(is_there("f1") || is_there("f3"));
	/* the failure may be the very first statement, which goes out with BEGIN */
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(add("f4", 1000), STATUS_INVALID);
	db_rollback(db);
	assert_int_equal(add("f5", 1), STATUS_OK);
	assert_true(is_there("f5"));
	/* no row is no failure */
	struct q_demo_get_params in = {STR("nobody")};
	struct q_demo_get out;

	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(q_demo_get(db, a, &in, &out), STATUS_NOT_FOUND);
	assert_int_equal(add("f6", 1), STATUS_OK);
	assert_int_equal(db_commit(db), STATUS_OK);
	assert_true(is_there("f6"));
}

static void
statements_are_counted(void **state)
{
	struct db_stats s;

	(void)state;
	assert_int_equal(add("count", 1), STATUS_OK);
	db_take_stats(db);
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(add("count1", 1), STATUS_OK);
	assert_int_equal(db_commit(db), STATUS_OK);
	s = db_take_stats(db);
	assert_int_equal(s.queries, 3);
	assert_true(s.us > 0);
	assert_int_equal(db_take_stats(db).queries, 0);
	/* a transaction in which nothing was done costs nothing */
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(db_commit(db), STATUS_OK);
	assert_int_equal(db_take_stats(db).queries, 0);
}

static void
commit_reports_a_deferred_refusal(void **state)
{
	(void)state;
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(defer("refuse"), STATUS_OK);
	assert_int_equal(db_commit(db), STATUS_CONFLICT);
	assert_true(db_sqlstate_is(db, "CD005"));
	/* without a transaction the statement itself reports it, prepared just now or before */
	assert_int_equal(defer("refuse"), STATUS_CONFLICT);
	assert_true(db_sqlstate_is(db, "CD005"));
	db_free(db);
	db = connection(STATEMENT_MS);
	assert_int_equal(defer("refuse"), STATUS_CONFLICT);
	assert_true(db_sqlstate_is(db, "CD005"));
	assert_int_equal(defer("fine"), STATUS_OK);
}

static void
a_lost_commit_is_uncertain(void **state)
{
	(void)state;
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(defer("die"), STATUS_OK);
	assert_int_equal(db_commit(db), STATUS_UNCERTAIN);
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(defer("unknown"), STATUS_OK);
	assert_int_equal(db_commit(db), STATUS_UNCERTAIN);
	assert_int_equal(db_ping(db), STATUS_OK);
}

/* The server takes its time, we give up; and then it did commit. */
static void
an_uncertain_commit_may_have_happened(void **state)
{
	(void)state;
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(add("late", 1), STATUS_OK);
	assert_int_equal(defer("wait"), STATUS_OK);
	assert_int_equal(db_script(db, "SET LOCAL statement_timeout = 0"), STATUS_OK);
	assert_int_equal(db_commit(db), STATUS_UNCERTAIN);
	assert_false(is_there("late"));
	for (int i = 0; i < 100 && !is_there("late"); i++)
		usleep(100000);
	assert_true(is_there("late"));
}

static void
a_long_statement_is_stopped(void **state)
{
	struct q_demo_sleep_params in = {5000};
	int64_t start = clock_mono_us();
	int pid = backend().pid;

	(void)state;
	assert_int_equal(q_demo_sleep(db, a, &in), STATUS_BUSY);
	assert_true(db_sqlstate_is(db, "57014"));
	assert_in_range(clock_mono_us() - start, 900000, 4000000);
	/* by the server, so the connection lives */
	assert_int_equal(backend().pid, pid);
}

static void
a_stopped_server_is_given_up(void **state)
{
	struct q_demo_sleep_params in = {0};
	int pid = backend().pid;
	int64_t start;

	(void)state;
	assert_int_equal(kill(pid, SIGSTOP), 0);
	start = clock_mono_us();
	assert_int_equal(q_demo_sleep(db, a, &in), STATUS_BUSY);
	assert_in_range(clock_mono_us() - start, 1400000, 6000000);
	assert_int_equal(backend().pid != pid, 1);
	assert_int_equal(kill(pid, SIGCONT), 0);
}

static void
a_dead_idle_connection_is_replaced(void **state)
{
	int pid = backend().pid;

	(void)state;
	end_backend(pid);
	/* nobody notices */
	assert_int_equal(backend().pid != pid, 1);
	assert_int_equal(add("replaced", 1), STATUS_OK);
}

static void
a_connection_lost_in_a_transaction_ends_it(void **state)
{
	int pid;

	(void)state;
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(add("lost1", 1), STATUS_OK);
	pid = backend().pid;
	end_backend(pid);
	assert_int_equal(add("lost2", 1), STATUS_BUSY);
	/* not on a new connection outside the transaction */
	assert_int_equal(add("lost3", 1), STATUS_BUSY);
	db_rollback(db);
	assert_false(is_there("lost1") || is_there("lost2") || is_there("lost3"));
	assert_int_equal(add("lost4", 1), STATUS_OK);
}

static void
an_absent_server_is_busy(void **state)
{
	struct db_options o = {.conninfo = "host=/nowhere dbname=x",
	    .program = "test_db",
	    .statement_ms = 1000,
	    .connect_ms = 1000};
	struct db *away = db_new(&o);
	int64_t start = clock_mono_us();

	(void)state;
	assert_int_equal(db_ping(away), STATUS_BUSY);
	assert_string_not_equal(db_last_error(away)->message, "");
	assert_int_equal(db_begin(away), STATUS_OK);
	struct q_demo_backend b;

	assert_int_equal(q_demo_backend(away, a, &b), STATUS_BUSY);
	assert_int_equal(q_demo_backend(away, a, &b), STATUS_BUSY);
	db_rollback(away);
	assert_true(clock_mono_us() - start < 5000000);
	db_free(away);
}

/* Somebody takes the connection and never speaks. */
static void
a_silent_server_is_given_up(void **state)
{
	char info[64];
	struct db_options o = {
	    .conninfo = info, .program = "test_db", .statement_ms = 1000, .connect_ms = 300};
	struct db *silent;
	int64_t start;
	/* a port of the loopback that listens, and no more */
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)state;
	struct {
		unsigned short family, port;
		unsigned char addr[4], zero[8];
	} sa = {AF_INET, 0, {127, 0, 0, 1}, {0}};
	socklen_t len = sizeof(sa);

	assert_int_equal(bind(fd, (struct sockaddr *)(void *)&sa, sizeof(sa)), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)(void *)&sa, &len), 0);
	snprintf(info, sizeof(info), "host=127.0.0.1 port=%d user=x dbname=x",
	    (sa.port >> 8 | sa.port << 8) & 0xffff);
	silent = db_new(&o);
	start = clock_mono_us();
	assert_int_equal(db_ping(silent), STATUS_BUSY);
	assert_in_range(clock_mono_us() - start, 250000, 5000000);
	db_free(silent);
	close(fd);
}

static void
a_changed_view_costs_one_failure(void **state)
{
	struct q_demo_view v;

	(void)state;
	assert_int_equal(q_demo_view(db, a, &v), STATUS_OK);
	assert_int_equal(
	    db_script(other, "DROP VIEW demo_view; CREATE VIEW demo_view AS SELECT 2::bigint AS v"),
	    STATUS_OK);
	assert_int_equal(q_demo_view(db, a, &v), STATUS_BUSY);
	assert_int_equal(
	    db_script(other, "DROP VIEW demo_view; CREATE VIEW demo_view AS SELECT 2 AS v"),
	    STATUS_OK);
	assert_int_equal(q_demo_view(db, a, &v), STATUS_OK);
	assert_int_equal(v.v, 2);
}

static void
exhaustion_leaves_the_connection_whole(void **state)
{
	struct arena *small = arena_new(2048);
	struct q_demo_series_params in = {100};
	struct q_demo_series *rows;
	size_t n;
	jmp_buf where;
	int pid = backend().pid;

	(void)state;
	arena_on_exhausted(small, &where);
	if (setjmp(where) == 0) {
		assert_int_equal(q_demo_series(db, small, &in, &rows, &n), STATUS_OK);
		fail_msg("2 KiB held 100 rows");
	}
	arena_free(small);
	assert_int_equal(backend().pid, pid);
	assert_int_equal(q_demo_series(db, a, &in, &rows, &n), STATUS_OK);
}

static void
large_results_and_parameters_pass(void **state)
{
	struct q_demo_big_params in = {20};
	struct q_demo_big *rows;
	struct q_demo_add_params wide = {.v = 1};
	char *p = arena_alloc(a, 8u << 20);
	size_t n;

	(void)state;
	assert_int_equal(q_demo_big(other, a, &in, &rows, &n), STATUS_OK);
	assert_int_equal(n, 20);
	assert_int_equal(rows[19].filler.n, 1 << 20);
	/* more than the socket's buffer; refused in the end, because an index entry has a size */
	unsigned x = 1;

	for (size_t i = 0; i < 8u << 20; i++) {
		x = x * 1103515245 + 12345;
		p[i] = (char)('a' + (x >> 16) % 26);
	}
	wide.k = (struct str){p, 8u << 20};
	assert_int_equal(q_demo_add(other, a, &wide), STATUS_INTERNAL);
	assert_true(db_sqlstate_is(other, "54000"));
}

static void
a_script_says_where_it_failed(void **state)
{
	static const char text[] = "CREATE TABLE s1 (x int);\nSELEC 1;";

	(void)state;
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(db_script(db, text), STATUS_INTERNAL);
	assert_string_equal(db_last_error(db)->sqlstate, "42601");
	assert_int_equal(db_last_error(db)->position, 26);
	db_rollback(db);
	/* the reason outlives the rollback */
	assert_string_equal(db_last_error(db)->sqlstate, "42601");
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(
	    db_script(db, "CREATE TABLE s1 (x int); SELECT 1; INSERT INTO s1 VALUES (1)"),
	    STATUS_OK);
	assert_int_equal(db_commit(db), STATUS_OK);
	assert_int_equal(db_script(other, "COPY s1 FROM STDIN"), STATUS_BUSY);
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(db_script(db, "SELECT 1; COMMIT"), STATUS_INTERNAL);
	assert_int_equal(add("after", 1), STATUS_INTERNAL);
	db_rollback(db);
	assert_int_equal(db_script(other, "DROP TABLE s1"), STATUS_OK);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_type_comes_back),
	    cmocka_unit_test(rows_have_a_limit),
	    cmocka_unit_test(a_declaration_must_be_true),
	    cmocka_unit_test(errors_have_a_class_and_words),
	    cmocka_unit_test(a_transaction_is_one),
	    cmocka_unit_test(after_a_failure_nothing_is_sent),
	    cmocka_unit_test(statements_are_counted),
	    cmocka_unit_test(commit_reports_a_deferred_refusal),
	    cmocka_unit_test(a_lost_commit_is_uncertain),
	    cmocka_unit_test(an_uncertain_commit_may_have_happened),
	    cmocka_unit_test(a_long_statement_is_stopped),
	    cmocka_unit_test(a_stopped_server_is_given_up),
	    cmocka_unit_test(a_dead_idle_connection_is_replaced),
	    cmocka_unit_test(a_connection_lost_in_a_transaction_ends_it),
	    cmocka_unit_test(an_absent_server_is_busy),
	    cmocka_unit_test(a_silent_server_is_given_up),
	    cmocka_unit_test(a_changed_view_costs_one_failure),
	    cmocka_unit_test(exhaustion_leaves_the_connection_whole),
	    cmocka_unit_test(large_results_and_parameters_pass),
	    cmocka_unit_test(a_script_says_where_it_failed),
	};

	if (getenv("PGTEST_SUPERUSER") == NULL) {
		const char *top = getenv("COPYDESK_SRCDIR");
		char path[4096];

		snprintf(path, sizeof(path), "%s/tests/lib/pg.sh", top != NULL ? top : ".");
		setenv("PGTEST_EMPTY", "1", 1);
		execl(path, path, "with", argv[0], (char *)NULL);
		perror(path);
		return 1;
	}
	(void)argc;
	log_init("test_db", getenv("VERBOSE") != NULL ? LOG_DEBUG : LOG_ERROR + 1);
	return cmocka_run_group_tests(tests, setup, teardown);
}
