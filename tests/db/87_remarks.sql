-- Remarks: who sees, says, mends and resolves; and that the change of an article is told.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

CREATE FUNCTION pg_temp.say_sql(p_thing text, p_thread text, p_text text, p_key text DEFAULT NULL, p_block text DEFAULT NULL, p_quote text DEFAULT '') RETURNS text LANGUAGE sql
	RETURN format('SELECT desk.remark(%s, %L, %L, %L, %L, %L)', test.article(p_thing), md5(p_thread), coalesce(p_key, md5(p_thread || p_text)), p_block, p_quote, p_text);
CREATE FUNCTION pg_temp.say(p_login text, p_thing text, p_thread text, p_text text, p_key text DEFAULT NULL) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', p_login, pg_temp.say_sql(p_thing, p_thread, p_text, p_key));
CREATE FUNCTION pg_temp.try(p_login text, p_sql text) RETURNS text LANGUAGE sql RETURN test.attempt('desk_app', p_login, p_sql);
CREATE FUNCTION pg_temp.said(p_login text) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', p_login, $q$SELECT coalesce(string_agg(text, ' ' ORDER BY id), '') FROM desk.remark$q$);
CREATE FUNCTION pg_temp.open(p_login text) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', p_login, $q$SELECT count(*) FILTER (WHERE resolved_at IS NULL) || ' of ' || count(*) FROM desk.remark_thread$q$);
SAVEPOINT a;

-- Who says something: whoever sees the article.
SELECT is(pg_temp.try(l, pg_temp.say_sql(t, 'x', 'why?')), w, coalesce(l, 'nobody') || ' says something at ' || t)
FROM (VALUES ('draft', 'reporter', 'ok'), ('draft', 'reporter2', 'P0002'), ('draft', 'editor', 'P0002'), ('draft', 'chief', 'P0002'), ('draft', 'admin', 'P0002'), ('draft', NULL, '28000'),
	('submitted', 'reporter', 'ok'), ('submitted', 'reporter2', 'P0002'), ('submitted', 'editor', 'ok'), ('submitted', 'chief', 'ok'), ('submitted', 'admin', 'P0002')) AS v (t, l, w);
SELECT is(test.attempt(r, 'reporter', pg_temp.say_sql('draft', 'x', 'why?')), '42501', r || ' says nothing') FROM unnest(ARRAY['site_reader', 'auth_app', 'worker_app', 'audit_reader']) AS r;

-- Values.
SELECT is(pg_temp.try('reporter', pg_temp.say_sql('draft', 'x', t, md5('k'), b, q)), w, left(coalesce(t, '') || '|' || coalesce(b, '') || '|' || q, 40) || ': ' || w)
FROM (VALUES ('', NULL, '', '23514'), (E' \n　', NULL, '', '23514'), (repeat('字', 2000), NULL, '', 'ok'), (repeat('字', 2001), NULL, '', '23514'), (E'a\tb', NULL, '', '23514'),
	(E'a\nb', NULL, '', 'ok'), (E'a\rb', NULL, '', '23514'), (E'a\u2028b', NULL, '', '23514'), ('a', 'abcdefgh', '', 'ok'), ('a', 'x', '', '23514'), ('a', '<script>', '', '23514'),
	('a', NULL, repeat('q', 200), 'ok'), ('a', NULL, repeat('q', 201), '23514'), ('a', NULL, E'q\nq', '23514')) AS v (t, b, q, w);
SELECT is(pg_temp.try('reporter', format('SELECT desk.remark(%s, %L, %L, NULL, '''', ''a'')', test.article('draft'), t, k)), '23514', 'no name: ' || t || ' ' || k)
FROM (VALUES ('x', md5('k')), (upper(md5('t')), md5('k')), (md5('t'), ''), (md5('t'), 'x')) AS v (t, k);

-- Said once, by whoever repeats the request.
SELECT is(pg_temp.say('reporter', 'draft', 'x', 'one', md5('k')), pg_temp.say('reporter', 'draft', 'x', 'one', md5('k')), 'the same again is the same');
SELECT is(pg_temp.said('reporter'), 'one', 'and is there once');
SELECT is(pg_temp.try('reporter', pg_temp.say_sql('draft', 'x', 'other', md5('k'))), 'CD007', 'one key, other words');
SELECT is(pg_temp.try('reporter', pg_temp.say_sql('draft', 'y', 'one', md5('k'))), 'CD007', 'one key, another thread');
ROLLBACK TO a;

-- Who sees it, and no way around by another article.
SELECT isnt(pg_temp.say('reporter', 'draft', 'd', 'of the draft'), NULL, 'at a draft');
SELECT isnt(pg_temp.say('editor', 'submitted', 's', 'of the submitted'), NULL, 'at a submitted one');
SELECT is(pg_temp.said(l), w, coalesce(l, 'nobody') || ' reads') FROM (VALUES ('reporter', 'of the draft of the submitted'), ('editor', 'of the submitted'), ('reporter2', ''), ('admin', ''), (NULL, '')) AS v (l, w);
SELECT is(pg_temp.try('editor', pg_temp.say_sql('submitted', 'd', 'crossed')), 'P0002', 'in a thread of an article that the editor does not see');
SELECT is(pg_temp.try('reporter', pg_temp.say_sql('submitted', 'd', 'crossed')), 'P0002', 'in a thread of another article');
SELECT is(test.attempt('desk_app', 'reporter', 'SELECT * FROM core.remark'), '42501', 'the table itself is closed');
SELECT is(test.attempt('site_reader', NULL, 'SELECT * FROM desk.remark'), '42501', 'and the site sees nothing');

-- Mending.
CREATE FUNCTION pg_temp.mend(p_thing text, p_text text) RETURNS text LANGUAGE sql
	RETURN format('SELECT desk.remark_change(%s, %s, %L)', test.article(p_thing), (SELECT max(id) FROM core.remark), p_text);
SELECT is(pg_temp.try(l, pg_temp.mend('submitted', 'mended')), w, coalesce(l, 'nobody') || ' mends the editor''s') FROM (VALUES ('editor', 'ok'), ('reporter', '42501'), ('reporter2', 'P0002'), ('admin', 'P0002'), (NULL, '28000')) AS v (l, w);
SELECT is(pg_temp.try('editor', pg_temp.mend('draft', 'mended')), 'P0002', 'not by another article');
SELECT is(pg_temp.try('editor', pg_temp.mend('submitted', '')), '23514', 'nor to nothing');
SELECT is(test.act('desk_app', 'editor', pg_temp.mend('submitted', 'mended')), '', 'mended');
SELECT is(pg_temp.said('editor'), 'mended', 'is what is there');
UPDATE core.remark SET at = clock_timestamp() - interval '15 minutes 1 second';
SELECT is(pg_temp.try('editor', pg_temp.mend('submitted', 'later')), 'CD002', 'after a quarter of an hour it stands');
SELECT is(pg_temp.try('editor', pg_temp.mend('submitted', 'mended')), 'ok', 'to repeat what took effect is no change');
SELECT is(test.act('desk_app', 'editor', 'SELECT can_change FROM desk.remark'), 'false', 'and the view says so');

-- Resolving, and opening again.
CREATE FUNCTION pg_temp.resolve(p_thing text, p_thread text, p_resolved boolean) RETURNS text LANGUAGE sql
	RETURN format('SELECT desk.remark_resolve(%s, %L, %L)', test.article(p_thing), md5(p_thread), p_resolved);
SELECT is(pg_temp.try(l, pg_temp.resolve('submitted', 's', true)), w, coalesce(l, 'nobody') || ' resolves') FROM (VALUES ('reporter', 'ok'), ('editor', 'ok'), ('chief', 'ok'), ('reporter2', 'P0002'), ('admin', 'P0002'), (NULL, '28000')) AS v (l, w);
SELECT is(pg_temp.try('reporter', pg_temp.resolve('draft', 's', true)), 'P0002', 'not by another article');
SELECT is(test.act('desk_app', 'editor', pg_temp.resolve('submitted', 's', true)) || test.act('desk_app', 'reporter', pg_temp.resolve('submitted', 's', true)), '', 'twice');
SELECT is(pg_temp.open('editor') || ' ' || test.act('desk_app', 'editor', 'SELECT resolved_by_name FROM desk.remark_thread'), '0 of 1 editor', 'is once, by the first');
SELECT isnt(pg_temp.say('reporter', 'submitted', 's', 'and yet'), NULL, 'a reply');
SELECT is(pg_temp.open('editor'), '1 of 1', 'opens it');

-- No revision is touched by any of it.
SELECT is((SELECT count(*) FROM core.revision), (SELECT count(*) FROM core.revision x WHERE x.saved_at < now()), 'no revision came');

-- As many as anybody reads, and no more.
INSERT INTO core.remark_thread (id, article_id, begun_by) SELECT md5('m' || i), test.article('draft'), 1 FROM generate_series(1, 499) AS i;
SELECT is(pg_temp.try('reporter', pg_temp.say_sql('draft', 'more', 'x')), '22023', 'five hundred threads are enough');
SELECT is(pg_temp.try('reporter', pg_temp.say_sql('draft', 'd', 'x')), 'ok', 'in one that is there it goes on');
INSERT INTO core.remark (thread_id, by_user, key, text) SELECT md5('d'), 1, md5('r' || i), 'x' FROM generate_series(1, 199) AS i;
SELECT is(pg_temp.try('reporter', pg_temp.say_sql('draft', 'd', 'y')), '22023', 'until there are two hundred');

-- Newer versions: for who sees the article, by name, from the version that is asked about.
SELECT is(test.act('desk_app', 'reporter', format('SELECT number FROM desk.newer(%s, %s)', test.article('draft'), test.head('draft'))), NULL, 'nothing is newer than the head');
SELECT test.act('desk_app', 'reporter', test.save_sql(test.article('draft'), test.head('draft'), 'news', '新标题'));
SELECT is(test.act('desk_app', 'reporter', format('SELECT number || '' '' || base_number || '' '' || names FROM desk.newer(%s, %s)', test.article('draft'), (SELECT base_id FROM core.revision WHERE id = test.head('draft')))),
	'2 1 reporter', 'a newer version');
SELECT is(test.act('desk_app', l, format('SELECT number FROM desk.newer(%s, 1)', test.article('draft'))), NULL, coalesce(l, 'nobody') || ' hears of none') FROM unnest(ARRAY['editor', 'reporter2', 'admin', NULL]) AS l;

SELECT * FROM finish();
ROLLBACK;
