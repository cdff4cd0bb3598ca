-- role: r
-- name: a :exec
SELECT 1
-- name: a :exec
SELECT 2
