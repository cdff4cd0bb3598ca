-- What even the owner of the tables cannot do by plain statements.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

-- A late author, a rewritten review, a vanished one: as the owner itself.
SELECT is(test.attempt('cms_owner', NULL, format('INSERT INTO core.review (revision_id, user_id, kind, sha) SELECT id, (SELECT id FROM core.app_user WHERE login = ''admin''), ''author'', sha FROM core.revision WHERE id = %s', test.head('submitted'))), 'CD008', 'late author');
SELECT is(test.attempt('cms_owner', NULL, format('DELETE FROM core.review WHERE revision_id = %s', test.head('submitted'))), 'CD008', 'author removed');
SELECT is(test.attempt('cms_owner', NULL, format('UPDATE core.review SET kind = ''approve'', level = 1 WHERE revision_id = %s', test.head('submitted'))), 'CD008', 'author turned approver');
SELECT is(test.attempt('cms_owner', NULL, format('UPDATE core.review SET level = 2 WHERE revision_id = %s AND kind = ''approve''', test.head('level1'))), 'CD008', 'level changed');
SELECT is(test.attempt('cms_owner', NULL, format('UPDATE core.%s SET %s', t, c)), 'CD008', 'owner changing ' || t)
FROM (VALUES ('revision', 'headline = ''x'''), ('revision', 'saved_by = saved_by'), ('publication', 'by_user = by_user'), ('publication_approval', 'level = level')) AS x (t, c);
SELECT is(test.attempt('cms_owner', NULL, s), 'CD008', 'owner: ' || s) FROM unnest(ARRAY['DELETE FROM core.revision', 'TRUNCATE core.revision CASCADE', 'TRUNCATE core.review CASCADE',
	'DELETE FROM core.publication', 'DELETE FROM core.article', 'UPDATE audit.log SET detail = ''''', 'DELETE FROM audit.log', 'TRUNCATE audit.log']) AS s;
SELECT is(test.attempt('cms_owner', NULL, format('UPDATE core.article SET state = %L WHERE id = %s', s, test.article(n))), 'CD002', format('owner: %s made %s', n, s))
FROM (VALUES ('draft', 'published'), ('draft', 'approved'), ('draft', 'returned'), ('submitted', 'published'), ('submitted', 'withdrawn'), ('submitted', 'draft'),
	('returned', 'published'), ('returned', 'approved'), ('returned', 'submitted'), ('withdrawn', 'published'), ('published', 'approved'), ('published', 'draft')) AS t (n, s);
SELECT is(test.attempt('cms_owner', NULL, format('UPDATE site.live SET %s WHERE article_id = %s', c, test.article('published'))), 'CD008', 'owner changing what is live: ' || c)
FROM unnest(ARRAY['headline = ''x''', 'body_html = ''<p>x</p>''', 'bylines = ''[]''', 'source_name = ''x''', 'channel_id = 2', 'slug = ''x''']) AS c;
SELECT is(test.attempt('cms_owner', NULL, format('INSERT INTO core.publication (article_id, revision_id, by_user) VALUES (%s, %s, 3)', test.article(n), test.head(n))), w, 'owner inserting a publication of ' || n)
FROM (VALUES ('draft', 'CD005'), ('submitted', 'CD005'), ('level2', 'CD005'), ('returned', 'CD005'), ('approved', 'CD005')) AS t (n, w);
SELECT is(test.attempt('cms_owner', NULL, format('WITH p AS (INSERT INTO core.publication (article_id, revision_id, by_user) VALUES (%s, %s, 3) RETURNING id, revision_id)
	INSERT INTO core.publication_approval (publication_id, revision_id, user_id, level) SELECT p.id, p.revision_id, u, l FROM p, (VALUES (3, 1), (5, 2), (6, 3)) AS t (u, l)', test.article('submitted'), test.head('submitted'))), '23503', 'owner inventing approvals');

-- What the chain vouches for, even against who can switch a table's guards off.
CREATE FUNCTION pg_temp.damaged(p_sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	answer text;
BEGIN
	ALTER TABLE core.revision DISABLE TRIGGER ALL;
	ALTER TABLE audit.log DISABLE TRIGGER z_rows;
	EXECUTE p_sql;
	SELECT coalesce(first_bad::text, '-') || ' ' || head_ok INTO answer FROM audit.verify();
	RAISE EXCEPTION 'undo' USING ERRCODE = 'ZZ000';
EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
	RETURN answer;
END
$$;
SELECT is(pg_temp.damaged(s), w, 'audit verify: ' || s) FROM (VALUES
	('SET LOCAL lock_timeout = 0', '- true'),
	('UPDATE audit.log SET detail = ''x'' WHERE seq = 7', '7 true'),
	('DELETE FROM audit.log WHERE seq = 7', '8 true'),
	('DELETE FROM audit.log WHERE seq = (SELECT max(seq) FROM audit.log)', '- false'),
	('DELETE FROM audit.log', '- false')) AS t (s, w);
SELECT min(seq) AS first_seq FROM audit.log WHERE revision_id = test.live('published') \gset
SELECT is(pg_temp.damaged(format('UPDATE core.revision SET body_html = ''<p>other words</p>'' WHERE id = %s', test.live('published'))),
	:'first_seq' || ' true', 'audit verify: a published text was exchanged');
SELECT is((SELECT count(*) FROM audit.log WHERE action = 'withdraw' AND detail LIKE '%事实有误%' AND detail LIKE '%内容有误%'), 1::bigint,
	'the words of a tombstone, which nobody reviews, are on record');

SELECT * FROM finish();
ROLLBACK;
