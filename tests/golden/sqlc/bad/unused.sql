-- role: r
-- name: a :exec
-- param: x text
-- param: y text
SELECT $1, '$2'
