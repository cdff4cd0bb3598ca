-- role: site_reader
-- name: good :many
-- param: id bigint article_id
-- param: like text?
-- col: slug text
-- col: words integer
-- col: body_html text
SELECT slug, words, body_html FROM site.article WHERE article_id = $1 AND ($2 IS NULL OR slug LIKE $2);
-- name: good_function :one
-- col: v text
SELECT lower('A') AS v
