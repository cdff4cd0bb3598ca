-- The media library: to find a picture among many, its words and rights, where it is used, and
-- that nothing is newly published whose rights have ended.

-- Finding ------------------------------------------------------------------

-- As a search compares: one case, one width, one kind of space.
CREATE FUNCTION core.folded(p text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
	RETURN lower(normalize(regexp_replace(p, '\s+', ' ', 'g'), NFKC));

-- What of a text is indexed: each pair of neighbours within a word, and each character beyond
-- ASCII.  So any part of a text is found by index from two letters or one Chinese character on;
-- trigrams would need three, which most Chinese words do not have.
CREATE FUNCTION core.pairs(p_folded text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT coalesce(array_agg(DISTINCT x.part), '{}')
	FROM (SELECT s.c, s.c || lead(s.c) OVER (ORDER BY s.o) AS pair FROM string_to_table(p_folded, NULL) WITH ORDINALITY AS s (c, o)) AS n
	CROSS JOIN LATERAL (VALUES (n.pair), (CASE WHEN octet_length(n.c) > 1 THEN n.c END)) AS x (part)
	WHERE x.part IS NOT NULL AND position(' ' IN x.part) = 0;
END;

ALTER TABLE core.media ADD COLUMN search text NOT NULL
	GENERATED ALWAYS AS (core.folded(name || ' ' || caption || ' ' || credit || ' ' || alt || ' ' || source)) STORED;
CREATE INDEX media_by_words ON core.media USING gin (core.pairs(search));
CREATE INDEX media_by_credit ON core.media (credit, uploaded_at DESC, id DESC);
CREATE INDEX media_by_uploader ON core.media (uploaded_by, uploaded_at DESC, id DESC);
CREATE INDEX media_without_alt ON core.media (uploaded_at DESC, id DESC) WHERE alt = '';
CREATE INDEX article_by_head ON core.article (head_revision);
CREATE INDEX media_by_expiry ON core.media (expires_on) WHERE expires_on IS NOT NULL;

-- The last day of a right is a whole day where the newsroom is: the programs set the session's zone.
CREATE FUNCTION desk.rights_ended(p_expires_on date) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
	RETURN coalesce(p_expires_on < current_date, false);

-- Whether the latest or the published version of an article shows it: what desk.media counts as uses.
CREATE FUNCTION core.media_is_used(p_media bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT EXISTS (SELECT FROM site.live_media l WHERE l.media_id = p_media)
		OR EXISTS (SELECT FROM core.revision_media v JOIN core.article a ON a.head_revision = v.revision_id WHERE v.media_id = p_media);
END;

-- A page of ids, newest first.  Inside a function because behind a view's barrier no index could
-- help a search; planned for each call, because what is not asked for then is not in the plan.
-- ${p_only}: '', 'unused', 'no_alt', 'no_credit', 'ended', 'ended_live', 'ending' (within 30 days).
CREATE FUNCTION desk.media_find(p_q text, p_credit text, p_from date, p_to date, p_mine boolean, p_only text,
	p_before timestamptz, p_before_id bigint, p_rows integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
	me bigint := core.actor();
	q text := btrim(core.folded(p_q));
	wanted text[] := core.pairs(q);
	parts text[];
BEGIN
	IF me IS NULL THEN
		RAISE EXCEPTION 'no valid session' USING ERRCODE = '28000';
	END IF;
	IF NOT core.has_right(me, 'write') THEN
		RAISE EXCEPTION 'right missing: write' USING ERRCODE = '42501';
	END IF;
	IF char_length(q) > 200 OR p_rows NOT BETWEEN 1 AND 200 OR p_only NOT IN ('', 'unused', 'no_alt', 'no_credit', 'ended', 'ended_live', 'ending') THEN
		RAISE EXCEPTION 'no such search' USING ERRCODE = '22023';
	END IF;
	SELECT array_agg('%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%') INTO parts
	FROM string_to_table(nullif(q, ''), ' ') AS w;
	RETURN QUERY SELECT m.id FROM core.media m
	WHERE (wanted = '{}' OR core.pairs(m.search) @> wanted)
		AND (parts IS NULL OR m.search LIKE ALL (parts))
		AND (p_credit IS NULL OR m.credit = p_credit)
		AND (p_from IS NULL OR m.uploaded_at >= p_from)
		AND (p_to IS NULL OR m.uploaded_at < p_to + 1)
		AND (NOT p_mine OR m.uploaded_by = me)
		AND (p_only <> 'unused' OR NOT core.media_is_used(m.id))
		AND (p_only <> 'no_alt' OR m.alt = '')
		AND (p_only <> 'no_credit' OR m.credit = '')
		AND (p_only <> 'ended' OR m.expires_on < current_date)
		AND (p_only <> 'ended_live' OR (m.expires_on < current_date AND EXISTS (SELECT FROM site.live_media l WHERE l.media_id = m.id)))
		AND (p_only <> 'ending' OR m.expires_on BETWEEN current_date AND current_date + 30)
		AND (p_before IS NULL OR (m.uploaded_at, m.id) < (p_before, p_before_id))
	ORDER BY m.uploaded_at DESC, m.id DESC LIMIT p_rows;
END
$$;

-- The credits to choose from: those of the last two thousand pictures, most used first.
CREATE VIEW desk.media_credit WITH (security_barrier = true) AS
	SELECT t.credit, count(*)::integer AS pictures
	FROM (SELECT m.credit FROM core.media m ORDER BY m.uploaded_at DESC, m.id DESC LIMIT 2000) AS t
	WHERE t.credit <> '' AND (SELECT core.has_right(core.actor(), 'write'))
	GROUP BY t.credit ORDER BY count(*) DESC, t.credit LIMIT 30;

-- Where a picture stands: the articles that this person may see.
CREATE VIEW desk.media_use WITH (security_barrier = true) AS
	SELECT u.media_id, a.id AS article_id, r.headline::text AS headline, r.lang, a.state, a.changed_at,
		EXISTS (SELECT FROM core.revision_media h WHERE h.revision_id = a.head_revision AND h.media_id = u.media_id) AS in_head,
		EXISTS (SELECT FROM site.live_media l WHERE l.article_id = a.id AND l.media_id = u.media_id) AS is_live
	FROM (SELECT DISTINCT v.media_id, x.article_id FROM core.revision_media v JOIN core.revision x ON x.id = v.revision_id) AS u
	JOIN core.visible_article a ON a.id = u.article_id
	JOIN core.revision r ON r.id = a.head_revision;

-- In how many articles, whoever sees them.
CREATE FUNCTION desk.media_articles(p_media bigint) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT count(DISTINCT x.article_id)::integer FROM core.revision_media v JOIN core.revision x ON x.id = v.revision_id
	WHERE v.media_id = p_media AND core.has_right(core.actor(), 'write');
END;

-- How many pictures are on the site whose rights have ended.
CREATE FUNCTION desk.media_ended_live() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT count(*)::integer FROM core.media m
	WHERE m.expires_on < current_date AND EXISTS (SELECT FROM site.live_media l WHERE l.media_id = m.id)
		AND core.has_right(core.actor(), 'write');
END;

-- Words and rights ---------------------------------------------------------

-- Changes what is not null.  ${p_expires_on}: '' for no end.  A change of rights is audited, old and new.
CREATE FUNCTION desk.media_edit(p_media bigint, p_alt text, p_caption text, p_credit text, p_source text, p_licence text,
	p_expires_on text, p_focal_x smallint, p_focal_y smallint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('write');
	old core.media;
	ends date;
	changed jsonb;
	moved boolean;
	shown boolean;
BEGIN
	SELECT * INTO old FROM core.media m WHERE m.id = p_media FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no picture %', p_media USING ERRCODE = 'P0002';
	END IF;
	IF NOT core.may_edit_media(me, old.uploaded_by) THEN
		RAISE EXCEPTION 'picture % is somebody else''s', p_media USING ERRCODE = '42501';
	END IF;
	ends := CASE WHEN p_expires_on IS NULL THEN old.expires_on ELSE nullif(p_expires_on, '')::date END;
	IF ends NOT BETWEEN '1900-01-01' AND '9999-12-31' THEN
		RAISE EXCEPTION 'no such day' USING ERRCODE = '22023', DETAIL = 'expires_on';
	END IF;
	UPDATE core.media m SET alt = coalesce(p_alt, m.alt), caption = coalesce(p_caption, m.caption), credit = coalesce(p_credit, m.credit),
		source = coalesce(p_source, m.source), licence = coalesce(p_licence, m.licence), expires_on = ends
	WHERE m.id = p_media;
	-- What readers see of it on cards follows the focal point: of a picture that is out, those who publish move it.
	moved := (coalesce(p_focal_x, old.focal_x), coalesce(p_focal_y, old.focal_y)) <> (old.focal_x, old.focal_y);
	shown := EXISTS (SELECT FROM site.live_media l WHERE l.media_id = p_media);
	IF moved AND shown AND NOT core.has_right(me, 'publish') THEN
		RAISE EXCEPTION 'picture % is published: right missing: publish', p_media USING ERRCODE = '42501', DETAIL = 'published';
	END IF;
	-- Apart, as it makes work for the worker.
	IF moved THEN
		UPDATE core.media m SET focal_x = coalesce(p_focal_x, m.focal_x), focal_y = coalesce(p_focal_y, m.focal_y) WHERE m.id = p_media;
	END IF;
	SELECT jsonb_object_agg(t.field, t.was || ' → ' || t.is_now) INTO changed FROM (VALUES ('credit', old.credit::text, p_credit),
		('source', old.source::text, p_source), ('licence', old.licence::text, p_licence),
		('expires_on', coalesce(old.expires_on::text, ''), coalesce(ends::text, '')),
		('focal', CASE WHEN shown THEN old.focal_x || ' ' || old.focal_y END,
			coalesce(p_focal_x, old.focal_x) || ' ' || coalesce(p_focal_y, old.focal_y))) AS t (field, was, is_now)
	WHERE t.was <> t.is_now;
	IF changed IS NOT NULL THEN
		PERFORM audit.append(me, 'media_rights', NULL, NULL, 'media ' || p_media || ' ' || changed);
	END IF;
END
$$;

-- What the audit chain tells of pictures: "media 17 ...".
CREATE FUNCTION audit.media_of(p_action text, p_detail text) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
	RETURN CASE WHEN p_action LIKE 'media%' THEN substring(p_detail FROM '^media ([0-9]{1,18})( |$)')::bigint END;
CREATE INDEX log_by_media ON audit.log (audit.media_of(action, detail), seq) WHERE audit.media_of(action, detail) IS NOT NULL;

CREATE VIEW desk.media_history WITH (security_barrier = true) AS
	SELECT audit.media_of(g.action, g.detail) AS media_id, g.seq, to_timestamp(g.at_us / 1000000.0) AS at, u.name::text AS actor_name,
		g.action, g.detail
	FROM audit.log g LEFT JOIN core.app_user u ON u.id = g.actor
	WHERE audit.media_of(g.action, g.detail) IS NOT NULL AND (SELECT core.has_right(core.actor(), 'write'));

-- Publishing ---------------------------------------------------------------

-- Nothing goes out anew whose rights have ended.  What is in the article that readers see already
-- may stay, or a correction of its words could not be published.
CREATE FUNCTION core.publication_rights() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	ended text;
BEGIN
	-- The days stay as they are until this commits.
	PERFORM FROM core.media m WHERE m.id IN (SELECT v.media_id FROM core.revision_media v WHERE v.revision_id = NEW.revision_id)
	ORDER BY m.id FOR SHARE;
	SELECT string_agg(m.id::text, ' ' ORDER BY m.id) INTO ended
	FROM core.revision_media v JOIN core.media m ON m.id = v.media_id
	WHERE v.revision_id = NEW.revision_id AND desk.rights_ended(m.expires_on)
		AND NOT EXISTS (SELECT FROM site.live_media l WHERE l.article_id = NEW.article_id AND l.media_id = m.id);
	IF ended IS NOT NULL THEN
		RAISE EXCEPTION 'the rights have ended of pictures %', ended USING ERRCODE = 'CD002', DETAIL = 'rights';
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER b_rights BEFORE INSERT ON core.publication FOR EACH ROW EXECUTE FUNCTION core.publication_rights();
ALTER TABLE core.publication ENABLE ALWAYS TRIGGER b_rights;

-- What is to be said of pictures in an article before it goes out: 'failed' and 'pending', which desk.submit
-- refuses; 'ended', which core.publication_rights refuses, and 'shown', ended too, which readers of this article
-- see already; 'ending' (within 30 days).  ${p_article}: null for a new one.
CREATE FUNCTION desk.media_warnings(p_article bigint, p_media bigint[], OUT media_id bigint, OUT name text, OUT expires_on text, OUT kind text)
RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT m.id, coalesce(nullif(m.caption::text, ''), nullif(m.alt::text, ''), m.name::text), to_char(m.expires_on, 'YYYY-MM-DD'), k.kind
	FROM core.media m CROSS JOIN LATERAL (SELECT CASE
		WHEN m.state <> 'ready' THEN m.state
		WHEN m.expires_on > current_date + 30 THEN NULL
		WHEN NOT desk.rights_ended(m.expires_on) THEN CASE WHEN m.expires_on IS NOT NULL THEN 'ending' END
		WHEN EXISTS (SELECT FROM site.live_media l WHERE l.article_id = p_article AND l.media_id = m.id) THEN 'shown'
		ELSE 'ended' END AS kind) AS k
	WHERE m.id = ANY (p_media) AND k.kind IS NOT NULL AND (SELECT core.sees_media(core.actor()))
	ORDER BY array_position(p_media, m.id) LIMIT 100;
END;

GRANT SELECT ON desk.media_credit, desk.media_use, desk.media_history TO desk_app;
GRANT EXECUTE ON FUNCTION desk.media_find, desk.media_articles, desk.media_ended_live, desk.media_edit, desk.media_warnings TO desk_app;
GRANT EXECUTE ON FUNCTION desk.rights_ended, audit.media_of TO desk_app;
