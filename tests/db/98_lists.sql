-- Lists at 100,000 published articles: a page of the site reads an index as far as it shows, and the directory of people is
-- counted in one pass.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

-- The statements, as the programs send them.
\set byline_page `awk '/^-- name: /{on = $3 == "site_byline_page"} on && !/^--/' "$COPYDESK_QUERIES/site.sql"`
\set topic_page `awk '/^-- name: /{on = $3 == "site_topic_page"} on && !/^--/' "$COPYDESK_QUERIES/site.sql"`
\set people `awk '/^-- name: /{on = $3 == "person_list"} on && !/^--/' "$COPYDESK_QUERIES/people.sql"`

-- Rows of articles without the articles, which no list reads.
SET session_replication_role = replica;
ALTER TABLE site.live DISABLE TRIGGER a_guard;
INSERT INTO site.live
SELECT i, i, i, l.sha, 'a-' || i, l.channel_id, l.lang, l.headline, l.shoulder, l.subhead, l.summary, l.source_kind, l.source_name,
	l.reprint_author, l.reprint_title, l.reprint_url, l.responsible_editor, l.reprint_notice, l.bylines, l.body_html, l.words,
	timestamptz '2020-01-01 00:00+08' + i * interval '1 minute', l.published_at, l.topics, l.social_title, l.lead
FROM site.live l, generate_series(1000001, 1100000) AS i WHERE l.article_id = (SELECT min(article_id) FROM site.live);
-- One name and one topic are on half of them; the name stands twice on some.  Another wrote long ago.
INSERT INTO site.live_byline
SELECT l.article_id, p, CASE WHEN l.article_id % 2 = 0 THEN '常在' WHEN l.article_id < 1010000 THEN '老人' ELSE '某人' || l.article_id % 10 END, 'reporter', '甲' || p, l.first_published_at
FROM site.live l, generate_series(1, 2) AS p WHERE l.article_id > 1000000 AND (p = 1 OR l.article_id % 20 = 0);
INSERT INTO site.live_topic
SELECT l.article_id, 1, CASE WHEN l.article_id % 2 = 0 THEN '潮' WHEN l.article_id < 1010000 THEN '旧' ELSE '题' || l.article_id % 1000 END, l.first_published_at
FROM site.live l WHERE l.article_id > 1000000;
INSERT INTO core.person (name, outlet, role) SELECT '人' || i, '', 'reporter' FROM generate_series(1, 900) AS i;
SET session_replication_role = origin;
ANALYZE site.live;
ANALYZE site.live_byline;
ANALYZE site.live_topic;
ANALYZE core.person;

PREPARE byline_page(text, timestamptz, bigint) AS :byline_page;
PREPARE topic_page(text, timestamptz, bigint) AS :topic_page;
PREPARE people(text, boolean) AS :people;

-- The blocks that all nodes of a plan read together, with or without its parameters known.
CREATE FUNCTION pg_temp.blocks(p_mode text, p_call text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	plan json;
BEGIN
	PERFORM set_config('plan_cache_mode', p_mode, true);
	EXECUTE 'EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE ' || p_call INTO plan;
	RETURN (plan -> 0 -> 'Plan' ->> 'Shared Hit Blocks')::bigint + (plan -> 0 -> 'Plan' ->> 'Shared Read Blocks')::bigint;
END
$$;
SELECT cmp_ok(pg_temp.blocks(m, q), '<', 300::bigint, m || ': ' || q) FROM (VALUES
	('byline_page(''常在'', ''infinity'', 9223372036854775807)'), ('byline_page(''常在'', ''2021-12-15'', 1000000)'),
	('byline_page(''某人3'', ''infinity'', 9223372036854775807)'), ('byline_page(''无名'', ''infinity'', 9223372036854775807)'),
	('topic_page(''潮'', ''infinity'', 9223372036854775807)'), ('topic_page(''潮'', ''2021-12-15'', 1000000)'),
	('byline_page(''老人'', ''infinity'', 9223372036854775807)'), ('topic_page(''旧'', ''infinity'', 9223372036854775807)'),
	('topic_page(''题7'', ''infinity'', 9223372036854775807)')) AS q (q), (VALUES ('force_custom_plan'), ('force_generic_plan')) AS m (m);
CREATE TEMP TABLE page AS EXECUTE byline_page('常在', 'infinity', 9223372036854775807);
SELECT is((SELECT array_agg(article_id ORDER BY first_published_at DESC, article_id DESC) FROM page),
	(SELECT array_agg(i ORDER BY i DESC) FROM generate_series(1100000 - 40, 1100000::bigint, 2) AS i), 'the latest, each once');
SELECT first_published_at AS at, article_id AS id FROM page ORDER BY first_published_at, article_id LIMIT 1 \gset
CREATE TEMP TABLE older AS EXECUTE byline_page('常在', :'at', :id);
SELECT is((SELECT max(article_id) FROM older), :id - 2::bigint, 'and what follows them');

-- Each byline is read once, not again for each person.
SELECT set_config('app.token', test.token('editor'), true);
SELECT cmp_ok(pg_temp.blocks(m, 'people('''', NULL)'), '<', 4 * pg_relation_size('site.live_byline') / 8192, m || ': people are counted in one pass')
FROM (VALUES ('force_custom_plan'), ('force_generic_plan')) AS m (m);
SELECT cmp_ok(pg_temp.blocks(m, 'people(''人7'', true)'), '<', 4 * pg_relation_size('site.live_byline') / 8192, m || ': some of them too')
FROM (VALUES ('force_custom_plan'), ('force_generic_plan')) AS m (m);
SELECT * FROM finish();
ROLLBACK;
