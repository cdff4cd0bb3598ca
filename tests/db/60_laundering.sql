-- Words on a detour: by another channel, by a withdrawal, by somebody else's save.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

CREATE FUNCTION pg_temp.desk(p_login text, p_sql text) RETURNS text LANGUAGE sql RETURN test.attempt('desk_app', p_login, p_sql);
CREATE FUNCTION pg_temp.publish(p_name text) RETURNS text LANGUAGE sql
	RETURN format('SELECT desk.publish(%s, %s)', test.head(p_name), coalesce(test.live(p_name)::text, 'NULL'));
CREATE FUNCTION pg_temp.withdraw(p_name text) RETURNS text LANGUAGE sql
	RETURN format('SELECT desk.withdraw(%s, %s, ''x'', ''y'')', test.article(p_name), test.live(p_name));
-- Saves and submits; approves by each of ${p_by} in turn.
CREATE PROCEDURE pg_temp.save(p_name text, p_login text, p_channel text, VARIADIC p_by text[] DEFAULT '{}') LANGUAGE plpgsql AS $$
BEGIN
	PERFORM test.act('desk_app', p_login, test.save_sql(test.article(p_name), test.head(p_name), p_channel, 'by ' || p_login));
	PERFORM test.act('desk_app', p_login, format('SELECT desk.submit(%s, %s)', test.article(p_name), test.head(p_name)));
	FOR i IN 1 .. cardinality(p_by) LOOP
		PERFORM test.act('desk_app', p_by[i], test.approve_sql(test.head(p_name), i));
	END LOOP;
END
$$;
CREATE FUNCTION pg_temp.authors(p_name text) RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(u.login, ' ' ORDER BY u.login) FROM core.review v JOIN core.app_user u ON u.id = v.user_id
		WHERE v.revision_id = test.head(p_name) AND v.kind = 'author');
SAVEPOINT a;

-- An author and one reviewer move a live article to a channel with fewer levels: what stood on three still takes three.
CALL pg_temp.save('published', 'reporter', 'life', 'editor');
SELECT is((SELECT state FROM core.article WHERE id = test.article('published')), 'submitted', 'moved to a channel of one level: not approved by one');
SELECT is(pg_temp.desk('editor', pg_temp.publish('published')), 'CD005', 'and not published');
SELECT is(test.act('desk_app', 'deputy', format('SELECT levels_done || '' '' || levels_needed || '' '' || next_right FROM desk.article WHERE id = %s', test.article('published'))),
	'1 3 review.second', 'the desk is told so');
SELECT is(test.attempt('desk_app', 'chief', test.return_sql(test.head('published'))), 'ok', 'the chief may send it back');
SELECT test.act('desk_app', 'deputy', test.approve_sql(test.head('published'), 2));
SELECT test.act('desk_app', 'chief', test.approve_sql(test.head('published'), 3));
SELECT is(pg_temp.desk('editor', pg_temp.publish('published')), 'ok', 'approved at all three it moves');
SELECT test.act('desk_app', 'editor', pg_temp.publish('published'));
CALL pg_temp.save('published', 'reporter', 'life', 'editor');
SELECT is(pg_temp.desk('editor', pg_temp.publish('published')), 'ok', 'and has the levels of its new channel from then on');
ROLLBACK TO a;

-- The same after withdrawing it first.
SELECT test.act('desk_app', 'editor', pg_temp.withdraw('published'));
CALL pg_temp.save('published', 'reporter', 'life', 'editor');
SELECT is(pg_temp.desk('editor', pg_temp.publish('published')), 'CD005', 'withdrawn and moved: not published on one level');
ROLLBACK TO a;

-- The owner's own insert meets the same rule at commit.
CALL pg_temp.save('published', 'reporter', 'life', 'editor');
SELECT is(test.attempt('cms_owner', NULL, format('WITH p AS (INSERT INTO core.publication (article_id, revision_id, by_user) VALUES (%s, %s, 3) RETURNING id, revision_id)
	INSERT INTO core.publication_approval (publication_id, revision_id, user_id, level) SELECT p.id, p.revision_id, v.user_id, v.level FROM p JOIN core.review v ON v.revision_id = p.revision_id AND v.kind = ''approve''',
	test.article('published'), test.head('published'))), 'CD005', 'owner publishing the moved article on one level');
ROLLBACK TO a;

-- The chief's own words go out by the one level of another channel, then a colleague moves them: they are still the chief's.
CALL pg_temp.save('single', 'chief', 'life', 'editor');
SELECT test.act('desk_app', 'editor', pg_temp.publish('single'));
CALL pg_temp.save('single', 'reporter', 'news', 'editor', 'deputy');
SELECT is(pg_temp.authors('single'), 'chief reporter', 'published at fewer levels: authorship goes on');
SELECT is(pg_temp.desk('chief', test.approve_sql(test.head('single'), 3)), 'CD003', 'the chief may not approve them');
SELECT is(pg_temp.desk('chief2', test.approve_sql(test.head('single'), 3)), 'ok', 'another chief may');
ROLLBACK TO a;
CALL pg_temp.save('single', 'chief', 'life', 'editor');
SELECT test.act('desk_app', 'editor', pg_temp.publish('single'));
CALL pg_temp.save('single', 'reporter', 'life');
SELECT is(pg_temp.authors('single'), 'reporter', 'published at as many levels as are asked: authorship begins anew');
ROLLBACK TO a;

-- Withdrawn words: who wrote them may not review them in a colleague's name.
CALL pg_temp.save('submitted', 'chief', 'news', 'editor', 'deputy', 'chief2');
SELECT test.act('desk_app', 'editor', pg_temp.publish('submitted'));
SAVEPOINT b;
SELECT test.act('desk_app', 'editor', pg_temp.withdraw('submitted'));
CALL pg_temp.save('submitted', 'reporter', 'news', 'editor', 'deputy');
SELECT is(pg_temp.authors('submitted'), 'chief reporter', 'after a withdrawal authorship goes on');
SELECT is(pg_temp.desk('chief', test.approve_sql(test.head('submitted'), 3)), 'CD003', 'the chief may not approve what was withdrawn');
ROLLBACK TO b;
CALL pg_temp.save('submitted', 'reporter', 'news', 'editor', 'deputy');
SELECT is(pg_temp.desk('chief', test.approve_sql(test.head('submitted'), 3)), 'ok', 'while they are live the chief reviews a change of them');
SELECT test.act('desk_app', 'editor', pg_temp.withdraw('submitted'));
SELECT is(pg_temp.desk('chief', test.approve_sql(test.head('submitted'), 3)), 'CD003', 'not so once they are withdrawn under the change');
SELECT is(test.act('desk_app', 'chief', format('SELECT can_review FROM desk.article WHERE id = %s', test.article('submitted'))), 'false', 'the desk says so');
ROLLBACK TO b;
CALL pg_temp.save('submitted', 'reporter', 'news', 'editor', 'deputy', 'chief');
SELECT test.act('desk_app', 'editor', pg_temp.withdraw('submitted'));
SELECT is(pg_temp.desk('editor', pg_temp.publish('submitted')), 'CD005', 'nor does the approval given before count');
ROLLBACK TO b;
ROLLBACK TO a;

-- A revision's id tells nothing: what is hidden and what is not there are refused in the same words.
CREATE FUNCTION pg_temp.words(p_sql text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM test.act('desk_app', 'chief', p_sql);
	RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
	RETURN regexp_replace(SQLERRM, '\d+', 'N', 'g');
END
$$;
SELECT is(pg_temp.words(format(s, test.head('draft'))), pg_temp.words(format(s, 999999)), 'hidden and absent alike: ' || s)
FROM unnest(ARRAY['SELECT desk.publish(%s, NULL)', 'SELECT desk.approve(%s, 1::smallint, ''x'')', 'SELECT desk.send_back(%s, ''x'', ''x'')']) AS s;

SELECT * FROM finish();
ROLLBACK;
