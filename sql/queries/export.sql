-- What copydesk export writes.
-- role: cms_owner

-- name: export_page :many
-- param: kind text
-- param: after bigint
-- param: most bigint
-- col: id bigint
-- col: line jsonb
-- limit: 1000
-- The next rows of a kind, as objects.  Whole rows: what a later migration adds comes along.
SELECT x.id, x.line FROM (
	(SELECT c.id, to_jsonb(c) || jsonb_build_object('type', 'channel', 'levels',
			(SELECT jsonb_agg(l.need_right ORDER BY l.level) FROM core.channel_level l WHERE l.channel_id = c.id)) AS line
		FROM core.channel c WHERE $1 = 'channel' AND c.id > $2 ORDER BY c.id LIMIT $3)
	UNION ALL
	(SELECT u.id, to_jsonb(u) || jsonb_build_object('type', 'person', 'roles',
			(SELECT coalesce(jsonb_agg(r.role ORDER BY r.role), '[]') FROM core.user_role r WHERE r.user_id = u.id))
		FROM core.app_user u WHERE $1 = 'person' AND u.id > $2 ORDER BY u.id LIMIT $3)
	UNION ALL
	(SELECT m.id, to_jsonb(m) || jsonb_build_object('type', 'picture', 'sha256', encode(m.sha256, 'hex'))
		FROM core.media m WHERE $1 = 'picture' AND m.id > $2 ORDER BY m.id LIMIT $3)
	UNION ALL
	(SELECT a.id, to_jsonb(a) || jsonb_build_object('type', 'article', 'live',
			(SELECT jsonb_build_object('revision_id', l.revision_id, 'slug', l.slug, 'first_published_at', l.first_published_at,
				'published_at', l.published_at) FROM site.live l WHERE l.article_id = a.id),
			'withdrawn', (SELECT to_jsonb(g) FROM site.gone g WHERE g.article_id = a.id))
		FROM core.article a WHERE $1 = 'article' AND a.id > $2 ORDER BY a.id LIMIT $3)
	UNION ALL
	(SELECT r.id, to_jsonb(r) || jsonb_build_object('type', 'revision', 'sha', encode(r.sha, 'hex'), 'reviews',
			(SELECT coalesce(jsonb_agg(to_jsonb(v) - 'sha' ORDER BY v.at, v.user_id), '[]') FROM core.review v WHERE v.revision_id = r.id))
		FROM core.revision r WHERE $1 = 'revision' AND r.id > $2 ORDER BY r.id LIMIT $3)
	UNION ALL
	(SELECT p.id, to_jsonb(p) || jsonb_build_object('type', 'publication', 'approvals',
			(SELECT coalesce(jsonb_agg(jsonb_build_object('level', v.level, 'user_id', v.user_id) ORDER BY v.level), '[]')
				FROM core.publication_approval v WHERE v.publication_id = p.id))
		FROM core.publication p WHERE $1 = 'publication' AND p.id > $2 ORDER BY p.id LIMIT $3)
	UNION ALL
	(SELECT g.seq, to_jsonb(g) || jsonb_build_object('type', 'audit', 'sha', encode(g.sha, 'hex'), 'prev', encode(g.prev, 'hex'),
			'hash', encode(g.hash, 'hex'))
		FROM audit.log g WHERE $1 = 'audit' AND g.seq > $2 ORDER BY g.seq LIMIT $3)
) AS x ORDER BY x.id;
