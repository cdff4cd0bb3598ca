-- role: r
-- role: r
-- name: a :exec
SELECT 1
