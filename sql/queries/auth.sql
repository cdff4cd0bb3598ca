-- role: auth_app

-- name: auth_sign_in_begin :one
-- param: login text
-- param: address text
-- col: user_id bigint? user_id
-- col: password_hash text?
-- col: login text?
-- col: lang text?
-- col: retry_after integer
SELECT user_id, password_hash, login, lang, retry_after FROM auth.sign_in_begin($1, $2)

-- name: auth_sign_in_failed :exec
-- param: login text
-- param: address text
SELECT auth.sign_in_failed($1, $2)

-- name: auth_sign_in_ok :exec
-- param: user_id bigint user_id
-- param: hash text
-- param: address text
-- param: token_hash bytea
-- param: user_agent text
SELECT auth.sign_in_ok($1, $2, $3, $4, $5)

-- name: auth_session_user :one
-- param: token text
-- col: user_id bigint user_id
-- col: login text
-- col: name text
-- col: lang text
SELECT user_id, login, name, lang FROM auth.session_user($1)

-- name: auth_sign_out :exec
-- param: token text
SELECT auth.sign_out($1)

-- name: auth_sign_out_everywhere :exec
-- param: token text
SELECT auth.sign_out_everywhere($1)

-- name: auth_password_change :exec
-- param: token text
-- param: hash text
-- param: new_token_hash bytea
SELECT auth.password_change($1, $2, $3)
