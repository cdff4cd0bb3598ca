-- role: r
-- name: a :one
-- col: default text
SELECT 1
