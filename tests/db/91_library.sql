-- The media library: what a search finds, whose words a picture's are, rights in the chain, and none that ended goes out.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

CREATE FUNCTION pg_temp.add(p_login text, p_name text, p_alt text DEFAULT '', p_caption text DEFAULT '', p_credit text DEFAULT '') RETURNS bigint LANGUAGE sql
	RETURN test.act('desk_app', p_login, format('SELECT desk.media_add(sha256(%L), ''jpeg'', 1000, 640, 480, %L, %L, %L, %L)', p_name, p_name, p_alt, p_caption, p_credit))::bigint;
CREATE FUNCTION pg_temp.id(p_name text) RETURNS bigint LANGUAGE sql RETURN (SELECT id FROM core.media WHERE name = p_name);
CREATE FUNCTION pg_temp.find_sql(p_q text, p_more text DEFAULT '') RETURNS text LANGUAGE sql
	RETURN format('SELECT coalesce(string_agg(m.name, '' '' ORDER BY m.uploaded_at DESC, m.id DESC), '''') FROM desk.media m WHERE id IN (SELECT desk.media_find(%L, %s))',
		p_q, coalesce(nullif(p_more, ''), 'NULL, NULL, NULL, false, '''', NULL, NULL, 50'));
CREATE FUNCTION pg_temp.find(p_q text, p_more text DEFAULT '', p_login text DEFAULT 'reporter') RETURNS text LANGUAGE sql
	RETURN test.act('desk_app', p_login, pg_temp.find_sql(p_q, p_more));
CREATE FUNCTION pg_temp.only(p_only text) RETURNS text LANGUAGE sql
	RETURN pg_temp.find('', format('NULL, NULL, NULL, false, %L, NULL, NULL, 50', p_only));
CREATE FUNCTION pg_temp.edit_sql(p_id bigint, p_what text) RETURNS text LANGUAGE sql
	RETURN format('SELECT desk.media_edit(%s, %s)', p_id, p_what);
CREATE FUNCTION pg_temp.edit(p_login text, p_id bigint, p_what text) RETURNS text LANGUAGE sql RETURN test.act('desk_app', p_login, pg_temp.edit_sql(p_id, p_what));
CREATE FUNCTION pg_temp.ends(p_id bigint, p_on date) RETURNS text LANGUAGE sql
	RETURN pg_temp.edit('editor', p_id, format('NULL, NULL, NULL, NULL, NULL, %L, NULL, NULL', p_on));
-- As a save puts it there.
CREATE FUNCTION pg_temp.uses(p_thing text, p_id bigint) RETURNS void LANGUAGE sql
	BEGIN ATOMIC INSERT INTO core.revision_media VALUES (test.head(p_thing), p_id) ON CONFLICT DO NOTHING; END;

DO $$ BEGIN
	PERFORM pg_temp.add('reporter', 'a.jpg', '渔船驶出港口', '清晨的港口', '受访者供图');
	PERFORM pg_temp.add('reporter', 'b.jpg', 'A ferry leaves', '', 'Wen Hai');
	PERFORM pg_temp.add('reporter2', 'c_1%.jpg', '', '港区航拍', '受访者供图');
	UPDATE core.media SET uploaded_at = now() - interval '1 day' * (10 - id), state = 'ready', blur = '\x52', crop_x = 50, crop_y = 50 WHERE name ~ '^[abc]';
END $$;
SAVEPOINT a;

-- What is found.
SELECT is(pg_temp.find(q), w, 'a search for ' || q) FROM (VALUES ('', 'c_1%.jpg b.jpg a.jpg'), ('港口', 'a.jpg'), ('港', 'c_1%.jpg a.jpg'), ('晨的港', 'a.jpg'),
	('供图', 'c_1%.jpg a.jpg'), ('供图 航', 'c_1%.jpg'), ('供图 ferry', ''), ('FERRY', 'b.jpg'), ('erry', 'b.jpg'), ('ｆｅｒｒｙ', 'b.jpg'), ('ferry leaves', 'b.jpg'),
	('leaves ferry', 'b.jpg'), ('rl', ''), ('1%', 'c_1%.jpg'), ('%', 'c_1%.jpg'), ('_', 'c_1%.jpg'), ('\', ''), ('  a   ferry ', 'b.jpg'), ('w', 'b.jpg'), ('港口港口', ''), ('''', '')) AS v (q, w);
SELECT is(pg_temp.find('', '''受访者供图'', NULL, NULL, false, '''', NULL, NULL, 50'), 'c_1%.jpg a.jpg', 'by credit');
SELECT is(pg_temp.find('', 'NULL, NULL, NULL, true, '''', NULL, NULL, 50', l), w, 'own uploads of ' || l) FROM (VALUES ('reporter', 'b.jpg a.jpg'), ('reporter2', 'c_1%.jpg'), ('chief', '')) AS v (l, w);
SELECT is(pg_temp.find('', format('NULL, %L, %L, false, '''', NULL, NULL, 50', d, e)), w, 'from ' || d || ' to ' || e)
FROM (SELECT (uploaded_at AT TIME ZONE current_setting('TimeZone'))::date AS day FROM core.media WHERE name = 'b.jpg') AS b
CROSS JOIN LATERAL (VALUES (b.day, b.day, 'b.jpg'), (b.day, b.day + 9, 'c_1%.jpg b.jpg'), (b.day + 1, b.day, ''), (b.day - 9, b.day, 'b.jpg a.jpg')) AS v (d, e, w);
SELECT is(pg_temp.only('no_alt'), 'c_1%.jpg', 'without alt text');
SELECT is(pg_temp.only('no_credit'), '', 'without credit');
SELECT is(pg_temp.find('', format('NULL, NULL, NULL, false, '''', %L, %s, 50', uploaded_at, id)), 'a.jpg', 'the page after') FROM core.media WHERE name = 'b.jpg';
SELECT is(pg_temp.find('', 'NULL, NULL, NULL, false, '''', NULL, NULL, 1'), 'c_1%.jpg', 'as many as asked for');
SELECT is(test.attempt('desk_app', 'reporter', pg_temp.find_sql(q, m)), '22023', 'no search: ' || left(q, 5) || m)
FROM (VALUES (repeat('x', 201), 'NULL, NULL, NULL, false, '''', NULL, NULL, 50'), ('', 'NULL, NULL, NULL, false, ''x'', NULL, NULL, 50'),
	('', 'NULL, NULL, NULL, false, '''', NULL, NULL, 0'), ('', 'NULL, NULL, NULL, false, '''', NULL, NULL, 201')) AS v (q, m);
SELECT is(test.attempt('desk_app', l, 'SELECT count(*) FROM desk.media_find('''', NULL, NULL, NULL, false, '''', NULL, NULL, 50)'), w, coalesce(l, 'nobody') || ' searches')
FROM (VALUES ('reporter', 'ok'), ('editor', 'ok'), ('chief', 'ok'), ('admin', '42501'), (NULL, '28000')) AS v (l, w);
SELECT is(test.attempt(r, 'reporter', 'SELECT count(*) FROM desk.media_find('''', NULL, NULL, NULL, false, '''', NULL, NULL, 50)'), '42501', r || ' searches not')
FROM unnest(ARRAY['site_reader', 'auth_app', 'worker_app', 'audit_reader']) AS r;
SELECT is(test.act('desk_app', 'reporter', 'SELECT string_agg(credit || pictures, '' '') FROM desk.media_credit'), '受访者供图2 Wen Hai1', 'credits, most used first');
SELECT is(test.act('desk_app', l, 'SELECT count(*) FROM desk.media_credit') || test.act('desk_app', l, 'SELECT count(*) FROM desk.media_use')
	|| test.act('desk_app', l, 'SELECT count(*) FROM desk.media_history'), '000', coalesce(l, 'nobody') || ' sees none of it') FROM (VALUES ('admin'), (NULL)) AS v (l);

-- A search takes the index once there are many, for two Chinese characters too.
INSERT INTO core.media (sha256, type, bytes, width, height, name, caption, uploaded_by)
SELECT sha256(i::text::bytea), 'jpeg', 1, 1, 1, 'n' || i, '江边第' || i || '张', 1 FROM generate_series(1, 20000) AS i;
ANALYZE core.media;
CREATE FUNCTION pg_temp.plan(p_sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE l text; all_of text := '';
BEGIN
	FOR l IN EXECUTE 'EXPLAIN ' || p_sql LOOP all_of := all_of || l || E'\n'; END LOOP;
	RETURN all_of;
END $$;
SELECT matches(pg_temp.plan($q$SELECT id FROM core.media m WHERE core.pairs(m.search) @> core.pairs('港口') AND m.search LIKE ALL ('{%港口%}')$q$), 'media_by_words', 'two characters are found by index');
SELECT matches(pg_temp.plan($q$SELECT id FROM core.media m WHERE m.credit = 'Wen Hai' ORDER BY uploaded_at DESC, id DESC LIMIT 49$q$), 'media_by_credit', 'so is a credit');
SELECT is(pg_temp.find('港口'), 'a.jpg', 'and the same is found');
ROLLBACK TO a;

-- Whose words.
SELECT is(test.attempt('desk_app', l, pg_temp.edit_sql(pg_temp.id('a.jpg'), '''x'', NULL, NULL, NULL, NULL, NULL, NULL, NULL')), w, coalesce(l, 'nobody') || ' edits the reporter''s picture')
FROM (VALUES ('reporter', 'ok'), ('reporter2', '42501'), ('editor', 'ok'), ('deputy', 'ok'), ('chief', 'ok'), ('admin', '42501'), (NULL, '28000')) AS v (l, w);
SELECT is(test.attempt('desk_app', 'editor', pg_temp.edit_sql(0, '''x'', NULL, NULL, NULL, NULL, NULL, NULL, NULL')), 'P0002', 'no such picture');
SELECT is(test.attempt('desk_app', 'editor', pg_temp.edit_sql(pg_temp.id('a.jpg'), v)), w, left(v, 40) || ': ' || w) FROM (VALUES
	(quote_literal(repeat('字', 300)) || ', NULL, NULL, NULL, NULL, NULL, NULL, NULL', 'ok'), (quote_literal(repeat('字', 301)) || ', NULL, NULL, NULL, NULL, NULL, NULL, NULL', '23514'),
	('E''a\nb'', NULL, NULL, NULL, NULL, NULL, NULL, NULL', '23514'), ('NULL, NULL, ' || quote_literal(repeat('x', 201)) || ', NULL, NULL, NULL, NULL, NULL', '23514'),
	('NULL, NULL, NULL, NULL, NULL, ''2026-02-30'', NULL, NULL', '22008'), ('NULL, NULL, NULL, NULL, NULL, ''soon'', NULL, NULL', '22007'), ('NULL, NULL, NULL, NULL, NULL, ''infinity'', NULL, NULL', '22023'),
	('NULL, NULL, NULL, NULL, NULL, ''1899-12-31'', NULL, NULL', '22023'), ('NULL, NULL, NULL, NULL, NULL, ''2026-12-31'', 0::smallint, 100::smallint', 'ok'),
	('NULL, NULL, NULL, NULL, NULL, NULL, 101::smallint, 0::smallint', '23514'), ('NULL, NULL, NULL, NULL, NULL, NULL, -1::smallint, 0::smallint', '23514')) AS x (v, w);
SELECT is(test.attempt(r, 'editor', pg_temp.edit_sql(pg_temp.id('a.jpg'), '''x'', NULL, NULL, NULL, NULL, NULL, NULL, NULL')), '42501', r || ' edits nothing')
FROM unnest(ARRAY['site_reader', 'auth_app', 'worker_app', 'audit_reader']) AS r;

-- What is not named stays; rights are in the chain, other words are not.
SELECT pg_temp.edit('reporter', pg_temp.id('a.jpg'), '''渔船'', NULL, NULL, NULL, NULL, NULL, 30::smallint, NULL');
SELECT is((SELECT concat_ws('|', alt, caption, credit, focal_x, focal_y, due) FROM core.media WHERE name = 'a.jpg'), '渔船|清晨的港口|受访者供图|30|50|t', 'alt and one side of the point changed');
SELECT is((SELECT count(*) FROM audit.log WHERE action = 'media_rights'), 0::bigint, 'which are no rights');
SELECT pg_temp.edit('editor', pg_temp.id('a.jpg'), 'NULL, NULL, ''本报'', ''图片社'', ''own'', ''2030-01-31'', NULL, NULL');
SELECT pg_temp.edit('editor', pg_temp.id('a.jpg'), 'NULL, NULL, ''本报'', ''图片社'', ''own'', ''2030-01-31'', NULL, NULL');
SELECT pg_temp.edit('editor', pg_temp.id('a.jpg'), 'NULL, NULL, NULL, NULL, NULL, '''', NULL, NULL');
SELECT is(test.act('desk_app', 'reporter2', format('SELECT string_agg(actor_name || '' '' || (substring(detail FROM ''\{.*'')::jsonb)::text, ''; '' ORDER BY seq) FROM desk.media_history WHERE media_id = %s', pg_temp.id('a.jpg'))),
	'editor {"credit": "受访者供图 → 本报", "source": " → 图片社", "licence": " → own", "expires_on": " → 2030-01-31"}; editor {"expires_on": "2030-01-31 → "}', 'old and new, once, and by whom');
SELECT is((SELECT first_bad IS NULL AND head_ok FROM audit.verify()), true, 'the chain is whole');
ROLLBACK TO a;

-- Where it is used: what a person may see, and how many there are besides.
SELECT pg_temp.uses('draft', pg_temp.id('a.jpg')), pg_temp.uses('submitted', pg_temp.id('a.jpg'));
SELECT is(test.act('desk_app', l, format('SELECT count(*) || ''/'' || desk.media_articles(%s) FROM desk.media_use WHERE media_id = %1$s', pg_temp.id('a.jpg'))), w, l || ' sees of two articles')
FROM (VALUES ('reporter', '2/2'), ('editor', '1/2'), ('reporter2', '0/2')) AS v (l, w);
SELECT is(pg_temp.only('unused'), 'c_1%.jpg b.jpg', 'the others are not in use');
SELECT test.act('desk_app', 'reporter', test.save_sql(test.article('draft'), test.head('draft'), 'news', '没有图片了'));
SELECT is(test.act('desk_app', 'reporter', format('SELECT string_agg(state || in_head || is_live, '' '' ORDER BY article_id) FROM desk.media_use WHERE media_id = %s', pg_temp.id('a.jpg'))),
	'draftfalsefalse submittedtruefalse', 'an earlier version still counts, and is told from the latest');
ROLLBACK TO a;

-- What is said of a picture in an article.
CREATE FUNCTION pg_temp.warned(p_article text, p_name text) RETURNS text LANGUAGE sql
	RETURN format('SELECT kind || '' '' || name FROM desk.media_warnings(%s, ARRAY[%s]::bigint[])', test.article(p_article), pg_temp.id(p_name));

-- Rights that ended: not to be published, the last day still is; what readers see already may stay.
SELECT pg_temp.uses('approved', pg_temp.id('a.jpg'));
CREATE FUNCTION pg_temp.publish_sql() RETURNS text LANGUAGE sql RETURN format('SELECT desk.publish(%s, NULL)', test.head('approved'));
SELECT pg_temp.ends(pg_temp.id('a.jpg'), current_date - 1);
SELECT is(test.attempt('desk_app', 'editor', pg_temp.publish_sql()), 'CD002', 'a picture without rights is not published');
SELECT throws_ok(format('INSERT INTO core.publication (article_id, revision_id, by_user) SELECT article_id, id, 1 FROM core.revision WHERE id = %s', test.head('approved')), 'CD002', NULL, 'nor past the function');
SELECT is(test.act('desk_app', 'chief', pg_temp.warned('approved', 'a.jpg')), 'ended 清晨的港口', 'the article is warned of');
SELECT is(test.act('desk_app', 'admin', pg_temp.warned('approved', 'a.jpg')), NULL, 'not to who works with no pictures');
SELECT is(test.act('desk_app', NULL, pg_temp.warned('approved', 'a.jpg')), NULL, 'nor to nobody');
SELECT is(pg_temp.only('ended') || '/' || pg_temp.only('ending') || '/' || pg_temp.only('ended_live'), 'a.jpg//', 'listed as ended');
SELECT pg_temp.ends(pg_temp.id('a.jpg'), current_date);
SELECT is(test.attempt('desk_app', 'editor', pg_temp.publish_sql()), 'ok', 'on the last day it is');
SELECT is(pg_temp.only('ended') || '/' || pg_temp.only('ending'), '/a.jpg', 'listed as ending');
SELECT test.act('desk_app', 'editor', pg_temp.publish_sql());
INSERT INTO site.live_media VALUES (test.article('approved'), pg_temp.id('a.jpg')) ON CONFLICT DO NOTHING;
SELECT pg_temp.ends(pg_temp.id('a.jpg'), current_date - 1);
SELECT is(pg_temp.only('ended_live'), 'a.jpg', 'on the site without rights');
SELECT is(test.act('desk_app', 'chief', pg_temp.warned(a, 'a.jpg')), w, a || ': ' || w) FROM (VALUES ('approved', 'shown 清晨的港口'), ('draft', 'ended 清晨的港口')) AS v (a, w);
SAVEPOINT warned;
UPDATE core.media SET caption = 'The caption', alt = 'The alt' WHERE name = 'a.jpg';
SELECT is(test.act('desk_app', 'chief', pg_temp.warned('draft', 'a.jpg')), 'ended The caption', 'called by its caption');
UPDATE core.media SET caption = '' WHERE name = 'a.jpg';
SELECT is(test.act('desk_app', 'chief', pg_temp.warned('draft', 'a.jpg')), 'ended The alt', 'or by what it shows');
UPDATE core.media SET state = 'failed', failure = 'time' WHERE name = 'a.jpg';
SELECT is(test.act('desk_app', 'chief', pg_temp.warned('draft', 'a.jpg')), 'failed The alt', 'one that cannot be shown first of all');
UPDATE core.media SET state = 'pending' WHERE name = 'a.jpg';
SELECT is(test.act('desk_app', 'chief', pg_temp.warned('draft', 'a.jpg')), 'pending The alt', 'one that is not ready too');
UPDATE core.media SET state = 'ready', expires_on = NULL WHERE name = 'a.jpg';
SELECT is(test.act('desk_app', 'chief', pg_temp.warned('draft', 'a.jpg')), NULL, 'nothing of one that is ready and has no end');
UPDATE core.media SET expires_on = current_date + 31 WHERE name = 'a.jpg';
SELECT is(test.act('desk_app', 'chief', pg_temp.warned('draft', 'a.jpg')), NULL, 'or ends in more than a month');
ROLLBACK TO warned;
SELECT is(test.act('desk_app', 'reporter', 'SELECT desk.media_ended_live()'), '1', 'which is counted');
-- Cards show another part of it when the point moves, and nobody reviews that.
SELECT is(test.attempt('desk_app', 'reporter', pg_temp.edit_sql(pg_temp.id('a.jpg'), 'NULL, NULL, NULL, NULL, NULL, NULL, 3::smallint, 97::smallint')), '42501', 'who may not publish does not move the point of what is out');
SELECT is(test.attempt('desk_app', 'reporter', pg_temp.edit_sql(pg_temp.id('a.jpg'), '''x'', NULL, NULL, NULL, NULL, NULL, 50::smallint, 50::smallint')), 'ok', 'where it is it stays');
SELECT pg_temp.edit('editor', pg_temp.id('a.jpg'), 'NULL, NULL, NULL, NULL, NULL, NULL, 3::smallint, NULL');
SELECT matches((SELECT detail FROM audit.log WHERE action = 'media_rights' ORDER BY seq DESC LIMIT 1), '"focal": "50 50 → 3 50"', 'and it is in the chain');
SELECT lives_ok(format('INSERT INTO core.publication (article_id, revision_id, by_user) SELECT article_id, id, 1 FROM core.revision WHERE id = %s', test.head('approved')), 'a correction may go out with it');

SELECT * FROM finish();
ROLLBACK;
