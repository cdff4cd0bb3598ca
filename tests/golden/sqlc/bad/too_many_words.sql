-- role: r
-- name: a :exec
-- param: x bigint user_id more
SELECT $1
