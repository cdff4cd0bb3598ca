-- role: r
SELECT 1
-- name: a :exec
SELECT 1
