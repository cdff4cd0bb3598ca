-- Hashing takes a tenth of a second, and a password may be replaced meanwhile: the session of
-- who proved the old one must not outlive it.  So the caller names the hash that was proved.
DROP FUNCTION auth.sign_in_ok(bigint, text, bytea, text);
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
GRANT EXECUTE ON FUNCTION auth.sign_in_ok TO auth_app;
