-- role: r
-- name: a :exec
-- param: x text
SELECT $1,
$2
