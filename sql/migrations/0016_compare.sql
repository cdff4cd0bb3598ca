-- Two versions brought together, and an earlier version brought back.

-- Keeps words that a merge leaves: beside the working copy, of a tab that is nobody's, so that nothing that is
-- typed on overwrites them.  The same words are kept once, and come back if they were dropped.
CREATE FUNCTION desk.working_keep(p_article bigint, p_base bigint, p_fields jsonb, p_merge text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('write');
	s text := core.hold_subject(me, p_article, NULL);
	wanted bytea := sha256(convert_to(p_fields::text, 'UTF8'));
	kept bigint;
BEGIN
	IF p_merge IS NULL THEN
		RAISE EXCEPTION 'of no merge' USING ERRCODE = '22023', DETAIL = 'merge';
	END IF;
	UPDATE core.working_copy w SET at = clock_timestamp(), kept_at = clock_timestamp(), dropped_at = NULL
	WHERE w.user_id = me AND w.subject = s AND w.merge = p_merge AND w.sha = wanted AND w.base_id IS NOT DISTINCT FROM p_base
	RETURNING w.id INTO kept;
	IF kept IS NOT NULL THEN
		RETURN kept;
	END IF;
	INSERT INTO core.working_copy (user_id, article_id, tab, seq, base_id, fields, sha, kept_at, kept_for, merge)
	VALUES (me, p_article, replace(gen_random_uuid()::text, '-', ''), 1, p_base, p_fields, wanted, clock_timestamp(), me, p_merge)
	RETURNING id INTO kept;
	PERFORM core.prune_copies(me, s);
	RETURN kept;
END
$$;

-- A new version with the words of version ${p_number}, on top of ${p_base}, which must be the head: as if somebody
-- had typed and saved them, and said from where they are.
CREATE FUNCTION desk.restore(p_article bigint, p_number integer, p_base bigint, p_key text,
	OUT article_id bigint, OUT revision_id bigint, OUT number integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
	me bigint := core.require_right('write');
	a core.article := core.lock_article(me, p_article);
	again boolean;
	r core.revision;
BEGIN
	-- Behind the lock, where the same request has ended that was here first.
	again := EXISTS (SELECT FROM core.idempotency i WHERE i.user_id = me AND i.key = p_key);
	SELECT * INTO r FROM core.revision x WHERE x.article_id = a.id AND x.number = p_number;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'article % has no version %', p_article, p_number USING ERRCODE = 'P0002';
	END IF;
	IF NOT again AND r.id = a.head_revision THEN
		RAISE EXCEPTION 'version % is the latest', p_number USING ERRCODE = 'CD002', DETAIL = 'head';
	END IF;
	SELECT v.article_id, v.revision_id, v.number INTO article_id, revision_id, number
	FROM desk.save(p_article => a.id, p_base => p_base, p_key => p_key, p_headline => r.headline, p_shoulder => r.shoulder,
		p_subhead => r.subhead, p_summary => r.summary, p_channel => r.channel_id, p_lang => r.lang, p_slug => r.slug,
		p_source_kind => r.source_kind, p_source_name => r.source_name, p_reprint_author => r.reprint_author,
		p_reprint_title => r.reprint_title, p_reprint_url => r.reprint_url, p_responsible_editor => r.responsible_editor,
		p_reprint_notice => r.reprint_notice, p_bylines => r.bylines, p_body => r.body, p_body_schema => r.body_schema,
		p_body_html => r.body_html, p_words => r.words, p_topics => r.topics, p_social_title => r.social_title, p_lead => r.lead) AS v;
	IF NOT again THEN
		PERFORM audit.append(me, 'restore', a.id, revision_id, 'version ' || p_number);
	END IF;
END
$$;

REVOKE ALL ON FUNCTION desk.working_keep, desk.restore FROM PUBLIC;
GRANT EXECUTE ON FUNCTION desk.working_keep, desk.restore TO desk_app;
