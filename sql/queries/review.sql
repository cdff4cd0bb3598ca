-- role: desk_app

-- name: review_of :many
-- limit: 500
-- param: revision_id bigint revision_id
-- col: user_id bigint user_id
-- col: user_name text
-- col: kind text
-- col: level smallint?
-- col: at timestamptz
-- col: reason text?
SELECT user_id, user_name, kind, level, at, reason FROM desk.review
WHERE revision_id = $1 ORDER BY at DESC, user_id LIMIT 500

-- name: review_approve :one
-- param: revision_id bigint revision_id
-- param: level smallint
-- param: sha bytea
-- col: done smallint
SELECT desk.approve($1, $2, $3) AS done

-- name: review_return :exec
-- param: revision_id bigint revision_id
-- param: sha bytea
-- param: reason text
SELECT desk.send_back($1, $2, $3)

-- name: review_publish :one
-- param: revision_id bigint revision_id
-- param: expect_live bigint? revision_id
-- col: publication_id bigint publication_id
SELECT desk.publish($1, $2) AS publication_id

-- name: review_withdraw :exec
-- param: article_id bigint article_id
-- param: expect_live bigint revision_id
-- param: reason text
-- param: public_reason text
SELECT desk.withdraw($1, $2, $3, $4)
