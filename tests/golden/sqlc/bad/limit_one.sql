-- role: r
-- name: a :one
-- col: x text
-- limit: 5
SELECT 1
