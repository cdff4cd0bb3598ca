-- role: cms_owner

-- name: media_unused :many
-- param: days integer
-- col: id bigint media_id
-- col: sha256 bytea
-- col: key text
-- col: name text
-- col: bytes bigint
-- col: uploaded_at timestamptz
-- col: uploaded_by text
SELECT id, sha256, key, name, bytes, uploaded_at, uploaded_by FROM core.media_unused($1)

-- name: media_delete :one
-- param: id bigint media_id
-- param: days integer
-- col: deleted boolean
SELECT core.media_delete($1, $2) AS deleted

-- name: media_hash_known :one
-- param: sha256 bytea
-- col: known boolean
SELECT EXISTS (SELECT FROM core.media WHERE sha256 = $1) AS known

-- name: media_key_known :one
-- param: key text
-- col: known boolean
SELECT EXISTS (SELECT FROM core.media WHERE key = $1) AS known
