-- role: desk_app

-- The directory, the most used first; with words, those whose name or outlet has them.
-- name: person_list :many
-- limit: 1000
-- param: words text
-- param: active boolean?
-- col: id bigint row_id
-- col: name text
-- col: outlet text
-- col: role text
-- col: active boolean
-- col: uses integer
SELECT id, name, outlet, role, active, uses FROM desk.person
WHERE ($1 = '' OR strpos(lower(name || ' ' || outlet), lower($1)) > 0) AND ($2::boolean IS NULL OR active = $2)
ORDER BY active DESC, uses DESC, name, outlet LIMIT 1000

-- name: person_by_id :one
-- param: id bigint row_id
-- col: id bigint row_id
-- col: name text
-- col: outlet text
-- col: role text
-- col: active boolean
-- col: uses integer
SELECT id, name, outlet, role, active, uses FROM desk.person WHERE id = $1

-- name: person_save :one
-- param: id bigint? row_id
-- param: name text
-- param: outlet text
-- param: role text
-- param: active boolean
-- col: id bigint row_id
SELECT desk.person_save($1, $2, $3, $4, $5) AS id
