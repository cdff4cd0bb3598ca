-- Working copies: nobody else's, never an older over a newer, nothing lost between windows and people.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

CREATE FUNCTION pg_temp.tab(p_name text) RETURNS text LANGUAGE sql RETURN md5(p_name);
CREATE FUNCTION pg_temp.put_sql(p_thing text, p_tab text, p_seq bigint, p_words text, p_over bigint DEFAULT NULL) RETURNS text LANGUAGE sql
	RETURN format('SELECT outcome FROM desk.working_put(%s, %s, %L, %s, NULL, %L, %s)', coalesce(test.article(p_thing)::text, 'NULL'),
		CASE WHEN test.article(p_thing) IS NULL THEN quote_literal(md5(p_thing)) ELSE 'NULL' END, pg_temp.tab(p_tab), p_seq,
		jsonb_build_object('body', p_words), coalesce(p_over::text, 'NULL'));
CREATE FUNCTION pg_temp.put(p_login text, p_thing text, p_tab text, p_seq bigint, p_words text, p_over bigint DEFAULT NULL) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', p_login, pg_temp.put_sql(p_thing, p_tab, p_seq, p_words, p_over));
CREATE FUNCTION pg_temp.try(p_login text, p_sql text) RETURNS text LANGUAGE sql RETURN test.attempt('desk_app', p_login, p_sql);
-- All copies of a person, the kept ones in brackets, oldest first.
CREATE FUNCTION pg_temp.copies(p_login text) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', p_login, $q$SELECT coalesce(string_agg(CASE WHEN kept_at IS NULL THEN fields ->> 'body' ELSE '[' || (fields ->> 'body') || ']' END,
		' ' ORDER BY id), '') FROM desk.working_copy WHERE dropped_at IS NULL$q$);
CREATE FUNCTION pg_temp.take_over(p_login text, p_thing text, p_tab text) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', p_login, format('SELECT desk.take_over(%s, NULL, %L)', test.article(p_thing), pg_temp.tab(p_tab)));
CREATE FUNCTION pg_temp.writer(p_login text, p_thing text) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', p_login, format('SELECT string_agg(name, '' '') FROM desk.presence WHERE article_id = %s AND writes', test.article(p_thing)));
SAVEPOINT a;

-- Numbers.
SELECT is(pg_temp.put('reporter', 'draft', 't', 5, 'five'), 'stored', 'the first');
SELECT is(pg_temp.put('reporter', 'draft', 't', 5, 'five'), 'stored', 'the same again is the same');
SELECT is(pg_temp.copies('reporter'), 'five', 'and is there once');
SELECT is(pg_temp.put('reporter', 'draft', 't', 4, 'four'), 'late', 'an older one comes late');
SELECT is(pg_temp.copies('reporter'), 'five', 'and overwrites nothing');
SELECT is(pg_temp.try('reporter', pg_temp.put_sql('draft', 't', 5, 'other')), 'CD007', 'one number, other words');
SELECT is(pg_temp.put('reporter', 'draft', 't', 6, 'six'), 'stored', 'the next');
SELECT is(pg_temp.copies('reporter'), 'six', 'replaces it');
ROLLBACK TO a;

-- Values.
SELECT is(pg_temp.try('reporter', format('SELECT outcome FROM desk.working_put(%s, NULL, %L, %s, NULL, %L, NULL)', test.article('draft'), t, s, f)), w, w || ' for ' || left(f, 40) || ' ' || s || ' ' || t)
FROM (VALUES (md5('t'), 0, '{}', '23514'), (md5('t'), -1, '{}', '23514'), (md5('t'), 1, '[]', '23514'), (md5('t'), 1, '{"body":1}', '23514'),
	(md5('t'), 1, '{"body":{"x":"y"}}', '23514'), (md5('t'), 1, '{"Body":"x"}', '23514'), (md5('t'), 1, '{"":"x"}', '23514'), ('t', 1, '{}', '23514'),
	('t'';--', 1, '{}', '23514'), (md5('t'), 1, jsonb_build_object('body', repeat('x', 4194305))::text, '23514'),
	(md5('t'), 1, jsonb_build_object('body', repeat('字', 600000))::text, 'ok'),
	(md5('t'), 1, (SELECT jsonb_object_agg(repeat('a', i), '')::text FROM generate_series(1, 41) AS i), '23514')) AS v (t, s, f, w);
SELECT is(pg_temp.try('reporter', format('SELECT outcome FROM desk.working_put(%s, %L, %L, 1, NULL, ''{}'', NULL)', a, d, md5('t'))), '22023', 'an article or a draft, one of them')
FROM (VALUES ('NULL', NULL), (test.article('draft')::text, md5('d'))) AS v (a, d);
SELECT is(pg_temp.try('reporter', format('SELECT outcome FROM desk.working_put(NULL, %L, %L, 1, NULL, ''{}'', NULL)', d, md5('t'))), '22023', 'no draft: ' || d)
FROM unnest(ARRAY['', 'x', upper(md5('d')), md5('d') || '0']) AS d;
SELECT is(pg_temp.try('reporter', format('SELECT outcome FROM desk.working_put(%s, %L, %L, 1, %s, ''{}'', NULL)', coalesce(a::text, 'NULL'), d, md5('t'), coalesce(b::text, 'NULL'))), w, 'from ' || n)
FROM (VALUES (test.article('draft'), NULL, test.head('draft'), 'ok', 'its version'), (test.article('draft'), NULL, NULL, 'ok', 'none'),
	(test.article('draft'), NULL, test.head('submitted'), '22023', 'that of another article'), (test.article('draft'), NULL, 999999, '22023', 'none that there is'),
	(NULL, md5('d'), test.head('draft'), '22023', 'one, as a draft')) AS v (a, d, b, w, n);

-- Who may.
SELECT is(pg_temp.try(l, pg_temp.put_sql('draft', 't', 1, 'x')), w, coalesce(l, 'nobody') || ' writes in a draft')
FROM (VALUES ('reporter', 'ok'), ('reporter2', 'P0002'), ('editor', 'P0002'), ('chief', 'P0002'), ('admin', '42501'), (NULL, '28000')) AS v (l, w);
SELECT is(pg_temp.try(l, format('SELECT desk.take_over(%s, NULL, %L)', test.article('draft'), md5('t'))), w, coalesce(l, 'nobody') || ' takes a draft over')
FROM (VALUES ('reporter', 'ok'), ('reporter2', 'P0002'), ('editor', 'P0002'), ('admin', '42501'), (NULL, '28000')) AS v (l, w);
SELECT is(pg_temp.try(l, format('SELECT desk.here(%s, NULL, %L, false)', test.article('draft'), md5('t'))), w, coalesce(l, 'nobody') || ' is at a draft')
FROM (VALUES ('reporter', 'ok'), ('reporter2', 'P0002'), ('editor', 'P0002'), ('admin', 'P0002'), (NULL, '28000')) AS v (l, w);
SELECT is(pg_temp.try(l, f), w, coalesce(l, 'nobody') || ': ' || f) FROM (VALUES ('SELECT desk.working_drop(1)'), ('SELECT desk.working_undrop(1)')) AS c (f), (VALUES ('reporter', 'ok'), ('admin', '42501'), (NULL, '28000')) AS v (l, w);
SELECT is(test.attempt(r, 'reporter', pg_temp.put_sql('draft', 't', 1, 'x')), '42501', r || ' puts nothing') FROM unnest(ARRAY['site_reader', 'auth_app', 'worker_app', 'audit_reader']) AS r;

-- Nobody else's.
SELECT is(pg_temp.put('reporter', 'submitted', 'mine', 1, 'secret'), 'stored', 'words on an article that others see');
SELECT is(pg_temp.copies(l), '', l || ' does not see them') FROM unnest(ARRAY['editor', 'chief', 'admin']) AS l;
SELECT test.act('desk_app', 'editor', format('SELECT desk.working_drop(%s)', (SELECT max(id) FROM core.working_copy)));
SELECT is(pg_temp.copies('reporter'), 'secret', 'and drops them not');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_drop(%s)', (SELECT max(id) FROM core.working_copy)));
SELECT test.act('desk_app', 'editor', format('SELECT desk.working_undrop(%s)', (SELECT max(id) FROM core.working_copy)));
SELECT is(pg_temp.copies('reporter'), '', 'nor brings them back');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_undrop(%s)', (SELECT max(id) FROM core.working_copy)));
SELECT is(pg_temp.copies('reporter'), 'secret', 'as the reporter does');
SELECT is(test.act('desk_app', 'editor', format('SELECT desk.working_saved(%s, NULL, %L, 9, %s)', test.article('submitted'), md5('mine'), (SELECT max(id) FROM core.working_copy))), '', 'an editor saves by the reporter''s tab and copy');
SELECT is(pg_temp.copies('reporter'), 'secret', 'which takes nothing');
SELECT is(pg_temp.put('reporter', 'submitted', 'mine', 2, 'secret 2'), 'stored', 'and does not make the reporter late');
SELECT is(test.act('desk_app', 'editor', 'SELECT count(*) FROM desk.presence WHERE tab IS NOT NULL'), '0', 'the name of a colleague''s tab stays hidden');
SELECT is(test.act('desk_app', 'reporter2', 'SELECT count(*) FROM desk.presence'), '0', 'who may not see the article sees nobody there');
SELECT is(test.act('desk_app', NULL, 'SELECT count(*) FROM desk.presence') || test.act('desk_app', NULL, 'SELECT count(*) FROM desk.working_copy'), '00', 'nor does nobody');
ROLLBACK TO a;

-- Two people: each has own words; who comes second is told; taking over keeps the words of the one before.
SELECT is(pg_temp.put('reporter', 'submitted', 'r', 1, 'of the reporter'), 'stored', 'the reporter writes');
SELECT is(pg_temp.put('editor', 'submitted', 'e', 1, 'of the editor'), 'stored_aside', 'the editor is told');
SELECT is(pg_temp.writer('chief', 'submitted'), 'reporter', 'who writes');
SELECT is(pg_temp.take_over('editor', 'submitted', 'e'), '', 'the editor takes over');
SELECT is(pg_temp.writer('chief', 'submitted'), 'editor', 'and writes');
SELECT is(pg_temp.copies('reporter'), '[of the reporter]', 'the words of the reporter are kept');
SELECT is(test.act('desk_app', 'reporter', 'SELECT kept_for_name FROM desk.working_copy'), 'editor', 'with who it was');
SELECT is(pg_temp.put('reporter', 'submitted', 'r', 1, 'of the reporter'), 'stored', 'a retry of what was kept');
SELECT is(pg_temp.copies('reporter'), '[of the reporter]', 'is there once');
SELECT is(pg_temp.put('reporter', 'submitted', 'r', 2, 'typed meanwhile'), 'stored_aside', 'what came after');
SELECT is(pg_temp.copies('reporter'), '[of the reporter] typed meanwhile', 'is there too');
SELECT is(pg_temp.copies('editor'), 'of the editor', 'the editor''s are the editor''s');
UPDATE core.presence SET seen_at = clock_timestamp() - interval '91 seconds' WHERE writes;
SELECT is(pg_temp.writer('chief', 'submitted'), NULL, 'who is not heard of for 90 seconds is not there');
SELECT is(pg_temp.put('reporter', 'submitted', 'r', 3, 'on'), 'stored', 'and holds nothing');
SELECT is((SELECT count(*)::integer FROM core.presence WHERE writes), 1, 'one writes');
ROLLBACK TO a;

-- Two windows of one person.
SELECT is(pg_temp.put('reporter', 'draft', 'one', 1, 'in one'), 'stored', 'a window');
SELECT is(pg_temp.put('reporter', 'draft', 'two', 2, 'in two'), 'elsewhere', 'another one is told');
SELECT is(pg_temp.copies('reporter'), 'in one', 'and overwrites nothing');
SELECT is(pg_temp.take_over('reporter', 'draft', 'two'), '', 'until it takes over');
SELECT is(pg_temp.put('reporter', 'draft', 'two', 2, 'in two'), 'stored', 'then it writes');
SELECT is(pg_temp.copies('reporter'), '[in one] in two', 'and both are there');
UPDATE core.presence SET seen_at = clock_timestamp() - interval '91 seconds';
SELECT is(pg_temp.put('reporter', 'draft', 'three', 3, 'in three'), 'stored', 'a window after one that went');
SELECT is(pg_temp.copies('reporter'), '[in one] [in two] in three', 'keeps what that left');
UPDATE core.presence SET seen_at = clock_timestamp() - interval '91 seconds';
SELECT is(pg_temp.put('reporter', 'draft', 'four', 4, 'in three and four', (SELECT max(id) FROM core.working_copy)), 'stored', 'a window that began with it');
SELECT is(pg_temp.copies('reporter'), '[in one] [in two] in three and four', 'goes on from it');
ROLLBACK TO a;

-- A window that took the words, while the one that wrote them wrote on and then went.
SELECT pg_temp.put('reporter', 'draft', 'one', 1, 'taken');
CREATE TEMP TABLE took AS SELECT max(id) AS id FROM core.working_copy;
SELECT is(pg_temp.put('reporter', 'draft', 'one', 2, 'taken and written on'), 'stored', 'the first writes on');
UPDATE core.presence SET seen_at = clock_timestamp() - interval '91 seconds';
SELECT is(pg_temp.put('reporter', 'draft', 'two', 3, 'taken elsewhere', (SELECT id FROM took)), 'stored', 'the second goes on from what it took');
SELECT is(pg_temp.copies('reporter'), '[taken and written on] taken elsewhere', 'and what the first wrote later is there');
SELECT pg_temp.put('reporter', 'draft', 'two', 4, 'more');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_drop(%s)', id)) FROM took;
SELECT is(pg_temp.copies('reporter'), '[taken and written on] more', 'who drops what was seen drops nothing later');
ROLLBACK TO a;

-- More windows than anybody has: the oldest beyond twenty go.
DO $$ BEGIN
	FOR i IN 1 .. 30 LOOP
		PERFORM pg_temp.put('reporter', 'draft', 'w' || i, i, 'w' || i);
		UPDATE core.presence SET seen_at = clock_timestamp() - interval '91 seconds';
	END LOOP;
END $$;
SELECT is((SELECT count(*)::integer FROM core.working_copy), 21, 'twenty kept and one current');
ROLLBACK TO a;

-- A save takes along what it holds, and nothing else.
SELECT is(pg_temp.put('reporter', 'draft', 't', 5, 'five'), 'stored', 'words');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_saved(%s, NULL, %L, 4, NULL)', test.article('draft'), md5('t')));
SELECT is(pg_temp.copies('reporter'), 'five', 'a save of earlier words leaves them');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_saved(%s, NULL, %L, 5, NULL)', test.article('draft'), md5('u')));
SELECT is(pg_temp.copies('reporter'), 'five', 'so does one from another window');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_saved(%s, NULL, %L, 5, NULL)', test.article('draft'), md5('t')));
SELECT is(pg_temp.copies('reporter'), '', 'a save of these takes them');
SELECT is(pg_temp.put('reporter', 'draft', 't', 5, 'five'), 'late', 'a request that was under way meanwhile comes late');
SELECT is(pg_temp.put('reporter', 'draft', 't', 6, 'six'), 'stored', 'what is typed after is new');
SELECT is(test.act('desk_app', 'reporter', format('SELECT desk.here(%s, NULL, %L, true)', test.article('draft'), md5('t'))), '6', 'the tab can ask up to where the desk has its words');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_drop(%s)', (SELECT max(id) FROM core.working_copy)));
SELECT is(test.act('desk_app', 'reporter', format('SELECT desk.here(%s, NULL, %L, true)', test.article('draft'), md5('t'))), '5', 'dropped, they are not there');
ROLLBACK TO a;

-- A new article: by the name of its draft, which becomes the article's.
SELECT is(pg_temp.put('reporter', 'fresh', 't', 1, 'first words'), 'stored', 'a draft without an article');
SELECT is(pg_temp.put('reporter2', 'fresh', 'u', 1, 'other words'), 'stored', 'somebody else''s of the same name is another');
UPDATE core.presence SET seen_at = clock_timestamp() - interval '91 seconds';
SELECT is(pg_temp.put('reporter', 'fresh', 'v', 2, 'second words'), 'stored', 'a second window');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_saved(%s, %L, %L, 2, NULL)', test.article('draft'), md5('fresh'), md5('v')));
SELECT is(pg_temp.copies('reporter') || test.act('desk_app', 'reporter', 'SELECT count(*) FROM desk.working_copy WHERE draft IS NOT NULL'), '[first words]0', 'the saved words go, the others follow the article');
SELECT is(pg_temp.copies('reporter2'), 'other words', 'the other person''s stay');
SELECT is(pg_temp.put('reporter', 'fresh', 'v', 2, 'second words'), 'late', 'late is late');
SELECT is((SELECT base_id = (SELECT min(r.id) FROM core.revision r WHERE r.article_id = test.article('draft')) FROM core.working_copy WHERE kept_at IS NOT NULL),
	true, 'and go on from its first version');
ROLLBACK TO a;

-- What a draft became is remembered, for its owner alone.
CREATE FUNCTION pg_temp.begins(p_login text, p_draft text, p_key text) RETURNS text LANGUAGE sql
	RETURN pg_temp.try(p_login, format('SELECT desk.draft_begin(%L, %L)', md5(p_draft), p_key));
CREATE FUNCTION pg_temp.became(p_login text, p_draft text, p_key text) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', p_login, format('SELECT article_id = %s AND revision_id = %s FROM desk.draft_article(%L, %L)', test.article('draft'),
		(SELECT min(r.id) FROM core.revision r WHERE r.article_id = test.article('draft')), md5(p_draft), p_key));
SELECT is(pg_temp.begins('reporter', 'fresh', 'one'), 'ok', 'a draft that is no article may become one');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_saved(%s, %L, NULL, NULL, NULL)', test.article('draft'), md5('fresh')));
SELECT is(pg_temp.begins('reporter', 'fresh', 'two'), 'CD001', 'and then no second one');
SELECT is(pg_temp.became('reporter', 'fresh', 'two'), 'true', 'it leads to the article and its first version');
SELECT is(pg_temp.begins('reporter2', 'fresh', 'two') || coalesce(pg_temp.became('reporter2', 'fresh', 'two'), ''), 'ok', 'another person''s draft of that name is another');
SELECT is(pg_temp.begins(l, 'fresh', 'two'), w, coalesce(l, 'nobody') || ' begins a draft') FROM (VALUES ('admin', '42501'), (NULL, '28000')) AS v (l, w);
ROLLBACK TO a;

-- Words that come for a draft which is an article by now are the article's.
SAVEPOINT e;
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_saved(%s, %L, %L, 4, NULL)', test.article('draft'), md5('fresh'), md5('t')));
SELECT is(pg_temp.put('reporter', 'fresh', 't', 4, 'saved'), 'late', 'what was saved is late');
SELECT is(pg_temp.put('reporter', 'fresh', 't', 5, 'typed meanwhile'), 'stored', 'what was typed after is not');
SELECT is(pg_temp.put('reporter', 'fresh', 't', 5, 'typed meanwhile'), 'stored', 'sent twice it is the same');
SELECT is(test.act('desk_app', 'reporter', format('SELECT string_agg(fields ->> ''body'' || (base_id = %s), '' '') FROM desk.working_copy WHERE article_id = %s AND draft IS NULL',
	(SELECT min(r.id) FROM core.revision r WHERE r.article_id = test.article('draft')), test.article('draft'))), 'typed meanwhiletrue', 'it is the article''s, and goes on from its first version');
SELECT is(test.act('desk_app', 'reporter', format('SELECT desk.here(NULL, %L, %L, false)', md5('fresh'), md5('t'))), '5', 'the page hears that the desk has it');
SELECT is(pg_temp.writer('reporter', 'draft'), NULL, 'at the article nobody writes by that');
SELECT is(pg_temp.put('reporter', 'fresh', 'u', 6, 'in another'), 'elsewhere', 'another window of the draft is told');
SELECT is(pg_temp.put('reporter2', 'fresh', 'x', 1, 'other words'), 'stored', 'somebody else''s draft of that name is another');
SELECT is(test.act('desk_app', 'reporter2', 'SELECT count(*) FROM desk.working_copy WHERE draft IS NOT NULL'), '1', 'and stays one');
SAVEPOINT f;
SELECT is(pg_temp.put('reporter', 'draft', 'v', 9, 'at the article'), 'stored', 'a window at the article writes');
SELECT is(pg_temp.copies('reporter'), '[typed meanwhile] at the article', 'and costs no words');
SELECT is(pg_temp.put('reporter', 'fresh', 't', 7, 'more'), 'elsewhere', 'that of the draft is told');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.take_over(NULL, %L, %L)', md5('fresh'), md5('t')));
SELECT is(pg_temp.put('reporter', 'fresh', 't', 7, 'more'), 'stored', 'and takes over');
SELECT is(pg_temp.copies('reporter'), '[typed meanwhile] [at the article] more', 'which costs none either');
ROLLBACK TO f;
-- Beside a colleague.
UPDATE core.draft_article SET article_id = test.article('submitted') WHERE draft = md5('fresh');
SELECT is(pg_temp.put('editor', 'submitted', 'e', 1, 'of the editor'), 'stored', 'a colleague writes at the article');
SELECT is(pg_temp.put('reporter', 'fresh', 't', 8, 'aside'), 'stored_aside', 'which the page of the draft hears');
INSERT INTO core.draft_article SELECT id, md5('fresh'), test.article('draft') FROM core.app_user WHERE login = 'editor';
SELECT is(pg_temp.try('editor', pg_temp.put_sql('fresh', 't', 9, 'not mine')), 'P0002', 'who may not see the article stores nothing there');
ROLLBACK TO a;

-- Two windows that took the same words: neither loses what the other wrote on.
CREATE FUNCTION pg_temp.leave(p_tab text) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', 'reporter', format('SELECT desk.here(%s, NULL, %L, true)', test.article('draft'), md5(p_tab)));
CREATE FUNCTION pg_temp.here(p_tab text) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', 'reporter', format('SELECT desk.here(%s, NULL, %L, false)', test.article('draft'), md5(p_tab)));
CREATE FUNCTION pg_temp.save(p_tab text, p_seq bigint, p_copy bigint) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', 'reporter', format('SELECT desk.working_saved(%s, NULL, %L, %s, %L)', test.article('draft'), md5(p_tab), p_seq, p_copy));
SAVEPOINT c;
SELECT pg_temp.put('reporter', 'draft', 'old', 1, 'taken'), pg_temp.leave('old');
SELECT id AS taken FROM core.working_copy \gset
SELECT pg_temp.put('reporter', 'draft', 'phone', 2, 'taken and two hours more', :taken), pg_temp.leave('phone');
SELECT is(pg_temp.copies('reporter'), 'taken and two hours more', 'one goes on from it');
SAVEPOINT b;
SELECT pg_temp.put('reporter', 'draft', 'laptop', 3, 'taken!', :taken);
SELECT is(pg_temp.copies('reporter'), '[taken and two hours more] taken!', 'the other one writes beside it');
ROLLBACK TO b;
SELECT pg_temp.save('laptop', 3, :taken);
SELECT is(pg_temp.copies('reporter'), 'taken and two hours more', 'or saves, and takes no more than it took');
ROLLBACK TO c;
SELECT pg_temp.put('reporter', 'draft', 'one', 1, 'seen');
SELECT id AS taken FROM core.working_copy \gset
SELECT pg_temp.put('reporter', 'draft', 'one', 2, 'seen and more');
SELECT pg_temp.take_over('reporter', 'draft', 'two');
SELECT pg_temp.save('two', 3, :taken);
SELECT is(pg_temp.copies('reporter'), '[seen and more]', 'what a take-over kept outlives the save of who took it');
ROLLBACK TO c;

-- A page that was left: what it sent as it went comes after, is stored, and holds nothing.
SELECT pg_temp.put('reporter', 'draft', 't', 1, 'typed'), pg_temp.leave('t');
SELECT is(pg_temp.put('reporter', 'draft', 't', 2, 'typed last'), 'stored', 'the last words of a page that is gone');
SELECT is(pg_temp.copies('reporter'), 'typed last', 'are there');
SELECT is(pg_temp.writer('reporter', 'draft'), NULL, 'and nobody writes');
SELECT is(test.act('desk_app', 'reporter', 'SELECT count(*) FROM desk.presence'), '0', 'nobody is there');
SELECT is(pg_temp.put('reporter', 'draft', 'u', 3, 'in another'), 'stored', 'another window may');
SELECT is(pg_temp.put('reporter', 'draft', 't', 4, 'later still'), 'elsewhere', 'and is told of as before');
SELECT pg_temp.leave('u'), pg_temp.here('t');
SELECT is(pg_temp.put('reporter', 'draft', 't', 4, 'back'), 'stored', 'a page that is back');
SELECT is(pg_temp.writer('reporter', 'draft'), 'reporter', 'writes again');
SELECT pg_temp.leave('t'), pg_temp.take_over('reporter', 'draft', 't');
SELECT is(pg_temp.writer('reporter', 'draft'), 'reporter', 'so does one that takes over');
SELECT pg_temp.leave('v');
SELECT is(pg_temp.put('reporter', 'draft', 'v', 5, 'of a third'), 'elsewhere', 'one that left before it was seen is told of who writes');
UPDATE core.presence SET seen_at = least(seen_at, now() - interval '11 minutes'), since = now() - interval '11 minutes' WHERE tab <> md5('v');
SELECT test.act('worker_app', NULL, 'SELECT sessions FROM worker.housekeeping()');
SELECT is((SELECT string_agg(CASE tab WHEN md5('v') THEN 'v' ELSE 'other' END, ' ') FROM core.presence), 'v', 'that one left is known for ten minutes');
ROLLBACK TO c;
-- The same browser, another person: a place that somebody left is free.
SELECT pg_temp.put('reporter', 'submitted', 't', 1, 'of the reporter');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.here(%s, NULL, %L, true)', test.article('submitted'), md5('t')));
SELECT test.act('desk_app', 'editor', format('SELECT desk.here(%s, NULL, %L, false)', test.article('submitted'), md5('t')));
SELECT is(test.act('desk_app', 'editor', 'SELECT string_agg(name || writes, '' '') FROM desk.presence'), 'editorfalse', 'the next person is there, and does not write yet');
SELECT is(pg_temp.put('editor', 'submitted', 't', 2, 'of the editor'), 'stored', 'until words come');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.here(%s, NULL, %L, true)', test.article('submitted'), md5('t')));
SELECT is(pg_temp.writer('chief', 'submitted'), 'editor', 'whom the one before cannot sign off');
ROLLBACK TO c;

-- A tab that goes from one article to another: a save of one says nothing of the other.
SELECT pg_temp.put('reporter', 'draft', 't', 9, 'nine'), pg_temp.save('t', 9, NULL);
SELECT is(test.act('desk_app', 'reporter', format('SELECT desk.here(NULL, %L, %L, true)', md5('another'), md5('t'))), '0', 'nothing of another draft is saved');
SELECT is(pg_temp.put('reporter', 'fresh', 't', 5, 'five'), 'stored', 'and its earlier words are not late');
ROLLBACK TO a;

-- Dropped: no longer offered, and back as it was.
CREATE FUNCTION pg_temp.drops(p_copy bigint) RETURNS text LANGUAGE sql RETURN test.act('desk_app', 'reporter', format('SELECT desk.working_drop(%s)', p_copy));
CREATE FUNCTION pg_temp.undrops(p_copy bigint) RETURNS text LANGUAGE sql RETURN test.act('desk_app', 'reporter', format('SELECT desk.working_undrop(%s)', p_copy));
CREATE FUNCTION pg_temp.merged(p_words text) RETURNS bigint LANGUAGE sql RETURN test.act('desk_app', 'reporter',
	format('SELECT desk.working_keep(%s, %s, %L, ''mine'')', test.article('draft'), test.head('draft'), jsonb_build_object('body', p_words)))::bigint;
SAVEPOINT d;
SELECT pg_temp.put('reporter', 'draft', 't', 5, 'five');
SELECT id AS copy FROM core.working_copy \gset
SELECT pg_temp.drops(:copy);
SELECT is(pg_temp.copies('reporter'), '', 'dropped');
SELECT pg_temp.drops(:copy), pg_temp.undrops(:copy), pg_temp.undrops(:copy);
SELECT is(pg_temp.copies('reporter'), 'five', 'and current again, each done twice');
SELECT is(pg_temp.put('reporter', 'draft', 't', 6, 'six'), 'stored', 'its window writes on');
SELECT is(pg_temp.copies('reporter'), 'six', 'over it');
ROLLBACK TO d;
SELECT pg_temp.put('reporter', 'draft', 't', 5, 'five');
SELECT id AS copy FROM core.working_copy \gset
SELECT pg_temp.drops(:copy);
SELECT is(pg_temp.put('reporter', 'draft', 't', 5, 'five, once more'), 'stored', 'of its window nothing is late for it');
SELECT is(pg_temp.put('reporter', 'draft', 't', 6, 'six'), 'stored', 'and what that writes on');
SELECT is(pg_temp.copies('reporter'), 'six', 'is offered alone');
SELECT pg_temp.undrops(:copy);
SELECT is(pg_temp.copies('reporter'), '[five] six', 'until it comes back beside it');
SELECT pg_temp.drops(:copy), pg_temp.undrops(:copy);
SELECT is(pg_temp.copies('reporter'), '[five] six', 'what was kept aside stays so');
SELECT pg_temp.drops(:copy), pg_temp.take_over('reporter', 'draft', 'u');
SELECT is(pg_temp.copies('reporter'), '[six]', 'a take-over brings nothing back');
SELECT pg_temp.undrops(:copy);
SELECT is(pg_temp.copies('reporter'), '[five] [six]', 'nor does it take it away');
ROLLBACK TO d;
-- A draft that became an article meanwhile.
SELECT pg_temp.put('reporter', 'fresh', 't', 5, 'of the draft');
SELECT id AS copy FROM core.working_copy \gset
SELECT pg_temp.drops(:copy);
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_saved(%s, %L, %L, 9, NULL)', test.article('draft'), md5('fresh'), md5('u')));
SELECT pg_temp.undrops(:copy);
SELECT is((SELECT article_id FROM core.working_copy), test.article('draft'), 'it follows the article, dropped or not');
ROLLBACK TO d;
-- What a merge leaves once more.
SELECT pg_temp.merged('mine') AS copy \gset
SELECT pg_temp.drops(:copy);
SELECT is(pg_temp.merged('mine')::integer, :copy, 'the same words of a merge');
SELECT is(pg_temp.copies('reporter'), '[mine]', 'are offered again');
ROLLBACK TO d;
-- Of twenty the dropped ones go first, but for the last.
DO $$ BEGIN
	FOR i IN 1 .. 20 LOOP
		PERFORM pg_temp.merged('kept ' || i);
	END LOOP;
END $$;
SELECT pg_temp.put('reporter', 'draft', 't', 5, 'a slip');
SELECT max(id) AS slip, min(id) AS oldest FROM core.working_copy \gset
SELECT pg_temp.drops(:slip), pg_temp.undrops(:slip);
SELECT is((SELECT count(*)::integer FROM core.working_copy WHERE dropped_at IS NULL), 21, 'a slip pushes out nothing, nor is it pushed out');
SELECT pg_temp.drops(:slip), pg_temp.drops(:oldest);
SELECT is((SELECT string_agg(fields ->> 'body', ' ') FROM core.working_copy WHERE dropped_at IS NOT NULL), 'kept 1', 'of what is dropped the earlier goes');
SELECT pg_temp.merged('one more');
SELECT is((SELECT string_agg(fields ->> 'body', ' ') FROM core.working_copy WHERE dropped_at IS NOT NULL), 'kept 1', 'the last stays');
SELECT is((SELECT count(*)::integer FROM core.working_copy WHERE dropped_at IS NULL), 20, 'and all that is offered');
ROLLBACK TO a;

-- Housekeeping: what is set aside after 30 days, dropped or not; what is current after a year.
CREATE FUNCTION pg_temp.ages(p_words text, p_at interval, p_kept interval) RETURNS void LANGUAGE sql
BEGIN ATOMIC
	UPDATE core.working_copy SET at = now() - p_at, kept_at = CASE WHEN kept_at IS NOT NULL THEN now() - p_kept END,
		dropped_at = CASE WHEN dropped_at IS NOT NULL THEN now() - p_kept END WHERE fields ->> 'body' = p_words;
END;
SELECT pg_temp.put('reporter', 'draft', 't', 1, 'dropped');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_drop(%s)', (SELECT max(id) FROM core.working_copy)));
SELECT pg_temp.put('reporter', 'draft', 't', 2, 'aside'), pg_temp.take_over('reporter', 'draft', 'u');
SELECT pg_temp.put('reporter', 'draft', 'u', 3, 'aside of late'), pg_temp.take_over('reporter', 'draft', 'v');
SELECT pg_temp.put('reporter', 'draft', 'v', 4, 'current');
SELECT pg_temp.put('editor', 'submitted', 'e', 1, 'forgotten');
SELECT is(pg_temp.copies('reporter') || '|' || pg_temp.copies('editor'), '[aside] [aside of late] current|forgotten', 'words of all kinds');
SELECT pg_temp.ages('dropped', '31 days', '30 days 1 minute'), pg_temp.ages('aside', '31 days', '30 days 1 minute'),
	pg_temp.ages('aside of late', '300 days', '29 days'), pg_temp.ages('current', '364 days', NULL), pg_temp.ages('forgotten', '365 days 1 minute', NULL);
SELECT test.act('worker_app', NULL, 'SELECT sessions FROM worker.housekeeping()');
SELECT is(pg_temp.copies('reporter') || '|' || pg_temp.copies('editor'), '[aside of late] current|', 'what nobody came back for goes');
SELECT is((SELECT count(*)::integer FROM core.working_copy), 2, 'and what was dropped with it');
-- A laptop that slept for weeks hears that its words are saved.
SELECT test.act('desk_app', 'reporter', format('SELECT desk.working_saved(%s, NULL, %L, 4, NULL)', test.article('draft'), md5('v')));
UPDATE core.working_saved SET at = now() - interval '29 days';
SELECT test.act('worker_app', NULL, 'SELECT sessions FROM worker.housekeeping()');
SELECT is(pg_temp.put('reporter', 'draft', 'v', 4, 'current'), 'late', 'what was saved weeks ago is saved');
UPDATE core.working_saved SET at = now() - interval '30 days 1 minute';
SELECT test.act('worker_app', NULL, 'SELECT sessions FROM worker.housekeeping()');
SELECT is((SELECT count(*)::integer FROM core.working_saved), 0, 'until 30 days are over');

SELECT * FROM finish();
ROLLBACK;
