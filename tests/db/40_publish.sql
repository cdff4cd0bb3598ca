-- Publishing and withdrawing: only what was approved, by whom, and against what.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

CREATE FUNCTION pg_temp.desk(p_login text, p_sql text) RETURNS text LANGUAGE sql RETURN test.attempt('desk_app', p_login, p_sql);
CREATE FUNCTION pg_temp.publish(p_name text, p_live bigint DEFAULT NULL) RETURNS text LANGUAGE sql
	RETURN format('SELECT desk.publish(%s, %s)', test.head(p_name), coalesce(p_live::text, 'NULL'));
SAVEPOINT a;
-- Publishing: only approved, only the head, only by somebody else with the right.
SELECT is(pg_temp.desk(l, pg_temp.publish('approved')), w, l || ' publishing what is approved')
FROM (VALUES ('reporter', '42501'), ('reporter2', '42501'), ('admin', '42501'), ('editor', 'ok'), ('editor2', 'ok'), ('deputy', 'ok'), ('chief', 'ok')) AS t (l, w);
SELECT is(pg_temp.desk('chief', pg_temp.publish(n)), w, 'chief publishing ' || n)
FROM (VALUES ('draft', 'P0002'), ('submitted', 'CD005'), ('level1', 'CD005'), ('level2', 'CD005'), ('returned', 'CD002'), ('withdrawn', 'CD002'), ('published', 'ok')) AS t (n, w);
SELECT is(pg_temp.desk('chief', pg_temp.publish('edited', test.live('edited'))), 'CD002', 'chief publishing an unsubmitted change');
SELECT is(pg_temp.desk('chief', pg_temp.publish('approved', 1)), 'CD006', 'publishing against another expectation');
CREATE FUNCTION pg_temp.edit_then(p_login text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	old bigint := test.head('approved');
BEGIN
	PERFORM test.act('desk_app', 'reporter', test.save_sql(test.article('approved'), old, 'news', 'changed after approval'));
	RETURN test.attempt('desk_app', p_login, format('SELECT desk.publish(%s, NULL)', test.head('approved'))) || ' '
		|| test.attempt('desk_app', p_login, format('SELECT desk.publish(%s, NULL)', old));
END
$$;
SELECT is(pg_temp.edit_then('chief'), 'CD002 CD001', 'an edit voids the approvals; the approved revision is no longer the head');
ROLLBACK TO a;

-- People and rules that change between approval and publication.
CREATE FUNCTION pg_temp.after(p_change text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM test.act('cms_owner', NULL, p_change);
	RETURN test.attempt('desk_app', 'editor', format('SELECT desk.publish(%s, NULL)', test.head('approved')));
END
$$;
SAVEPOINT a;
SELECT is(pg_temp.after($c$SELECT core.user_set_active('chief', false)$c$), 'CD005', 'an approver was disabled');
ROLLBACK TO a;
SELECT is(pg_temp.after($c$SELECT core.user_set_roles('chief', ARRAY['reporter'])$c$), 'CD005', 'an approver lost the right');
ROLLBACK TO a;
SELECT is(pg_temp.after($c$SELECT core.user_set_active('editor', false)$c$), '28000', 'the publisher was disabled');
ROLLBACK TO a;
SELECT is(pg_temp.after($c$SELECT core.user_set_roles('editor', ARRAY['reporter'])$c$), '28000', 'the publisher''s rights changed: sessions ended');
ROLLBACK TO a;
SELECT is(pg_temp.after($c$SELECT core.channel_set('news', '要闻', 'News', 1, ARRAY['review.first', 'review.final'])$c$), 'CD005', 'the channel''s levels were changed under the approvals');
ROLLBACK TO a;

-- Sending back and withdrawing.
SELECT is(test.attempt('desk_app', l, test.return_sql(test.head('level1'))), w, l || ' sending back level 1')
FROM (VALUES ('reporter', '42501'), ('admin', '42501'), ('editor', 'ok'), ('editor2', 'ok'), ('chief', 'ok')) AS t (l, w);
SELECT is(test.attempt('desk_app', 'editor', test.return_sql(test.head('level1'), r)), '22023', 'sending back without a reason') FROM unnest(ARRAY['', '  ', NULL]) AS r;
SELECT is(test.attempt('desk_app', 'deputy', format('SELECT desk.submit(%s, %s)', test.article('returned'), test.head('returned'))), 'CD002', 'submitting again what was sent back, unchanged');
SELECT is(test.attempt('desk_app', l, format('SELECT desk.withdraw(%s, %s, ''x'', ''y'')', test.article('published'), test.live('published'))), w, l || ' withdrawing')
FROM (VALUES ('reporter', '42501'), ('admin', '42501'), ('editor', 'ok'), ('deputy', 'ok'), ('chief', 'ok')) AS t (l, w);
SELECT is(test.attempt('desk_app', 'chief', format('SELECT desk.withdraw(%s, 1, ''x'', '''')', test.article(n))), w, 'withdrawing ' || n)
FROM (VALUES ('submitted', 'CD002'), ('draft', 'P0002'), ('published', 'CD006'), ('withdrawn', 'ok')) AS t (n, w);
SELECT is(test.attempt('desk_app', 'chief', format('SELECT desk.withdraw(%s, %s, '''', '''')', test.article('published'), test.live('published'))), '22023', 'withdrawing without a reason');
SELECT test.act('desk_app', 'editor', format('SELECT desk.withdraw(%s, %s, ''x'', ''公开理由'')', test.article('published'), test.live('published')));
SELECT is(test.act('site_reader', NULL, format('SELECT count(*) FROM site.%s WHERE article_id = %s', v, test.article('published'))), n, 'withdrawn: site.' || v)
FROM (VALUES ('article', '0'), ('byline', '0'), ('tombstone', '1')) AS t (v, n);
ROLLBACK TO a;

-- The site sees what is live and not one word more.
SELECT is(test.act('site_reader', NULL, 'SELECT string_agg(headline, '' '' ORDER BY article_id) FROM site.article'), 'published edited', 'the site''s articles');
SELECT is(test.act('site_reader', NULL, 'SELECT count(*) FROM site.article WHERE headline LIKE ''改动%'''), '0', 'a change of a live article is not out');

SELECT * FROM finish();
ROLLBACK;
