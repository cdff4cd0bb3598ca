/* Made by sqlc from demo.sql: edit that. */
#include "gen/q_demo.h"

#include "db/statement.h"

static const struct db_field demo_echo_params[] = {
	{"i64", DB_BIGINT, offsetof(struct q_demo_echo_params, i64), DB_NOT_NULL},
	{"i32", DB_INTEGER, offsetof(struct q_demo_echo_params, i32), DB_NOT_NULL},
	{"i16", DB_SMALLINT, offsetof(struct q_demo_echo_params, i16), DB_NOT_NULL},
	{"flag", DB_BOOLEAN, offsetof(struct q_demo_echo_params, flag), DB_NOT_NULL},
	{"words", DB_TEXT, offsetof(struct q_demo_echo_params, words), DB_NOT_NULL},
	{"doc", DB_JSONB, offsetof(struct q_demo_echo_params, doc), DB_NOT_NULL},
	{"raw", DB_BYTEA, offsetof(struct q_demo_echo_params, raw), DB_NOT_NULL},
	{"at", DB_TIMESTAMPTZ, offsetof(struct q_demo_echo_params, at), DB_NOT_NULL},
};
static const struct db_field demo_echo_cols[] = {
	{"i64", DB_BIGINT, offsetof(struct q_demo_echo, i64), DB_NOT_NULL},
	{"i32", DB_INTEGER, offsetof(struct q_demo_echo, i32), DB_NOT_NULL},
	{"i16", DB_SMALLINT, offsetof(struct q_demo_echo, i16), DB_NOT_NULL},
	{"flag", DB_BOOLEAN, offsetof(struct q_demo_echo, flag), DB_NOT_NULL},
	{"words", DB_TEXT, offsetof(struct q_demo_echo, words), DB_NOT_NULL},
	{"doc", DB_JSONB, offsetof(struct q_demo_echo, doc), DB_NOT_NULL},
	{"raw", DB_BYTEA, offsetof(struct q_demo_echo, raw), DB_NOT_NULL},
	{"at", DB_TIMESTAMPTZ, offsetof(struct q_demo_echo, at), DB_NOT_NULL},
};
static const struct db_statement demo_echo_statement = {
	.name = "demo_echo",
	.sql =
	"SELECT $1 AS i64, $2 AS i32, $3 AS i16, $4 AS flag, $5 AS words, $6 AS doc, $7 AS raw, $8 AS at",
	.params = demo_echo_params,
	.params_n = 8,
	.cols = demo_echo_cols,
	.cols_n = 8,
	.row_size = sizeof(struct q_demo_echo),
};

enum status
q_demo_echo(struct db *db, struct arena *a, const struct q_demo_echo_params *in, struct q_demo_echo *out)
{
	return statement_one(db, a, &demo_echo_statement, in, out);
}

static const struct db_field demo_echo_null_params[] = {
	{"i64", DB_BIGINT, offsetof(struct q_demo_echo_null_params, i64), offsetof(struct q_demo_echo_null_params, has_i64)},
	{"i32", DB_INTEGER, offsetof(struct q_demo_echo_null_params, i32), offsetof(struct q_demo_echo_null_params, has_i32)},
	{"i16", DB_SMALLINT, offsetof(struct q_demo_echo_null_params, i16), offsetof(struct q_demo_echo_null_params, has_i16)},
	{"flag", DB_BOOLEAN, offsetof(struct q_demo_echo_null_params, flag), offsetof(struct q_demo_echo_null_params, has_flag)},
	{"words", DB_TEXT, offsetof(struct q_demo_echo_null_params, words), DB_NULL_IS_ABSENT},
	{"doc", DB_JSONB, offsetof(struct q_demo_echo_null_params, doc), DB_NULL_IS_ABSENT},
	{"raw", DB_BYTEA, offsetof(struct q_demo_echo_null_params, raw), DB_NULL_IS_ABSENT},
	{"at", DB_TIMESTAMPTZ, offsetof(struct q_demo_echo_null_params, at), offsetof(struct q_demo_echo_null_params, has_at)},
};
static const struct db_field demo_echo_null_cols[] = {
	{"i64", DB_BIGINT, offsetof(struct q_demo_echo_null, i64), offsetof(struct q_demo_echo_null, has_i64)},
	{"i32", DB_INTEGER, offsetof(struct q_demo_echo_null, i32), offsetof(struct q_demo_echo_null, has_i32)},
	{"i16", DB_SMALLINT, offsetof(struct q_demo_echo_null, i16), offsetof(struct q_demo_echo_null, has_i16)},
	{"flag", DB_BOOLEAN, offsetof(struct q_demo_echo_null, flag), offsetof(struct q_demo_echo_null, has_flag)},
	{"words", DB_TEXT, offsetof(struct q_demo_echo_null, words), DB_NULL_IS_ABSENT},
	{"doc", DB_JSONB, offsetof(struct q_demo_echo_null, doc), DB_NULL_IS_ABSENT},
	{"raw", DB_BYTEA, offsetof(struct q_demo_echo_null, raw), DB_NULL_IS_ABSENT},
	{"at", DB_TIMESTAMPTZ, offsetof(struct q_demo_echo_null, at), offsetof(struct q_demo_echo_null, has_at)},
};
static const struct db_statement demo_echo_null_statement = {
	.name = "demo_echo_null",
	.sql =
	"SELECT $1 AS i64, $2 AS i32, $3 AS i16, $4 AS flag, $5 AS words, $6 AS doc, $7 AS raw, $8 AS at",
	.params = demo_echo_null_params,
	.params_n = 8,
	.cols = demo_echo_null_cols,
	.cols_n = 8,
	.row_size = sizeof(struct q_demo_echo_null),
};

enum status
q_demo_echo_null(struct db *db, struct arena *a, const struct q_demo_echo_null_params *in, struct q_demo_echo_null *out)
{
	return statement_one(db, a, &demo_echo_null_statement, in, out);
}

static const struct db_field demo_series_params[] = {
	{"last", DB_INTEGER, offsetof(struct q_demo_series_params, last), DB_NOT_NULL},
};
static const struct db_field demo_series_cols[] = {
	{"n", DB_INTEGER, offsetof(struct q_demo_series, n), DB_NOT_NULL},
	{"word", DB_TEXT, offsetof(struct q_demo_series, word), DB_NOT_NULL},
};
static const struct db_statement demo_series_statement = {
	.name = "demo_series",
	.sql =
	"SELECT n, 'word \"' || n || '\" \\' AS word -- $2 is no parameter here, nor '\n"
	"FROM generate_series(1, $1) AS n\n"
	"WHERE '$3' <> E'\\'$4' AND \"n\" > 0 AND $$ $5; $$ <> $tag$;$6$tag$ /* $7 /* $8 */ ' */",
	.params = demo_series_params,
	.params_n = 1,
	.cols = demo_series_cols,
	.cols_n = 2,
	.row_size = sizeof(struct q_demo_series),
	.limit = 100,
};

enum status
q_demo_series(struct db *db, struct arena *a, const struct q_demo_series_params *in, struct q_demo_series **rows, size_t *n)
{
	void *v = NULL;
	enum status st = statement_many(db, a, &demo_series_statement, in, &v, n);

	*rows = v;
	return st;
}

static const struct db_field demo_add_params[] = {
	{"k", DB_TEXT, offsetof(struct q_demo_add_params, k), DB_NOT_NULL},
	{"v", DB_INTEGER, offsetof(struct q_demo_add_params, v), DB_NOT_NULL},
};
static const struct db_statement demo_add_statement = {
	.name = "demo_add",
	.sql =
	"INSERT INTO demo (k, v) VALUES ($1, $2)",
	.params = demo_add_params,
	.params_n = 2,
};

enum status
q_demo_add(struct db *db, struct arena *a, const struct q_demo_add_params *in)
{
	return statement_exec(db, a, &demo_add_statement, in);
}

static const struct db_field demo_get_params[] = {
	{"k", DB_TEXT, offsetof(struct q_demo_get_params, k), DB_NOT_NULL},
};
static const struct db_field demo_get_cols[] = {
	{"v", DB_INTEGER, offsetof(struct q_demo_get, v), DB_NOT_NULL},
};
static const struct db_statement demo_get_statement = {
	.name = "demo_get",
	.sql =
	"SELECT v FROM demo WHERE k = $1",
	.params = demo_get_params,
	.params_n = 1,
	.cols = demo_get_cols,
	.cols_n = 1,
	.row_size = sizeof(struct q_demo_get),
};

enum status
q_demo_get(struct db *db, struct arena *a, const struct q_demo_get_params *in, struct q_demo_get *out)
{
	return statement_one(db, a, &demo_get_statement, in, out);
}

static const struct db_field demo_defer_params[] = {
	{"k", DB_TEXT, offsetof(struct q_demo_defer_params, k), DB_NOT_NULL},
};
static const struct db_statement demo_defer_statement = {
	.name = "demo_defer",
	.sql =
	"INSERT INTO demo_deferred (k) VALUES ($1)",
	.params = demo_defer_params,
	.params_n = 1,
};

enum status
q_demo_defer(struct db *db, struct arena *a, const struct q_demo_defer_params *in)
{
	return statement_exec(db, a, &demo_defer_statement, in);
}

static const struct db_field demo_sleep_params[] = {
	{"ms", DB_INTEGER, offsetof(struct q_demo_sleep_params, ms), DB_NOT_NULL},
};
static const struct db_statement demo_sleep_statement = {
	.name = "demo_sleep",
	.sql =
	"SELECT pg_sleep($1 / 1000.0)",
	.params = demo_sleep_params,
	.params_n = 1,
};

enum status
q_demo_sleep(struct db *db, struct arena *a, const struct q_demo_sleep_params *in)
{
	return statement_exec(db, a, &demo_sleep_statement, in);
}

static const struct db_field demo_raise_params[] = {
	{"state", DB_TEXT, offsetof(struct q_demo_raise_params, state), DB_NOT_NULL},
};
static const struct db_statement demo_raise_statement = {
	.name = "demo_raise",
	.sql =
	"SELECT demo_raise($1)",
	.params = demo_raise_params,
	.params_n = 1,
};

enum status
q_demo_raise(struct db *db, struct arena *a, const struct q_demo_raise_params *in)
{
	return statement_exec(db, a, &demo_raise_statement, in);
}

static const struct db_field demo_backend_cols[] = {
	{"pid", DB_INTEGER, offsetof(struct q_demo_backend, pid), DB_NOT_NULL},
	{"transaction", DB_BOOLEAN, offsetof(struct q_demo_backend, transaction), DB_NOT_NULL},
};
static const struct db_statement demo_backend_statement = {
	.name = "demo_backend",
	.sql =
	"SELECT pg_backend_pid() AS pid, now() <> statement_timestamp() AS transaction",
	.cols = demo_backend_cols,
	.cols_n = 2,
	.row_size = sizeof(struct q_demo_backend),
};

enum status
q_demo_backend(struct db *db, struct arena *a, struct q_demo_backend *out)
{
	return statement_one(db, a, &demo_backend_statement, NULL, out);
}

static const struct db_field demo_null_cols[] = {
	{"v", DB_INTEGER, offsetof(struct q_demo_null, v), DB_NOT_NULL},
};
static const struct db_statement demo_null_statement = {
	.name = "demo_null",
	.sql =
	"SELECT NULL::integer AS v",
	.cols = demo_null_cols,
	.cols_n = 1,
	.row_size = sizeof(struct q_demo_null),
};

enum status
q_demo_null(struct db *db, struct arena *a, struct q_demo_null *out)
{
	return statement_one(db, a, &demo_null_statement, NULL, out);
}

static const struct db_field demo_wrong_type_cols[] = {
	{"v", DB_INTEGER, offsetof(struct q_demo_wrong_type, v), DB_NOT_NULL},
};
static const struct db_statement demo_wrong_type_statement = {
	.name = "demo_wrong_type",
	.sql =
	"SELECT 1::bigint AS v",
	.cols = demo_wrong_type_cols,
	.cols_n = 1,
	.row_size = sizeof(struct q_demo_wrong_type),
};

enum status
q_demo_wrong_type(struct db *db, struct arena *a, struct q_demo_wrong_type *out)
{
	return statement_one(db, a, &demo_wrong_type_statement, NULL, out);
}

static const struct db_field demo_twice_cols[] = {
	{"v", DB_INTEGER, offsetof(struct q_demo_twice, v), DB_NOT_NULL},
};
static const struct db_statement demo_twice_statement = {
	.name = "demo_twice",
	.sql =
	"SELECT v FROM (VALUES (1), (2)) AS t (v)",
	.cols = demo_twice_cols,
	.cols_n = 1,
	.row_size = sizeof(struct q_demo_twice),
};

enum status
q_demo_twice(struct db *db, struct arena *a, struct q_demo_twice *out)
{
	return statement_one(db, a, &demo_twice_statement, NULL, out);
}

static const struct db_field demo_view_cols[] = {
	{"v", DB_INTEGER, offsetof(struct q_demo_view, v), DB_NOT_NULL},
};
static const struct db_statement demo_view_statement = {
	.name = "demo_view",
	.sql =
	"SELECT v FROM demo_view",
	.cols = demo_view_cols,
	.cols_n = 1,
	.row_size = sizeof(struct q_demo_view),
};

enum status
q_demo_view(struct db *db, struct arena *a, struct q_demo_view *out)
{
	return statement_one(db, a, &demo_view_statement, NULL, out);
}

static const struct db_field demo_big_params[] = {
	{"mib", DB_INTEGER, offsetof(struct q_demo_big_params, mib), DB_NOT_NULL},
};
static const struct db_field demo_big_cols[] = {
	{"filler", DB_TEXT, offsetof(struct q_demo_big, filler), DB_NOT_NULL},
};
static const struct db_statement demo_big_statement = {
	.name = "demo_big",
	.sql =
	"SELECT repeat('x', 1048576) AS filler FROM generate_series(1, $1)",
	.params = demo_big_params,
	.params_n = 1,
	.cols = demo_big_cols,
	.cols_n = 1,
	.row_size = sizeof(struct q_demo_big),
	.limit = 10000,
};

enum status
q_demo_big(struct db *db, struct arena *a, const struct q_demo_big_params *in, struct q_demo_big **rows, size_t *n)
{
	void *v = NULL;
	enum status st = statement_many(db, a, &demo_big_statement, in, &v, n);

	*rows = v;
	return st;
}
