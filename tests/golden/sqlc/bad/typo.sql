-- role: r
-- name: a :exec
-- parm: x text
SELECT $1
