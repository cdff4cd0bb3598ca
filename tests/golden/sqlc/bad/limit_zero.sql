-- role: r
-- name: a :many
-- col: x text
-- limit: 0
SELECT 1
