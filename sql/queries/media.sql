-- role: desk_app

-- name: media_add :one
-- param: sha256 bytea
-- param: type text
-- param: bytes bigint
-- param: width integer
-- param: height integer
-- param: name text
-- param: alt text
-- param: caption text
-- param: credit text
-- col: id bigint media_id
SELECT desk.media_add($1, $2, $3, $4, $5, $6, $7, $8, $9) AS id

-- name: media_by_id :one
-- param: id bigint media_id
-- col: id bigint media_id
-- col: key text
-- col: type text
-- col: bytes bigint
-- col: width integer
-- col: height integer
-- col: state text
-- col: failure text
-- col: focal_x smallint
-- col: focal_y smallint
-- col: crop_x smallint?
-- col: crop_y smallint?
-- col: blur bytea?
-- col: alt text
-- col: caption text
-- col: credit text
-- col: name text
SELECT id, key, type, bytes, width, height, state, failure, focal_x, focal_y, crop_x, crop_y, blur, alt, caption, credit, name
FROM desk.media WHERE id = $1

-- name: media_file :one
-- param: id bigint media_id
-- col: key text
-- col: sha256 bytea
-- col: type text
-- col: state text
-- col: width integer
-- col: height integer
-- col: crop_x smallint?
-- col: crop_y smallint?
SELECT key, sha256, type, state, width, height, crop_x, crop_y FROM desk.media_file WHERE id = $1

-- What pages show of the pictures whose ids, with commas between them, are ${ids}.
-- name: media_pictures :many
-- param: ids text
-- col: id bigint media_id
-- col: key text
-- col: width integer
-- col: height integer
-- col: crop_x smallint?
-- col: crop_y smallint?
-- col: blur bytea?
SELECT id, key, width, height, crop_x, crop_y, blur FROM desk.media WHERE id = ANY (string_to_array($1, ',')::bigint[]) ORDER BY id
