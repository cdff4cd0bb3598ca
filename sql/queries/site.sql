-- role: site_reader

-- Every page reads site.version in the statement that reads its rows: one
-- snapshot, one round trip, and the frame kept under that number is as fresh.

-- name: site_version :one
-- col: version bigint
SELECT version FROM site.version

-- Which words are live under which version: asked before a kept page is sent again.
-- name: site_current :one
-- param: article_id bigint article_id
-- col: version bigint
-- col: publication bigint? publication_id
SELECT v.version, c.publication_id AS publication
FROM site.version v LEFT JOIN site.current c ON c.article_id = $1

-- name: site_article :one
-- param: article_id bigint article_id
-- col: version bigint
-- col: publication bigint? publication_id
-- col: article_id bigint? article_id
-- col: slug text?
-- col: channel_id bigint? channel_id
-- col: channel_zh text?
-- col: channel_en text?
-- col: lang text?
-- col: headline text?
-- col: shoulder text?
-- col: subhead text?
-- col: summary text?
-- col: source_kind text?
-- col: source_name text?
-- col: reprint_author text?
-- col: reprint_title text?
-- col: reprint_url text?
-- col: responsible_editor text?
-- col: reprint_notice text?
-- col: bylines jsonb?
-- col: body_html text?
-- col: words integer?
-- col: first_published_at timestamptz?
-- col: published_at timestamptz?
-- col: topics jsonb?
-- col: social_title text?
-- col: lead_key text?
-- col: lead_width integer?
-- col: lead_height integer?
-- col: lead_focal_x smallint?
-- col: lead_focal_y smallint?
-- col: lead_blur bytea?
-- col: lead_alt text?
-- col: lead_caption text?
-- col: lead_credit text?
SELECT v.version, a.publication_id AS publication, a.article_id, a.slug, a.channel_id, a.channel_zh, a.channel_en, a.lang,
	a.headline, a.shoulder, a.subhead, a.summary, a.source_kind, a.source_name, a.reprint_author, a.reprint_title,
	a.reprint_url, a.responsible_editor, a.reprint_notice, a.bylines, a.body_html, a.words, a.first_published_at, a.published_at,
	to_jsonb(a.topics) AS topics, a.social_title,
	a.lead_key, a.lead_width, a.lead_height, a.lead_focal_x, a.lead_focal_y, a.lead_blur, a.lead_alt, a.lead_caption, a.lead_credit
FROM site.version v LEFT JOIN site.article a ON a.article_id = $1

-- name: site_tombstone :one
-- param: article_id bigint article_id
-- col: slug text
-- col: lang text
-- col: withdrawn_at timestamptz
-- col: public_reason text
SELECT slug, lang, withdrawn_at, public_reason FROM site.tombstone WHERE article_id = $1

-- The frame: each channel with its latest, a channel without any in one row.
-- name: site_frame :many
-- limit: 10000
-- col: version bigint
-- col: channel_id bigint? channel_id
-- col: channel_slug text?
-- col: name_zh text?
-- col: name_en text?
-- col: article_id bigint? article_id
-- col: slug text?
-- col: lang text?
-- col: headline text?
-- col: shoulder text?
-- col: summary text?
-- col: first_published_at timestamptz?
-- col: lead_key text?
-- col: lead_width integer?
-- col: lead_height integer?
-- col: lead_focal_x smallint?
-- col: lead_focal_y smallint?
-- col: lead_blur bytea?
SELECT v.version, c.id AS channel_id, c.slug AS channel_slug, c.name_zh, c.name_en, a.article_id, a.slug, a.lang,
	a.headline, a.shoulder, a.summary, a.first_published_at, a.lead_key, a.lead_width, a.lead_height, a.lead_focal_x, a.lead_focal_y, a.lead_blur
FROM site.version v
LEFT JOIN site.channel c ON true
LEFT JOIN LATERAL (
	SELECT l.article_id, l.slug, l.lang, l.headline, l.shoulder, l.summary, l.first_published_at,
		l.lead_key, l.lead_width, l.lead_height, l.lead_focal_x, l.lead_focal_y, l.lead_blur
	FROM site.article l WHERE l.channel_id = c.id
	ORDER BY l.first_published_at DESC, l.article_id DESC LIMIT 24
) a ON true
ORDER BY c.position, c.id, a.first_published_at DESC, a.article_id DESC

-- A page of 20, and one more that tells whether there are earlier ones.
-- name: site_channel_page :many
-- limit: 21
-- param: slug text
-- param: before_at timestamptz
-- param: before_id bigint article_id
-- col: version bigint
-- col: channel_id bigint? channel_id
-- col: article_id bigint? article_id
-- col: slug text?
-- col: lang text?
-- col: headline text?
-- col: shoulder text?
-- col: summary text?
-- col: first_published_at timestamptz?
-- col: lead_key text?
-- col: lead_width integer?
-- col: lead_height integer?
-- col: lead_focal_x smallint?
-- col: lead_focal_y smallint?
-- col: lead_blur bytea?
SELECT v.version, c.id AS channel_id, a.article_id, a.slug, a.lang, a.headline, a.shoulder, a.summary,
	a.first_published_at, a.lead_key, a.lead_width, a.lead_height, a.lead_focal_x, a.lead_focal_y, a.lead_blur
FROM site.version v
LEFT JOIN site.channel c ON c.slug = $1
LEFT JOIN LATERAL (
	SELECT l.article_id, l.slug, l.lang, l.headline, l.shoulder, l.summary, l.first_published_at,
		l.lead_key, l.lead_width, l.lead_height, l.lead_focal_x, l.lead_focal_y, l.lead_blur
	FROM site.article l WHERE l.channel_id = c.id AND (l.first_published_at, l.article_id) < ($2, $3)
	ORDER BY l.first_published_at DESC, l.article_id DESC LIMIT 21
) a ON true
ORDER BY a.first_published_at DESC, a.article_id DESC

-- name: site_byline_page :many
-- limit: 21
-- param: name text
-- param: before_at timestamptz
-- param: before_id bigint article_id
-- col: version bigint
-- col: channel_id bigint? channel_id
-- col: article_id bigint? article_id
-- col: slug text?
-- col: lang text?
-- col: headline text?
-- col: shoulder text?
-- col: summary text?
-- col: first_published_at timestamptz?
-- col: lead_key text?
-- col: lead_width integer?
-- col: lead_height integer?
-- col: lead_focal_x smallint?
-- col: lead_focal_y smallint?
-- col: lead_blur bytea?
SELECT v.version, a.channel_id, a.article_id, a.slug, a.lang, a.headline, a.shoulder, a.summary,
	a.first_published_at, a.lead_key, a.lead_width, a.lead_height, a.lead_focal_x, a.lead_focal_y, a.lead_blur
FROM site.version v
LEFT JOIN LATERAL (
	SELECT l.channel_id, l.article_id, l.slug, l.lang, l.headline, l.shoulder, l.summary, l.first_published_at,
		l.lead_key, l.lead_width, l.lead_height, l.lead_focal_x, l.lead_focal_y, l.lead_blur
	FROM (
		SELECT DISTINCT b.first_published_at, b.article_id FROM site.byline b
		WHERE b.name = $1 AND (b.first_published_at, b.article_id) < ($2, $3)
		ORDER BY b.first_published_at DESC, b.article_id DESC LIMIT 21
	) b JOIN site.article l ON l.article_id = b.article_id
) a ON true
ORDER BY a.first_published_at DESC, a.article_id DESC

-- name: site_topic_page :many
-- limit: 21
-- param: topic text
-- param: before_at timestamptz
-- param: before_id bigint article_id
-- col: version bigint
-- col: channel_id bigint? channel_id
-- col: article_id bigint? article_id
-- col: slug text?
-- col: lang text?
-- col: headline text?
-- col: shoulder text?
-- col: summary text?
-- col: first_published_at timestamptz?
-- col: lead_key text?
-- col: lead_width integer?
-- col: lead_height integer?
-- col: lead_focal_x smallint?
-- col: lead_focal_y smallint?
-- col: lead_blur bytea?
SELECT v.version, a.channel_id, a.article_id, a.slug, a.lang, a.headline, a.shoulder, a.summary,
	a.first_published_at, a.lead_key, a.lead_width, a.lead_height, a.lead_focal_x, a.lead_focal_y, a.lead_blur
FROM site.version v
LEFT JOIN LATERAL (
	SELECT l.channel_id, l.article_id, l.slug, l.lang, l.headline, l.shoulder, l.summary, l.first_published_at,
		l.lead_key, l.lead_width, l.lead_height, l.lead_focal_x, l.lead_focal_y, l.lead_blur
	FROM (
		SELECT b.first_published_at, b.article_id FROM site.topic b
		WHERE b.topic = $1 AND (b.first_published_at, b.article_id) < ($2, $3)
		ORDER BY b.first_published_at DESC, b.article_id DESC LIMIT 21
	) b JOIN site.article l ON l.article_id = b.article_id
) a ON true
ORDER BY a.first_published_at DESC, a.article_id DESC
