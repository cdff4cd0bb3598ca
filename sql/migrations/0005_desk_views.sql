-- What the newsroom may see.  Each view belongs to the owner and asks core.actor()
-- itself: without a valid session in the transaction all of them are empty.

-- The articles that the actor may see; one place for the rule.  Not a barrier itself,
-- so that it is planned as a part of the views below, which are; who asks is
-- looked up once, as the sub-selects depend on no row.
CREATE VIEW core.visible_article AS
	SELECT a.*, (SELECT core.actor()) AS me
	FROM core.article a
	WHERE ((SELECT core.sees_submitted(core.actor())) AND a.first_submitted_at IS NOT NULL)
		OR EXISTS (SELECT FROM core.article_author w WHERE w.article_id = a.id AND w.user_id = (SELECT core.actor()));

-- For lists: find the ids of a page here, by index, then read desk.article WHERE
-- id = ANY (ARRAY(SELECT ...)): a join would make it work out every row first.  The order
-- is named inside too, as behind a barrier the planner would not think of the index.
CREATE VIEW desk.article_ref WITH (security_barrier = true) AS
	SELECT a.id, a.state, a.changed_at FROM core.visible_article a ORDER BY a.changed_at DESC, a.id DESC;
CREATE VIEW desk.own_article_ref WITH (security_barrier = true) AS
	SELECT a.id, a.state, a.changed_at
	FROM core.article_author w JOIN core.article a ON a.id = w.article_id WHERE w.user_id = (SELECT core.actor());

CREATE VIEW desk.channel WITH (security_barrier = true) AS
	SELECT c.id, c.slug, c.name_zh::text AS name_zh, c.name_en::text AS name_en, c.position,
		(SELECT count(*)::smallint FROM core.channel_level l WHERE l.channel_id = c.id) AS levels
	FROM core.channel c WHERE c.active AND (SELECT core.actor()) IS NOT NULL;

CREATE VIEW desk.article WITH (security_barrier = true) AS
	SELECT a.id, a.state, r.channel_id, c.slug AS channel_slug, c.name_zh::text AS channel_zh, c.name_en::text AS channel_en,
		a.head_revision, r.number AS head_number, r.headline::text AS headline, r.lang, r.slug, r.words,
		w.authors, a.created_by, a.created_at, a.changed_at, r.saved_at, s.name::text AS saved_by_name, core.is_author(a.me, a.id) AS mine,
		d.done AS levels_done, n.levels AS levels_needed,
		CASE WHEN a.state = 'submitted' THEN x.need_right END AS next_right,
		a.state = 'submitted' AND coalesce(core.has_right(a.me, x.need_right), false)
			AND NOT EXISTS (SELECT FROM core.review v WHERE v.revision_id = r.id AND v.user_id = a.me)
			AND NOT core.has_words_in(a.me, r.id) AS can_review,
		a.state = 'approved' AND core.has_right(a.me, 'publish') AND NOT core.has_words_in(a.me, r.id) AS can_publish,
		a.state IN ('submitted', 'approved') AND core.has_words_in(a.me, r.id) AS own_words,
		l.revision_id AS live_revision, l.published_at AS live_at, l.slug AS live_slug, g.withdrawn_at,
		b.reason::text AS return_reason, b.name::text AS returned_by
	FROM core.visible_article a
	JOIN core.revision r ON r.id = a.head_revision
	JOIN core.channel c ON c.id = r.channel_id
	JOIN core.app_user s ON s.id = r.saved_by
	CROSS JOIN LATERAL (SELECT string_agg(u.name, ', ' ORDER BY u.id) AS authors
		FROM core.review v JOIN core.app_user u ON u.id = v.user_id WHERE v.revision_id = r.id AND v.kind = 'author') AS w
	CROSS JOIN LATERAL (SELECT count(*)::smallint AS done FROM core.review v WHERE v.revision_id = r.id AND v.kind = 'approve') AS d
	CROSS JOIN LATERAL (SELECT core.review_channel(r.id) AS channel_id OFFSET 0) AS q
	CROSS JOIN LATERAL (SELECT count(*)::smallint AS levels FROM core.channel_level y WHERE y.channel_id = q.channel_id) AS n
	LEFT JOIN core.channel_level x ON x.channel_id = q.channel_id AND x.level = d.done + 1
	LEFT JOIN site.live l ON l.article_id = a.id
	LEFT JOIN site.gone g ON g.article_id = a.id
	-- Its author mends it by that reason, over as many drafts as it takes.
	LEFT JOIN LATERAL (SELECT v.reason, u.name
		FROM core.revision o JOIN core.review v ON v.revision_id = o.id AND v.kind = 'return' JOIN core.app_user u ON u.id = v.user_id
		WHERE a.state IN ('returned', 'draft') AND o.article_id = a.id
			AND o.id > coalesce((SELECT max(p.revision_id) FROM core.publication p WHERE p.article_id = a.id), 0)
		ORDER BY o.id DESC, v.at DESC LIMIT 1) AS b ON true;

CREATE VIEW desk.revision WITH (security_barrier = true) AS
	SELECT r.id, r.article_id, r.number, r.base_id, r.headline::text AS headline, r.shoulder::text AS shoulder, r.subhead::text AS subhead,
		r.summary, r.channel_id, r.lang, r.slug, r.source_kind, r.source_name::text AS source_name, r.reprint_author::text AS reprint_author,
		r.reprint_title::text AS reprint_title, r.reprint_url, r.responsible_editor::text AS responsible_editor,
		r.reprint_notice::text AS reprint_notice, r.bylines, r.body, r.body_schema, r.body_html, r.words, r.sha, r.saved_by,
		u.name::text AS saved_by_name, r.saved_at, a.head_revision = r.id AS is_head,
		EXISTS (SELECT FROM site.live l WHERE l.article_id = r.article_id AND l.revision_id = r.id) AS is_live,
		r.topics, r.social_title::text AS social_title, r.lead
	FROM core.revision r JOIN core.visible_article a ON a.id = r.article_id JOIN core.app_user u ON u.id = r.saved_by;

-- The topics of the last thousand publications, the most used first: to choose from.
CREATE VIEW desk.topic WITH (security_barrier = true) AS
	SELECT t.topic, count(*)::integer AS uses
	FROM site.live_topic t
	WHERE (SELECT core.actor()) IS NOT NULL
		AND t.article_id IN (SELECT l.article_id FROM site.live l ORDER BY l.first_published_at DESC, l.article_id DESC LIMIT 1000)
	GROUP BY t.topic ORDER BY count(*) DESC, max(t.article_id) DESC LIMIT 200;

CREATE VIEW desk.review WITH (security_barrier = true) AS
	SELECT v.revision_id, r.article_id, v.user_id, u.name::text AS user_name, v.kind, v.level, v.at, v.reason::text AS reason
	FROM core.review v JOIN core.revision r ON r.id = v.revision_id
	JOIN core.visible_article a ON a.id = r.article_id JOIN core.app_user u ON u.id = v.user_id;

CREATE VIEW desk.history WITH (security_barrier = true) AS
	SELECT g.article_id, g.seq, to_timestamp(g.at_us / 1000000.0) AS at, u.name::text AS actor_name, g.action,
		r.number AS revision_number, g.detail
	FROM audit.log g JOIN core.visible_article a ON a.id = g.article_id
	LEFT JOIN core.app_user u ON u.id = g.actor LEFT JOIN core.revision r ON r.id = g.revision_id;

CREATE VIEW desk.audit WITH (security_barrier = true) AS
	SELECT g.seq, to_timestamp(g.at_us / 1000000.0) AS at,
		coalesce((SELECT u.name::text FROM core.app_user u WHERE u.id = g.actor), '') AS actor_name, g.action,
		coalesce('article ' || g.article_id, '') AS subject, g.detail
	FROM audit.log g
	WHERE (SELECT core.has_right(core.actor(), 'read_audit')) ORDER BY g.seq DESC;

-- What a reviewer compares the head with: the revision last reviewed before it,
-- else what is live.  Null: everything is new.
CREATE FUNCTION desk.diff_base(p_article bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT coalesce(
		(SELECT max(r.id) FROM core.revision r JOIN core.review v ON v.revision_id = r.id
			WHERE r.article_id = a.id AND r.id < a.head_revision AND v.kind IN ('approve', 'return')),
		(SELECT l.revision_id FROM site.live l WHERE l.article_id = a.id AND l.revision_id < a.head_revision))
	FROM core.visible_article a WHERE a.id = p_article;
END;

GRANT SELECT ON desk.channel, desk.article, desk.article_ref, desk.own_article_ref, desk.revision, desk.topic, desk.review, desk.history, desk.audit TO desk_app;
GRANT EXECUTE ON FUNCTION desk.diff_base TO desk_app;
-- A view's functions run with its reader's right to execute; they reveal nothing that the views do not.
GRANT EXECUTE ON FUNCTION core.actor, core.sees_submitted, core.has_right, core.is_author, core.has_words_in,
	core.review_channel TO desk_app;
