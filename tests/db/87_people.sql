-- The directory of people: grown by publications, kept right by editors alone.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

SELECT is((SELECT string_agg(name || '/' || outlet || '/' || role, ' ') FROM core.person), '金檬/潮新闻客户端/reporter', 'a published byline is in the directory, once');
SELECT is(test.act('desk_app', 'reporter', 'SELECT uses FROM desk.person WHERE name = ''金檬'''), (SELECT count(*)::text FROM site.live_byline), 'with how many articles it stands on');
SELECT is(test.act('desk_app', NULL, 'SELECT count(*) FROM desk.person'), '0', 'nobody without a session reads it');
SAVEPOINT a;
-- A draft adds nobody; a publication adds each once, and forgets nothing that an editor set.
SELECT test.act('desk_app', 'reporter', test.save_sql(NULL, NULL, 'life', 'x', NULL, '<p>x</p>', '[{"name":"错字","role":"editor","outlet":""}]'));
SELECT is((SELECT count(*) FROM core.person), 1::bigint, 'a draft adds nobody');
UPDATE core.person SET role = 'editor', active = false;
SELECT test.act('desk_app', 'reporter', test.save_sql(test.article('single'), test.head('single'), 'life', 'x', NULL, '<p>x</p>',
	'[{"name":"欧冉","role":"photographer","outlet":"海港"},{"name":"金檬","role":"reporter","outlet":"潮新闻客户端"},{"name":"欧冉","role":"reporter","outlet":"海港"},{"name":"a|b","role":"reporter","outlet":""}]'));
SELECT test.act('desk_app', 'reporter', format('SELECT desk.submit(%s, %s)', test.article('single'), test.head('single')));
SELECT test.act('desk_app', 'editor', test.approve_sql(test.head('single'), 1));
SELECT test.act('desk_app', 'editor', format('SELECT desk.publish(%s, NULL)', test.head('single')));
SELECT is((SELECT string_agg(name || '/' || outlet || '/' || role || '/' || active, ' ' ORDER BY id) FROM core.person), '金檬/潮新闻客户端/editor/false 欧冉/海港/photographer/true',
	'a publication adds whom it names first, leaves what editors set, and no name that a byline could not be typed with');
ROLLBACK TO a;

SELECT is(test.attempt('desk_app', l, 'SELECT desk.person_save(NULL, ''文海'', ''海港'', ''reporter'', true)'), w, 'adding a person: ' || coalesce(l, 'nobody'))
FROM (VALUES ('reporter', '42501'), ('editor', 'ok'), ('deputy', 'ok'), ('chief', 'ok'), ('admin', '42501'), (NULL, '28000')) AS t (l, w);
SELECT is(test.attempt('desk_app', 'editor', format('SELECT desk.person_save(%s, %L, %L, %L, true)', i, n, o, r)), w, 'a person: ' || c) FROM (VALUES
	('NULL', '', '', 'reporter', '23514', 'without a name'), ('NULL', repeat('长', 61), '', 'reporter', '23514', 'a name of 61'), ('NULL', repeat('长', 60), repeat('长', 60), 'reporter', 'ok', 'of 60 and 60'),
	('NULL', 'a', repeat('长', 61), 'reporter', '23514', 'an outlet of 61'), ('NULL', 'a', '', 'king', '23514', 'of an unknown role'), ('NULL', E'a\u202eb', '', 'reporter', '23514', 'a bidi control'),
	('NULL', 'a、b', '', 'reporter', '23514', 'two names'), ('NULL', ' a', '', 'reporter', '23514', 'space before'), ('NULL', '金檬', '潮新闻客户端', 'editor', '23505', 'that is there'),
	('999999', 'a', '', 'reporter', 'P0002', 'that is not there')) AS t (i, n, o, r, w, c);
SELECT is(test.attempt('desk_app', 'chief', s), '42501', 'the table itself: ' || s) FROM unnest(ARRAY['DELETE FROM core.person', 'SELECT count(*) FROM core.person', 'UPDATE core.person SET active = false']) AS s;

-- Each change of it leaves a trace, old and new: these names stand over published words.
ROLLBACK TO a;
CREATE FUNCTION pg_temp.traces() RETURNS text LANGUAGE sql
	RETURN (SELECT coalesce(string_agg(u.login || ' ' || regexp_replace(l.detail, '^person [0-9]+ ', ''), '; ' ORDER BY l.seq), '') FROM audit.log l JOIN core.app_user u ON u.id = l.actor WHERE l.action = 'person_save');
SELECT test.act('desk_app', 'editor', 'SELECT desk.person_save(NULL, ''文海'', ''海港'', ''reporter'', true)');
SELECT is(pg_temp.traces(), 'editor {"name": " → 文海", "role": " → reporter", "active": " → true", "outlet": " → 海港"}', 'a new person');
SELECT is((SELECT l.detail FROM audit.log l ORDER BY seq DESC LIMIT 1), (SELECT l.detail FROM audit.log l WHERE l.detail LIKE format('person %s {%%', (SELECT id FROM core.person WHERE name = '文海'))), 'named by its number');
SELECT test.act('desk_app', 'chief', format('SELECT desk.person_save(%s, ''文海'', ''潮新闻'', ''reporter'', false)', id)) FROM core.person WHERE name = '文海';
SELECT is(pg_temp.traces(), 'editor {"name": " → 文海", "role": " → reporter", "active": " → true", "outlet": " → 海港"}; chief {"active": "true → false", "outlet": "海港 → 潮新闻"}', 'what changed of one');
SELECT test.act('desk_app', 'chief', format('SELECT desk.person_save(%s, ''文海'', ''潮新闻'', ''reporter'', false)', id)) FROM core.person WHERE name = '文海';
SELECT is((SELECT count(*) FROM audit.log WHERE action = 'person_save'), 2::bigint, 'nothing changed, nothing told');
SELECT is((SELECT (first_bad IS NULL, head_ok)::text FROM audit.verify()), '(t,t)', 'the chain holds');

SELECT * FROM finish();
ROLLBACK;
