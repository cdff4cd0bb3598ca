-- role: r
-- name: a :exec
-- param: x varchar
SELECT $1
