-- Pictures.  The original lies in the file system under the hash of its bytes, and so do the
-- renditions that the worker makes of it; what is known of them is here.

CREATE TABLE core.media (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	sha256 bytea NOT NULL UNIQUE CHECK (octet_length(sha256) = 32),
	-- What public addresses name it by; half of the hash is beyond guessing too.
	key text NOT NULL UNIQUE GENERATED ALWAYS AS (substr(encode(sha256, 'hex'), 1, 32)) STORED,
	type text NOT NULL CHECK (type IN ('jpeg', 'png', 'webp', 'avif')),
	bytes bigint NOT NULL CHECK (bytes BETWEEN 1 AND 25 * 1024 * 1024),
	-- As it is seen: after the orientation that the file tells.
	width integer NOT NULL CHECK (width > 0),
	height integer NOT NULL CHECK (height > 0),
	state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'ready', 'failed')),
	-- A word of web/desk/media_words.c; '' while nothing went wrong.
	failure text NOT NULL DEFAULT '' CHECK (failure ~ '^[a-z_]{0,30}$'),
	-- What is wanted, and what the crops that lie there were cut by.
	focal_x smallint NOT NULL DEFAULT 50 CHECK (focal_x BETWEEN 0 AND 100),
	focal_y smallint NOT NULL DEFAULT 50 CHECK (focal_y BETWEEN 0 AND 100),
	crop_x smallint,
	crop_y smallint,
	blur bytea CHECK (octet_length(blur) <= 600),
	alt core.line NOT NULL DEFAULT '' CHECK (char_length(alt) <= 300),
	caption core.line NOT NULL DEFAULT '' CHECK (char_length(caption) <= 1000),
	credit core.line NOT NULL DEFAULT '' CHECK (char_length(credit) <= 200),
	source core.line NOT NULL DEFAULT '' CHECK (char_length(source) <= 200),
	licence core.line NOT NULL DEFAULT '' CHECK (char_length(licence) <= 200),
	expires_on date,
	name core.name NOT NULL CHECK (char_length(name) <= 200),
	uploaded_by bigint NOT NULL REFERENCES core.app_user,
	uploaded_at timestamptz NOT NULL DEFAULT now(),
	-- The last upload of these bytes, by whomever: what nobody uses is kept for a week from then.
	touched_at timestamptz NOT NULL DEFAULT now(),
	-- The worker's: a claim is a lease, so that a worker that was killed holds nothing for long.
	due boolean NOT NULL GENERATED ALWAYS AS (state = 'pending'
		OR (state = 'ready' AND (crop_x IS DISTINCT FROM focal_x OR crop_y IS DISTINCT FROM focal_y))) STORED,
	attempts smallint NOT NULL DEFAULT 0,
	claimed_until timestamptz NOT NULL DEFAULT '-infinity',
	CHECK (state <> 'ready' OR num_nonnulls(blur, crop_x, crop_y) = 3)
);
CREATE INDEX media_due ON core.media (id) WHERE due;
CREATE INDEX media_by_time ON core.media (uploaded_at DESC, id DESC);

-- The pictures of a revision: those of its body and its lead.  No picture of a revision goes.
CREATE TABLE core.revision_media (
	revision_id bigint NOT NULL REFERENCES core.revision,
	media_id bigint NOT NULL REFERENCES core.media,
	PRIMARY KEY (revision_id, media_id)
);
CREATE INDEX revision_media_by_media ON core.revision_media (media_id, revision_id);
CALL core.make_append_only('core.revision_media');

-- Which pictures have a public address.  It goes with the live row, so a withdrawal ends it.
CREATE TABLE site.live_media (
	article_id bigint NOT NULL REFERENCES site.live ON DELETE CASCADE,
	media_id bigint NOT NULL REFERENCES core.media,
	PRIMARY KEY (article_id, media_id)
);
CREATE INDEX live_media_by_media ON site.live_media (media_id);

-- Only pictures of the very revision that was approved.
CREATE FUNCTION site.live_media_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM site.live l JOIN core.revision_media x ON x.revision_id = l.revision_id
		WHERE l.article_id = NEW.article_id AND x.media_id = NEW.media_id) THEN
		RAISE EXCEPTION 'picture % is not in what is live of article %', NEW.media_id, NEW.article_id USING ERRCODE = 'CD008';
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE ON site.live_media FOR EACH ROW EXECUTE FUNCTION site.live_media_guard();
ALTER TABLE site.live_media ENABLE ALWAYS TRIGGER a_guard;

-- New work, whoever makes it: the worker is told, and it begins with all attempts left.
CREATE FUNCTION core.media_work() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF TG_OP = 'INSERT' OR NEW.focal_x <> OLD.focal_x OR NEW.focal_y <> OLD.focal_y
		OR (NEW.state = 'pending' AND OLD.state <> 'pending') THEN
		NEW.attempts := 0;
		NEW.claimed_until := '-infinity';
		PERFORM pg_notify('media', '');
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER media_work BEFORE INSERT OR UPDATE OF focal_x, focal_y, state ON core.media
	FOR EACH ROW EXECUTE FUNCTION core.media_work();

-- The desk ----------------------------------------------------------------

-- Whose words a picture's are: who uploaded it, and editors.
CREATE FUNCTION core.may_edit_media(p_user bigint, p_uploaded_by bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
	RETURN core.has_right(p_user, 'write') AND (p_user = p_uploaded_by OR core.sees_submitted(p_user));

-- After the original lies in its place.  The same bytes are the same picture, whoever sends them:
-- what the first said of it stays, empty words are filled in by
-- those whose words they are, and one that failed is tried again.
CREATE FUNCTION desk.media_add(p_sha256 bytea, p_type text, p_bytes bigint, p_width integer, p_height integer, p_name text,
	p_alt text, p_caption text, p_credit text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('write');
	old core.media;
	m core.media;
	mine boolean;
BEGIN
	LOOP
		INSERT INTO core.media (sha256, type, bytes, width, height, name, alt, caption, credit, uploaded_by)
		VALUES (p_sha256, p_type, p_bytes, p_width, p_height, p_name, p_alt, p_caption, p_credit, me)
		ON CONFLICT (sha256) DO NOTHING RETURNING * INTO m;
		IF FOUND THEN
			RETURN m.id;
		END IF;
		SELECT * INTO old FROM core.media x WHERE x.sha256 = p_sha256 FOR NO KEY UPDATE;
		-- Else it was collected just now.
		EXIT WHEN FOUND;
	END LOOP;
	mine := core.may_edit_media(me, old.uploaded_by);
	UPDATE core.media x SET touched_at = now(),
		alt = CASE WHEN x.alt = '' AND mine THEN p_alt ELSE x.alt END,
		caption = CASE WHEN x.caption = '' AND mine THEN p_caption ELSE x.caption END,
		credit = CASE WHEN x.credit = '' AND mine THEN p_credit ELSE x.credit END,
		state = CASE x.state WHEN 'failed' THEN 'pending' ELSE x.state END,
		failure = CASE x.state WHEN 'failed' THEN '' ELSE x.failure END
	WHERE x.id = old.id RETURNING * INTO m;
	IF m.credit <> old.credit THEN
		PERFORM audit.append(me, 'media_rights', NULL, NULL, 'media ' || m.id || ' ' || jsonb_build_object('credit', old.credit || ' → ' || m.credit));
	END IF;
	RETURN m.id;
END
$$;

-- Who works with pictures: words of one that is not out are words of the newsroom, and an original says where and
-- when it was taken.
CREATE FUNCTION core.sees_media(p_user bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
	RETURN EXISTS (SELECT FROM unnest(ARRAY['write', 'review.first', 'review.second', 'review.final']) AS r WHERE core.has_right(p_user, r));

-- Who writes or reviews sees all pictures.  uses: articles whose latest or published version shows it.
CREATE VIEW desk.media WITH (security_barrier = true) AS
	SELECT m.id, m.key, m.type, m.bytes, m.width, m.height, m.state, m.failure, m.focal_x, m.focal_y, m.crop_x, m.crop_y, m.blur,
		m.alt::text AS alt, m.caption::text AS caption, m.credit::text AS credit, m.source::text AS source, m.licence::text AS licence,
		m.expires_on, m.name::text AS name, m.uploaded_by, m.uploaded_at, u.name::text AS uploaded_by_name,
		(SELECT count(DISTINCT r.article_id)::integer FROM core.revision_media x JOIN core.revision r ON r.id = x.revision_id
			WHERE x.media_id = m.id AND (EXISTS (SELECT FROM core.article a WHERE a.head_revision = r.id AND a.id = r.article_id)
				OR EXISTS (SELECT FROM site.live l WHERE l.article_id = r.article_id AND l.revision_id = r.id))) AS uses
	FROM core.media m JOIN core.app_user u ON u.id = m.uploaded_by
	WHERE (SELECT core.sees_media(core.actor()));

-- The hash of the original, by which its file is found; apart, as no page shows it.
CREATE VIEW desk.media_file WITH (security_barrier = true) AS
	SELECT m.id, m.key, m.sha256, m.type, m.state, m.width, m.height, m.crop_x, m.crop_y FROM core.media m
	WHERE (SELECT core.sees_media(core.actor()));

GRANT SELECT ON desk.media, desk.media_file TO desk_app;
GRANT EXECUTE ON FUNCTION desk.media_add, core.sees_media TO desk_app;

-- The site ----------------------------------------------------------------

-- Pictures of live articles, and no other.  The focal point is that of the crops that there are.
CREATE VIEW site.media AS
	SELECT m.id, m.key, m.width, m.height, m.crop_x AS focal_x, m.crop_y AS focal_y, m.blur
	FROM core.media m WHERE m.state = 'ready' AND EXISTS (SELECT FROM site.live_media l WHERE l.media_id = m.id);
GRANT SELECT ON site.media TO site_reader;

-- The worker --------------------------------------------------------------

-- The oldest picture that wants work, leased for a minute.  ${whole}: all of it; else the crops alone.
-- What three workers did not come back from is given up first: it may well have ended them.
CREATE FUNCTION worker.media_claim(OUT id bigint, OUT sha256 bytea, OUT type text, OUT whole boolean, OUT focal_x smallint, OUT focal_y smallint,
	OUT attempts smallint)
RETURNS SETOF record
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
	UPDATE core.media m SET state = CASE m.state WHEN 'pending' THEN 'failed' ELSE m.state END, failure = 'crash',
		focal_x = coalesce(m.crop_x, m.focal_x), focal_y = coalesce(m.crop_y, m.focal_y)
	WHERE m.id IN (SELECT x.id FROM core.media x WHERE x.due AND x.attempts >= 3 AND x.claimed_until < clock_timestamp()
		FOR UPDATE SKIP LOCKED);
	RETURN QUERY UPDATE core.media m SET attempts = m.attempts + 1, claimed_until = clock_timestamp() + interval '1 minute'
	WHERE m.id = (SELECT x.id FROM core.media x WHERE x.due AND x.attempts < 3 AND x.claimed_until < clock_timestamp()
		ORDER BY x.id LIMIT 1 FOR UPDATE SKIP LOCKED)
	RETURNING m.id, m.sha256, m.type, m.state = 'pending', m.focal_x, m.focal_y, m.attempts;
END
$$;

-- The renditions lie in their place, the crops by (${p_focal_x}, ${p_focal_y}).
CREATE FUNCTION worker.media_done(p_id bigint, p_width integer, p_height integer, p_focal_x smallint, p_focal_y smallint, p_blur bytea)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	UPDATE core.media m SET state = 'ready', failure = '', width = p_width, height = p_height, crop_x = p_focal_x, crop_y = p_focal_y,
		blur = coalesce(p_blur, m.blur), attempts = 0, claimed_until = '-infinity'
	WHERE m.id = p_id;
END;

-- It cannot be done: a picture that was shown before goes on being shown as it was.
CREATE FUNCTION worker.media_failed(p_id bigint, p_failure text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	UPDATE core.media m SET state = CASE m.state WHEN 'pending' THEN 'failed' ELSE m.state END, failure = p_failure,
		focal_x = coalesce(m.crop_x, m.focal_x), focal_y = coalesce(m.crop_y, m.focal_y)
	WHERE m.id = p_id;
END;

-- It cannot be done now: again in half a minute, and the attempt counts unless nothing was tried
-- (the disk is full).
CREATE FUNCTION worker.media_later(p_id bigint, p_counts boolean) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	UPDATE core.media m SET attempts = m.attempts - CASE WHEN p_counts THEN 0 ELSE 1 END, claimed_until = clock_timestamp() + interval '30 seconds'
	WHERE m.id = p_id AND m.attempts > 0;
END;
GRANT EXECUTE ON FUNCTION worker.media_claim, worker.media_done, worker.media_failed, worker.media_later TO worker_app;

-- The owner ---------------------------------------------------------------

-- The pictures that the fields of a working copy name: in a document, or as the lead.
CREATE FUNCTION core.fields_media(p_fields jsonb) RETURNS SETOF bigint
LANGUAGE sql IMMUTABLE ROWS 10 SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT r[1]::bigint FROM jsonb_each_text(p_fields) AS f (name, value),
		regexp_matches(f.value, CASE WHEN f.name ~ '^(lead|media)' THEN '([0-9]{1,18})' ELSE '"media"\s*:\s*([0-9]{1,18})' END, 'g') AS r;
END;

-- The pictures of a working copy: what is typed keeps them too.  Found when the words come, so that
-- nobody has to read all copies to know of one picture.
CREATE TABLE core.working_media (
	copy_id bigint NOT NULL REFERENCES core.working_copy ON UPDATE CASCADE ON DELETE CASCADE,
	media_id bigint NOT NULL REFERENCES core.media,
	PRIMARY KEY (copy_id, media_id)
);
CREATE INDEX working_media_by_media ON core.working_media (media_id);

-- Words are stored whatever they name: of a picture that is being collected this waits for the end,
-- and then leaves it out.
CREATE FUNCTION core.working_shows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	shown bigint[] := ARRAY(SELECT DISTINCT f FROM core.fields_media(NEW.fields) AS f ORDER BY f);
BEGIN
	DELETE FROM core.working_media x WHERE x.copy_id = NEW.id AND x.media_id <> ALL (shown);
	INSERT INTO core.working_media (copy_id, media_id)
	SELECT NEW.id, m.id FROM (SELECT k.id FROM core.media k WHERE k.id = ANY (shown)
		AND NOT EXISTS (SELECT FROM core.working_media x WHERE x.copy_id = NEW.id AND x.media_id = k.id)
		ORDER BY k.id FOR KEY SHARE) AS m;
	RETURN NULL;
END
$$;
CREATE TRIGGER working_shows AFTER INSERT OR UPDATE OF fields ON core.working_copy
	FOR EACH ROW EXECUTE FUNCTION core.working_shows();

-- Whether no revision and no working copy shows it.
CREATE FUNCTION core.media_is_free(p_id bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT NOT EXISTS (SELECT FROM core.revision_media x WHERE x.media_id = p_id)
		AND NOT EXISTS (SELECT FROM core.working_media x WHERE x.media_id = p_id);
END;

-- What is free, and nobody uploaded in the last ${p_days} days.
CREATE FUNCTION core.media_unused(p_days integer, OUT id bigint, OUT sha256 bytea, OUT key text, OUT name text, OUT bytes bigint,
	OUT uploaded_at timestamptz, OUT uploaded_by text) RETURNS SETOF record
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT m.id, m.sha256, m.key, m.name::text, m.bytes, m.uploaded_at, u.login
	FROM core.media m JOIN core.app_user u ON u.id = m.uploaded_by
	WHERE m.touched_at < now() - make_interval(days => p_days) AND core.media_is_free(m.id)
	ORDER BY m.id;
END;

-- Deletes one that is still unused.  The picture, then the chain's head, as all who change pictures
-- do; one that somebody is at is not waited for, it is used.  What comes to show it meanwhile either
-- came first, and then its foreign key refuses this, or finds it gone.  False: it is used again.
CREATE FUNCTION core.media_delete(p_id bigint, p_days integer) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	m core.media;
BEGIN
	SELECT * INTO m FROM core.media x WHERE x.id = p_id AND x.touched_at < now() - make_interval(days => p_days)
	FOR UPDATE SKIP LOCKED;
	-- In a statement after the lock, which sees what was committed before it.
	IF NOT FOUND OR NOT core.media_is_free(p_id) THEN
		RETURN false;
	END IF;
	DELETE FROM core.media x WHERE x.id = p_id;
	PERFORM audit.append(NULL, 'media_delete', NULL, NULL, 'media ' || m.id || ' ' || m.name);
	RETURN true;
EXCEPTION WHEN foreign_key_violation THEN
	RETURN false;
END
$$;

-- The pictures that a document and its lead name.  From the words themselves: a faulty desk cannot
-- make another picture public by naming it beside them.
CREATE FUNCTION core.media_of(p_body jsonb, p_lead jsonb) RETURNS bigint[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT ARRAY(SELECT (m #>> '{}')::bigint FROM jsonb_path_query(p_body, '$.** ? (@.type == "figure").attrs.media') AS m
		UNION SELECT (p_lead ->> 'media')::bigint WHERE p_lead IS NOT NULL
		ORDER BY 1);
END;

-- Whether a revision shows a picture that is not made ready for readers.
CREATE FUNCTION core.lacks_media(p_revision bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT EXISTS (SELECT FROM core.revision_media x JOIN core.media m ON m.id = x.media_id
		WHERE x.revision_id = p_revision AND m.state <> 'ready');
END;

-- Crops are named by their focal point: when they were cut anew, the pages that show them are made anew.
CREATE FUNCTION core.media_recropped() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM site.live_media l WHERE l.media_id = NEW.id) THEN
		PERFORM core.lists_changed();
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER media_recropped AFTER UPDATE OF crop_x, crop_y ON core.media FOR EACH ROW
	WHEN (NEW.crop_x IS DISTINCT FROM OLD.crop_x OR NEW.crop_y IS DISTINCT FROM OLD.crop_y)
	EXECUTE FUNCTION core.media_recropped();

-- With the lead picture.
CREATE VIEW site.article AS
	SELECT l.article_id, l.revision_id, l.publication_id, l.slug, l.channel_id, c.slug AS channel_slug, c.name_zh::text AS channel_zh,
		c.name_en::text AS channel_en, l.lang, l.headline, l.shoulder, l.subhead, l.summary, l.source_kind, l.source_name,
		l.reprint_author, l.reprint_title, l.reprint_url, l.responsible_editor, l.reprint_notice, l.bylines, l.body_html, l.words,
		l.first_published_at, l.published_at, l.topics, l.social_title,
		m.id AS lead_media, m.key AS lead_key, m.width AS lead_width, m.height AS lead_height, m.crop_x AS lead_focal_x,
		m.crop_y AS lead_focal_y, m.blur AS lead_blur, l.lead ->> 'alt' AS lead_alt, l.lead ->> 'caption' AS lead_caption,
		l.lead ->> 'credit' AS lead_credit
	FROM site.live l JOIN core.channel c ON c.id = l.channel_id LEFT JOIN core.media m ON m.id = (l.lead ->> 'media')::bigint;
GRANT SELECT ON site.article TO site_reader;
