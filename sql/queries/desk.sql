-- role: desk_app

-- name: desk_session_begin :one
-- param: token text
-- param: reads boolean
-- col: user_id bigint user_id
-- col: login text
-- col: name text
-- col: lang text?
-- col: rights text
SELECT user_id, login, name, lang, rights FROM desk.session_begin($1, $2)

-- name: desk_set_lang :exec
-- param: lang text
SELECT desk.set_lang($1)

-- name: desk_history :many
-- limit: 100
-- param: article_id bigint article_id
-- col: seq bigint
-- col: at timestamptz
-- col: actor_name text?
-- col: action text
-- col: revision_number integer?
-- col: detail text?
SELECT seq, at, actor_name, action, revision_number, detail FROM desk.history
WHERE article_id = $1 ORDER BY seq DESC LIMIT 100

-- name: desk_audit :many
-- limit: 100
-- param: before bigint?
-- col: seq bigint
-- col: at timestamptz
-- col: actor_name text?
-- col: action text
-- col: subject text?
-- col: detail text?
SELECT seq, at, actor_name, action, subject, detail FROM desk.audit
WHERE $1::bigint IS NULL OR seq < $1 ORDER BY seq DESC LIMIT 100
