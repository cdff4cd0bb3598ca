-- role: r
-- name: a
SELECT 1
