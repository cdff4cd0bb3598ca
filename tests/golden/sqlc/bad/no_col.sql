-- role: r
-- name: a :one
SELECT 1
