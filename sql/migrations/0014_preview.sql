-- Previews: what a form holds, to be looked at before it is saved; and links by which somebody without
-- an account reads one version.  Neither makes a revision, and nothing here is published.

-- The desk shows the very page that readers will see, so it reads what stands around it there:
-- channels and the latest articles, which are public anyway.
GRANT USAGE ON SCHEMA site TO desk_app;
GRANT SELECT ON site.version, site.channel, site.article TO desk_app;

-- The form ----------------------------------------------------------------

CREATE TABLE core.preview_text (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	user_id bigint NOT NULL REFERENCES core.app_user,
	article_id bigint REFERENCES core.article,
	base_id bigint,
	fields jsonb NOT NULL CHECK (core.fields_ok(fields)),
	at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX preview_text_by_user ON core.preview_text (user_id, id);
CREATE INDEX preview_text_by_age ON core.preview_text (at);

-- It lives for a day, and of one person's the last 20: a window that still shows an older one says so.
CREATE FUNCTION desk.preview_put(p_article bigint, p_base bigint, p_fields jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('write');
	made bigint;
BEGIN
	IF p_article IS NOT NULL AND NOT EXISTS (SELECT FROM desk.article_ref r WHERE r.id = p_article) THEN
		RAISE EXCEPTION 'no article %', p_article USING ERRCODE = 'P0002';
	END IF;
	INSERT INTO core.preview_text (user_id, article_id, base_id, fields) VALUES (me, p_article, p_base, p_fields) RETURNING id INTO made;
	DELETE FROM core.preview_text t WHERE t.user_id = me
		AND t.id NOT IN (SELECT k.id FROM core.preview_text k WHERE k.user_id = me ORDER BY k.id DESC LIMIT 20);
	DELETE FROM core.preview_text t WHERE t.id IN (SELECT o.id FROM core.preview_text o
		WHERE o.at < now() - interval '1 day' ORDER BY o.at LIMIT 100 FOR UPDATE SKIP LOCKED);
	RETURN made;
END
$$;

CREATE VIEW desk.preview_text WITH (security_barrier = true) AS
	SELECT t.id, t.article_id, t.base_id, t.fields, t.at FROM core.preview_text t
	WHERE t.user_id = (SELECT core.actor()) AND t.at > now() - interval '1 day';

-- Links -------------------------------------------------------------------

CREATE TABLE core.preview_link (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	-- Of the secret in the address, which is shown once and stored nowhere.
	hash bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
	revision_id bigint NOT NULL REFERENCES core.revision,
	article_id bigint NOT NULL REFERENCES core.article,
	created_by bigint NOT NULL REFERENCES core.app_user,
	created_at timestamptz NOT NULL DEFAULT now(),
	expires_at timestamptz NOT NULL,
	revoked_at timestamptz,
	revoked_by bigint REFERENCES core.app_user,
	uses bigint NOT NULL DEFAULT 0,
	last_used_at timestamptz,
	CHECK (expires_at > created_at AND expires_at <= created_at + interval '30 days'),
	CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);
CREATE INDEX preview_link_by_article ON core.preview_link (article_id, id);
CREATE INDEX preview_link_by_user ON core.preview_link (created_by, created_at);

-- Each use.  Not in the audit chain: there all writers queue at one row, and nobody who holds an
-- address may make the newsroom wait, nor fill what is kept for ever.  Who made and who revoked a link is in
-- the chain.  An address is cut to its network: enough to see that a link went round, too little to name who read.
CREATE TABLE core.preview_use (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	link_id bigint NOT NULL REFERENCES core.preview_link,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	network cidr,
	agent text NOT NULL CHECK (char_length(agent) <= 200)
);
CREATE INDEX preview_use_by_link ON core.preview_use (link_id, id);
CALL core.make_append_only('core.preview_use');

-- A withdrawal ends the links of all versions for good: a correction that is published later does not bring
-- back what was withdrawn.
CREATE FUNCTION core.preview_withdrawn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	UPDATE core.preview_link l SET revoked_at = clock_timestamp(), revoked_by = coalesce(core.actor(), l.created_by)
	WHERE l.article_id = NEW.article_id AND l.revoked_at IS NULL;
	RETURN NULL;
END
$$;
CREATE TRIGGER preview_withdrawn AFTER INSERT ON site.gone FOR EACH ROW EXECUTE FUNCTION core.preview_withdrawn();
ALTER TABLE site.gone ENABLE ALWAYS TRIGGER preview_withdrawn;

-- A link is good until it expires or is revoked, while its maker may write and the article is not withdrawn.
CREATE FUNCTION core.preview_alive(l core.preview_link) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT (l).revoked_at IS NULL AND (l).expires_at > clock_timestamp()
		AND EXISTS (SELECT FROM core.app_user u WHERE u.id = (l).created_by AND u.active AND core.has_right(u.id, 'write'))
		AND NOT EXISTS (SELECT FROM site.gone g WHERE g.article_id = (l).article_id);
END;

CREATE FUNCTION desk.preview_share(p_revision bigint, p_hash bytea, p_days integer) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('write');
	r core.revision := core.revision_of(me, p_revision);
	a core.article := core.lock_article(me, r.article_id);
	made core.preview_link;
BEGIN
	SELECT * INTO made FROM core.preview_link l WHERE l.hash = p_hash AND l.created_by = me AND l.revision_id = p_revision;
	IF FOUND THEN
		RETURN made.expires_at;
	END IF;
	IF p_days IS NULL OR p_days NOT IN (1, 7, 30) THEN
		RAISE EXCEPTION 'not one of the terms' USING ERRCODE = '22023', DETAIL = 'days';
	END IF;
	IF EXISTS (SELECT FROM site.gone g WHERE g.article_id = a.id) THEN
		RAISE EXCEPTION 'article % is withdrawn', a.id USING ERRCODE = 'CD002', DETAIL = 'withdrawn';
	END IF;
	IF (SELECT count(*) FROM core.preview_link l WHERE l.created_by = me AND l.created_at > now() - interval '1 hour') >= 20
		OR (SELECT count(*) FROM core.preview_link l WHERE l.article_id = a.id AND core.preview_alive(l)) >= 50 THEN
		RAISE EXCEPTION 'too many links' USING ERRCODE = 'CD002', DETAIL = 'many';
	END IF;
	INSERT INTO core.preview_link (hash, revision_id, article_id, created_by, expires_at)
	VALUES (p_hash, r.id, a.id, me, now() + make_interval(days => p_days)) RETURNING * INTO made;
	PERFORM audit.append(me, 'preview_share', a.id, r.id, 'link ' || made.id || ', days ' || p_days);
	RETURN made.expires_at;
END
$$;

-- By anybody who sees the article and may write: a link of a colleague who is away must not stay open.
CREATE FUNCTION desk.preview_revoke(p_link bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('write');
	l core.preview_link;
BEGIN
	SELECT * INTO l FROM core.preview_link x WHERE x.id = p_link AND EXISTS (SELECT FROM desk.article_ref r WHERE r.id = x.article_id);
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no link %', p_link USING ERRCODE = 'P0002';
	END IF;
	PERFORM core.lock_article(me, l.article_id);
	UPDATE core.preview_link x SET revoked_at = clock_timestamp(), revoked_by = me WHERE x.id = p_link AND x.revoked_at IS NULL;
	IF FOUND THEN
		PERFORM audit.append(me, 'preview_revoke', l.article_id, l.revision_id, 'link ' || l.id);
	END IF;
END
$$;

CREATE VIEW desk.preview_link WITH (security_barrier = true) AS
	SELECT l.id, l.article_id, r.number, l.created_at, u.name::text AS created_by_name, l.expires_at, l.revoked_at,
		v.name::text AS revoked_by_name, l.uses, l.last_used_at, core.preview_alive(l) AS alive
	FROM core.preview_link l JOIN core.visible_article a ON a.id = l.article_id JOIN core.revision r ON r.id = l.revision_id
	JOIN core.app_user u ON u.id = l.created_by LEFT JOIN core.app_user v ON v.id = l.revoked_by;

CREATE VIEW desk.preview_use WITH (security_barrier = true) AS
	SELECT u.id, l.article_id, l.number, u.at, u.network::text AS network, u.agent
	FROM core.preview_use u JOIN desk.preview_link l ON l.id = u.link_id;

-- For who holds the secret, without a session: which link that is, or null, whatever the reason.
-- Found by the hash in an index: how long that takes tells nothing of a hash that differs.
CREATE FUNCTION desk.preview_find(p_hash bytea) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT l.id FROM core.preview_link l WHERE l.hash = p_hash AND core.preview_alive(l);
END;

-- The version of that link for who holds its secret, or no row, whatever the reason.  With ${p_counts} it is a
-- use, and noted; a program that only asks whether the address is good is none.  Of a link that goes round, the first
-- 500 uses are noted one by one, the others counted.
CREATE FUNCTION desk.preview_open(p_link bigint, p_hash bytea, p_counts boolean, p_address text, p_agent text)
RETURNS TABLE (article_id bigint, channel_id bigint, channel_zh text, channel_en text, lang text, slug text, headline text, shoulder text,
	subhead text, summary text, source_kind text, source_name text, reprint_author text, reprint_title text, reprint_url text,
	responsible_editor text, reprint_notice text, bylines jsonb, topics jsonb, social_title text, body_html text, words integer,
	saved_at timestamptz, lead_key text, lead_width integer, lead_height integer, lead_focal_x smallint, lead_focal_y smallint,
	lead_blur bytea, lead_alt text, lead_caption text, lead_credit text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	l core.preview_link;
	net cidr;
BEGIN
	SELECT * INTO l FROM core.preview_link x WHERE x.hash = p_hash AND x.id = p_link;
	IF NOT FOUND OR NOT core.preview_alive(l) THEN
		RETURN;
	END IF;
	IF p_counts THEN
		UPDATE core.preview_link x SET uses = x.uses + 1, last_used_at = clock_timestamp() WHERE x.id = l.id RETURNING * INTO l;
		IF l.uses <= 500 THEN
			BEGIN
				net := network(set_masklen(p_address::inet, CASE family(p_address::inet) WHEN 4 THEN 24 ELSE 48 END));
			EXCEPTION WHEN invalid_text_representation THEN
				net := NULL;
			END;
			INSERT INTO core.preview_use (link_id, network, agent) VALUES (l.id, net, left(p_agent, 200));
		END IF;
	END IF;
	RETURN QUERY SELECT r.article_id, r.channel_id, c.name_zh::text, c.name_en::text, r.lang, r.slug, r.headline::text, r.shoulder::text,
		r.subhead::text, r.summary, r.source_kind, r.source_name::text, r.reprint_author::text, r.reprint_title::text, r.reprint_url,
		r.responsible_editor::text, r.reprint_notice::text, r.bylines, to_jsonb(r.topics), r.social_title::text, r.body_html, r.words, r.saved_at,
		m.key, m.width, m.height, m.crop_x, m.crop_y, m.blur, r.lead ->> 'alt', r.lead ->> 'caption', r.lead ->> 'credit'
	FROM core.revision r JOIN core.channel c ON c.id = r.channel_id LEFT JOIN core.media m ON m.id = (r.lead ->> 'media')::bigint AND m.state = 'ready'
	WHERE r.id = l.revision_id;
END
$$;

-- Whether one of some links shows that picture.  The hashes stand one after the other: a browser that has opened
-- several previews asks for each of their pictures with all of its secrets.
CREATE FUNCTION desk.preview_shows(p_hashes bytea, p_key text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT EXISTS (SELECT FROM core.preview_link l JOIN core.revision_media x ON x.revision_id = l.revision_id
		JOIN core.media m ON m.id = x.media_id
		WHERE l.hash IN (SELECT substring(p_hashes FROM 32 * n + 1 FOR 32) FROM generate_series(0, octet_length(p_hashes) / 32 - 1) AS n)
			AND m.key = p_key AND core.preview_alive(l));
END;

GRANT SELECT ON desk.preview_text, desk.preview_link, desk.preview_use TO desk_app;
GRANT EXECUTE ON FUNCTION desk.preview_put, desk.preview_share, desk.preview_revoke, desk.preview_find, desk.preview_open, desk.preview_shows, core.preview_alive TO desk_app;
