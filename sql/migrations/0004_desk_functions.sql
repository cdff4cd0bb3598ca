-- What the newsroom may do, and nothing else: the desk's role has no right on
-- any table, only these functions and the views of the next migration.

-- Begins a request: shows the secret, says who it is.  No row: no valid session.  One that only reads (a GET, which
-- a link on another site may well have made) can change nothing from here on, whatever is called in it.
CREATE FUNCTION desk.session_begin(p_token text, p_reads boolean DEFAULT false,
	OUT user_id bigint, OUT login text, OUT name text, OUT lang text, OUT rights text)
RETURNS SETOF record
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM set_config('app.token', coalesce(p_token, ''), true);
	user_id := core.actor();
	IF user_id IS NULL THEN
		RETURN;
	END IF;
	-- The person before the session, as everywhere: who ends both never waits for us crosswise.
	-- Once a minute is often enough for an idle limit of an hour, and keeps reading cheap.
	IF EXISTS (SELECT FROM auth.session s WHERE s.token_hash = auth.hash_of(p_token) AND s.seen_at < now() - interval '1 minute') THEN
		PERFORM FROM core.app_user u WHERE u.id = user_id FOR KEY SHARE;
		UPDATE auth.session s SET seen_at = now()
		WHERE s.token_hash = auth.hash_of(p_token) AND s.seen_at < now() - interval '1 minute';
		user_id := core.actor();
		IF user_id IS NULL THEN
			RETURN;
		END IF;
	END IF;
	SELECT u.login, u.name, CASE WHEN u.lang_chosen THEN u.lang ELSE '' END, core.rights_of(u.id)
	INTO login, name, lang, rights FROM core.app_user u WHERE u.id = user_id;
	IF p_reads THEN
		PERFORM set_config('transaction_read_only', 'on', true);
	END IF;
	RETURN NEXT;
END
$$;

CREATE FUNCTION desk.set_lang(p_lang text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.actor();
BEGIN
	IF me IS NULL THEN
		RAISE EXCEPTION 'no valid session' USING ERRCODE = '28000';
	END IF;
	UPDATE core.app_user SET lang = p_lang, lang_chosen = true WHERE id = me;
END
$$;

-- Who wrote an article: saved any revision of it.
CREATE FUNCTION core.is_author(p_user bigint, p_article bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT EXISTS (SELECT FROM core.article_author WHERE article_id = p_article AND user_id = p_user);
END;

-- Reviewers see what was ever submitted; a draft is its authors' own.
CREATE FUNCTION core.sees_submitted(p_user bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT EXISTS (SELECT FROM core.user_role u JOIN core.role_right r ON r.role = u.role
		WHERE u.user_id = p_user AND r.right_name IN ('review.first', 'review.second', 'review.final', 'publish', 'withdraw'));
END;

-- The article, locked, if this user may see it; otherwise it does not exist.
CREATE FUNCTION core.lock_article(p_user bigint, p_article bigint) RETURNS core.article
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	a core.article;
BEGIN
	SELECT * INTO a FROM core.article WHERE id = p_article FOR NO KEY UPDATE;
	IF NOT FOUND OR NOT (core.is_author(p_user, p_article)
		OR (a.first_submitted_at IS NOT NULL AND core.sees_submitted(p_user))) THEN
		RAISE EXCEPTION 'no article %', p_article USING ERRCODE = 'P0002';
	END IF;
	RETURN a;
END
$$;

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

-- Writing ------------------------------------------------------------------

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

CREATE FUNCTION desk.submit(p_article bigint, p_revision bigint) RETURNS void
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

-- Reviewing ----------------------------------------------------------------

-- What approve and send_back check alike: the revision under review is the head, is
-- what the reviewer saw, and the reviewer did not write it.
CREATE FUNCTION core.open_review(p_me bigint, p_revision bigint, p_sha bytea, p_states text[]) RETURNS core.article
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	r core.revision := core.revision_of(p_me, p_revision);
	a core.article := core.lock_article(p_me, r.article_id);
BEGIN
	IF a.head_revision <> p_revision OR p_sha IS DISTINCT FROM r.sha THEN
		RAISE EXCEPTION 'revision % is not what is under review', p_revision USING ERRCODE = 'CD001';
	END IF;
	IF core.has_words_in(p_me, p_revision) THEN
		RAISE EXCEPTION 'an author may not review own words' USING ERRCODE = 'CD003';
	END IF;
	IF NOT a.state = ANY (p_states) THEN
		RAISE EXCEPTION 'article % is %', a.id, a.state USING ERRCODE = 'CD002', DETAIL = a.state;
	END IF;
	RETURN a;
END
$$;

CREATE FUNCTION desk.approve(p_revision bigint, p_level smallint, p_sha bytea) RETURNS smallint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('review.first', 'review.second', 'review.final');
	a core.article;
	done smallint;
	levels smallint;
	c bigint;
	needed text;
BEGIN
	-- A repeated click: the approval stands, say so again.
	IF EXISTS (SELECT FROM core.review v WHERE v.revision_id = p_revision AND v.user_id = me
		AND v.kind = 'approve' AND v.level = p_level AND v.sha = p_sha) THEN
		RETURN core.levels_done(p_revision);
	END IF;
	a := core.open_review(me, p_revision, p_sha, ARRAY['submitted']);
	IF EXISTS (SELECT FROM core.review v WHERE v.revision_id = p_revision AND v.user_id = me) THEN
		RAISE EXCEPTION 'this person already reviewed revision %', p_revision USING ERRCODE = 'CD004';
	END IF;
	done := core.levels_done(p_revision);
	IF p_level IS DISTINCT FROM done + 1 THEN
		RAISE EXCEPTION 'revision % is at level %, not %', p_revision, done + 1, p_level USING ERRCODE = 'CD002', DETAIL = 'level';
	END IF;
	c := core.review_channel(p_revision);
	SELECT l.need_right INTO needed FROM core.channel_level l WHERE l.channel_id = c AND l.level = p_level;
	IF needed IS NULL THEN
		RAISE EXCEPTION 'the channel has no level %', p_level USING ERRCODE = 'CD002', DETAIL = 'level';
	END IF;
	IF NOT core.has_right(me, needed) THEN
		RAISE EXCEPTION 'right missing: %', needed USING ERRCODE = '42501';
	END IF;
	INSERT INTO core.review (revision_id, user_id, kind, level, sha) VALUES (p_revision, me, 'approve', p_level, p_sha);
	SELECT count(*) INTO levels FROM core.channel_level l WHERE l.channel_id = c;
	IF p_level >= levels THEN
		UPDATE core.article SET state = 'approved' WHERE id = a.id;
	END IF;
	PERFORM audit.append(me, 'approve', a.id, p_revision, 'level ' || p_level);
	RETURN p_level;
END
$$;

CREATE FUNCTION desk.send_back(p_revision bigint, p_sha bytea, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('review.first', 'review.second', 'review.final');
	a core.article;
	n integer;
BEGIN
	IF coalesce(btrim(p_reason, E' \t\n\r'), '') = '' THEN
		RAISE EXCEPTION 'a return needs a reason' USING ERRCODE = '22023', DETAIL = 'reason';
	END IF;
	IF EXISTS (SELECT FROM core.review v WHERE v.revision_id = p_revision AND v.user_id = me AND v.kind = 'return') THEN
		RETURN;
	END IF;
	a := core.open_review(me, p_revision, p_sha, ARRAY['submitted', 'approved']);
	-- Who may send back: whoever holds a right that this channel's review takes.
	IF NOT EXISTS (SELECT FROM core.channel_level l WHERE l.channel_id = core.review_channel(p_revision)
		AND core.has_right(me, l.need_right)) THEN
		RAISE EXCEPTION 'right missing for this channel' USING ERRCODE = '42501';
	END IF;
	INSERT INTO core.review (revision_id, user_id, kind, sha, reason) VALUES (p_revision, me, 'return', p_sha, p_reason)
	ON CONFLICT (revision_id, user_id) DO UPDATE SET kind = 'return', level = NULL, reason = excluded.reason, at = clock_timestamp();
	UPDATE core.article SET state = 'returned' WHERE id = a.id;
	PERFORM audit.append(me, 'return', a.id, p_revision, p_reason);
END
$$;

-- Publishing ---------------------------------------------------------------

CREATE FUNCTION desk.publish(p_revision bigint, p_expect_live bigint) RETURNS bigint
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
	INSERT INTO site.live_byline SELECT a.id, o, x ->> 'name', x ->> 'role', x ->> 'outlet', first_at
	FROM jsonb_array_elements(r.bylines) WITH ORDINALITY AS t (x, o);
	DELETE FROM site.live_topic t WHERE t.article_id = a.id;
	INSERT INTO site.live_topic SELECT a.id, o, t, first_at FROM unnest(r.topics) WITH ORDINALITY AS u (t, o);
	DELETE FROM site.live_media m WHERE m.article_id = a.id;
	INSERT INTO site.live_media (article_id, media_id) SELECT a.id, m.media_id FROM core.revision_media m WHERE m.revision_id = r.id;
	UPDATE core.article SET state = 'published' WHERE id = a.id;
	PERFORM core.lists_changed();
	PERFORM audit.append(me, 'publish', a.id, p_revision, 'publication ' || p.id);
	RETURN p.id;
END
$$;

CREATE FUNCTION desk.withdraw(p_article bigint, p_expect_live bigint, p_reason text, p_public_reason text) RETURNS void
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

GRANT USAGE ON SCHEMA desk TO desk_app;
GRANT EXECUTE ON FUNCTION desk.session_begin, desk.set_lang, desk.save, desk.submit, desk.approve, desk.send_back,
	desk.publish, desk.withdraw TO desk_app;
