-- Topics, a title for search results and shared links, the lead picture; and which pictures a revision shows.

-- At most 10, each 1 to 30 characters, none twice: without what parts them in a form, and fit for an address.
CREATE FUNCTION core.topics_ok(p text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT cardinality(p) <= 10 AND coalesce(array_ndims(p), 1) = 1
		AND (SELECT count(DISTINCT t) FROM unnest(p) AS t) = cardinality(p)
		AND NOT EXISTS (SELECT FROM unnest(p) AS t WHERE (char_length(t) BETWEEN 1 AND 30 AND t !~ '^[\s\u3000]|[\s\u3000]$' AND t !~ '^\.+$'
			AND t !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff,，、;；|]') IS NOT TRUE);
END;

-- {"media","alt","caption","credit"}: a picture, and what is said of it here.
CREATE FUNCTION core.lead_ok(p jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT (jsonb_typeof(p) = 'object' AND p ?& ARRAY['media', 'alt', 'caption', 'credit']
		AND (SELECT count(*) FROM jsonb_object_keys(CASE WHEN jsonb_typeof(p) = 'object' THEN p ELSE '{}' END)) = 4
		AND jsonb_typeof(p -> 'media') = 'number' AND p ->> 'media' ~ '^[1-9][0-9]{0,17}$'
		AND NOT EXISTS (SELECT FROM (VALUES ('alt', 300), ('caption', 300), ('credit', 200)) AS t (key, most)
			WHERE jsonb_typeof(p -> t.key) <> 'string' OR char_length(p ->> t.key) > t.most
				OR p ->> t.key ~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]')) IS TRUE;
END;

-- A function that takes or gives the row stands in the way of a column with a default.
DROP FUNCTION core.missing(core.revision);
DROP FUNCTION core.revision_of(bigint, bigint);
ALTER TABLE core.revision
	ADD topics text[] NOT NULL DEFAULT '{}' CHECK (core.topics_ok(topics)),
	-- Not of a domain with a rule: that would write the whole table anew.
	ADD social_title text NOT NULL DEFAULT '' CHECK (char_length(social_title) <= 120 AND social_title !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
	ADD lead jsonb CHECK (lead IS NULL OR core.lead_ok(lead));
-- What a revision lacks before it may be submitted or published; null: nothing.
CREATE FUNCTION core.missing(r core.revision) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT CASE
		WHEN r.words = 0 THEN 'body'
		WHEN r.source_name = '' THEN 'source'
		WHEN jsonb_array_length(r.bylines) = 0 THEN 'bylines'
		WHEN r.source_kind = 'reprint' AND r.reprint_author = '' THEN 'reprint_author'
		WHEN r.source_kind = 'reprint' AND r.reprint_title = '' THEN 'reprint_title'
		WHEN r.source_kind = 'reprint' AND r.reprint_url = '' THEN 'reprint_url'
		WHEN r.source_kind = 'reprint' AND r.responsible_editor = '' THEN 'responsible_editor'
	END;
END;
-- The revision, if this user may see it, in the same words as if it were not there.
CREATE FUNCTION core.revision_of(p_user bigint, p_revision bigint) RETURNS core.revision
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	r core.revision;
BEGIN
	SELECT * INTO r FROM core.revision WHERE id = p_revision;
	IF NOT FOUND OR NOT (core.is_author(p_user, r.article_id) OR (core.sees_submitted(p_user)
		AND EXISTS (SELECT FROM core.article a WHERE a.id = r.article_id AND a.first_submitted_at IS NOT NULL))) THEN
		RAISE EXCEPTION 'no revision %', p_revision USING ERRCODE = 'P0002';
	END IF;
	RETURN r;
END
$$;

-- Over everything that readers will see, as they will see it.  A revision that has none of the
-- fields that came later keeps the hash that was approved before they came.
CREATE FUNCTION core.revision_sha(r core.revision) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT sha256(core.enc((r).headline, (r).shoulder, (r).subhead, (r).summary, (r).channel_id::text, (r).lang, (r).slug, (r).source_kind,
		(r).source_name, (r).reprint_author, (r).reprint_title, (r).reprint_url, (r).responsible_editor, (r).reprint_notice,
		(r).bylines::text, (r).body::text, (r).body_schema::text, (r).body_html)
		|| CASE WHEN (r).topics = '{}' AND (r).social_title = '' AND (r).lead IS NULL THEN ''::bytea
			ELSE core.enc(convert_from(core.enc(VARIADIC (r).topics), 'UTF8'), (r).social_title, (r).lead::text) END);
END;
ALTER TABLE core.revision ALTER sha DROP EXPRESSION;
CREATE FUNCTION core.revision_seal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	NEW.sha := core.revision_sha(NEW);
	RETURN NEW;
END
$$;
CREATE TRIGGER b_seal BEFORE INSERT ON core.revision FOR EACH ROW EXECUTE FUNCTION core.revision_seal();
ALTER TABLE core.revision ENABLE ALWAYS TRIGGER b_seal;
-- Each row follows from the one before, the last is the one that the head names, and
-- the revisions that rows speak of still read as they did: their hash is made anew.
CREATE OR REPLACE FUNCTION audit.verify(OUT rows bigint, OUT first_bad bigint, OUT head_ok boolean)
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

-- Live -----------------------------------------------------------------------

ALTER TABLE site.live
	ADD topics text[] NOT NULL DEFAULT '{}',
	ADD social_title text NOT NULL DEFAULT '',
	ADD lead jsonb;

CREATE OR REPLACE FUNCTION site.live_guard() RETURNS trigger
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

CREATE TABLE site.live_topic (
	article_id bigint NOT NULL REFERENCES site.live ON DELETE CASCADE,
	position smallint NOT NULL,
	topic text NOT NULL,
	PRIMARY KEY (article_id, position)
);
CREATE INDEX live_topic_by_topic ON site.live_topic (topic, article_id);

CREATE OR REPLACE VIEW site.article AS
	SELECT l.article_id, l.revision_id, l.publication_id, l.slug, l.channel_id, c.slug AS channel_slug, c.name_zh::text AS channel_zh,
		c.name_en::text AS channel_en, l.lang, l.headline, l.shoulder, l.subhead, l.summary, l.source_kind, l.source_name,
		l.reprint_author, l.reprint_title, l.reprint_url, l.responsible_editor, l.reprint_notice, l.bylines, l.body_html, l.words,
		l.first_published_at, l.published_at, l.topics, l.social_title,
		m.id AS lead_media, m.key AS lead_key, m.width AS lead_width, m.height AS lead_height, m.crop_x AS lead_focal_x,
		m.crop_y AS lead_focal_y, m.blur AS lead_blur, l.lead ->> 'alt' AS lead_alt, l.lead ->> 'caption' AS lead_caption,
		l.lead ->> 'credit' AS lead_credit
	FROM site.live l JOIN core.channel c ON c.id = l.channel_id LEFT JOIN core.media m ON m.id = (l.lead ->> 'media')::bigint;
CREATE VIEW site.topic AS SELECT article_id, position, topic FROM site.live_topic;
GRANT SELECT ON site.topic TO site_reader;

-- The desk -------------------------------------------------------------------

CREATE OR REPLACE VIEW desk.revision WITH (security_barrier = true) AS
	SELECT r.id, r.article_id, r.number, r.base_id, r.headline::text AS headline, r.shoulder::text AS shoulder, r.subhead::text AS subhead,
		r.summary, r.channel_id, r.lang, r.slug, r.source_kind, r.source_name::text AS source_name, r.reprint_author::text AS reprint_author,
		r.reprint_title::text AS reprint_title, r.reprint_url, r.responsible_editor::text AS responsible_editor,
		r.reprint_notice::text AS reprint_notice, r.bylines, r.body, r.body_schema, r.body_html, r.words, r.sha, r.saved_by,
		u.name::text AS saved_by_name, r.saved_at, a.head_revision = r.id AS is_head,
		EXISTS (SELECT FROM site.live l WHERE l.article_id = r.article_id AND l.revision_id = r.id) AS is_live,
		r.topics, r.social_title, r.lead
	FROM core.revision r JOIN core.visible_article a ON a.id = r.article_id JOIN core.app_user u ON u.id = r.saved_by;

-- The topics of the last thousand publications, the most used first: to choose from.
CREATE VIEW desk.topic WITH (security_barrier = true) AS
	SELECT t.topic, count(*)::integer AS uses
	FROM site.live_topic t
	WHERE (SELECT core.actor()) IS NOT NULL
		AND t.article_id IN (SELECT l.article_id FROM site.live l ORDER BY l.first_published_at DESC, l.article_id DESC LIMIT 1000)
	GROUP BY t.topic ORDER BY count(*) DESC, max(t.article_id) DESC LIMIT 200;
GRANT SELECT ON desk.topic TO desk_app;

DROP FUNCTION desk.save(bigint, bigint, text, text, text, text, text, bigint, text, text, text, text, text, text, text, text, text,
	jsonb, jsonb, integer, text, integer);
CREATE FUNCTION desk.save(p_article bigint, p_base bigint, p_key text, p_headline text, p_shoulder text, p_subhead text,
	p_summary text, p_channel bigint, p_lang text, p_slug text, p_source_kind text, p_source_name text, p_reprint_author text,
	p_reprint_title text, p_reprint_url text, p_responsible_editor text, p_reprint_notice text, p_bylines jsonb, p_body jsonb,
	p_body_schema integer, p_body_html text, p_words integer,
	p_topics text[] DEFAULT '{}', p_social_title text DEFAULT '', p_lead jsonb DEFAULT NULL,
	OUT article_id bigint, OUT revision_id bigint, OUT number integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
	me bigint := core.require_right('write');
	wanted bytea := sha256(core.enc(p_article::text, p_base::text, p_headline, p_shoulder, p_subhead, p_summary, p_channel::text,
		p_lang, p_slug, p_source_kind, p_source_name, p_reprint_author, p_reprint_title, p_reprint_url, p_responsible_editor,
		p_reprint_notice, p_bylines::text, p_body::text, p_body_schema::text, p_body_html,
		array_to_json(p_topics)::text, p_social_title, p_lead::text));
	k core.idempotency;
	a core.article;
	r core.revision;
	n integer;
	shown bigint[];
BEGIN
	-- Waits for a concurrent holder of the same key, then finds its answer.
	INSERT INTO core.idempotency (user_id, key, request_sha) VALUES (me, p_key, wanted) ON CONFLICT DO NOTHING;
	IF NOT FOUND THEN
		SELECT * INTO STRICT k FROM core.idempotency i WHERE i.user_id = me AND i.key = p_key;
		IF k.request_sha <> wanted THEN
			RAISE EXCEPTION 'idempotency key reused for other content' USING ERRCODE = 'CD007';
		END IF;
		article_id := k.article_id;
		revision_id := k.revision_id;
		number := k.number;
		RETURN;
	END IF;
	IF NOT EXISTS (SELECT FROM core.channel c WHERE c.id = p_channel AND c.active) THEN
		RAISE EXCEPTION 'no channel %', p_channel USING ERRCODE = '22023', DETAIL = 'channel';
	END IF;
	IF p_lead IS NOT NULL AND NOT core.lead_ok(p_lead) THEN
		RAISE EXCEPTION 'not a lead picture' USING ERRCODE = '22023', DETAIL = 'lead';
	END IF;
	shown := core.media_of(p_body, p_lead);
	IF (SELECT count(*) FROM core.media m WHERE m.id = ANY (shown)) <> cardinality(shown) THEN
		RAISE EXCEPTION 'no such picture' USING ERRCODE = '22023', DETAIL = 'media';
	END IF;
	IF p_article IS NULL THEN
		IF p_base IS NOT NULL THEN
			RAISE EXCEPTION 'a new article has no base' USING ERRCODE = '22023', DETAIL = 'base';
		END IF;
		INSERT INTO core.article (created_by) VALUES (me) RETURNING * INTO a;
	ELSE
		a := core.lock_article(me, p_article);
		IF p_base IS DISTINCT FROM a.head_revision THEN
			RAISE EXCEPTION 'stale base: head of article % is %', p_article, a.head_revision USING ERRCODE = 'CD001';
		END IF;
	END IF;
	SELECT coalesce(max(x.number), 0) + 1 INTO n FROM core.revision x WHERE x.article_id = a.id;
	INSERT INTO core.revision (article_id, number, base_id, headline, shoulder, subhead, summary, channel_id, lang, slug,
		source_kind, source_name, reprint_author, reprint_title, reprint_url, responsible_editor, reprint_notice, bylines,
		body, body_schema, body_html, words, saved_by, topics, social_title, lead)
	VALUES (a.id, n, p_base, p_headline, p_shoulder, p_subhead, p_summary, p_channel, p_lang, p_slug,
		p_source_kind, p_source_name, p_reprint_author, p_reprint_title, p_reprint_url, p_responsible_editor, p_reprint_notice,
		p_bylines, p_body, p_body_schema, p_body_html, p_words, me, p_topics, p_social_title, p_lead)
	RETURNING * INTO r;
	INSERT INTO core.revision_media (revision_id, media_id) SELECT r.id, m FROM unnest(shown) AS m;
	-- Authorship is inherited until the words were published, by as many levels as they are to pass
	-- now, and not withdrawn: a trivial re-save launders nothing.
	INSERT INTO core.review (revision_id, user_id, kind, sha)
	SELECT DISTINCT r.id, x.saved_by, 'author', r.sha FROM core.revision x
	WHERE x.article_id = a.id AND x.id > core.settled_revision(a.id, p_channel);
	INSERT INTO core.article_author VALUES (a.id, me) ON CONFLICT DO NOTHING;
	UPDATE core.article SET head_revision = r.id, state = 'draft' WHERE id = a.id;
	UPDATE core.idempotency i SET article_id = a.id, revision_id = r.id, number = n WHERE i.user_id = me AND i.key = p_key;
	PERFORM audit.append(me, 'save', a.id, r.id, '');
	article_id := a.id;
	revision_id := r.id;
	number := n;
END
$$;
REVOKE ALL ON FUNCTION desk.save FROM PUBLIC;
GRANT EXECUTE ON FUNCTION desk.save TO desk_app;

CREATE OR REPLACE FUNCTION desk.submit(p_article bigint, p_revision bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('write');
	a core.article := core.lock_article(me, p_article);
	lacking text;
BEGIN
	IF a.head_revision IS DISTINCT FROM p_revision THEN
		RAISE EXCEPTION 'stale base: head of article % is %', p_article, a.head_revision USING ERRCODE = 'CD001';
	END IF;
	IF a.state = 'submitted' THEN
		RETURN;
	END IF;
	IF a.state <> 'draft' THEN
		RAISE EXCEPTION 'article % is %', p_article, a.state USING ERRCODE = 'CD002', DETAIL = a.state;
	END IF;
	SELECT core.missing(r) INTO lacking FROM core.revision r WHERE r.id = p_revision;
	IF lacking IS NOT NULL THEN
		RAISE EXCEPTION 'article % lacks %', p_article, lacking USING ERRCODE = '23514', DETAIL = lacking;
	END IF;
	IF core.lacks_media(p_revision) THEN
		RAISE EXCEPTION 'article % shows a picture that is not ready', p_article USING ERRCODE = 'CD002', DETAIL = 'media';
	END IF;
	UPDATE core.article SET state = 'submitted', first_submitted_at = coalesce(first_submitted_at, now()) WHERE id = p_article;
	PERFORM audit.append(me, 'submit', p_article, p_revision, '');
END
$$;

-- The same as before, and with every picture ready.
CREATE OR REPLACE FUNCTION core.publication_check() RETURNS trigger
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

CREATE OR REPLACE FUNCTION desk.publish(p_revision bigint, p_expect_live bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('publish');
	r core.revision := core.revision_of(me, p_revision);
	a core.article := core.lock_article(me, r.article_id);
	live site.live;
	p core.publication;
	levels_of bigint;
	first_at timestamptz;
BEGIN
	SELECT * INTO live FROM site.live l WHERE l.article_id = a.id;
	IF live.revision_id = p_revision THEN
		RETURN live.publication_id;
	END IF;
	IF live.revision_id IS DISTINCT FROM p_expect_live THEN
		RAISE EXCEPTION 'live revision is %, expected %', live.revision_id, p_expect_live USING ERRCODE = 'CD006';
	END IF;
	IF a.head_revision <> p_revision THEN
		RAISE EXCEPTION 'revision % is not the head', p_revision USING ERRCODE = 'CD001';
	END IF;
	IF core.has_words_in(me, p_revision) THEN
		RAISE EXCEPTION 'an author may not publish own words' USING ERRCODE = 'CD003';
	END IF;
	IF a.state <> 'approved' THEN
		RAISE EXCEPTION 'article % is %', a.id, a.state USING
			ERRCODE = CASE a.state WHEN 'submitted' THEN 'CD005' ELSE 'CD002' END, DETAIL = a.state;
	END IF;
	-- The channels' levels and the approvers stay as they are until this commits.
	PERFORM FROM core.channel c WHERE c.id = r.channel_id OR c.id IN (SELECT x.channel_id FROM core.publication y
		JOIN core.revision x ON x.id = y.revision_id WHERE y.article_id = a.id) ORDER BY c.id FOR SHARE;
	levels_of := core.review_channel(p_revision);
	PERFORM FROM core.app_user u JOIN core.review v ON v.user_id = u.id
	WHERE v.revision_id = p_revision AND v.kind = 'approve' ORDER BY u.id FOR SHARE OF u;
	INSERT INTO core.publication (article_id, revision_id, by_user) VALUES (a.id, p_revision, me) RETURNING * INTO p;
	INSERT INTO core.publication_approval (publication_id, revision_id, user_id, level)
	SELECT p.id, p_revision, v.user_id, v.level FROM core.review v
	JOIN core.app_user u ON u.id = v.user_id AND u.active
	JOIN core.channel_level l ON l.channel_id = levels_of AND l.level = v.level
	WHERE v.revision_id = p_revision AND v.kind = 'approve' AND core.has_right(v.user_id, l.need_right)
		AND NOT core.has_words_in(v.user_id, p_revision);
	IF EXISTS (SELECT FROM core.channel_level l WHERE l.channel_id = levels_of AND NOT EXISTS (
		SELECT FROM core.publication_approval x WHERE x.publication_id = p.id AND x.level = l.level)) THEN
		RAISE EXCEPTION 'approvals missing for revision %', p_revision USING ERRCODE = 'CD005', DETAIL = 'approvals';
	END IF;
	SELECT min(x.at) INTO first_at FROM core.publication x WHERE x.article_id = a.id;
	DELETE FROM site.gone g WHERE g.article_id = a.id;
	INSERT INTO site.live VALUES (a.id, p.id, r.id, r.sha, r.slug, r.channel_id, r.lang, r.headline, r.shoulder, r.subhead, r.summary,
		r.source_kind, r.source_name, r.reprint_author, r.reprint_title, r.reprint_url, r.responsible_editor, r.reprint_notice,
		r.bylines, r.body_html, r.words, first_at, p.at, r.topics, r.social_title, r.lead)
	ON CONFLICT (article_id) DO UPDATE SET publication_id = excluded.publication_id, revision_id = excluded.revision_id,
		sha = excluded.sha, slug = excluded.slug, channel_id = excluded.channel_id, lang = excluded.lang, headline = excluded.headline,
		shoulder = excluded.shoulder, subhead = excluded.subhead, summary = excluded.summary, source_kind = excluded.source_kind,
		source_name = excluded.source_name, reprint_author = excluded.reprint_author, reprint_title = excluded.reprint_title,
		reprint_url = excluded.reprint_url, responsible_editor = excluded.responsible_editor, reprint_notice = excluded.reprint_notice,
		bylines = excluded.bylines, body_html = excluded.body_html, words = excluded.words, published_at = excluded.published_at,
		topics = excluded.topics, social_title = excluded.social_title, lead = excluded.lead;
	DELETE FROM site.live_byline b WHERE b.article_id = a.id;
	INSERT INTO site.live_byline SELECT a.id, o, x ->> 'name', x ->> 'role', x ->> 'outlet'
	FROM jsonb_array_elements(r.bylines) WITH ORDINALITY AS t (x, o);
	DELETE FROM site.live_topic t WHERE t.article_id = a.id;
	INSERT INTO site.live_topic SELECT a.id, o, t FROM unnest(r.topics) WITH ORDINALITY AS u (t, o);
	DELETE FROM site.live_media m WHERE m.article_id = a.id;
	INSERT INTO site.live_media (article_id, media_id) SELECT a.id, m.media_id FROM core.revision_media m WHERE m.revision_id = r.id;
	UPDATE core.article SET state = 'published' WHERE id = a.id;
	PERFORM core.lists_changed();
	PERFORM audit.append(me, 'publish', a.id, p_revision, 'publication ' || p.id);
	RETURN p.id;
END
$$;

CREATE OR REPLACE FUNCTION desk.withdraw(p_article bigint, p_expect_live bigint, p_reason text, p_public_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('withdraw');
	a core.article := core.lock_article(me, p_article);
	live site.live;
BEGIN
	IF coalesce(btrim(p_reason, E' \t\n\r'), '') = '' OR char_length(p_reason) > 1000 THEN
		RAISE EXCEPTION 'a withdrawal needs a reason' USING ERRCODE = '22023', DETAIL = 'reason';
	END IF;
	SELECT * INTO live FROM site.live l WHERE l.article_id = a.id;
	IF NOT FOUND THEN
		IF EXISTS (SELECT FROM site.gone g WHERE g.article_id = a.id) THEN
			RETURN;
		END IF;
		RAISE EXCEPTION 'article % is not live', a.id USING ERRCODE = 'CD002', DETAIL = a.state;
	END IF;
	IF live.revision_id IS DISTINCT FROM p_expect_live THEN
		RAISE EXCEPTION 'live revision is %, expected %', live.revision_id, p_expect_live USING ERRCODE = 'CD006';
	END IF;
	DELETE FROM site.live_media m WHERE m.article_id = a.id;
	DELETE FROM site.live l WHERE l.article_id = a.id;
	INSERT INTO site.gone (article_id, slug, lang, public_reason) VALUES (a.id, live.slug, live.lang, coalesce(p_public_reason, ''));
	IF a.state = 'published' THEN
		UPDATE core.article SET state = 'withdrawn' WHERE id = a.id;
	END IF;
	PERFORM core.lists_changed();
	-- With what readers are told, which nobody reviewed.
	PERFORM audit.append(me, 'withdraw', a.id, live.revision_id, p_reason::core.line || coalesce(' · ' || nullif(p_public_reason, ''), ''));
END
$$;
