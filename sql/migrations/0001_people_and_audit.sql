-- Schemas, people and their rights, sessions, and the audit chain.

DO $$
BEGIN
	-- This also takes TEMP away, so that nobody can shadow a table.
	EXECUTE pg_catalog.format('REVOKE ALL ON DATABASE %I FROM PUBLIC', pg_catalog.current_database());
	EXECUTE pg_catalog.format('GRANT CONNECT ON DATABASE %I TO site_reader, desk_app, auth_app, worker_app, audit_reader',
		pg_catalog.current_database());
	-- All statements here are short.  A view's guards look dear to the planner, which would then
	-- compile for a second what runs for a millisecond.
	EXECUTE pg_catalog.format('ALTER DATABASE %I SET jit = off', pg_catalog.current_database());
END
$$;
ALTER DEFAULT PRIVILEGES FOR ROLE cms_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE cms_owner REVOKE USAGE ON TYPES FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS core;
CREATE SCHEMA auth;
CREATE SCHEMA audit;
CREATE SCHEMA desk;
CREATE SCHEMA site;
CREATE SCHEMA worker;

-- Length-prefixed and so unambiguous: what every hash here is taken over.
CREATE FUNCTION core.enc(VARIADIC p text[]) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT convert_to(string_agg(CASE WHEN x IS NULL THEN '-' ELSE octet_length(x)::text || ':' || x END, ',' ORDER BY o), 'UTF8')
	FROM unnest(p) WITH ORDINALITY AS t (x, o);
END;

CREATE FUNCTION core.deny() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RAISE EXCEPTION '% on %.% is forbidden: append-only', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'CD008';
END
$$;

-- Makes a table append-only, for its owner too and in replication mode as well.
CREATE PROCEDURE core.make_append_only(p_table regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	EXECUTE format('CREATE TRIGGER z_rows BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION core.deny()', p_table);
	EXECUTE format('CREATE TRIGGER z_all BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION core.deny()', p_table);
	EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER z_rows', p_table);
	EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER z_all', p_table);
END
$$;

-- One line of text: no control characters, no line separators.  C checks before and says more.
CREATE DOMAIN core.line AS text
	CHECK (VALUE !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]');
-- A name: besides, nothing invisible that could make it read as another.
CREATE DOMAIN core.name AS text
	CHECK (VALUE !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]');

-- People -------------------------------------------------------------------

CREATE TABLE core.role (
	name text PRIMARY KEY
);
CREATE TABLE core.role_right (
	role text NOT NULL REFERENCES core.role,
	right_name text NOT NULL CHECK (right_name IN ('write', 'review.first', 'review.second', 'review.final',
		'publish', 'withdraw', 'manage_users', 'read_audit')),
	PRIMARY KEY (role, right_name)
);
INSERT INTO core.role VALUES ('reporter'), ('editor'), ('deputy'), ('chief'), ('admin');
-- A higher reviewer may stand in for a lower one; that people differ across levels is enforced apart.
INSERT INTO core.role_right
SELECT role, unnest(string_to_array(rights, ' ')) FROM (VALUES
	('reporter', 'write'),
	('editor', 'write review.first publish withdraw'),
	('deputy', 'write review.first review.second publish withdraw'),
	('chief', 'write review.first review.second review.final publish withdraw read_audit'),
	('admin', 'manage_users read_audit')
) AS t (role, rights);

CREATE TABLE core.app_user (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	login text NOT NULL UNIQUE CHECK (login ~ '^[a-z0-9][a-z0-9._-]{0,31}$'),
	name core.name NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60),
	lang text NOT NULL DEFAULT 'zh' CHECK (lang IN ('zh', 'en')),
	-- The user's own wish; until it is set the browser's counts.
	lang_chosen boolean NOT NULL DEFAULT false,
	active boolean NOT NULL DEFAULT true,
	created_at timestamptz NOT NULL DEFAULT now(),
	last_sign_in timestamptz
);
CREATE TABLE core.user_role (
	user_id bigint NOT NULL REFERENCES core.app_user,
	role text NOT NULL REFERENCES core.role,
	PRIMARY KEY (user_id, role)
);

CREATE FUNCTION core.has_right(p_user bigint, p_right text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT EXISTS (SELECT FROM core.user_role u JOIN core.role_right r ON r.role = u.role
		WHERE u.user_id = p_user AND r.right_name = p_right);
END;

CREATE FUNCTION core.rights_of(p_user bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT coalesce(string_agg(right_name, ' ' ORDER BY right_name), '')
	FROM (SELECT DISTINCT r.right_name FROM core.user_role u JOIN core.role_right r ON r.role = u.role
		WHERE u.user_id = p_user) AS t;
END;

-- Sessions -----------------------------------------------------------------

CREATE TABLE auth.credential (
	user_id bigint PRIMARY KEY REFERENCES core.app_user,
	hash text NOT NULL CHECK (hash LIKE '$argon2id$%'),
	changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE auth.session (
	token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
	user_id bigint NOT NULL REFERENCES core.app_user,
	created_at timestamptz NOT NULL DEFAULT now(),
	seen_at timestamptz NOT NULL DEFAULT now(),
	expires_at timestamptz NOT NULL DEFAULT now() + interval '24 hours',
	address text NOT NULL,
	user_agent text NOT NULL
);
CREATE INDEX session_by_user ON auth.session (user_id);
CREATE INDEX session_by_expiry ON auth.session (expires_at);

CREATE FUNCTION auth.hash_of(p_token text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN CASE WHEN p_token ~ '^[0-9a-f]{64}$' THEN sha256(decode(p_token, 'hex')) END;
END
$$;

-- Who acts: found by the hash of the secret in the transaction's setting.  A
-- user's id cannot be claimed, only a secret can be shown.  The limits hold by the clock:
-- a transaction that stays open keeps no session alive.
CREATE FUNCTION core.actor() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RETURN (SELECT s.user_id FROM auth.session s JOIN core.app_user u ON u.id = s.user_id AND u.active
		WHERE s.token_hash = auth.hash_of(current_setting('app.token', true))
			AND s.expires_at > clock_timestamp() AND s.seen_at > clock_timestamp() - interval '1 hour');
END
$$;

-- The actor, held: until this transaction ends the user can neither be
-- disabled nor lose a right, and what is checked here is what is true at commit.
CREATE FUNCTION core.require_right(VARIADIC p_any text[]) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.actor();
	ok boolean;
BEGIN
	IF me IS NULL THEN
		RAISE EXCEPTION 'no valid session' USING ERRCODE = '28000';
	END IF;
	PERFORM FROM core.app_user WHERE id = me FOR SHARE;
	-- The session too: a transaction that reads from an old snapshot fails here if it was ended since.
	PERFORM FROM auth.session WHERE token_hash = auth.hash_of(current_setting('app.token', true)) FOR KEY SHARE;
	-- The wait for those locks may have been for somebody ending this session.
	IF core.actor() IS DISTINCT FROM me THEN
		RAISE EXCEPTION 'no valid session' USING ERRCODE = '28000';
	END IF;
	SELECT bool_or(core.has_right(me, r)) INTO ok FROM unnest(p_any) AS r;
	IF ok IS NOT TRUE THEN
		RAISE EXCEPTION 'right missing: one of %', p_any USING ERRCODE = '42501';
	END IF;
	RETURN me;
END
$$;

-- Audit --------------------------------------------------------------------

CREATE TABLE audit.log (
	seq bigint PRIMARY KEY,
	at_us bigint NOT NULL,
	actor bigint REFERENCES core.app_user,
	db_user text NOT NULL,
	action text NOT NULL,
	article_id bigint,
	revision_id bigint,
	detail text NOT NULL,
	-- The revision's own hash: the chain vouches for the words, not for their number alone.
	sha bytea,
	prev bytea NOT NULL,
	hash bytea NOT NULL UNIQUE
);
CREATE INDEX log_by_article ON audit.log (article_id, seq) WHERE article_id IS NOT NULL;
CREATE TABLE audit.head (
	one boolean PRIMARY KEY DEFAULT true CHECK (one),
	seq bigint NOT NULL,
	hash bytea NOT NULL
);
INSERT INTO audit.head VALUES (true, 0, sha256('copydesk'::bytea));
CALL core.make_append_only('audit.log');

CREATE FUNCTION audit.row_hash(p_prev bytea, p_seq bigint, p_at_us bigint, p_actor bigint, p_db_user text, p_action text,
	p_article bigint, p_revision bigint, p_detail text, p_sha bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT sha256(p_prev || core.enc(p_seq::text, p_at_us::text, p_actor::text, p_db_user, p_action,
		p_article::text, p_revision::text, p_detail, encode(p_sha, 'hex')));
END;

-- Always the last thing a transaction does: the head row is where all writers
-- queue, and to hold it through the work costs most of the throughput.
CREATE FUNCTION audit.append(p_actor bigint, p_action text, p_article bigint, p_revision bigint, p_detail text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	h audit.head;
	t bigint;
	s bytea;
	x bytea;
BEGIN
	SELECT sha INTO s FROM core.revision WHERE id = p_revision;
	SELECT * INTO STRICT h FROM audit.head FOR UPDATE;
	t := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
	x := audit.row_hash(h.hash, h.seq + 1, t, p_actor, session_user::text, p_action, p_article, p_revision, p_detail, s);
	INSERT INTO audit.log VALUES (h.seq + 1, t, p_actor, session_user, p_action, p_article, p_revision, p_detail, s, h.hash, x);
	UPDATE audit.head SET seq = h.seq + 1, hash = x;
	RETURN h.seq + 1;
END
$$;

-- Each row follows from the one before, the last is the one that the head names, and
-- the revisions that rows speak of still read as they did: their hash is made anew.
CREATE FUNCTION audit.verify(OUT rows bigint, OUT first_bad bigint, OUT head_ok boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	WITH chain AS (
		SELECT l.*, lag(hash, 1, sha256('copydesk'::bytea)) OVER (ORDER BY seq) AS want_prev,
			row_number() OVER (ORDER BY seq) AS want_seq
		FROM audit.log l)
	SELECT count(*),
		min(c.seq) FILTER (WHERE c.prev <> c.want_prev OR c.seq <> c.want_seq OR
			c.sha IS DISTINCT FROM CASE WHEN r.id IS NOT NULL THEN core.revision_sha(r) END OR
			c.hash <> audit.row_hash(c.prev, c.seq, c.at_us, c.actor, c.db_user, c.action, c.article_id, c.revision_id, c.detail, c.sha)),
		(SELECT h.seq = coalesce(max(c.seq), 0) AND
			h.hash = coalesce((SELECT l.hash FROM audit.log l ORDER BY l.seq DESC LIMIT 1), sha256('copydesk'::bytea))
		FROM audit.head h)
	INTO rows, first_bad, head_ok
	FROM chain c LEFT JOIN core.revision r ON r.id = c.revision_id;
END
$$;

GRANT USAGE ON SCHEMA audit TO audit_reader;
GRANT SELECT ON audit.log TO audit_reader;
GRANT EXECUTE ON FUNCTION audit.verify TO audit_reader;
