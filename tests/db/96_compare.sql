-- An earlier version brought back, and what a merge leaves: by whom, on top of what, once, and told in the audit.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

CREATE FUNCTION pg_temp.restore_sql(p_thing text, p_number integer, p_base bigint, p_key text) RETURNS text LANGUAGE sql
	RETURN format('SELECT number FROM desk.restore(%s, %s, %s, %L)', test.article(p_thing), p_number, coalesce(p_base::text, 'NULL'), p_key);
CREATE FUNCTION pg_temp.try(p_login text, p_thing text, p_number integer DEFAULT 1) RETURNS text LANGUAGE sql
	RETURN test.attempt('desk_app', p_login, pg_temp.restore_sql(p_thing, p_number, test.head(p_thing), md5(p_login || p_thing || p_number)));
CREATE FUNCTION pg_temp.save(p_login text, p_thing text, p_headline text, p_channel text DEFAULT 'life') RETURNS boolean LANGUAGE sql
	RETURN test.act('desk_app', p_login, test.save_sql(test.article(p_thing), test.head(p_thing), p_channel, p_headline)) IS NOT NULL;
CREATE FUNCTION pg_temp.told(p_thing text) RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(l.action || ' ' || r.number || ' ' || l.detail, ', ' ORDER BY l.seq) FROM audit.log l JOIN core.revision r ON r.id = l.revision_id
		WHERE l.article_id = test.article(p_thing) AND l.seq > (SELECT max(seq) - 2 FROM audit.log));
SAVEPOINT a;

-- Who may, and what.
SELECT is(pg_temp.save('reporter', 'draft', 'second'), true, 'a second version');
SELECT is(pg_temp.try(l, 'draft'), w, coalesce(l, 'nobody') || ' restores in a draft')
FROM (VALUES ('reporter2', 'P0002'), ('editor', 'P0002'), ('chief', 'P0002'), ('admin', '42501'), (NULL, '28000')) AS v (l, w);
SELECT is(test.attempt(r, 'reporter', pg_temp.restore_sql('draft', 1, test.head('draft'), md5('k'))), '42501', r || ' restores nothing')
FROM unnest(ARRAY['site_reader', 'auth_app', 'worker_app', 'audit_reader']) AS r;
SELECT is(pg_temp.try('reporter', 'draft', n), w, 'version ' || n) FROM (VALUES (0, 'P0002'), (-1, 'P0002'), (3, 'P0002'), (2, 'CD002')) AS v (n, w);
SELECT is(test.attempt('desk_app', 'reporter', pg_temp.restore_sql('draft', 1, b, md5('k'))), 'CD001', 'on top of what is not the head')
FROM (VALUES (NULL), (0), ((SELECT min(id) FROM core.revision WHERE article_id = test.article('draft')))) AS v (b);
SELECT is(test.attempt('desk_app', 'reporter', pg_temp.restore_sql('draft', 1, test.head('draft'), 'no key')), '23514', 'without a key');
SELECT is((SELECT count(*)::integer FROM core.revision WHERE article_id = test.article('draft')), 2, 'none of it made a version');
ROLLBACK TO a;

-- The words of the first, as a third; once, however often it is asked.
SELECT is(pg_temp.save('reporter', 'draft', 'second'), true, 'a second version');
SELECT test.head('draft') AS head \gset
SELECT is(test.act('desk_app', 'reporter', pg_temp.restore_sql('draft', 1, :head, md5('once'))), '3', 'the first comes back as the third');
SELECT is(test.act('desk_app', 'reporter', pg_temp.restore_sql('draft', 1, :head, md5('once'))), '3', 'asked again, it is the same');
SELECT is(test.attempt('desk_app', 'reporter', pg_temp.restore_sql('draft', 2, :head, md5('once'))), 'CD007', 'the key is not for another one');
SELECT is((SELECT count(*)::integer FROM core.revision WHERE article_id = test.article('draft')), 3, 'three versions');
SELECT is((SELECT (x.headline, x.body, x.body_html, x.bylines, x.words, x.channel_id) = (y.headline, y.body, y.body_html, y.bylines, y.words, y.channel_id)
	FROM core.revision x, core.revision y WHERE x.article_id = test.article('draft') AND x.number = 1 AND y.article_id = x.article_id AND y.number = 3), true, 'word for word');
SELECT is((SELECT base_id FROM core.revision WHERE id = test.head('draft')), :head::bigint, 'on top of the second');
SELECT is(pg_temp.told('draft'), 'save 3 , restore 3 version 1', 'the audit tells of it');
SELECT is((SELECT first_bad FROM audit.verify()), NULL, 'and holds');
ROLLBACK TO a;

-- It is a new version: reviews begin again, and who restores is an author of it.
SELECT is(pg_temp.save('editor', 'submitted', 'of the editor'), true, 'an editor changed what is under review');
SELECT is(test.act('desk_app', 'reporter', pg_temp.restore_sql('submitted', 1, test.head('submitted'), md5('r'))), '3', 'its author restores the first');
SELECT is((SELECT state::text FROM core.article WHERE id = test.article('submitted')), 'draft', 'it is a draft');
SELECT is((SELECT count(*)::integer FROM core.review WHERE revision_id = test.head('submitted') AND kind = 'author'), 2, 'both stay its authors: nothing is laundered');
ROLLBACK TO a;
UPDATE core.channel SET active = false WHERE id = (SELECT channel_id FROM core.revision WHERE id = test.head('draft'));
SELECT is(pg_temp.save('reporter', 'draft', 'second', (SELECT slug::text FROM core.channel WHERE active ORDER BY id LIMIT 1)), true, 'a version in another channel');
SELECT is(pg_temp.try('reporter', 'draft'), '22023', 'into a closed channel nothing comes back');
ROLLBACK TO a;

-- What a merge leaves is kept beside the working copy, for its owner alone.
CREATE FUNCTION pg_temp.keep_sql(p_thing text, p_words text, p_merge text) RETURNS text LANGUAGE sql
	RETURN format('SELECT desk.working_keep(%s, %s, %L, %L) IS NOT NULL', coalesce(test.article(p_thing)::text, 'NULL'), test.head(p_thing), jsonb_build_object('body', p_words), p_merge);
CREATE FUNCTION pg_temp.copies(p_login text) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', p_login, $q$SELECT coalesce(string_agg(coalesce(merge, 'typed') || ':' || (fields ->> 'body'), ' ' ORDER BY id), '') FROM desk.working_copy$q$);
SELECT is(test.act('desk_app', 'reporter', format('SELECT outcome FROM desk.working_put(%s, NULL, %L, 1, %s, %L, NULL)', test.article('draft'), md5('t'), test.head('draft'), '{"body":"typed"}')), 'stored', 'typed words');
SELECT is(test.act('desk_app', 'reporter', pg_temp.keep_sql('draft', w, m)), 'true', 'kept ' || m) FROM (VALUES ('both', 'result'), ('left', 'mine'), ('left', 'mine')) AS v (w, m);
SELECT is(pg_temp.copies('reporter'), 'typed:typed result:both mine:left', 'beside what is typed, each once');
SELECT is(pg_temp.copies('editor') || pg_temp.copies('admin'), '', 'nobody else sees it');
SELECT is(test.attempt('desk_app', l, pg_temp.keep_sql('draft', 'x', 'mine')), w, coalesce(l, 'nobody') || ' keeps words at a draft')
FROM (VALUES ('reporter2', 'P0002'), ('editor', 'P0002'), ('admin', '42501'), (NULL, '28000')) AS v (l, w);
SELECT is(test.attempt('desk_app', 'reporter', pg_temp.keep_sql('draft', 'x', m)), w, 'kept as ' || coalesce(m, 'nothing')) FROM (VALUES ('', '23514'), ('theirs', '23514'), (NULL, '22023')) AS v (m, w);
SELECT is(test.attempt('desk_app', 'reporter', format('SELECT desk.working_keep(NULL, NULL, ''{}'', ''mine'')')), '22023', 'at no article');
SELECT is(test.attempt('desk_app', 'reporter', format('SELECT desk.working_keep(%s, %s, ''{}'', ''mine'')', test.article('draft'), base)), '23503', 'on top of ' || what)
FROM (VALUES (test.head('submitted'), 'a version of another article'), (999999, 'none that there is')) AS v (base, what);
SELECT is(count(test.act('desk_app', 'reporter', pg_temp.keep_sql('draft', 'kept ' || i, 'mine')))::integer, 25, 'many more') FROM generate_series(1, 25) AS i;
SELECT is(test.act('desk_app', 'reporter', 'SELECT count(*) FROM desk.working_copy'), '21', 'twenty, and what is typed');
SELECT * FROM finish();
ROLLBACK;
