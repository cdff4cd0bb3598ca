-- role: desk_app

-- name: article_by_id :one
-- param: id bigint article_id
-- col: id bigint article_id
-- col: state text
-- col: channel_id bigint channel_id
-- col: channel_slug text
-- col: channel_zh text
-- col: channel_en text
-- col: head_revision bigint revision_id
-- col: head_number integer
-- col: headline text
-- col: lang text
-- col: slug text
-- col: words integer
-- col: authors text
-- col: created_at timestamptz
-- col: changed_at timestamptz
-- col: saved_at timestamptz
-- col: saved_by_name text
-- col: mine boolean
-- col: levels_done smallint
-- col: levels_needed smallint
-- col: next_right text?
-- col: can_review boolean
-- col: can_publish boolean
-- col: own_words boolean
-- col: live_revision bigint? revision_id
-- col: live_at timestamptz?
-- col: live_slug text?
-- col: withdrawn_at timestamptz?
-- col: return_reason text?
-- col: returned_by text?
SELECT id, state, channel_id, channel_slug, channel_zh, channel_en, head_revision, head_number, headline,
	lang, slug, words, authors, created_at, changed_at, saved_at, saved_by_name, mine, levels_done, levels_needed,
	next_right, can_review, can_publish, own_words, live_revision, live_at, live_slug, withdrawn_at, return_reason, returned_by
FROM desk.article
WHERE id = $1

-- name: article_list :many
-- limit: 50
-- param: pending boolean?
-- param: state text?
-- param: before timestamptz?
-- param: before_id bigint? article_id
-- param: rows integer
-- col: id bigint article_id
-- col: state text
-- col: channel_id bigint channel_id
-- col: channel_slug text
-- col: channel_zh text
-- col: channel_en text
-- col: head_revision bigint revision_id
-- col: head_number integer
-- col: headline text
-- col: lang text
-- col: slug text
-- col: words integer
-- col: authors text
-- col: created_at timestamptz
-- col: changed_at timestamptz
-- col: saved_at timestamptz
-- col: saved_by_name text
-- col: mine boolean
-- col: levels_done smallint
-- col: levels_needed smallint
-- col: next_right text?
-- col: can_review boolean
-- col: can_publish boolean
-- col: own_words boolean
-- col: live_revision bigint? revision_id
-- col: live_at timestamptz?
-- col: live_slug text?
-- col: withdrawn_at timestamptz?
-- col: return_reason text?
-- col: returned_by text?
SELECT id, state, channel_id, channel_slug, channel_zh, channel_en, head_revision, head_number, headline,
	lang, slug, words, authors, created_at, changed_at, saved_at, saved_by_name, mine, levels_done, levels_needed,
	next_right, can_review, can_publish, own_words, live_revision, live_at, live_slug, withdrawn_at, return_reason, returned_by
FROM desk.article
WHERE id = ANY (ARRAY(SELECT id FROM desk.article_ref
	WHERE ($1::boolean IS NULL OR $1 = (state IN ('submitted', 'returned', 'approved')))
		AND ($2::text IS NULL OR state = $2)
		AND ($3::timestamptz IS NULL OR (changed_at, id) < ($3, $4::bigint))
	ORDER BY changed_at DESC, id DESC LIMIT least($5, 50)))
ORDER BY changed_at DESC, id DESC

-- name: article_own :many
-- limit: 50
-- param: pending boolean?
-- param: state text?
-- param: before timestamptz?
-- param: before_id bigint? article_id
-- param: rows integer
-- col: id bigint article_id
-- col: state text
-- col: channel_id bigint channel_id
-- col: channel_slug text
-- col: channel_zh text
-- col: channel_en text
-- col: head_revision bigint revision_id
-- col: head_number integer
-- col: headline text
-- col: lang text
-- col: slug text
-- col: words integer
-- col: authors text
-- col: created_at timestamptz
-- col: changed_at timestamptz
-- col: saved_at timestamptz
-- col: saved_by_name text
-- col: mine boolean
-- col: levels_done smallint
-- col: levels_needed smallint
-- col: next_right text?
-- col: can_review boolean
-- col: can_publish boolean
-- col: own_words boolean
-- col: live_revision bigint? revision_id
-- col: live_at timestamptz?
-- col: live_slug text?
-- col: withdrawn_at timestamptz?
-- col: return_reason text?
-- col: returned_by text?
SELECT id, state, channel_id, channel_slug, channel_zh, channel_en, head_revision, head_number, headline,
	lang, slug, words, authors, created_at, changed_at, saved_at, saved_by_name, mine, levels_done, levels_needed,
	next_right, can_review, can_publish, own_words, live_revision, live_at, live_slug, withdrawn_at, return_reason, returned_by
FROM desk.article
WHERE id = ANY (ARRAY(SELECT id FROM desk.own_article_ref
	WHERE ($1::boolean IS NULL OR $1 = (state IN ('submitted', 'returned', 'approved')))
		AND ($2::text IS NULL OR state = $2)
		AND ($3::timestamptz IS NULL OR (changed_at, id) < ($3, $4::bigint))
	ORDER BY changed_at DESC, id DESC LIMIT least($5, 50)))
ORDER BY changed_at DESC, id DESC

-- name: article_waiting :many
-- limit: 200
-- col: id bigint article_id
-- col: state text
-- col: channel_id bigint channel_id
-- col: channel_slug text
-- col: channel_zh text
-- col: channel_en text
-- col: head_revision bigint revision_id
-- col: head_number integer
-- col: headline text
-- col: lang text
-- col: slug text
-- col: words integer
-- col: authors text
-- col: created_at timestamptz
-- col: changed_at timestamptz
-- col: saved_at timestamptz
-- col: saved_by_name text
-- col: mine boolean
-- col: levels_done smallint
-- col: levels_needed smallint
-- col: next_right text?
-- col: can_review boolean
-- col: can_publish boolean
-- col: own_words boolean
-- col: live_revision bigint? revision_id
-- col: live_at timestamptz?
-- col: live_slug text?
-- col: withdrawn_at timestamptz?
-- col: return_reason text?
-- col: returned_by text?
SELECT id, state, channel_id, channel_slug, channel_zh, channel_en, head_revision, head_number, headline,
	lang, slug, words, authors, created_at, changed_at, saved_at, saved_by_name, mine, levels_done, levels_needed,
	next_right, can_review, can_publish, own_words, live_revision, live_at, live_slug, withdrawn_at, return_reason, returned_by
FROM desk.article
WHERE id = ANY (ARRAY(SELECT id FROM desk.article_ref WHERE state = 'submitted' ORDER BY changed_at, id LIMIT 200))
ORDER BY changed_at, id

-- name: article_save :one
-- param: article_id bigint? article_id
-- param: base bigint? revision_id
-- param: key text
-- param: headline text
-- param: shoulder text
-- param: subhead text
-- param: summary text
-- param: channel_id bigint channel_id
-- param: lang text
-- param: slug text
-- param: source_kind text
-- param: source_name text
-- param: reprint_author text
-- param: reprint_title text
-- param: reprint_url text
-- param: responsible_editor text
-- param: reprint_notice text
-- param: bylines jsonb
-- param: body jsonb
-- param: body_schema integer
-- param: body_html text
-- param: words integer
-- param: topics jsonb
-- param: social_title text
-- param: lead jsonb?
-- col: article_id bigint article_id
-- col: revision_id bigint revision_id
-- col: number integer
SELECT article_id, revision_id, number
FROM desk.save($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
	$21, $22, ARRAY(SELECT jsonb_array_elements_text($23)), $24, $25)

-- name: article_submit :exec
-- param: article_id bigint article_id
-- param: revision_id bigint revision_id
SELECT desk.submit($1, $2)

-- name: article_diff_base :one
-- param: article_id bigint article_id
-- col: revision_id bigint? revision_id
SELECT desk.diff_base($1) AS revision_id

-- name: revision_by_id :one
-- param: id bigint revision_id
-- col: id bigint revision_id
-- col: article_id bigint article_id
-- col: number integer
-- col: base_id bigint? revision_id
-- col: headline text
-- col: shoulder text
-- col: subhead text
-- col: summary text
-- col: channel_id bigint channel_id
-- col: lang text
-- col: slug text
-- col: source_kind text
-- col: source_name text
-- col: reprint_author text
-- col: reprint_title text
-- col: reprint_url text
-- col: responsible_editor text
-- col: reprint_notice text
-- col: bylines jsonb
-- col: body jsonb
-- col: body_html text
-- col: words integer
-- col: sha bytea
-- col: saved_by_name text
-- col: saved_at timestamptz
-- col: is_head boolean
-- col: is_live boolean
-- col: topics jsonb
-- col: social_title text
-- col: lead jsonb?
SELECT id, article_id, number, base_id, headline, shoulder, subhead, summary, channel_id, lang, slug,
	source_kind, source_name, reprint_author, reprint_title, reprint_url, responsible_editor,
	reprint_notice, bylines, body, body_html, words, sha, saved_by_name, saved_at, is_head, is_live,
	to_jsonb(topics) AS topics, social_title, lead
FROM desk.revision
WHERE id = $1

-- name: revision_by_number :one
-- param: article_id bigint article_id
-- param: number integer
-- col: id bigint revision_id
-- col: article_id bigint article_id
-- col: number integer
-- col: base_id bigint? revision_id
-- col: headline text
-- col: shoulder text
-- col: subhead text
-- col: summary text
-- col: channel_id bigint channel_id
-- col: lang text
-- col: slug text
-- col: source_kind text
-- col: source_name text
-- col: reprint_author text
-- col: reprint_title text
-- col: reprint_url text
-- col: responsible_editor text
-- col: reprint_notice text
-- col: bylines jsonb
-- col: body jsonb
-- col: body_html text
-- col: words integer
-- col: sha bytea
-- col: saved_by_name text
-- col: saved_at timestamptz
-- col: is_head boolean
-- col: is_live boolean
-- col: topics jsonb
-- col: social_title text
-- col: lead jsonb?
SELECT id, article_id, number, base_id, headline, shoulder, subhead, summary, channel_id, lang, slug,
	source_kind, source_name, reprint_author, reprint_title, reprint_url, responsible_editor,
	reprint_notice, bylines, body, body_html, words, sha, saved_by_name, saved_at, is_head, is_live,
	to_jsonb(topics) AS topics, social_title, lead
FROM desk.revision
WHERE article_id = $1 AND number = $2

-- name: revision_list :many
-- limit: 200
-- param: article_id bigint article_id
-- col: id bigint revision_id
-- col: number integer
-- col: headline text
-- col: words integer
-- col: saved_by_name text
-- col: saved_at timestamptz
-- col: is_head boolean
-- col: is_live boolean
SELECT id, number, headline, words, saved_by_name, saved_at, is_head, is_live FROM desk.revision
WHERE article_id = $1 ORDER BY number DESC LIMIT 200

-- The documents of the latest versions, as many as one page can compare: until they take ${bytes} bytes as stored.
-- name: revision_bodies :many
-- limit: 200
-- param: article_id bigint article_id
-- param: rows integer
-- param: bytes bigint
-- col: id bigint revision_id
-- col: body jsonb
SELECT t.id, t.body FROM (SELECT r.id, r.number, r.body, sum(pg_column_size(r.body)) OVER (ORDER BY r.number DESC) AS size
	FROM desk.revision r WHERE r.article_id = $1) AS t
WHERE t.size <= $3 ORDER BY t.number DESC LIMIT $2

-- name: topic_used :many
-- limit: 200
-- col: topic text
SELECT topic FROM desk.topic

-- name: article_restore :one
-- param: article_id bigint article_id
-- param: number integer
-- param: base bigint revision_id
-- param: key text
-- col: article_id bigint article_id
-- col: revision_id bigint revision_id
-- col: number integer
SELECT article_id, revision_id, number FROM desk.restore($1, $2, $3, $4)
