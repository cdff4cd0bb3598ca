-- Publications, and the only rows that the public ever reads.

CREATE TABLE core.publication (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	article_id bigint NOT NULL,
	revision_id bigint NOT NULL,
	by_user bigint NOT NULL REFERENCES core.app_user,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	UNIQUE (id, revision_id),
	UNIQUE (article_id, revision_id, id),
	FOREIGN KEY (article_id, revision_id) REFERENCES core.revision (article_id, id)
);
CREATE INDEX publication_by_revision ON core.publication (revision_id);
-- The approvals that a publication stands on, pinned by foreign key.
CREATE TABLE core.publication_approval (
	publication_id bigint NOT NULL,
	revision_id bigint NOT NULL,
	user_id bigint NOT NULL,
	level smallint NOT NULL,
	kind text NOT NULL DEFAULT 'approve' CHECK (kind = 'approve'),
	PRIMARY KEY (publication_id, level),
	UNIQUE (publication_id, user_id),
	FOREIGN KEY (publication_id, revision_id) REFERENCES core.publication (id, revision_id),
	FOREIGN KEY (revision_id, user_id, kind, level) REFERENCES core.review (revision_id, user_id, kind, level)
);
CALL core.make_append_only('core.publication');
CALL core.make_append_only('core.publication_approval');

-- The channel whose levels a revision has to pass: its own, or that in which the article
-- was last published where that asks for more.  To move an article is no short way.
CREATE FUNCTION core.review_channel(p_revision bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT c.id FROM (
		SELECT r.channel_id AS id, true AS own FROM core.revision r WHERE r.id = p_revision
		UNION ALL
		SELECT b.channel_id, false FROM core.revision b WHERE b.id = (SELECT max(p.revision_id) FROM core.publication p
			WHERE p.article_id = (SELECT r.article_id FROM core.revision r WHERE r.id = p_revision) AND p.revision_id < p_revision)) AS c
	ORDER BY (SELECT count(*) FROM core.channel_level l WHERE l.channel_id = c.id) DESC, c.own DESC LIMIT 1;
END;

-- At commit, whoever inserted: every level that the channel asks for is there,
-- each by another person with that right, none of them an author; and every picture ready.
CREATE FUNCTION core.publication_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	lacking smallint;
	c bigint := core.review_channel(NEW.revision_id);
	r core.revision;
BEGIN
	SELECT * INTO STRICT r FROM core.revision WHERE id = NEW.revision_id;
	SELECT min(l.level) INTO lacking FROM core.channel_level l
	WHERE l.channel_id = c AND NOT EXISTS (SELECT FROM core.publication_approval a
		WHERE a.publication_id = NEW.id AND a.level = l.level AND core.has_right(a.user_id, l.need_right));
	IF lacking IS NOT NULL OR NOT EXISTS (SELECT FROM core.channel_level l WHERE l.channel_id = c) THEN
		RAISE EXCEPTION 'publication % lacks the approval of level %', NEW.id, lacking USING ERRCODE = 'CD005';
	END IF;
	IF EXISTS (SELECT FROM core.review v WHERE v.revision_id = NEW.revision_id AND v.kind = 'author'
		AND (v.user_id = NEW.by_user OR v.user_id IN (SELECT a.user_id FROM core.publication_approval a WHERE a.publication_id = NEW.id))) THEN
		RAISE EXCEPTION 'publication % by or approved by an author', NEW.id USING ERRCODE = 'CD003';
	END IF;
	IF EXISTS (SELECT FROM core.review v WHERE v.revision_id = NEW.revision_id AND v.kind = 'return') OR core.missing(r) IS NOT NULL
		OR core.lacks_media(NEW.revision_id) THEN
		RAISE EXCEPTION 'publication % of a returned or incomplete revision', NEW.id USING ERRCODE = 'CD002';
	END IF;
	RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER c_levels AFTER INSERT ON core.publication DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION core.publication_check();
ALTER TABLE core.publication ENABLE ALWAYS TRIGGER c_levels;

-- What readers see.  Copied at publication, gone at withdrawal.
CREATE TABLE site.live (
	article_id bigint PRIMARY KEY,
	publication_id bigint NOT NULL,
	revision_id bigint NOT NULL,
	sha bytea NOT NULL,
	slug text NOT NULL,
	channel_id bigint NOT NULL REFERENCES core.channel,
	lang text NOT NULL,
	headline text NOT NULL,
	shoulder text NOT NULL,
	subhead text NOT NULL,
	summary text NOT NULL,
	source_kind text NOT NULL,
	source_name text NOT NULL,
	reprint_author text NOT NULL,
	reprint_title text NOT NULL,
	reprint_url text NOT NULL,
	responsible_editor text NOT NULL,
	reprint_notice text NOT NULL,
	bylines jsonb NOT NULL,
	body_html text NOT NULL,
	words integer NOT NULL,
	first_published_at timestamptz NOT NULL,
	published_at timestamptz NOT NULL,
	topics text[] NOT NULL,
	social_title text NOT NULL,
	lead jsonb,
	FOREIGN KEY (article_id, revision_id, publication_id) REFERENCES core.publication (article_id, revision_id, id),
	FOREIGN KEY (revision_id, sha) REFERENCES core.revision (id, sha)
);
-- Read far more often than written: in the row if it fits there, and quick to unpack.
ALTER TABLE site.live ALTER body_html SET STORAGE MAIN, ALTER body_html SET COMPRESSION lz4;
CREATE INDEX live_latest ON site.live (first_published_at DESC, article_id DESC);
CREATE INDEX live_by_channel ON site.live (channel_id, first_published_at DESC, article_id DESC);

-- What is live is, field by field, the approved revision.
CREATE FUNCTION site.live_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	r core.revision;
BEGIN
	SELECT * INTO r FROM core.revision x WHERE x.id = NEW.revision_id;
	r.headline := NEW.headline;
	r.shoulder := NEW.shoulder;
	r.subhead := NEW.subhead;
	r.summary := NEW.summary;
	r.channel_id := NEW.channel_id;
	r.lang := NEW.lang;
	r.slug := NEW.slug;
	r.source_kind := NEW.source_kind;
	r.source_name := NEW.source_name;
	r.reprint_author := NEW.reprint_author;
	r.reprint_title := NEW.reprint_title;
	r.reprint_url := NEW.reprint_url;
	r.responsible_editor := NEW.responsible_editor;
	r.reprint_notice := NEW.reprint_notice;
	r.bylines := NEW.bylines;
	r.body_html := NEW.body_html;
	r.topics := NEW.topics;
	r.social_title := NEW.social_title;
	r.lead := NEW.lead;
	IF core.revision_sha(r) IS DISTINCT FROM r.sha THEN
		RAISE EXCEPTION 'live row of article % is not its approved revision', NEW.article_id USING ERRCODE = 'CD008';
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE ON site.live FOR EACH ROW EXECUTE FUNCTION site.live_guard();
ALTER TABLE site.live ENABLE ALWAYS TRIGGER a_guard;

-- Who and what articles are listed under.  Both repeat when an article came out, which never changes, so that an index gives
-- the order of a list.
CREATE TABLE site.live_byline (
	article_id bigint NOT NULL REFERENCES site.live ON DELETE CASCADE,
	position smallint NOT NULL,
	name text NOT NULL,
	role text NOT NULL,
	outlet text NOT NULL,
	first_published_at timestamptz NOT NULL,
	PRIMARY KEY (article_id, position)
);
CREATE INDEX live_byline_by_name ON site.live_byline (name, first_published_at, article_id);

CREATE TABLE site.live_topic (
	article_id bigint NOT NULL REFERENCES site.live ON DELETE CASCADE,
	position smallint NOT NULL,
	topic text NOT NULL,
	first_published_at timestamptz NOT NULL,
	PRIMARY KEY (article_id, position)
);
CREATE INDEX live_topic_by_topic ON site.live_topic (topic, first_published_at, article_id);

CREATE TABLE site.gone (
	article_id bigint PRIMARY KEY REFERENCES core.article,
	slug text NOT NULL,
	lang text NOT NULL,
	withdrawn_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	public_reason core.line NOT NULL CHECK (char_length(public_reason) <= 200)
);

-- Grows with whatever changes a list, in the same transaction: a page's frame
-- kept under this number is exactly as fresh as the database.
CREATE TABLE site.list_version (
	one boolean PRIMARY KEY DEFAULT true CHECK (one),
	version bigint NOT NULL
);
INSERT INTO site.list_version VALUES (true, 1);

CREATE FUNCTION core.lists_changed() RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	UPDATE site.list_version SET version = version + 1;
END;

-- Channels are set by the owner: p_levels rights, first level first.
CREATE FUNCTION core.channel_set(p_slug text, p_name_zh text, p_name_en text, p_position integer, p_rights text[]) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	c bigint;
BEGIN
	IF p_rights IS NULL OR cardinality(p_rights) NOT BETWEEN 1 AND 3 THEN
		RAISE EXCEPTION 'a channel has 1 to 3 review levels' USING ERRCODE = '22023';
	END IF;
	INSERT INTO core.channel (slug, name_zh, name_en, position) VALUES (p_slug, p_name_zh, p_name_en, p_position)
	ON CONFLICT (slug) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, position = excluded.position
	RETURNING id INTO c;
	DELETE FROM core.channel_level WHERE channel_id = c;
	INSERT INTO core.channel_level SELECT c, o, x FROM unnest(p_rights) WITH ORDINALITY AS t (x, o);
	PERFORM core.lists_changed();
	PERFORM audit.append(NULL, 'channel_set', NULL, NULL, p_slug || ': ' || array_to_string(p_rights, ' '));
	RETURN c;
END
$$;

-- How many of its levels a revision has passed.
CREATE FUNCTION core.levels_done(p_revision bigint) RETURNS smallint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT count(*)::smallint FROM core.review WHERE revision_id = p_revision AND kind = 'approve';
END;

-- The last publication that begins authorship anew for a further revision in a channel: it
-- was approved at no fewer levels than the channel asks for, and the article is still out.  0: none.
CREATE FUNCTION core.settled_revision(p_article bigint, p_channel bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT coalesce(max(p.revision_id), 0) FROM core.publication p
	WHERE p.article_id = p_article AND EXISTS (SELECT FROM site.live l WHERE l.article_id = p_article)
		AND (SELECT count(*) FROM core.publication_approval a WHERE a.publication_id = p.id)
			>= (SELECT count(*) FROM core.channel_level l WHERE l.channel_id = p_channel);
END;

-- Whether a revision is in part this person's words: as one of its authors, or, while nothing
-- of the article is out, as one of any revision before it.
CREATE FUNCTION core.has_words_in(p_user bigint, p_revision bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT EXISTS (SELECT FROM core.review v WHERE v.revision_id = p_revision AND v.user_id = p_user AND v.kind = 'author')
		OR EXISTS (SELECT FROM core.revision r JOIN core.article_author w ON w.article_id = r.article_id AND w.user_id = p_user
			WHERE r.id = p_revision AND NOT EXISTS (SELECT FROM site.live l WHERE l.article_id = r.article_id));
END;

-- The site's reading ------------------------------------------------------

-- Which words are live, without the words: for who already holds them.
CREATE VIEW site.current AS SELECT article_id, publication_id FROM site.live;
CREATE VIEW site.byline AS SELECT article_id, position, name, role, outlet, first_published_at FROM site.live_byline;
CREATE VIEW site.topic AS SELECT article_id, position, topic, first_published_at FROM site.live_topic;
CREATE VIEW site.channel AS
	SELECT id, slug, name_zh::text AS name_zh, name_en::text AS name_en, position FROM core.channel WHERE active;
CREATE VIEW site.tombstone AS SELECT article_id, slug, lang, withdrawn_at, public_reason::text AS public_reason FROM site.gone;
CREATE VIEW site.version AS SELECT version FROM site.list_version;

GRANT USAGE ON SCHEMA site TO site_reader;
GRANT SELECT ON site.current, site.byline, site.topic, site.channel, site.tombstone, site.version TO site_reader;
