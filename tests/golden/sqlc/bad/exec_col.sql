-- role: r
-- name: a :exec
-- col: x text
SELECT 1
