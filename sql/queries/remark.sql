-- role: desk_app

-- name: remark_say :one
-- param: article_id bigint article_id
-- param: thread text
-- param: key text
-- param: block text?
-- param: quote text
-- param: text text
-- col: id bigint row_id
SELECT desk.remark($1, $2, $3, $4, $5, $6) AS id

-- name: remark_change :exec
-- param: article_id bigint article_id
-- param: id bigint row_id
-- param: text text
SELECT desk.remark_change($1, $2, $3)

-- name: remark_resolve :exec
-- param: article_id bigint article_id
-- param: thread text
-- param: resolved boolean
SELECT desk.remark_resolve($1, $2, $3)

-- name: remark_threads :many
-- limit: 501
-- param: article_id bigint article_id
-- col: id text
-- col: block text?
-- col: quote text
-- col: resolved_at timestamptz?
-- col: resolved_by text?
-- col: can_resolve boolean
SELECT id, block, quote, resolved_at, resolved_by_name AS resolved_by, can_resolve FROM desk.remark_thread
WHERE article_id = $1 ORDER BY resolved_at IS NOT NULL, begun_at, id LIMIT 501

-- name: remark_list :many
-- All that was said, thread by thread.
-- limit: 10000
-- param: article_id bigint article_id
-- col: id bigint row_id
-- col: thread text
-- col: by_name text
-- col: mine boolean
-- col: can_change boolean
-- col: text text
-- col: at timestamptz
-- col: changed_at timestamptz?
SELECT id, thread_id AS thread, by_name, mine, can_change, text, at, changed_at FROM desk.remark
WHERE article_id = $1 ORDER BY thread_id, id LIMIT 10000
