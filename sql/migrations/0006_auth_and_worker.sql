-- Signing in and out, the owner's management of people, housekeeping.

-- Failures are counted by three keys.  The pair of account and address is what a guesser
-- meets first; the address bounds one who tries many accounts; the account
-- bounds a crowd of addresses.  The latter two never shut out a user from an address
-- where that user signed in before: strangers and neighbours cannot lock the owner out.
CREATE TABLE auth.throttle (
	scope text NOT NULL CHECK (scope IN ('pair', 'address', 'account')),
	key bytea NOT NULL,
	failures integer NOT NULL,
	since timestamptz NOT NULL,
	blocked_until timestamptz NOT NULL,
	PRIMARY KEY (scope, key)
);
CREATE TABLE auth.known_address (
	user_id bigint NOT NULL REFERENCES core.app_user,
	address_key bytea NOT NULL,
	last_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (user_id, address_key)
);

-- IPv6 by its /64, which is what one subscriber has; IPv4 written as IPv6 is what it was.
CREATE FUNCTION auth.address_key(p_address text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	i inet;
BEGIN
	i := p_address::inet;
	IF i <<= '::ffff:0:0/96' AND masklen(i) = 128 THEN
		i := '0.0.0.0'::inet + (i - '::ffff:0:0'::inet);
	END IF;
	RETURN host(network(set_masklen(i, CASE family(i) WHEN 6 THEN 64 ELSE 32 END)));
EXCEPTION WHEN invalid_text_representation THEN
	RETURN 'unknown';
END
$$;

CREATE FUNCTION auth.throttle_keys(p_login text, p_address text, OUT scope text, OUT key bytea, OUT free integer, OUT span interval)
RETURNS SETOF record
LANGUAGE sql IMMUTABLE ROWS 3 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT * FROM (VALUES
		('pair', sha256(core.enc(lower(p_login), auth.address_key(p_address))), 5, interval '15 minutes'),
		('address', sha256(core.enc(auth.address_key(p_address))), 50, interval '15 minutes'),
		('account', sha256(core.enc(lower(p_login))), 50, interval '1 hour')) AS t;
END;

-- One row, whether the login exists or not; hash null: spend the same time and refuse.
CREATE FUNCTION auth.sign_in_begin(p_login text, p_address text,
	OUT user_id bigint, OUT password_hash text, OUT login text, OUT lang text, OUT retry_after integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
	u bigint;
	wait interval;
BEGIN
	SELECT x.id INTO u FROM core.app_user x WHERE x.login = lower(p_login) AND x.active;
	SELECT max(t.blocked_until) - now() INTO wait FROM auth.throttle t
	JOIN auth.throttle_keys(p_login, p_address) k ON k.scope = t.scope AND k.key = t.key
	WHERE t.blocked_until > now() AND NOT (t.scope <> 'pair' AND EXISTS (SELECT FROM auth.known_address n
		WHERE n.user_id = u AND n.address_key = sha256(core.enc(auth.address_key(p_address)))));
	retry_after := coalesce(ceil(extract(epoch FROM wait))::integer, 0);
	IF retry_after = 0 THEN
		SELECT x.id, c.hash, x.login, CASE WHEN x.lang_chosen THEN x.lang ELSE '' END
		INTO user_id, password_hash, login, lang
		FROM core.app_user x JOIN auth.credential c ON c.user_id = x.id WHERE x.id = u;
	END IF;
END
$$;

CREATE FUNCTION auth.sign_in_failed(p_login text, p_address text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	k record;
BEGIN
	FOR k IN SELECT * FROM auth.throttle_keys(p_login, p_address) ORDER BY scope LOOP
		INSERT INTO auth.throttle AS t VALUES (k.scope, k.key, 1, now(), '-infinity')
		ON CONFLICT (scope, key) DO UPDATE SET
			failures = CASE WHEN t.since < now() - k.span THEN 1 ELSE t.failures + 1 END,
			since = CASE WHEN t.since < now() - k.span THEN now() ELSE t.since END,
			-- From the free number on: 30 s, doubling, to 15 minutes at most.
			blocked_until = CASE WHEN t.since >= now() - k.span AND t.failures + 1 >= k.free
				THEN now() + least(interval '15 minutes', interval '30 seconds' * 2 ^ least(t.failures + 1 - k.free, 10))
				ELSE t.blocked_until END;
	END LOOP;
END
$$;

-- Hashing takes a tenth of a second, and a password may be replaced meanwhile: the session of
-- who proved the old one must not outlive it.  So the caller names the hash that was proved.
CREATE FUNCTION auth.sign_in_ok(p_user bigint, p_hash text, p_address text, p_token_hash bytea, p_user_agent text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	u core.app_user;
BEGIN
	SELECT * INTO u FROM core.app_user WHERE id = p_user FOR UPDATE;
	IF NOT FOUND OR NOT u.active THEN
		RAISE EXCEPTION 'no such user' USING ERRCODE = '28000';
	END IF;
	-- Under the lock that every change of a password takes.
	PERFORM FROM auth.credential c WHERE c.user_id = p_user AND c.hash = p_hash;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'the password was replaced' USING ERRCODE = '28000';
	END IF;
	INSERT INTO auth.session (token_hash, user_id, address, user_agent) VALUES (p_token_hash, p_user, p_address, left(p_user_agent, 300));
	INSERT INTO auth.known_address VALUES (p_user, sha256(core.enc(auth.address_key(p_address))))
	ON CONFLICT (user_id, address_key) DO UPDATE SET last_at = now();
	DELETE FROM auth.throttle t USING auth.throttle_keys(u.login, p_address) k
	WHERE k.scope = 'pair' AND t.scope = k.scope AND t.key = k.key;
	UPDATE core.app_user SET last_sign_in = now() WHERE id = p_user;
	PERFORM audit.append(p_user, 'sign_in', NULL, NULL, p_address);
END
$$;

CREATE FUNCTION auth.session_user(p_token text,
	OUT user_id bigint, OUT login text, OUT name text, OUT lang text)
RETURNS SETOF record
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM set_config('app.token', coalesce(p_token, ''), true);
	RETURN QUERY SELECT u.id, u.login, u.name::text, CASE WHEN u.lang_chosen THEN u.lang ELSE '' END
		FROM core.app_user u WHERE u.id = core.actor();
END
$$;

CREATE FUNCTION auth.sign_out(p_token text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := (SELECT s.user_id FROM auth.session s WHERE s.token_hash = auth.hash_of(p_token));
BEGIN
	-- The person before the session, as everywhere.
	PERFORM FROM core.app_user u WHERE u.id = me FOR UPDATE;
	DELETE FROM auth.session s WHERE s.token_hash = auth.hash_of(p_token);
	IF FOUND THEN
		PERFORM audit.append(me, 'sign_out', NULL, NULL, '');
	END IF;
END
$$;

CREATE FUNCTION auth.sign_out_everywhere(p_token text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint;
BEGIN
	PERFORM set_config('app.token', coalesce(p_token, ''), true);
	me := core.actor();
	IF me IS NULL THEN
		RAISE EXCEPTION 'no valid session' USING ERRCODE = '28000';
	END IF;
	PERFORM FROM core.app_user WHERE id = me FOR UPDATE;
	DELETE FROM auth.session s WHERE s.user_id = me;
	PERFORM audit.append(me, 'sign_out_everywhere', NULL, NULL, '');
END
$$;

-- A new password ends every session of the user and opens a new one here.
CREATE FUNCTION auth.password_change(p_token text, p_hash text, p_new_token_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint;
	old auth.session;
BEGIN
	PERFORM set_config('app.token', coalesce(p_token, ''), true);
	me := core.actor();
	IF me IS NULL THEN
		RAISE EXCEPTION 'no valid session' USING ERRCODE = '28000';
	END IF;
	PERFORM FROM core.app_user WHERE id = me FOR UPDATE;
	SELECT * INTO old FROM auth.session s WHERE s.token_hash = auth.hash_of(p_token);
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no valid session' USING ERRCODE = '28000';
	END IF;
	UPDATE auth.credential SET hash = p_hash, changed_at = now() WHERE user_id = me;
	DELETE FROM auth.session s WHERE s.user_id = me;
	INSERT INTO auth.session (token_hash, user_id, address, user_agent) VALUES (p_new_token_hash, me, old.address, old.user_agent);
	PERFORM audit.append(me, 'password_change', NULL, NULL, '');
END
$$;

GRANT USAGE ON SCHEMA auth TO auth_app;
GRANT EXECUTE ON FUNCTION auth.sign_in_begin, auth.sign_in_failed, auth.sign_in_ok, auth.session_user, auth.sign_out,
	auth.sign_out_everywhere, auth.password_change TO auth_app;

-- People, for the owner ----------------------------------------------------

CREATE FUNCTION core.user_by_login(p_login text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	u bigint;
BEGIN
	-- Waits for what this user is just doing; then nothing of it can begin.
	SELECT id INTO u FROM core.app_user WHERE login = lower(p_login) FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no user %', p_login USING ERRCODE = 'P0002';
	END IF;
	RETURN u;
END
$$;

CREATE FUNCTION core.roles_put(p_user bigint, p_roles text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	unknown text;
BEGIN
	SELECT x INTO unknown FROM unnest(p_roles) AS x WHERE x NOT IN (SELECT name FROM core.role) LIMIT 1;
	IF unknown IS NOT NULL OR coalesce(cardinality(p_roles), 0) = 0 THEN
		RAISE EXCEPTION 'no role %', coalesce(unknown, 'given') USING ERRCODE = '22023', DETAIL = 'role';
	END IF;
	DELETE FROM core.user_role WHERE user_id = p_user;
	INSERT INTO core.user_role SELECT DISTINCT p_user, x FROM unnest(p_roles) AS x;
END
$$;

CREATE FUNCTION core.user_add(p_login text, p_name text, p_roles text[], p_hash text, p_lang text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	u bigint;
BEGIN
	INSERT INTO core.app_user (login, name, lang) VALUES (p_login, p_name, p_lang) RETURNING id INTO u;
	PERFORM core.roles_put(u, p_roles);
	INSERT INTO auth.credential (user_id, hash) VALUES (u, p_hash);
	PERFORM audit.append(NULL, 'user_add', NULL, NULL, p_login || ': ' || array_to_string(p_roles, ' '));
	RETURN u;
END
$$;

CREATE FUNCTION core.user_set_active(p_login text, p_active boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	u bigint := core.user_by_login(p_login);
BEGIN
	UPDATE core.app_user SET active = p_active WHERE id = u;
	DELETE FROM auth.session WHERE user_id = u;
	PERFORM audit.append(NULL, CASE WHEN p_active THEN 'user_enable' ELSE 'user_disable' END, NULL, NULL, p_login);
END
$$;

CREATE FUNCTION core.user_set_roles(p_login text, p_roles text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	u bigint := core.user_by_login(p_login);
BEGIN
	PERFORM core.roles_put(u, p_roles);
	-- Touch the row, so that whoever waits for its lock reads the new rights.
	UPDATE core.app_user SET active = active WHERE id = u;
	DELETE FROM auth.session WHERE user_id = u;
	PERFORM audit.append(NULL, 'user_role', NULL, NULL, p_login || ': ' || array_to_string(p_roles, ' '));
END
$$;

CREATE FUNCTION core.user_set_password(p_login text, p_hash text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	u bigint := core.user_by_login(p_login);
BEGIN
	INSERT INTO auth.credential (user_id, hash) VALUES (u, p_hash)
	ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, changed_at = now();
	DELETE FROM auth.session WHERE user_id = u;
	PERFORM audit.append(NULL, 'user_password', NULL, NULL, p_login);
END
$$;

CREATE VIEW core.user_list AS
	SELECT u.id, u.login, u.name::text AS name,
		coalesce((SELECT string_agg(r.role, ' ' ORDER BY r.role) FROM core.user_role r WHERE r.user_id = u.id), '') AS roles,
		u.active, u.created_at, u.last_sign_in
	FROM core.app_user u;

-- Housekeeping -------------------------------------------------------------

-- Words that were set aside and that nobody came back for in 30 days go, and those that are current after a year.  The
-- numbers of saved tabs stay as long as a closed laptop may keep words that are saved: a row of some 100 bytes for
-- each tab and article saved in it, two for a new one, however often it is saved.
CREATE FUNCTION worker.housekeeping(OUT sessions bigint, OUT keys bigint, OUT throttles bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	DELETE FROM auth.session WHERE expires_at < now() OR seen_at < now() - interval '1 hour';
	GET DIAGNOSTICS sessions = ROW_COUNT;
	DELETE FROM core.idempotency WHERE at < now() - interval '2 days';
	GET DIAGNOSTICS keys = ROW_COUNT;
	DELETE FROM auth.throttle WHERE since < now() - interval '1 day' AND blocked_until < now();
	GET DIAGNOSTICS throttles = ROW_COUNT;
	DELETE FROM auth.known_address WHERE last_at < now() - interval '30 days';
	DELETE FROM core.working_copy WHERE at < now() - interval '30 days'
		AND coalesce(kept_at, at) < now() - CASE WHEN kept_at IS NULL THEN interval '365 days' ELSE interval '30 days' END;
	DELETE FROM core.working_saved WHERE at < now() - interval '30 days';
	DELETE FROM core.presence WHERE greatest(seen_at, since) < now() - interval '10 minutes';
END
$$;
GRANT USAGE ON SCHEMA worker TO worker_app;
GRANT EXECUTE ON FUNCTION worker.housekeeping TO worker_app;
