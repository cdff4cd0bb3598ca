-- Pictures: one row for the same bytes, leases of the worker, public only while live, nothing used goes.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

CREATE FUNCTION pg_temp.add_sql(p_bytes text, p_alt text DEFAULT '', p_type text DEFAULT 'jpeg', p_size bigint DEFAULT 1000, p_width integer DEFAULT 640)
RETURNS text LANGUAGE sql RETURN format('SELECT desk.media_add(sha256(%L), %L, %s, %s, 480, ''港口.jpg'', %L, '''', '''')', p_bytes, p_type, p_size, p_width, p_alt);
CREATE FUNCTION pg_temp.add(p_login text, p_bytes text, p_alt text DEFAULT '') RETURNS bigint LANGUAGE sql
	RETURN test.act('desk_app', p_login, pg_temp.add_sql(p_bytes, p_alt))::bigint;
CREATE FUNCTION pg_temp.claim() RETURNS text LANGUAGE sql
	RETURN test.act('worker_app', NULL, 'SELECT id || '' '' || whole || '' '' || focal_x || '','' || focal_y FROM worker.media_claim()');
CREATE FUNCTION pg_temp.done(p_id bigint, p_x integer DEFAULT 50) RETURNS text LANGUAGE sql
	RETURN test.act('worker_app', NULL, format('SELECT worker.media_done(%s, 600, 400, %s::smallint, 50::smallint, ''\x52'')', p_id, p_x));
CREATE FUNCTION pg_temp.state(p_id bigint) RETURNS text LANGUAGE sql
	RETURN (SELECT state || ' ' || failure || ' ' || attempts FROM core.media WHERE id = p_id);
SAVEPOINT a;

-- Who may, and what.
SELECT is(test.attempt('desk_app', l, pg_temp.add_sql('x')), w, coalesce(l, 'nobody') || ' adds a picture')
FROM (VALUES ('reporter', 'ok'), ('editor', 'ok'), ('chief', 'ok'), ('admin', '42501'), (NULL, '28000')) AS v (l, w);
SELECT is(test.attempt('desk_app', 'reporter', s), '23514', 'refused: ' || s) FROM unnest(ARRAY[pg_temp.add_sql('x', '', 'gif'), pg_temp.add_sql('x', '', 'svg'),
	pg_temp.add_sql('x', '', 'jpeg', 0), pg_temp.add_sql('x', '', 'jpeg', 25 * 1024 * 1024 + 1), pg_temp.add_sql('x', '', 'jpeg', 1, 0),
	pg_temp.add_sql('x', repeat('字', 301)), pg_temp.add_sql('x', E'a\nb')]) AS s;
SELECT is(test.attempt('desk_app', 'reporter', $q$SELECT desk.media_add('\x00', 'jpeg', 1, 1, 1, 'x', '', '', '')$q$), '23514', 'a hash has 32 bytes');
SELECT is(test.act('desk_app', NULL, 'SELECT count(*) FROM desk.media'), '0', 'nobody sees no picture');
SELECT is(test.act('desk_app', NULL, 'SELECT count(*) FROM desk.media_file'), '0', 'nor its file');

-- The same bytes.
SELECT is(pg_temp.add('reporter', 'one', ''), pg_temp.add('editor', 'one', 'a ship'), 'the same bytes are one picture');
SELECT is(test.act('desk_app', l, 'SELECT count(*) FROM ' || t), n, l || ' reads ' || t || ': ' || n)
FROM (VALUES ('reporter', '1'), ('editor', '1'), ('chief', '1'), ('admin', '0')) AS v (l, n), unnest(ARRAY['desk.media', 'desk.media_file']) AS t;
SELECT is((SELECT alt || '/' || uploaded_by_name FROM desk.media, set_config('app.token', test.token('editor'), true)), 'a ship/reporter', 'the second fills in what the first left out');
SAVEPOINT b;
SELECT pg_temp.add('editor', 'of an editor', ''), pg_temp.add('reporter', 'of an editor', 'not mine');
SELECT is((SELECT alt::text FROM core.media WHERE sha256 = sha256('of an editor')), '', 'but not of somebody else''s picture');
ROLLBACK TO b;
-- A credit that an upload fills in is told like one that is typed: readers will see it.
SELECT test.act('desk_app', 'editor', 'SELECT desk.media_add(sha256(''one''), ''jpeg'', 1, 1, 1, ''x'', '''', '''', ''文海 摄'')');
SELECT test.act('desk_app', 'editor', 'SELECT desk.media_add(sha256(''one''), ''jpeg'', 1, 1, 1, ''x'', '''', '''', ''别人 摄'')');
SELECT is((SELECT string_agg(action || ' ' || detail, '; ') FROM audit.log WHERE action LIKE 'media%'), format('media_rights media %s {"credit": " → 文海 摄"}', (SELECT max(id) FROM core.media)), 'once');
ROLLBACK TO b;
SELECT is((SELECT max(key) FROM core.media), (SELECT left(encode(sha256('one'), 'hex'), 32)), 'the key is of the hash');
SELECT is(pg_temp.add('editor', 'one', 'another word'), (SELECT max(id) FROM core.media), 'once more');
SELECT is((SELECT max(alt) FROM core.media), 'a ship', 'and takes nothing away');

-- The worker: a lease, three attempts, then a failure that an upload takes back.
SELECT is(pg_temp.claim(), (SELECT max(id) FROM core.media) || ' true 50,50', 'a claim');
SELECT is(pg_temp.claim(), NULL, 'holds it');
SELECT is(pg_temp.state((SELECT max(id) FROM core.media)), 'pending  1', 'the attempt counts');
SELECT test.act('worker_app', NULL, format('SELECT worker.media_later(%s, false)', (SELECT max(id) FROM core.media)));
SELECT is(pg_temp.state((SELECT max(id) FROM core.media)), 'pending  0', 'a full disk is no attempt');
SELECT is(pg_temp.claim(), NULL, 'but waits');
UPDATE core.media SET claimed_until = '-infinity';
SELECT is(pg_temp.claim() IS NOT NULL, true, 'again');
UPDATE core.media SET claimed_until = '-infinity', attempts = 3;
SELECT is(pg_temp.claim(), NULL, 'not a fourth time');
SELECT is(pg_temp.state((SELECT max(id) FROM core.media)), 'failed crash 3', 'it is given up');
SELECT pg_temp.add('reporter', 'one');
SELECT is(pg_temp.state((SELECT max(id) FROM core.media)), 'pending  0', 'who uploads it again tries again');
SELECT pg_temp.done((SELECT max(id) FROM core.media));
SELECT is(pg_temp.state((SELECT max(id) FROM core.media)), 'ready  0', 'done');
SELECT is((SELECT width || 'x' || height FROM core.media), '600x400', 'with the size that it has');
SELECT is(pg_temp.claim(), NULL, 'nothing to do');
UPDATE core.media SET focal_x = 20;
SELECT is(pg_temp.claim(), (SELECT max(id) FROM core.media) || ' false 20,50', 'another focal point: the crops alone');
SELECT test.act('worker_app', NULL, format('SELECT worker.media_failed(%s, ''time'')', (SELECT max(id) FROM core.media)));
SELECT is(pg_temp.state((SELECT max(id) FROM core.media)) || ' ' || (SELECT focal_x FROM core.media), 'ready time 0 50', 'if they fail the old ones stay');
SELECT is(test.attempt('worker_app', NULL, format('SELECT worker.media_done(%s, 1, 1, 50::smallint, 50::smallint, %L)', (SELECT max(id) FROM core.media), decode(repeat('00', 601), 'hex'))),
	'23514', 'a blur is small');
ROLLBACK TO a;

-- Public while live, and no longer.
CREATE FUNCTION pg_temp.public() RETURNS bigint LANGUAGE sql RETURN test.act('site_reader', NULL, 'SELECT count(*) FROM site.media')::bigint;
SELECT pg_temp.add('reporter', 'two');
SELECT pg_temp.done((SELECT max(id) FROM core.media));
SELECT is(pg_temp.public(), 0::bigint, 'a picture of nothing is not public');
SELECT throws_ok(format('INSERT INTO site.live_media VALUES (%s, %s)', test.article('published'), (SELECT max(id) FROM core.media)), 'CD008', NULL, 'nor does the owner show what was not approved');
SELECT throws_ok(format('INSERT INTO site.live_media VALUES (%s, %s)', test.article('draft'), (SELECT max(id) FROM core.media)), 'CD008', NULL, 'or is not live');
INSERT INTO core.revision_media VALUES (test.head('published'), (SELECT max(id) FROM core.media));
SELECT is(pg_temp.public(), 0::bigint, 'in a revision it is not public either');
INSERT INTO site.live_media VALUES (test.article('published'), (SELECT max(id) FROM core.media));
SELECT is(pg_temp.public(), 1::bigint, 'in what is live it is');
SELECT is(test.act('desk_app', 'editor', 'SELECT max(uses) FROM desk.media'), '1', 'and counted');
SELECT test.act('desk_app', 'editor', format('SELECT desk.withdraw(%s, %s, ''事实有误'', '''')', test.article('published'), test.head('published')));
SELECT is(pg_temp.public(), 0::bigint, 'a withdrawal ends it');

-- What goes.
UPDATE core.media SET touched_at = now() - interval '8 days';
SELECT is((SELECT count(*) FROM core.media_unused(7)), 0::bigint, 'what a revision shows is used');
SELECT is(core.media_delete((SELECT max(id) FROM core.media), 7), false, 'and is not deleted');
SELECT throws_ok('DELETE FROM core.media', '23503', NULL, 'by the owner neither');
SELECT throws_ok('DELETE FROM core.revision_media', 'CD008', NULL, 'what a revision shows stays so');
SELECT pg_temp.add('reporter', 'three');
SELECT is((SELECT count(*) FROM core.media_unused(7)), 0::bigint, 'a new one has its week');
UPDATE core.media SET touched_at = now() - interval '8 days';
SELECT is((SELECT max(u.id) FROM core.media_unused(7) u), (SELECT max(id) FROM core.media), 'then it is unused');
SAVEPOINT b;
SELECT test.act('desk_app', 'reporter', format('SELECT outcome FROM desk.working_put(NULL, md5(''d''), md5(''t''), 1, NULL, %L, NULL)', f))
FROM (SELECT jsonb_build_object(n, replace(v, 'ID', (SELECT max(id)::text FROM core.media))) AS f FROM (VALUES ('body_json', '{"type":"figure","attrs":{"media": ID}}'), ('lead_media', 'ID')) AS t (n, v)) AS x LIMIT 1;
SELECT is((SELECT count(*) FROM core.media_unused(7)), 0::bigint, 'unless a working copy shows it');
SELECT is(core.media_delete((SELECT max(id) FROM core.media), 7), false, 'and is not deleted');
ROLLBACK TO b;
SELECT is((SELECT array_agg(f) FROM core.fields_media('{"body_json":"{\"media\":12,\"x\":[{\"media\" : 13}]}","lead_media":"14","headline":"media 15","body":"\"medium\":16"}') AS f), ARRAY[12, 13, 14]::bigint[], 'what a form names');
SELECT is(core.media_delete((SELECT max(id) FROM core.media), 7), true, 'deleted');
SELECT is((SELECT audit.media_of(g.action, g.detail) IS NOT NULL FROM audit.log g ORDER BY g.seq DESC LIMIT 1), true, 'and the chain tells of which picture');
SELECT is((SELECT detail FROM audit.log ORDER BY seq DESC LIMIT 1) LIKE 'media % 港口.jpg', true, 'and that is on record');

SELECT * FROM finish();
ROLLBACK;
