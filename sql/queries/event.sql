-- role: desk_app

-- name: event_newer :many
-- What was saved after a version: a row, or none.
-- limit: 1
-- param: article_id bigint article_id
-- param: base bigint revision_id
-- col: number integer
-- col: base_number integer
-- col: names text
-- col: at timestamptz
SELECT number, base_number, names, at FROM desk.newer($1, $2) WHERE base_number IS NOT NULL LIMIT 1

-- name: event_waiting :many
-- The articles that this person can review now, or publish.
-- limit: 400
-- col: id bigint article_id
SELECT id FROM desk.article
WHERE id = ANY (ARRAY(SELECT id FROM desk.article_ref WHERE state IN ('submitted', 'approved') ORDER BY changed_at, id LIMIT 400))
	AND (can_review OR can_publish)
ORDER BY id
LIMIT 400
