-- role: worker_app

-- name: media_claim :one
-- col: id bigint media_id
-- col: sha256 bytea
-- col: type text
-- col: whole boolean
-- col: focal_x smallint
-- col: focal_y smallint
-- col: attempts smallint
SELECT id, sha256, type, whole, focal_x, focal_y, attempts FROM worker.media_claim()

-- name: media_done :exec
-- param: id bigint media_id
-- param: width integer
-- param: height integer
-- param: focal_x smallint
-- param: focal_y smallint
-- param: blur bytea?
SELECT worker.media_done($1, $2, $3, $4, $5, $6)

-- name: media_failed :exec
-- param: id bigint media_id
-- param: failure text
SELECT worker.media_failed($1, $2)

-- name: media_later :exec
-- param: id bigint media_id
-- param: counts boolean
SELECT worker.media_later($1, $2)
