-- role: desk_app

-- name: preview_put :one
-- param: article_id bigint? article_id
-- param: base bigint? revision_id
-- param: fields jsonb
-- col: id bigint row_id
SELECT desk.preview_put($1, $2, $3) AS id

-- name: preview_text :one
-- param: id bigint row_id
-- col: article_id bigint? article_id
-- col: base_id bigint? revision_id
-- col: fields jsonb
-- col: at timestamptz
SELECT article_id, base_id, fields, at FROM desk.preview_text WHERE id = $1

-- name: preview_share :one
-- param: revision_id bigint revision_id
-- param: hash bytea
-- param: days integer
-- col: expires_at timestamptz
SELECT desk.preview_share($1, $2, $3) AS expires_at

-- name: preview_revoke :exec
-- param: id bigint row_id
SELECT desk.preview_revoke($1)

-- name: preview_links :many
-- The last made first.
-- limit: 200
-- param: article_id bigint article_id
-- col: id bigint row_id
-- col: number integer
-- col: created_at timestamptz
-- col: created_by_name text
-- col: expires_at timestamptz
-- col: revoked_at timestamptz?
-- col: revoked_by_name text?
-- col: uses bigint
-- col: last_used_at timestamptz?
-- col: alive boolean
SELECT id, number, created_at, created_by_name, expires_at, revoked_at, revoked_by_name, uses, last_used_at, alive
FROM desk.preview_link WHERE article_id = $1 ORDER BY id DESC LIMIT 200

-- name: preview_uses :many
-- The last first.
-- limit: 100
-- param: article_id bigint article_id
-- col: number integer
-- col: at timestamptz
-- col: network text?
-- col: agent text
SELECT number, at, network, agent FROM desk.preview_use WHERE article_id = $1 ORDER BY id DESC LIMIT 100

-- name: preview_find :one
-- param: hash bytea
-- col: id bigint? row_id
SELECT desk.preview_find($1) AS id

-- name: preview_open :one
-- param: id bigint row_id
-- param: hash bytea
-- param: counts boolean
-- param: address text
-- param: agent text
-- col: article_id bigint article_id
-- col: channel_id bigint channel_id
-- col: channel_zh text
-- col: channel_en text
-- col: lang text
-- col: slug text
-- col: headline text
-- col: shoulder text
-- col: subhead text
-- col: summary text
-- col: source_kind text
-- col: source_name text
-- col: reprint_author text
-- col: reprint_title text
-- col: reprint_url text
-- col: responsible_editor text
-- col: reprint_notice text
-- col: bylines jsonb
-- col: topics jsonb
-- col: social_title text
-- col: body_html text
-- col: words integer
-- col: saved_at timestamptz
-- col: lead_key text?
-- col: lead_width integer?
-- col: lead_height integer?
-- col: lead_focal_x smallint?
-- col: lead_focal_y smallint?
-- col: lead_blur bytea?
-- col: lead_alt text?
-- col: lead_caption text?
-- col: lead_credit text?
SELECT article_id, channel_id, channel_zh, channel_en, lang, slug, headline, shoulder, subhead, summary, source_kind, source_name,
	reprint_author, reprint_title, reprint_url, responsible_editor, reprint_notice, bylines, topics, social_title, body_html, words,
	saved_at, lead_key, lead_width, lead_height, lead_focal_x, lead_focal_y, lead_blur, lead_alt, lead_caption, lead_credit
FROM desk.preview_open($1, $2, $3, $4, $5)

-- name: preview_shows :one
-- param: hashes bytea
-- param: key text
-- col: shows boolean
SELECT desk.preview_shows($1, $2) AS shows
