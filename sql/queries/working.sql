-- role: desk_app

-- name: working_put :one
-- param: article_id bigint? article_id
-- param: draft text?
-- param: tab text
-- param: seq bigint
-- param: base bigint? revision_id
-- param: fields jsonb
-- param: over bigint? row_id
-- col: outcome text
-- col: seq bigint
-- col: at timestamptz?
-- col: holder text?
-- col: since timestamptz?
SELECT outcome, coalesce(seq, 0) AS seq, at, holder, since FROM desk.working_put($1, $2, $3, $4, $5, $6, $7)

-- name: working_here :one
-- param: article_id bigint? article_id
-- param: draft text?
-- param: tab text
-- param: leaves boolean
-- col: saved bigint
SELECT desk.here($1, $2, $3, $4) AS saved

-- name: working_take_over :exec
-- param: article_id bigint? article_id
-- param: draft text?
-- param: tab text
SELECT desk.take_over($1, $2, $3)

-- name: working_drop :exec
-- param: id bigint row_id
SELECT desk.working_drop($1)

-- name: working_undrop :exec
-- param: id bigint row_id
SELECT desk.working_undrop($1)

-- name: working_saved :exec
-- param: article_id bigint article_id
-- param: draft text?
-- param: tab text?
-- param: seq bigint?
-- param: copy bigint? row_id
SELECT desk.working_saved($1, $2, $3, $4, $5)

-- name: working_draft_begin :exec
-- param: draft text
-- param: key text
SELECT desk.draft_begin($1, $2)

-- name: working_draft_article :one
-- param: draft text?
-- param: key text
-- col: article_id bigint article_id
-- col: revision_id bigint revision_id
SELECT article_id, revision_id FROM desk.draft_article($1, $2)

-- name: working_presence :many
-- limit: 50
-- param: article_id bigint? article_id
-- param: draft text?
-- col: name text
-- col: mine boolean
-- col: tab text?
-- col: since timestamptz
-- col: writes boolean
SELECT name, mine, tab, since, writes FROM desk.presence
WHERE article_id = $1 OR ($1::bigint IS NULL AND draft = $2) ORDER BY writes DESC, since LIMIT 50

-- name: working_list :many
-- The words of an article, or of all new ones, and first those that were dropped just now, without their fields.  Of many long ones the later 2 MB come along: to show that there are
-- some must not cost more than to show one.  The opening is a string of JSON, with a space for each block: taken out
-- by its look, for nobody has checked yet whether what a browser sent as a document is one.
-- limit: 24
-- param: article_id bigint? article_id
-- param: dropped bigint? row_id
-- col: id bigint row_id
-- col: draft text?
-- col: tab text
-- col: base_id bigint? revision_id
-- col: headline text?
-- col: opening text?
-- col: lang text?
-- col: fields jsonb?
-- col: at timestamptz
-- col: kept boolean
-- col: kept_for_name text?
-- col: merge text?
-- col: dropped boolean
SELECT id, draft, tab, base_id, fields ->> 'headline' AS headline, coalesce('"' || words || '"', to_json(left(fields ->> 'body', 200))::text) AS opening,
	fields ->> 'lang' AS lang, CASE WHEN dropped_at IS NULL AND sum(octet_length(fields::text)) FILTER (WHERE dropped_at IS NULL)
		OVER (ORDER BY at DESC, id DESC) <= 2 * 1024 * 1024 THEN fields END AS fields,
	at, kept_at IS NOT NULL AS kept, kept_for_name, merge, dropped_at IS NOT NULL AS dropped FROM desk.working_copy,
	LATERAL (SELECT string_agg(coalesce(found[1], ' '), '') AS words FROM regexp_matches(left(fields ->> 'body_json', 4000),
		'(?<!"attrs": ?\{)"text": ?"((?:[^"\\]|\\u[0-9a-fA-F]{4}|\\[^u])*)|"type": ?"(?!text")', 'g') AS found) AS of_document
WHERE article_id IS NOT DISTINCT FROM $1 AND (dropped_at IS NULL OR id = $2) ORDER BY dropped DESC, at DESC, id DESC LIMIT 24

-- name: working_by_id :one
-- param: id bigint row_id
-- col: article_id bigint? article_id
-- col: draft text?
-- col: base_id bigint? revision_id
-- col: fields jsonb
-- col: at timestamptz
-- col: merge text?
-- col: dropped boolean
SELECT article_id, draft, base_id, fields, at, merge, dropped_at IS NOT NULL AS dropped FROM desk.working_copy WHERE id = $1

-- name: working_keep :one
-- param: article_id bigint article_id
-- param: base bigint? revision_id
-- param: fields jsonb
-- param: merge text
-- col: id bigint row_id
SELECT desk.working_keep($1, $2, $3, $4) AS id
