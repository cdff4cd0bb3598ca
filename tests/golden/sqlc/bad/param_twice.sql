-- role: r
-- name: a :exec
-- param: x text
-- param: x text
SELECT $1, $2
