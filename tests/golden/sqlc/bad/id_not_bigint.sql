-- role: r
-- name: a :exec
-- param: x text user_id
SELECT $1
