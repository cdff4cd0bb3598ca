-- role: r
-- name: a :exec
SELECT 1;
SELECT 2;
