-- role: audit_reader

-- name: audit_verify :one
-- col: rows bigint
-- col: first_bad bigint?
-- col: head_ok boolean
SELECT rows, first_bad, head_ok FROM audit.verify();
