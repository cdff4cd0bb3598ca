-- Who took an article over from whom is in the chain, once, and nothing else of the lock is.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

CREATE FUNCTION pg_temp.put(p_login text, p_tab text) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', p_login, format('SELECT outcome FROM desk.working_put(%s, NULL, %L, 1, NULL, ''{"body":"words"}'', NULL)', test.article('submitted'), md5(p_tab)));
CREATE FUNCTION pg_temp.take(p_login text, p_tab text) RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', p_login, format('SELECT desk.take_over(%s, NULL, %L)', test.article('submitted'), md5(p_tab)));
CREATE FUNCTION pg_temp.told() RETURNS text LANGUAGE sql
	RETURN (SELECT coalesce(string_agg(u.name || ' from ' || l.detail || ' of ' || l.article_id, '; ' ORDER BY l.seq), '') FROM audit.log l JOIN core.app_user u ON u.id = l.actor WHERE l.action = 'take_over');
SAVEPOINT a;

SELECT is(pg_temp.take('reporter', 'r'), '', 'an article that nobody holds');
SELECT is(pg_temp.put('reporter', 'r'), 'stored', 'is written');
SELECT is(pg_temp.take('reporter', 'r2'), '', 'taken to another window of the same person');
SELECT is(pg_temp.told(), '', 'which is told nobody');
SELECT is(pg_temp.take('editor', 'e'), '', 'the editor takes over');
SELECT is(pg_temp.told(), 'editor from reporter of ' || test.article('submitted'), 'which is told');
SELECT is(pg_temp.take('editor', 'e'), '', 'again');
SELECT is(pg_temp.told(), 'editor from reporter of ' || test.article('submitted'), 'is told once');
SELECT is(test.act('desk_app', 'reporter', format('SELECT actor_name || '' '' || action || '' '' || detail FROM desk.history WHERE article_id = %s ORDER BY seq DESC LIMIT 1', test.article('submitted'))), 'editor take_over reporter', 'who lost it reads so in the history');
UPDATE core.presence SET seen_at = clock_timestamp() - interval '91 seconds' WHERE writes;
SELECT is(pg_temp.take('reporter', 'r'), '', 'from who went away');
SELECT is(pg_temp.told(), 'editor from reporter of ' || test.article('submitted'), 'nothing is taken');
SELECT is((SELECT first_bad IS NULL AND head_ok FROM audit.verify()), true, 'the chain is whole');

SELECT * FROM finish();
ROLLBACK;
