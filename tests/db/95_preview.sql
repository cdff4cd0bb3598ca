-- Previews: of the own form alone; links that only the secret opens, that end, and that do not outlive what they rest on.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

CREATE FUNCTION pg_temp.hash(p_secret text) RETURNS bytea LANGUAGE sql RETURN sha256(convert_to(p_secret, 'UTF8'));
CREATE FUNCTION pg_temp.try(p_login text, p_sql text) RETURNS text LANGUAGE sql RETURN test.attempt('desk_app', p_login, p_sql);
CREATE FUNCTION pg_temp.share_sql(p_thing text, p_secret text, p_days integer DEFAULT 7) RETURNS text LANGUAGE sql
	RETURN format('SELECT desk.preview_share(%s, %L, %s)', test.head(p_thing), pg_temp.hash(p_secret), coalesce(p_days::text, 'NULL'));
CREATE FUNCTION pg_temp.share(p_login text, p_thing text, p_secret text, p_days integer DEFAULT 7) RETURNS bigint LANGUAGE sql AS $$
	SELECT test.act('desk_app', p_login, pg_temp.share_sql(p_thing, p_secret, p_days));
	SELECT id FROM core.preview_link WHERE hash = pg_temp.hash(p_secret);
$$;
-- As nobody in particular: what the address shows, or null.
CREATE FUNCTION pg_temp.open(p_secret text, p_counts boolean DEFAULT true, p_address text DEFAULT '203.0.113.77') RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', NULL, format('SELECT headline FROM desk.preview_open(desk.preview_find(%1$L), %1$L, %2$L, %3$L, %4$L)', pg_temp.hash(p_secret), p_counts, p_address, 'Agent'));
CREATE FUNCTION test.plan_uses(p_index text, p_sql text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	line text;
	used boolean := false;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN ' || p_sql LOOP
		used := used OR line LIKE '%' || p_index || '%';
	END LOOP;
	RETURN used;
END
$$;
SAVEPOINT a;

-- The form.
SELECT isnt(test.act('desk_app', 'reporter', format('SELECT desk.preview_put(%s, NULL, %L)', test.article('draft'), '{"headline":"x"}')), NULL, 'a form is put aside');
SELECT is(test.act('desk_app', 'reporter', 'SELECT fields ->> ''headline'' FROM desk.preview_text'), 'x', 'and seen by its writer');
SELECT is(test.act('desk_app', l, 'SELECT count(*) FROM desk.preview_text'), '0', 'not by ' || l) FROM unnest(ARRAY['reporter2', 'editor', 'chief', 'admin']) AS l;
SELECT is(test.act('desk_app', NULL, 'SELECT count(*) FROM desk.preview_text'), '0', 'nor without a session');
SELECT is(pg_temp.try('reporter2', format('SELECT desk.preview_put(%s, NULL, %L)', test.article('draft'), '{}')), 'P0002', 'no form for what one does not see');
SELECT is(pg_temp.try('admin', 'SELECT desk.preview_put(NULL, NULL, ''{}'')'), '42501', 'nor without the right to write');
SELECT is(pg_temp.try(NULL, 'SELECT desk.preview_put(NULL, NULL, ''{}'')'), '28000', 'nor without a session');
SELECT is(pg_temp.try('reporter', 'SELECT desk.preview_put(NULL, NULL, ''{"headline":1}'')'), '23514', 'texts alone');
SELECT test.act('desk_app', 'reporter', 'SELECT desk.preview_put(NULL, NULL, ''{}'')') FROM generate_series(1, 25);
SELECT is(test.act('desk_app', 'reporter', 'SELECT count(*) FROM desk.preview_text'), '20', 'the last 20');
UPDATE core.preview_text SET at = now() - interval '25 hours';
SELECT is(test.act('desk_app', 'reporter', 'SELECT count(*) FROM desk.preview_text'), '0', 'for a day');
SELECT test.act('desk_app', 'editor', 'SELECT desk.preview_put(NULL, NULL, ''{}'')');
SELECT is((SELECT count(*) FROM core.preview_text), 1::bigint, 'then they go');
SELECT is((SELECT count(*) FROM core.revision WHERE article_id = test.article('draft')), 1::bigint, 'none of it is a version');
ROLLBACK TO a;

-- Who may share what.
SELECT is(pg_temp.try(l, pg_temp.share_sql(t, 's')), w, coalesce(l, 'nobody') || ' shares ' || t) FROM (VALUES ('reporter', 'draft', 'ok'),
	('reporter2', 'draft', 'P0002'), ('editor', 'draft', 'P0002'), ('editor', 'submitted', 'ok'), ('reporter2', 'submitted', 'P0002'),
	('admin', 'submitted', '42501'), (NULL, 'submitted', '28000'), ('reporter', 'withdrawn', 'CD002')) AS x (l, t, w);
SELECT is(pg_temp.try('reporter', pg_temp.share_sql('draft', 's', d)), w, coalesce(d::text, 'no') || ' days')
FROM (VALUES (1, 'ok'), (7, 'ok'), (30, 'ok'), (0, '22023'), (-1, '22023'), (31, '22023'), (365, '22023'), (NULL, '22023')) AS x (d, w);
SELECT is(pg_temp.try('reporter', format('SELECT desk.preview_share(%s, ''\x00'', 7)', test.head('draft'))), '23514', 'a hash is 32 bytes');

-- Only the secret opens it.
SELECT isnt(pg_temp.share('reporter', 'draft', 's'), NULL, 'shared');
SELECT is(pg_temp.share('reporter', 'draft', 's'), (SELECT max(id) FROM core.preview_link), 'asked again it is the same link');
SELECT is(pg_temp.try('reporter', pg_temp.share_sql('published', 's')), '23505', 'one secret, one link');
SELECT is(pg_temp.open('s'), 'draft', 'it opens');
SELECT is(pg_temp.open(x), NULL, 'not by ' || x) FROM unnest(ARRAY['', 'S', 's ', 't', encode(pg_temp.hash('s'), 'hex')]) AS x;
SELECT is(pg_temp.try(l, 'SELECT hash FROM core.preview_link'), '42501', coalesce(l, 'nobody') || ' reads no hash') FROM unnest(ARRAY['reporter', 'chief', 'admin', NULL]) AS l;
SELECT is((SELECT count(*) FROM information_schema.columns WHERE table_schema = 'desk' AND column_name = 'hash'), 0::bigint, 'no view has it');
SELECT is(test.act('desk_app', 'reporter', test.save_sql(test.article('draft'), test.head('draft'), 'news', '后来的标题')) > '0', true, 'a newer version');
SELECT is(pg_temp.open('s'), 'draft', 'the link stays with its own');
SELECT is(test.attempt('site_reader', NULL, format('SELECT * FROM desk.preview_open(1, %L, true, '''', '''')', pg_temp.hash('s'))), '42501', 'the site opens none');
SELECT is(test.attempt('site_reader', NULL, format('SELECT desk.preview_find(%L)', pg_temp.hash('s'))), '42501', 'nor finds one');
SAVEPOINT beside;
SELECT isnt(pg_temp.share('reporter', 'draft', 'beside'), NULL, 'a second link');
SELECT is(test.act('desk_app', NULL, format('SELECT count(*) FROM desk.preview_open(%s, %L, true, '''', '''')', k.id, pg_temp.hash(x.secret))), x.w, 'a secret opens its own link alone: ' || x.why)
FROM (VALUES ('s', 's', '1', 'its own'), ('beside', 's', '0', 'of another'), ('s', 'beside', '0', 'the other way'), ('s', 'none', '0', 'of none')) AS x (link, secret, w, why)
JOIN core.preview_link k ON k.hash = pg_temp.hash(x.link);
SELECT is(test.act('desk_app', NULL, format('SELECT count(*) FROM desk.preview_open(NULL, %L, true, '''', '''')', pg_temp.hash('s'))), '0', 'no link, no words');
ROLLBACK TO beside;

-- Uses.
SELECT is((SELECT uses FROM core.preview_link), 2::bigint, 'each use is counted');
SELECT is((SELECT string_agg(DISTINCT network || ' ' || agent, ',') FROM core.preview_use), '203.0.113.0/24 Agent', 'noted with the network, not the address');
SELECT is(pg_temp.open('s', false), 'draft', 'who only asks');
SELECT is((SELECT uses FROM core.preview_link), 2::bigint, 'has not read');
SELECT is(pg_temp.open('s', true, '2001:db8:1:2::3'), 'draft', 'by IPv6');
SELECT is((SELECT network::text FROM core.preview_use ORDER BY id DESC LIMIT 1), '2001:db8:1::/48', 'cut as well');
SELECT is(pg_temp.open('s', true, 'unix:'), 'draft', 'an address that is none is no trouble');
UPDATE core.preview_link SET uses = 500;
SELECT is(pg_temp.open('s'), 'draft', 'the 501st use');
SELECT is((SELECT (l.uses, (SELECT count(*) FROM core.preview_use))::text FROM core.preview_link l), '(501,4)', 'is counted, not noted');
SELECT is(test.act('desk_app', l, 'SELECT coalesce(sum(uses), 0) FROM desk.preview_link'), w, l || ' sees') FROM (VALUES ('reporter', '501'), ('reporter2', '0'), ('editor', '0')) AS x (l, w);
SELECT is(test.act('desk_app', l, 'SELECT count(*) FROM desk.preview_use'), w, l || ' sees uses') FROM (VALUES ('reporter', '4'), ('reporter2', '0'), ('editor', '0'), (NULL, '0')) AS x (l, w);
SELECT is((SELECT string_agg(action, ' ' ORDER BY seq) FROM audit.log WHERE action LIKE 'preview%'), 'preview_share', 'the chain knows who shared');
SELECT throws_ok('DELETE FROM core.preview_use', 'CD008', NULL, 'what was noted stays');
SAVEPOINT b;

-- Ends.
UPDATE core.preview_link SET created_at = now() - interval '8 days', expires_at = now() - interval '1 second';
SELECT is(pg_temp.open('s'), NULL, 'expired');
ROLLBACK TO b;
SELECT is(pg_temp.try(l, format('SELECT desk.preview_revoke(%s)', (SELECT id FROM core.preview_link))), w, coalesce(l, 'nobody') || ' revokes')
FROM (VALUES ('reporter', 'ok'), ('reporter2', 'P0002'), ('editor', 'P0002'), ('admin', '42501'), (NULL, '28000')) AS x (l, w);
SELECT test.act('desk_app', 'reporter', format('SELECT desk.preview_revoke(%s)', id)) FROM core.preview_link;
SELECT is(pg_temp.open('s'), NULL, 'revoked');
SELECT test.act('desk_app', 'reporter', format('SELECT desk.preview_revoke(%s)', id)) FROM core.preview_link;
SELECT is((SELECT count(*) FROM audit.log WHERE action = 'preview_revoke'), 1::bigint, 'once');
ROLLBACK TO b;
SET ROLE cms_owner;
SELECT core.user_set_active('reporter', false);
RESET ROLE;
SELECT is(pg_temp.open('s'), NULL, 'its maker is disabled');
ROLLBACK TO b;
SET ROLE cms_owner;
SELECT core.user_set_roles('reporter', ARRAY['admin']);
RESET ROLE;
SELECT is(pg_temp.open('s'), NULL, 'its maker may not write any more');
ROLLBACK TO b;
SELECT is(pg_temp.share('reporter', 'published', 'p') > 0, true, 'what is published can be shared');
SELECT test.act('desk_app', 'editor', format('SELECT desk.withdraw(%s, %s, ''x'', ''x'')', test.article('published'), test.live('published')));
SELECT is(pg_temp.open('p'), NULL, 'the article is withdrawn');
SET ROLE cms_owner;
DELETE FROM site.gone;
RESET ROLE;
SELECT is(pg_temp.open('p'), NULL, 'what was withdrawn stays so when the article is out again');
ROLLBACK TO b;

-- How many.
SELECT pg_temp.share('reporter', 'draft', 'many ' || n) FROM generate_series(1, 19) AS n;
SELECT is(pg_temp.try('reporter', pg_temp.share_sql('draft', 'more')), 'CD002', 'twenty an hour');
UPDATE core.preview_link SET created_at = now() - interval '61 minutes' WHERE expires_at > now();
SELECT is(pg_temp.try('reporter', pg_temp.share_sql('draft', 'more')), 'ok', 'then again');

-- Found by the index on the hash: there is no comparison of secrets that could be timed.
SET LOCAL enable_seqscan = off;
SELECT is(test.plan_uses('preview_link_hash_key', format('SELECT * FROM core.preview_link x WHERE x.hash = %L', pg_temp.hash('s'))), true, 'by the index');
SELECT is((SELECT (rows > 0, first_bad IS NULL, head_ok)::text FROM audit.verify()), '(t,t,t)', 'the chain holds');
SELECT * FROM finish();
ROLLBACK;
