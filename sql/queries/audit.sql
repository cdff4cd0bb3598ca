-- role: audit_reader

-- name: audit_verify :one
-- col: rows bigint
-- col: first_bad bigint?
-- col: head_ok boolean
-- col: seq bigint
-- col: hash bytea
-- With the last row, of the same snapshot; before the first one it is what that follows from.
SELECT v.rows, v.first_bad, v.head_ok, coalesce(l.seq, 0) AS seq, coalesce(l.hash, sha256('copydesk')) AS hash
FROM audit.verify() AS v LEFT JOIN (SELECT seq, hash FROM audit.log ORDER BY seq DESC LIMIT 1) AS l ON true;

-- name: audit_find :one
-- param: hash bytea
-- param: seq bigint?
-- col: seq bigint
SELECT seq FROM (SELECT seq, hash FROM audit.log UNION ALL SELECT 0, sha256('copydesk')) AS l
WHERE hash = $1 AND ($2::bigint IS NULL OR seq = $2);
