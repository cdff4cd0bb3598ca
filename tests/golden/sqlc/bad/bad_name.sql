-- role: r
-- name: Abc :exec
SELECT 1
