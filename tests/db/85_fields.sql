-- Topics, the title for sharing, the lead picture: their values, the hash over them, and which pictures become public.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

INSERT INTO core.media (sha256, type, bytes, width, height, state, blur, crop_x, crop_y, uploaded_by, name)
SELECT sha256(k::bytea), 'jpeg', 1000, 1600, 900, s, 'blur', 50, 50, (SELECT id FROM core.app_user WHERE login = 'reporter'), k || '.jpg'
FROM (VALUES ('ready', 'ready'), ('other', 'ready'), ('unused', 'ready'), ('pending', 'pending'), ('failed', 'failed')) AS t (k, s);
CREATE FUNCTION pg_temp.media(p_name text) RETURNS bigint LANGUAGE sql RETURN (SELECT id FROM core.media WHERE name = p_name || '.jpg');
CREATE FUNCTION pg_temp.lead(p_name text, p_alt text DEFAULT 'alt') RETURNS text LANGUAGE sql
	RETURN jsonb_build_object('media', pg_temp.media(p_name), 'alt', p_alt, 'caption', 'c', 'credit', '受访者供图')::text;
-- A document with figures, one of them in a gallery.
CREATE FUNCTION pg_temp.body(VARIADIC p_names text[]) RETURNS text LANGUAGE sql
	RETURN jsonb_build_object('schema', 2, 'doc', jsonb_build_object('type', 'doc', 'content', jsonb_build_array(
		jsonb_build_object('type', 'gallery', 'content', (SELECT coalesce(jsonb_agg(jsonb_build_object('type', 'figure', 'attrs', jsonb_build_object('media', pg_temp.media(n)))), '[]') FROM unnest(p_names) AS n)))))::text;
CREATE FUNCTION pg_temp.save(p_name text, p_more text, p_body text DEFAULT '{"schema":1}', p_channel text DEFAULT 'life') RETURNS text LANGUAGE sql
	RETURN regexp_replace(replace(test.save_sql(test.article(p_name), test.head(p_name), p_channel, 'x'), '''{"schema":1}''', quote_literal(p_body)), '\)$', ', ' || replace(p_more, '\', '\\') || ')');
CREATE FUNCTION pg_temp.try(p_more text, p_body text DEFAULT '{"schema":1}') RETURNS text LANGUAGE sql
	RETURN test.attempt('desk_app', 'reporter', pg_temp.save(NULL, p_more, p_body));
CREATE FUNCTION pg_temp.lead_try(p_lead text) RETURNS text LANGUAGE sql RETURN pg_temp.try(format('p_lead => %L', p_lead));
SAVEPOINT a;

-- Values.
SELECT is(pg_temp.try(format('p_topics => %L', v)), w, 'topics: ' || n) FROM (VALUES
	('ten', ARRAY(SELECT '话题' || i FROM generate_series(1, 10) AS i), 'ok'), ('eleven', ARRAY(SELECT '话题' || i FROM generate_series(1, 11) AS i), '23514'),
	('30 characters', ARRAY[repeat('长', 30)], 'ok'), ('31 characters', ARRAY[repeat('长', 31)], '23514'), ('an empty one', ARRAY[''], '23514'),
	('none at all', ARRAY[NULL], '23514'), ('one twice', ARRAY['a', 'a'], '23514'), ('a path of dots', ARRAY['..'], '23514'), ('a comma inside', ARRAY['a，b'], '23514'),
	('a line break', ARRAY[E'a\nb'], '23514'), ('an invisible character', ARRAY[E'a\u200bb'], '23514'), ('space around', ARRAY[' a'], '23514'),
	('wide space around', ARRAY[E'a\u3000'], '23514'), ('a table of them', ARRAY[['a', 'b'], ['c', 'd']], '23514'), ('a slash', ARRAY['AI/机器人'], 'ok')) AS t (n, v, w);
SELECT is(pg_temp.try('p_topics => NULL'), '23502', 'topics: null');
SELECT is(pg_temp.try(format('p_social_title => %L', repeat('长', 120))), 'ok', 'a social title of 120');
SELECT is(pg_temp.try(format('p_social_title => %L', repeat('长', 121))), '23514', 'a social title of 121');
SELECT is(pg_temp.try(E'p_social_title => E''a\\nb'''), '23514', 'a social title of two lines');
SELECT is(pg_temp.lead_try(pg_temp.lead('ready')), 'ok', 'a lead picture');
SELECT is(pg_temp.lead_try(pg_temp.lead('pending')), 'ok', 'a lead picture that is still being made');
SELECT is(pg_temp.lead_try(v), '22023', 'a lead that is none: ' || v) FROM (VALUES
	('{"media":999999,"alt":"","caption":"","credit":""}'), ('{"media":"1","alt":"","caption":"","credit":""}'), ('{"media":1.5,"alt":"","caption":"","credit":""}'),
	('{"media":-1,"alt":"","caption":"","credit":""}'), ('{"media":99999999999999999999,"alt":"","caption":"","credit":""}'), ('{"media":null,"alt":"","caption":"","credit":""}'),
	('[1]'), ('"x"'), ('1'), ('null'), ('{}'), ('{"media":1,"alt":"","caption":""}'), ('{"media":1,"alt":"","caption":"","credit":"","src":"x"}'),
	('{"media":1,"alt":1,"caption":"","credit":""}'), ('{"media":1,"alt":"a\nb","caption":"","credit":""}')) AS t (v);
SELECT is(pg_temp.lead_try(pg_temp.lead('ready', repeat('长', n))), w, 'an alternative text of ' || n) FROM (VALUES (300, 'ok'), (301, '22023')) AS t (n, w);
SELECT is(pg_temp.try('p_topics => ''{}''', '{"schema":2,"doc":{"type":"doc","content":[{"type":"figure","attrs":{"media":999999}}]}}'), '22023', 'a body with an unknown picture');
SELECT is(pg_temp.try('p_topics => ''{}''', pg_temp.body('ready', 'other', 'ready')), 'ok', 'a body with pictures, one of them twice');

-- The hash: each field makes another; nothing runs together.
CREATE FUNCTION pg_temp.sha(p_more text) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
	r bigint := test.act('desk_app', 'reporter', pg_temp.save(NULL, p_more));
BEGIN
	RETURN (SELECT sha FROM core.revision WHERE id = r);
END
$$;
SELECT is((SELECT count(DISTINCT pg_temp.sha(m)) FROM unnest(ARRAY['p_topics => ''{}''', 'p_topics => ''{a}''', 'p_topics => ''{a,b}''', 'p_topics => ''{b,a}''', 'p_topics => ''{ab}''',
	'p_social_title => ''a''', 'p_topics => ''{a}'', p_social_title => ''a''', format('p_lead => %L', pg_temp.lead('ready')), format('p_lead => %L', pg_temp.lead('other')),
	format('p_lead => %L', pg_temp.lead('ready', 'another'))]) AS m), 10::bigint, 'each change of these fields is another hash');
SELECT is(test.attempt('cms_owner', NULL, format('UPDATE core.revision SET topics = ''{x}'' WHERE id = %s', test.head('published'))), 'CD008', 'and nobody changes them afterwards');
ROLLBACK TO a;

-- An approved hash cannot be carried over: the owner's insert is sealed anew, whatever it says.
WITH i AS (INSERT INTO core.revision (article_id, number, base_id, headline, shoulder, subhead, summary, channel_id, lang, slug, source_kind, source_name, reprint_author,
	reprint_title, reprint_url, responsible_editor, reprint_notice, bylines, body, body_schema, body_html, words, saved_by, topics, social_title, sha)
	SELECT article_id, 99, id, headline, shoulder, subhead, summary, channel_id, lang, slug, source_kind, source_name, reprint_author, reprint_title, reprint_url, responsible_editor,
		reprint_notice, bylines, body, body_schema, body_html, words, saved_by, '{x}', social_title, sha FROM core.revision WHERE id = test.head('draft') RETURNING sha)
SELECT isnt((SELECT sha FROM i), (SELECT sha FROM core.revision WHERE id = test.head('draft')), 'a hash that is handed in is not taken');
ROLLBACK TO a;

-- Another key is another save; the same save is the same.
CREATE FUNCTION pg_temp.keyed(p_more text) RETURNS text LANGUAGE sql
	RETURN test.attempt('desk_app', 'reporter', regexp_replace(pg_temp.save(NULL, p_more), '''[0-9a-f]{32}''', '''k0123456789abcdee'''));
SELECT test.act('desk_app', 'reporter', regexp_replace(pg_temp.save(NULL, 'p_topics => ''{a}'''), '''[0-9a-f]{32}''', '''k0123456789abcdee'''));
SELECT is(pg_temp.keyed('p_topics => ''{a}'''), 'ok', 'the same fields under a key again');
SELECT is(pg_temp.keyed('p_topics => ''{b}'''), 'CD007', 'other topics under it');
SELECT is(pg_temp.keyed('p_topics => ''{a}'', p_social_title => ''t'''), 'CD007', 'another title under it');
SELECT is(pg_temp.keyed(format('p_topics => ''{a}'', p_lead => %L', pg_temp.lead('ready'))), 'CD007', 'another picture under it');
ROLLBACK TO a;

-- Which pictures a revision shows, it says itself.
SELECT test.act('desk_app', 'reporter', pg_temp.save('draft', format('p_topics => ''{新质生产力,钱塘}'', p_social_title => ''分享标题'', p_lead => %L', pg_temp.lead('other')), pg_temp.body('ready'), 'life'));
SELECT results_eq(format('SELECT media_id FROM core.revision_media WHERE revision_id = %s ORDER BY 1', test.head('draft')),
	'SELECT id FROM core.media WHERE name IN (''ready.jpg'', ''other.jpg'') ORDER BY 1', 'the pictures of body and lead, no others');
SELECT is(test.act('desk_app', 'reporter', format('SELECT topics::text || social_title || (lead ->> ''credit'') FROM desk.revision WHERE id = %s', test.head('draft'))), '{新质生产力,钱塘}分享标题受访者供图', 'the desk reads them back');

-- Submitting waits for every picture.
CREATE FUNCTION pg_temp.submit(p_name text) RETURNS text LANGUAGE sql RETURN test.attempt('desk_app', 'reporter', format('SELECT desk.submit(%s, %s)', test.article(p_name), test.head(p_name)));
SELECT is(pg_temp.submit('draft'), 'ok', 'with all pictures ready it may be submitted');
SAVEPOINT b;
UPDATE core.media SET state = 'pending' WHERE name = 'ready.jpg';
SELECT is(pg_temp.submit('draft'), 'CD002', 'not while a picture of the body is being made');
ROLLBACK TO b;
UPDATE core.media SET state = 'failed', failure = 'broken' WHERE name = 'other.jpg';
SELECT is(pg_temp.submit('draft'), 'CD002', 'nor with a lead picture that could not be made');
ROLLBACK TO b;

-- Publishing makes these pictures and topics public, and nothing else; withdrawing takes them back.
SELECT is((SELECT count(*) FROM site.live_media), 0::bigint, 'a draft''s pictures are not public');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.submit(%s, %s)', test.article('draft'), test.head('draft')));
SELECT is((SELECT count(*) FROM site.live_media), 0::bigint, 'nor are those of a submission');
SELECT test.act('desk_app', 'editor', test.approve_sql(test.head('draft'), 1));
SAVEPOINT c;
UPDATE core.media SET state = 'failed' WHERE name = 'other.jpg';
SELECT is(test.attempt('desk_app', 'editor', format('SELECT desk.publish(%s, NULL)', test.head('draft'))), 'CD002', 'nothing is published with a picture that is not ready');
ROLLBACK TO c;
SELECT test.act('desk_app', 'editor', format('SELECT desk.publish(%s, NULL)', test.head('draft')));
SELECT results_eq(format('SELECT media_id FROM site.live_media WHERE article_id = %s ORDER BY 1', test.article('draft')),
	'SELECT id FROM core.media WHERE name IN (''ready.jpg'', ''other.jpg'') ORDER BY 1', 'publication makes its pictures public');
SELECT is(test.act('site_reader', NULL, format('SELECT lead_key || lead_width || lead_credit || topics::text || social_title FROM site.article WHERE article_id = %s', test.article('draft'))),
	substr(encode(sha256('other'), 'hex'), 1, 32) || '1600受访者供图{新质生产力,钱塘}分享标题', 'the site reads lead, topics and title');
SELECT is(test.act('site_reader', NULL, format('SELECT count(*) FROM site.topic WHERE article_id = %s AND topic = ''钱塘''', test.article('draft'))), '1', 'the article is under its topic');
SELECT is(test.act('desk_app', 'reporter2', 'SELECT string_agg(topic, '' '' ORDER BY topic) FROM desk.topic'), '新质生产力 钱塘', 'and the desk proposes it');
SELECT is(test.act('desk_app', NULL, 'SELECT count(*) FROM desk.topic'), '0', 'to nobody without a session');
SELECT is(test.attempt('cms_owner', NULL, format('UPDATE site.live SET %s WHERE article_id = %s', c, test.article('draft'))), 'CD008', 'the live row is what was approved: ' || c)
FROM unnest(ARRAY['topics = ''{x}''', 'social_title = ''x''', 'lead = NULL', format('lead = %L', pg_temp.lead('unused'))]) AS c;

-- Laundering: a change of a picture or a topic alone is a new draft, which no earlier approval carries.
SELECT test.act('desk_app', 'reporter', pg_temp.save('draft', format('p_topics => ''{新质生产力,钱塘}'', p_social_title => ''分享标题'', p_lead => %L', pg_temp.lead('unused')), pg_temp.body('ready'), 'life'));
SELECT is(test.attempt('desk_app', 'editor', format('SELECT desk.publish(%s, %s)', test.head('draft'), test.live('draft'))), 'CD002', 'another lead picture takes reviews of its own');
SELECT is(test.attempt('desk_app', 'editor', format('SELECT desk.approve(%s, 1::smallint, %L)', test.head('draft'), (SELECT sha FROM core.revision WHERE id = test.live('draft')))), 'CD001', 'what was approved is not this');
SELECT is((SELECT count(*) FROM site.live_media WHERE media_id = pg_temp.media('unused')), 0::bigint, 'and its picture is not public');
SELECT test.act('desk_app', 'editor', format('SELECT desk.withdraw(%s, %s, ''x'', ''y'')', test.article('draft'), test.live('draft')));
SELECT is((SELECT count(*) FROM site.live_media) + (SELECT count(*) FROM site.live_topic), 0::bigint, 'a withdrawal takes pictures and topics back');

SELECT * FROM finish();
ROLLBACK;
