-- Every way round the workflow is refused, and for the intended reason.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

CREATE FUNCTION pg_temp.desk(p_login text, p_sql text) RETURNS text LANGUAGE sql RETURN test.attempt('desk_app', p_login, p_sql);

-- Identity is a secret, not an id.
SELECT is(test.attempt('desk_app', NULL, test.save_sql(NULL, NULL, 'news', 'x')), '28000', 'no session: no save');
SELECT is(test.attempt('desk_app', NULL, format($s$SELECT set_config('app.token', %L, true), desk.submit(1, 1)$s$, t)), '28000', 'spoofed identity: ' || t)
FROM unnest(ARRAY['', '1', 'chief', repeat('0', 64), upper(test.token('chief')), test.token('chief') || ' ', test.token('chief') || '0',
	encode(sha256(decode(test.token('chief'), 'hex')), 'hex')]) AS t;
SELECT is(test.attempt('desk_app', NULL, 'SELECT count(*) FROM desk.article HAVING count(*) > 0'), 'ok', 'without a session the views are empty');
SELECT is(test.act('desk_app', NULL, format('SELECT count(*) FROM desk.%s', v)), '0', 'without a session desk.' || v || ' is empty')
FROM unnest(ARRAY['article', 'revision', 'review', 'history', 'audit', 'channel']) AS v;

-- Drafts are their authors' own; an id tells nothing.
SELECT is(pg_temp.desk(l, test.save_sql(test.article('draft'), test.head('draft'), 'news', 'x')), w, l || ' saving a draft of reporter')
FROM (VALUES ('reporter', 'ok'), ('reporter2', 'P0002'), ('editor', 'P0002'), ('chief', 'P0002'), ('admin', '42501')) AS t (l, w);
SELECT is(pg_temp.desk(l, format('SELECT desk.submit(%s, %s)', test.article('draft'), test.head('draft'))), w, l || ' submitting a draft of reporter')
FROM (VALUES ('reporter', 'ok'), ('reporter2', 'P0002'), ('editor', 'P0002'), ('admin', '42501')) AS t (l, w);
SELECT is(test.act('desk_app', l, format('SELECT count(*) FROM desk.revision WHERE article_id = %s', test.article('draft'))), w, l || ' seeing a draft of reporter')
FROM (VALUES ('reporter', '1'), ('reporter2', '0'), ('editor', '0'), ('chief', '0'), ('admin', '0')) AS t (l, w);
SELECT is(test.act('desk_app', l, format('SELECT count(*) FROM desk.article WHERE id = %s', test.article('submitted'))), w, l || ' seeing what was submitted')
FROM (VALUES ('reporter', '1'), ('reporter2', '0'), ('editor', '1'), ('chief', '1'), ('admin', '0')) AS t (l, w);

-- Levels: the right right, in order, by different people, none of them an author.
SELECT is(pg_temp.desk(l, test.approve_sql(test.head('submitted'), 1)), w, l || ' approving level 1')
FROM (VALUES ('reporter', '42501'), ('reporter2', '42501'), ('admin', '42501'), ('editor', 'ok'), ('deputy', 'ok'), ('chief', 'ok')) AS t (l, w);
SELECT is(pg_temp.desk(l, test.approve_sql(test.head('level1'), 2)), w, l || ' approving level 2 after editor')
FROM (VALUES ('editor', 'CD004'), ('editor2', '42501'), ('deputy', 'ok'), ('chief', 'ok')) AS t (l, w);
SELECT is(pg_temp.desk(l, test.approve_sql(test.head('level2'), 3)), w, l || ' approving level 3 after editor and deputy')
FROM (VALUES ('editor', 'CD004'), ('deputy', 'CD004'), ('editor2', '42501'), ('chief', 'ok'), ('chief2', 'ok')) AS t (l, w);
SELECT is(pg_temp.desk('chief', test.approve_sql(test.head('submitted'), n)), 'CD002', 'level ' || n || ' before level 1') FROM unnest(ARRAY[0, 2, 3, 4, -1]) AS n;
SELECT is(pg_temp.desk('chief', test.approve_sql(test.head('single'), 2)), 'CD002', 'a level that the channel does not have');
SELECT is(pg_temp.desk('editor', test.approve_sql(test.head('level1'), 1)), 'ok', 'a repeated approval is the same approval');
SELECT is(pg_temp.desk('editor', format('SELECT desk.approve(%s, 1::smallint, %L::bytea)', test.head('submitted'), sha256('other'))), 'CD001', 'approving words that are not these');
SELECT is(pg_temp.desk('editor', format('SELECT desk.approve(%s, NULL, NULL)', test.head('submitted'))), 'CD001', 'approving nothing');
SELECT is(pg_temp.desk('chief', test.approve_sql((SELECT min(id) FROM core.revision WHERE article_id = test.article('edited')), 1)), 'CD001', 'approving an old revision');
SELECT is(pg_temp.desk('chief', 'SELECT desk.approve(999999, 1::smallint, ''x'')'), 'P0002', 'approving what is not there');

-- Self-approval, also by one who joined late or wrote once.
CREATE FUNCTION pg_temp.own(p_login text, p_level integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	r bigint := test.act('desk_app', p_login, test.save_sql(NULL, NULL, 'news', 'own words'));
	a bigint;
BEGIN
	SELECT article_id INTO a FROM core.revision WHERE id = r;
	PERFORM test.act('desk_app', p_login, format('SELECT desk.submit(%s, %s)', a, r));
	RETURN test.attempt('desk_app', p_login, test.approve_sql(r, p_level));
END
$$;
SELECT is(pg_temp.own(l, 1), 'CD003', l || ' approving own words') FROM unnest(ARRAY['editor', 'deputy', 'chief']) AS l;

-- Laundering: re-saving somebody's text makes one an author and leaves the first author one.
CREATE FUNCTION pg_temp.laundered(p_who text, p_then text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	a bigint := test.article('submitted');
	r bigint := test.act('desk_app', p_who, test.save_sql(a, test.head('submitted'), 'news', 'submitted'));
BEGIN
	PERFORM test.act('desk_app', p_who, format('SELECT desk.submit(%s, %s)', a, r));
	RETURN test.attempt('desk_app', p_then, test.approve_sql(r, 1));
END
$$;
SELECT is(pg_temp.laundered('chief', 'chief'), 'CD003', 'who re-saves may not approve');
SELECT is(test.attempt('desk_app', 'reporter', 'SELECT desk.approve(1, 1::smallint, '''')'), '42501', 'a reporter holds no review right at all');
SELECT is((SELECT string_agg(u.login, ' ' ORDER BY u.login) FROM core.review v JOIN core.app_user u ON u.id = v.user_id
	WHERE v.revision_id = test.head('edited') AND v.kind = 'author'), 'reporter', 'after publication authorship begins anew');

-- The reason of a return goes with the article until it is submitted again, and never outlives a publication.
CREATE FUNCTION pg_temp.told(p_name text) RETURNS text LANGUAGE sql RETURN test.act('desk_app', 'reporter',
	format('SELECT state || coalesce('': '' || returned_by || '', '' || return_reason, '''') FROM desk.article WHERE id = %s', test.article(p_name)));
CREATE FUNCTION pg_temp.save_as(p_name text, p_headline text) RETURNS text LANGUAGE sql RETURN test.act('desk_app', 'reporter',
	test.save_sql(test.article(p_name), test.head(p_name), 'life', p_headline));
CREATE FUNCTION pg_temp.submit(p_name text) RETURNS text LANGUAGE sql RETURN test.act('desk_app', 'reporter',
	format('SELECT desk.submit(%s, %s)', test.article(p_name), test.head(p_name)));
CREATE FUNCTION pg_temp.send_back(p_name text, p_login text, p_reason text) RETURNS text LANGUAGE sql RETURN test.act('desk_app', p_login,
	test.return_sql(test.head(p_name), p_reason));
SELECT is(pg_temp.told('single'), 'submitted', 'nothing was returned yet');
SELECT pg_temp.send_back('single', 'editor', 'tide');
SELECT is(pg_temp.told('single'), 'returned: editor, tide', 'returned, with who and why');
SELECT pg_temp.save_as('single', 'one');
SELECT is(pg_temp.told('single'), 'draft: editor, tide', 'still told once it is saved again');
SELECT pg_temp.save_as('single', 'two');
SELECT is(pg_temp.told('single'), 'draft: editor, tide', 'and once more');
SELECT pg_temp.submit('single');
SELECT is(pg_temp.told('single'), 'submitted', 'until it is submitted');
SELECT pg_temp.send_back('single', 'deputy', 'wind');
SELECT pg_temp.save_as('single', 'three');
SELECT is(pg_temp.told('single'), 'draft: deputy, wind', 'of two returns the newer');
SELECT pg_temp.submit('single');
SELECT test.act('desk_app', 'editor', test.approve_sql(test.head('single'), 1));
SELECT is(pg_temp.told('single'), 'approved', 'not told of what is approved');
SELECT test.act('desk_app', 'editor', format('SELECT desk.publish(%s, NULL)', test.head('single')));
SELECT is(pg_temp.told('single'), 'published', 'nor of what is published');
SELECT pg_temp.save_as('single', 'four');
SELECT is(pg_temp.told('single'), 'draft', 'a return before the last publication is over');
SELECT pg_temp.submit('single');
SELECT pg_temp.send_back('single', 'editor', 'rain');
SELECT pg_temp.save_as('single', 'five');
SELECT is(pg_temp.told('single'), 'draft: editor, rain', 'one after it is not');
SELECT test.act('desk_app', 'editor', format('SELECT desk.withdraw(%s, %s, ''x'', '''')', test.article('single'), test.live('single')));
SELECT is(pg_temp.told('single'), 'draft: editor, rain', 'whether or not that is withdrawn');
SELECT is(test.act('desk_app', 'reporter2', format('SELECT count(*) FROM desk.article WHERE id = %s', test.article('single'))), '0', 'told to nobody else');

SELECT * FROM finish();
ROLLBACK;
