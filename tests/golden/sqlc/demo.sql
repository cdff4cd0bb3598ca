-- What sqlc must take.  tests/unit/test_db.c runs these against PostgreSQL.
-- role: super

-- name: demo_echo :one
-- param: i64 bigint article_id
-- param: i32 integer
-- param: i16 smallint
-- param: flag boolean
-- param: words text
-- param: doc jsonb
-- param: raw bytea
-- param: at timestamptz
-- col: i64 bigint article_id
-- col: i32 integer
-- col: i16 smallint
-- col: flag boolean
-- col: words text
-- col: doc jsonb
-- col: raw bytea
-- col: at timestamptz
-- Every type there and back.  */ must not end this comment.
SELECT $1 AS i64, $2 AS i32, $3 AS i16, $4 AS flag, $5 AS words, $6 AS doc, $7 AS raw, $8 AS at;

-- name: demo_echo_null :one
-- param: i64 bigint? article_id
-- param: i32 integer?
-- param: i16 smallint?
-- param: flag boolean?
-- param: words text?
-- param: doc jsonb?
-- param: raw bytea?
-- param: at timestamptz?
-- col: i64 bigint? article_id
-- col: i32 integer?
-- col: i16 smallint?
-- col: flag boolean?
-- col: words text?
-- col: doc jsonb?
-- col: raw bytea?
-- col: at timestamptz?
SELECT $1 AS i64, $2 AS i32, $3 AS i16, $4 AS flag, $5 AS words, $6 AS doc, $7 AS raw, $8 AS at

-- name: demo_series :many
-- param: last integer
-- col: n integer
-- col: word text
-- limit: 100
SELECT n, 'word "' || n || '" \' AS word -- $2 is no parameter here, nor '
FROM generate_series(1, $1) AS n
WHERE '$3' <> E'\'$4' AND "n" > 0 AND $$ $5; $$ <> $tag$;$6$tag$ /* $7 /* $8 */ ' */;

-- name: demo_add :exec
-- param: k text
-- param: v integer
INSERT INTO demo (k, v) VALUES ($1, $2);

-- name: demo_get :one
-- param: k text
-- col: v integer
SELECT v FROM demo WHERE k = $1;

-- name: demo_defer :exec
-- param: k text
INSERT INTO demo_deferred (k) VALUES ($1);

-- name: demo_sleep :exec
-- param: ms integer
SELECT pg_sleep($1 / 1000.0);

-- name: demo_raise :exec
-- param: state text
SELECT demo_raise($1);

-- name: demo_backend :one
-- col: pid integer
-- col: transaction boolean
SELECT pg_backend_pid() AS pid, now() <> statement_timestamp() AS transaction;

-- name: demo_null :one
-- col: v integer
SELECT NULL::integer AS v;

-- name: demo_wrong_type :one
-- col: v integer
SELECT 1::bigint AS v;

-- name: demo_twice :one
-- col: v integer
SELECT v FROM (VALUES (1), (2)) AS t (v);

-- name: demo_view :one
-- col: v integer
SELECT v FROM demo_view;

-- name: demo_big :many
-- param: mib integer
-- col: filler text
SELECT repeat('x', 1048576) AS filler FROM generate_series(1, $1);
