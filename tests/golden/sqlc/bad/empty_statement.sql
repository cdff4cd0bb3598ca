-- role: r
-- name: a :exec
-- name: b :exec
SELECT 1
