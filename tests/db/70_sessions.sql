-- Sessions end when they should, and the throttle shuts out guessers, not colleagues.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();
SAVEPOINT a;

-- The limits hold by the clock, not by when the transaction began: an open one does not keep a session alive.
UPDATE auth.session SET expires_at = clock_timestamp() + interval '0.2 s' WHERE token_hash = auth.hash_of(test.token('reporter'));
UPDATE auth.session SET seen_at = clock_timestamp() - interval '1 hour' + interval '0.2 s' WHERE token_hash = auth.hash_of(test.token('editor'));
SELECT pg_sleep(0.3);
SELECT is(test.attempt('desk_app', l, 'SELECT desk.set_lang(''en'')'), w, l || ' after the limit')
FROM (VALUES ('reporter', '28000'), ('editor', '28000'), ('deputy', 'ok')) AS t (l, w);
SELECT is(test.act('desk_app', l, 'SELECT count(*) FROM desk.channel'), '0', l || ' sees nothing after the limit') FROM unnest(ARRAY['reporter', 'editor']) AS l;
SELECT is(test.act('auth_app', NULL, format('SELECT count(*) FROM auth.session_user(%L)', test.token(l))), w, l || ' for auth')
FROM (VALUES ('reporter', '0'), ('editor', '0'), ('deputy', '1')) AS t (l, w);
ROLLBACK TO a;

-- A token set for the whole connection is forgotten when a request begins with another one.
SELECT is(test.attempt('desk_app', NULL, format('SELECT desk.session_begin(%L), desk.set_lang(''zh'')', t)), '28000', 'begun with ' || coalesce(t, 'nothing'))
FROM unnest(ARRAY['', NULL, 'x']) AS t;
DO $$ BEGIN PERFORM set_config('app.token', test.token('chief'), false); END $$;
SET LOCAL ROLE desk_app;
SELECT is((SELECT count(*) FROM desk.session_begin('x')), 0::bigint, 'no session');
SELECT is((SELECT count(*) FROM desk.channel), 0::bigint, 'and none left over from before');
RESET ROLE;
ROLLBACK TO a;

-- A request that only reads changes nothing, whatever its handler calls; what it notes of the session itself comes before.
UPDATE auth.session SET seen_at = clock_timestamp() - interval '5 minutes' WHERE token_hash = auth.hash_of(test.token('deputy'));
CREATE FUNCTION test.begun(p_reads boolean, p_then text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM desk.session_begin(test.token('deputy'), p_reads);
	EXECUTE p_then;
	RETURN current_setting('transaction_read_only');
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END
$$;
SELECT is(test.begun(false, 'SELECT desk.set_lang(''en'')'), 'off', 'a request that writes');
SELECT is(test.begun(true, s), '25006', 'one that reads: ' || s) FROM unnest(ARRAY['SELECT desk.set_lang(''en'')',
	'SELECT desk.here(NULL, repeat(''0'', 32), repeat(''0'', 32), false)', 'SELECT desk.preview_put(NULL, NULL, ''{}'')']) AS s;
ROLLBACK TO a;

-- Who signs out is told by the chain, once; who has no session has nothing to end.
SELECT test.act('auth_app', NULL, format('SELECT auth.sign_out(%L)', t)) FROM unnest(ARRAY[test.token('deputy'), test.token('deputy'), 'x', '', NULL]) AS t;
SELECT is((SELECT string_agg(u.login, ' ') FROM audit.log l JOIN core.app_user u ON u.id = l.actor WHERE l.action = 'sign_out'), 'deputy', 'signing out leaves a trace');
SELECT is(test.attempt('desk_app', 'deputy', 'SELECT desk.set_lang(''en'')'), '28000', 'and ends the session');
SELECT is((SELECT (first_bad IS NULL, head_ok)::text FROM audit.verify()), '(t,t)', 'the chain holds');
ROLLBACK TO a;

-- Guessing, through the functions that auth has.
CREATE PROCEDURE pg_temp.guess(p_login text, p_address text, p_times integer) LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1 .. p_times LOOP
		PERFORM test.act('auth_app', NULL, format('SELECT auth.sign_in_failed(%L, %L)', p_login, p_address));
	END LOOP;
END
$$;
CREATE FUNCTION pg_temp.waits(p_login text, p_address text) RETURNS boolean LANGUAGE sql
	RETURN test.act('auth_app', NULL, format('SELECT retry_after > 0 FROM auth.sign_in_begin(%L, %L)', p_login, p_address))::boolean;
CREATE FUNCTION pg_temp.known(p_login text, p_address text) RETURNS text LANGUAGE sql
	RETURN test.act('auth_app', NULL, format('SELECT auth.sign_in_ok(%s, ''$argon2id$not-a-real-hash'', %L, %L, '''')',
		(SELECT id FROM core.app_user WHERE login = p_login), p_address, sha256(convert_to(p_login || p_address, 'UTF8'))));
SAVEPOINT a;

CALL pg_temp.guess('chief', '192.0.2.1', 5);
SELECT is(pg_temp.waits(l, a), w, n) FROM (VALUES
	('chief', '192.0.2.1', true, 'five wrong guesses: wait'),
	('CHIEF', '192.0.2.1', true, 'in capitals too'),
	('chief', '::ffff:192.0.2.1', true, 'and by the address written for IPv6'),
	('chief', '192.0.2.2', false, 'another address does not wait'),
	('deputy', '192.0.2.1', false, 'another account does not wait')) AS t (l, a, w, n);
SELECT is(test.act('auth_app', NULL, 'SELECT password_hash FROM auth.sign_in_begin(''chief'', ''192.0.2.1'')'), NULL, 'no hash is given out meanwhile');
ROLLBACK TO a;

CALL pg_temp.guess('chief', '2001:db8:0:1::1', 3);
CALL pg_temp.guess('chief', '2001:db8:0:1:ffff::2', 2);
SELECT is(pg_temp.waits('chief', '2001:db8:0:1::3'), true, 'a subscriber''s whole /64 waits');
SELECT is(pg_temp.waits('chief', '2001:db8:0:2::3'), false, 'the next one does not');
ROLLBACK TO a;

-- Many accounts from one address: it waits, but not for who signs in there every day.
SELECT is(pg_temp.known('chief', '192.0.2.1'), '', 'the chief signs in');
SELECT test.act('auth_app', NULL, format('SELECT auth.sign_in_failed(%L, %L)', 'guess' || i, '192.0.2.1')) FROM generate_series(1, 50) AS i;
SELECT is(pg_temp.waits(l, a), w, n) FROM (VALUES
	('deputy', '192.0.2.1', true, 'fifty wrong guesses from one address: it waits'),
	('nobody', '192.0.2.1', true, 'for unknown names as well'),
	('chief', '192.0.2.1', false, 'who is known there is not shut out by a neighbour'),
	('deputy', '::ffff:192.0.2.2', false, 'nor is another old address, however it is written')) AS t (l, a, w, n);
CALL pg_temp.guess('chief', '192.0.2.1', 5);
SELECT is(pg_temp.waits('chief', '192.0.2.1'), true, 'guessing at one account there is slow all the same');
ROLLBACK TO a;

-- One account from many addresses.
SELECT is(pg_temp.known('chief', '192.0.2.1'), '', 'the chief signs in');
SELECT test.act('auth_app', NULL, format('SELECT auth.sign_in_failed(''chief'', %L)', '198.51.100.' || i)) FROM generate_series(1, 50) AS i;
SELECT is(pg_temp.waits(l, a), w, n) FROM (VALUES
	('chief', '203.0.113.1', true, 'fifty wrong guesses from everywhere: strangers wait'),
	('chief', '192.0.2.1', false, 'the owner does not'),
	('deputy', '203.0.113.1', false, 'nor do others')) AS t (l, a, w, n);
ROLLBACK TO a;

-- Housekeeping takes what is over, and nothing else.
INSERT INTO auth.session (token_hash, user_id, seen_at, expires_at, address, user_agent) VALUES
	(sha256('idle'), 1, now() - interval '61 minutes', now() + interval '1 hour', '', ''),
	(sha256('old'), 1, now(), now() - interval '1 second', '', ''),
	(sha256('nearly idle'), 1, now() - interval '59 minutes', now() + interval '1 second', '', '');
INSERT INTO auth.throttle VALUES ('pair', 'over', 5, now() - interval '25 hours', now() - interval '24 hours'),
	('pair', 'blocked', 50, now() - interval '25 hours', now() + interval '1 minute');
SELECT is(test.act('worker_app', NULL, 'SELECT sessions || '' '' || keys || '' '' || throttles FROM worker.housekeeping()'), '2 0 1', 'housekeeping');

SELECT * FROM finish();
ROLLBACK;
