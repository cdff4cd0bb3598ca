-- role: site_reader
-- name: bad_column_type :one
-- col: words bigint
SELECT words FROM site.article;
-- name: bad_column_name :one
-- col: slug text
SELECT headline FROM site.article;
-- name: bad_column_count :one
-- col: slug text
SELECT slug, words FROM site.article;
-- name: bad_param :one
-- param: id text
-- col: slug text
SELECT slug FROM site.article WHERE article_id = $1;
-- name: bad_table :one
-- col: slug text
SELECT slug FROM site.nothing;
-- name: bad_right_schema :one
-- col: id bigint
SELECT id FROM core.article;
-- name: bad_right_function :exec
-- param: x text
SELECT pg_catalog.pg_read_file($1);
-- name: bad_right_write :exec
DELETE FROM site.version;
