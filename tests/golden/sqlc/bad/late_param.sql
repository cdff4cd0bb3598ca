-- role: r
-- name: a :exec
SELECT $1
-- param: x text
