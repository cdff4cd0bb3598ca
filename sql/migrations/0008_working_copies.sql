-- What is being typed and not yet saved: a working copy for each person and article, who is at an
-- article, and who of them writes.  None of it is a revision, and nothing here is published.
-- Long: the functions share the locks, the claim and what is kept aside, which are this file's own.
--
-- A page in a browser is a "tab": 32 hex digits that it made up.  It numbers what it sends ("seq",
-- ever growing), so a repeated request changes nothing and a late one never overwrites a newer.
-- What one tab sent, another never overwrites: it is kept aside and offered.

CREATE DOMAIN core.tab AS text CHECK (VALUE ~ '^[0-9a-f]{32}$');

-- The fields of a form: names and texts, of the size of the largest article and its document.
CREATE FUNCTION core.fields_ok(p jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT jsonb_typeof(p) = 'object' AND octet_length(p::text) <= 4194304
		AND NOT EXISTS (SELECT FROM jsonb_each(CASE WHEN jsonb_typeof(p) = 'object' THEN p ELSE '{}' END) AS f (name, value)
			WHERE jsonb_typeof(f.value) <> 'string' OR f.name !~ '^[a-z_]{1,40}$')
		AND (SELECT count(*) <= 64 FROM jsonb_object_keys(CASE WHEN jsonb_typeof(p) = 'object' THEN p ELSE '{}' END));
END;

-- Of an article, or of one that does not exist yet, which its writer's browser named.
CREATE TABLE core.working_copy (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	user_id bigint NOT NULL REFERENCES core.app_user,
	article_id bigint REFERENCES core.article,
	draft core.tab,
	subject text NOT NULL GENERATED ALWAYS AS (coalesce('a' || article_id, 'd' || user_id || ':' || draft)) STORED,
	tab core.tab NOT NULL,
	seq bigint NOT NULL CHECK (seq > 0),
	base_id bigint,
	fields jsonb NOT NULL CHECK (core.fields_ok(fields)),
	sha bytea NOT NULL,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	-- Kept aside: the tab that wrote it lost its place to another one, of this person or a colleague.
	kept_at timestamptz,
	kept_for bigint REFERENCES core.app_user,
	-- Because of a merge: the words of this person, or what came of both.
	merge text CHECK (merge IN ('mine', 'result')),
	-- Dropped: kept aside, at the same moment if it was current, and no longer offered.  Its pictures stay as long as it does.
	dropped_at timestamptz,
	CHECK (num_nonnulls(article_id, draft) = 1),
	CHECK (article_id IS NOT NULL OR base_id IS NULL),
	FOREIGN KEY (article_id, base_id) REFERENCES core.revision (article_id, id),
	CHECK ((kept_at IS NULL) = (kept_for IS NULL)),
	CHECK (dropped_at IS NULL OR kept_at IS NOT NULL),
	CHECK (merge IS NULL OR (kept_at IS NOT NULL AND kept_for = user_id AND article_id IS NOT NULL))
);
CREATE UNIQUE INDEX working_copy_one ON core.working_copy (user_id, subject) WHERE kept_at IS NULL;
CREATE INDEX working_copy_by_user ON core.working_copy (user_id, subject, at DESC);
CREATE INDEX working_copy_by_article ON core.working_copy (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX working_copy_by_age ON core.working_copy (at);

-- Up to which number a tab's words of an article, or of the draft that it was, are in a saved revision: what
-- arrives later is late.  Of that article alone: a tab goes from one to another and numbers on.
CREATE TABLE core.working_saved (
	user_id bigint NOT NULL REFERENCES core.app_user,
	tab core.tab NOT NULL,
	subject text NOT NULL,
	seq bigint NOT NULL,
	at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (user_id, tab, subject)
);

-- Which article a draft became, for as long as that is there: a form of the draft that is sent once more, by
-- another window or after "Back", means that article and makes no second one.
CREATE TABLE core.draft_article (
	user_id bigint NOT NULL REFERENCES core.app_user,
	draft core.tab NOT NULL,
	article_id bigint NOT NULL REFERENCES core.article,
	PRIMARY KEY (user_id, draft)
);

-- Who is where.  It holds for 90 seconds unless renewed, and the database's fall may empty it.  Who left stays as a
-- mark, seen before all time and ${since} then gone: what that page sent as it went may come after.
CREATE UNLOGGED TABLE core.presence (
	subject text NOT NULL,
	tab core.tab NOT NULL,
	user_id bigint NOT NULL,
	since timestamptz NOT NULL DEFAULT now(),
	seen_at timestamptz NOT NULL DEFAULT now(),
	writes boolean NOT NULL DEFAULT false,
	PRIMARY KEY (subject, tab)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX presence_writer ON core.presence (subject) WHERE writes;

CREATE FUNCTION core.is_here(p_seen_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
	RETURN p_seen_at > clock_timestamp() - interval '90 seconds';

-- The subject, held until this transaction ends: puts, saves and take-overs of it queue here.
CREATE FUNCTION core.hold_subject(p_me bigint, p_article bigint, p_draft text) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	s text;
BEGIN
	IF num_nonnulls(p_article, p_draft) <> 1 OR p_draft !~ '^[0-9a-f]{32}$' THEN
		RAISE EXCEPTION 'an article or a draft' USING ERRCODE = '22023', DETAIL = 'draft';
	END IF;
	IF p_article IS NOT NULL THEN
		PERFORM core.lock_article(p_me, p_article);
		RETURN 'a' || p_article;
	END IF;
	s := 'd' || p_me || ':' || p_draft;
	PERFORM pg_advisory_xact_lock(hashtextextended(s, 8));
	RETURN s;
END
$$;

-- Of what is kept aside the oldest beyond 20 go: each is a window that was given up.  What was dropped goes
-- before all that is offered, but for the last: whoever dropped it by mistake has it back.
CREATE FUNCTION core.prune_copies(p_user bigint, p_subject text) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	DELETE FROM core.working_copy w WHERE w.id IN (SELECT k.id FROM core.working_copy k
		WHERE k.user_id = p_user AND k.subject = p_subject AND k.kept_at IS NOT NULL
		ORDER BY k.dropped_at DESC NULLS FIRST, k.at DESC, k.id DESC OFFSET 20)
	AND w.id IS DISTINCT FROM (SELECT k.id FROM core.working_copy k WHERE k.user_id = p_user AND k.subject = p_subject
		AND k.dropped_at IS NOT NULL ORDER BY k.dropped_at DESC LIMIT 1);
END;

-- Sets the current copy of one person aside, for ${p_for}; the same words are kept once.  Under another id: a
-- window that took it before may have taken fewer words, and must not drop these with its own.
CREATE FUNCTION core.keep_copy(p_user bigint, p_subject text, p_for bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	DELETE FROM core.working_copy w USING core.working_copy k
	WHERE w.user_id = p_user AND w.subject = p_subject AND w.kept_at IS NOT NULL
		AND k.user_id = p_user AND k.subject = p_subject AND k.kept_at IS NULL AND k.sha = w.sha;
	UPDATE core.working_copy w SET id = DEFAULT, kept_at = clock_timestamp(), kept_for = p_for
	WHERE w.user_id = p_user AND w.subject = p_subject AND w.kept_at IS NULL;
	PERFORM core.prune_copies(p_user, p_subject);
END
$$;

-- The article that an own draft became, or null.  Under the lock of the draft, so that a first save is over or not begun.
CREATE FUNCTION core.became(p_me bigint, p_draft text) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
	RETURN (SELECT d.article_id FROM core.draft_article d WHERE d.user_id = p_me AND d.draft = p_draft);

-- Makes a tab the one that writes, if nobody else is: null, or who is.  One that is gone holds nothing any more.
CREATE FUNCTION core.claim(p_me bigint, p_subject text, p_tab text) RETURNS core.presence
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	w core.presence;
BEGIN
	SELECT * INTO w FROM core.presence p WHERE p.subject = p_subject AND p.writes FOR UPDATE;
	IF FOUND AND NOT (w.user_id = p_me AND w.tab = p_tab) THEN
		IF core.is_here(w.seen_at) THEN
			RETURN w;
		END IF;
		UPDATE core.presence p SET writes = false WHERE p.subject = p_subject AND p.writes;
	END IF;
	INSERT INTO core.presence AS p (subject, tab, user_id, writes) VALUES (p_subject, p_tab, p_me, true)
	ON CONFLICT (subject, tab) DO UPDATE SET writes = true, seen_at = clock_timestamp(),
		since = CASE WHEN p.user_id = p_me AND core.is_here(p.seen_at) THEN p.since ELSE clock_timestamp() END, user_id = p_me
	WHERE p.user_id <> p_me OR p.seen_at > '-infinity';
	RETURN NULL;
END
$$;

-- Stores what a tab holds.  ${outcome}: 'stored'; 'stored_aside' when a colleague holds the article (the
-- words are stored all the same, they are this person's own); 'elsewhere': another window of this person
-- writes, nothing was stored; 'late': there is a newer one of this tab, or the words are saved.
-- ${p_over}: the copy that the tab's form began with, and so replaces.
-- What comes for a draft that is an article by now goes to the article, as desk.working_saved() moves it.  Its page is at
-- the draft still: there it claims, at the article it only asks who writes.
CREATE FUNCTION desk.working_put(p_article bigint, p_draft text, p_tab text, p_seq bigint, p_base bigint, p_fields jsonb, p_over bigint,
	OUT outcome text, OUT seq bigint, OUT at timestamptz, OUT holder text, OUT since timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
	me bigint := core.require_right('write');
	s text := core.hold_subject(me, p_article, p_draft);
	place text := s;
	became bigint := core.became(me, p_draft);
	wanted bytea := sha256(convert_to(p_fields::text, 'UTF8'));
	c core.working_copy;
	w core.presence;
BEGIN
	IF became IS NOT NULL THEN
		s := core.hold_subject(me, became, NULL);
		p_article := became;
		p_draft := NULL;
		p_base := (SELECT min(r.id) FROM core.revision r WHERE r.article_id = became);
	ELSIF p_base IS NOT NULL AND NOT EXISTS (SELECT FROM core.revision r WHERE r.id = p_base AND r.article_id = p_article) THEN
		RAISE EXCEPTION 'no version % of this article', p_base USING ERRCODE = '22023', DETAIL = 'base';
	END IF;
	SELECT v.seq, v.at INTO seq, at FROM core.working_saved v WHERE v.user_id = me AND v.tab = p_tab AND v.subject = s AND v.seq >= p_seq;
	IF FOUND THEN
		outcome := 'late';
		RETURN;
	END IF;
	SELECT * INTO c FROM core.working_copy k
	WHERE k.user_id = me AND k.subject = s AND k.tab = p_tab AND k.seq >= p_seq AND k.dropped_at IS NULL
	ORDER BY k.seq DESC LIMIT 1;
	IF FOUND THEN
		seq := c.seq;
		at := c.at;
		IF c.seq > p_seq THEN
			outcome := 'late';
		ELSIF c.sha = wanted AND c.base_id IS NOT DISTINCT FROM p_base THEN
			outcome := 'stored';
		ELSE
			RAISE EXCEPTION 'number % was used for other words', p_seq USING ERRCODE = 'CD007', DETAIL = 'seq';
		END IF;
		RETURN;
	END IF;
	w := core.claim(me, place, p_tab);
	IF w.subject IS NULL AND s <> place THEN
		SELECT * INTO w FROM core.presence p
		WHERE p.subject = s AND p.writes AND core.is_here(p.seen_at) AND NOT (p.user_id = me AND p.tab = p_tab);
	END IF;
	IF w.subject IS NOT NULL THEN
		SELECT u.name, w.since INTO holder, since FROM core.app_user u WHERE u.id = w.user_id;
		IF w.user_id = me THEN
			outcome := 'elsewhere';
			RETURN;
		END IF;
	END IF;
	-- Another window's words stay, unless these are those, written on.
	PERFORM core.keep_copy(me, s, me) FROM core.working_copy k
	WHERE k.user_id = me AND k.subject = s AND k.kept_at IS NULL AND k.tab <> p_tab AND k.id IS DISTINCT FROM p_over AND k.sha <> wanted;
	-- An id stands for these words of one window: who took them before, here or elsewhere, neither writes over what
	-- follows nor drops it.
	DELETE FROM core.working_copy k WHERE k.user_id = me AND k.subject = s AND k.kept_at IS NULL AND k.tab <> p_tab;
	INSERT INTO core.working_copy AS k (user_id, article_id, draft, tab, seq, base_id, fields, sha)
	VALUES (me, p_article, p_draft, p_tab, p_seq, p_base, p_fields, wanted)
	ON CONFLICT (user_id, subject) WHERE kept_at IS NULL DO UPDATE SET id = DEFAULT, tab = excluded.tab, seq = excluded.seq, base_id = excluded.base_id,
		fields = excluded.fields, sha = excluded.sha, at = excluded.at
	RETURNING k.seq, k.at INTO seq, at;
	outcome := CASE WHEN w.subject IS NULL THEN 'stored' ELSE 'stored_aside' END;
END
$$;

-- Becomes the one who writes.  Whoever was so far finds the own words kept and is told by whom.
-- That an article was taken over from a colleague is in the chain, with the name of who had it;
-- another window of one's own is nobody's business.  Of a draft that is an article by now: of both.
CREATE FUNCTION desk.take_over(p_article bigint, p_draft text, p_tab text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('write');
	s text := core.hold_subject(me, p_article, p_draft);
	became bigint := core.became(me, p_draft);
	w core.presence;
BEGIN
	IF became IS NOT NULL THEN
		PERFORM desk.take_over(became, NULL, p_tab);
	END IF;
	SELECT * INTO w FROM core.presence p WHERE p.subject = s AND p.writes FOR UPDATE;
	IF FOUND AND NOT (w.user_id = me AND w.tab = p_tab) THEN
		PERFORM core.keep_copy(w.user_id, s, me) FROM core.working_copy k
		WHERE k.user_id = w.user_id AND k.subject = s AND k.kept_at IS NULL AND k.tab = w.tab;
		UPDATE core.presence p SET writes = false WHERE p.subject = s AND p.writes;
	END IF;
	DELETE FROM core.presence p WHERE p.subject = s AND p.tab = p_tab AND p.user_id = me AND p.seen_at = '-infinity';
	PERFORM core.claim(me, s, p_tab);
	-- Who went away is not taken from.
	IF w.user_id <> me AND core.is_here(w.seen_at) THEN
		PERFORM audit.append(me, 'take_over', p_article, NULL, (SELECT u.name FROM core.app_user u WHERE u.id = w.user_id));
	END IF;
END
$$;

-- Says that a tab is here, or that it leaves.  Returns up to which number the desk has its words: in a revision, or in a copy.
CREATE FUNCTION desk.here(p_article bigint, p_draft text, p_tab text, p_leaves boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.actor();
	s text;
BEGIN
	IF me IS NULL THEN
		RAISE EXCEPTION 'no valid session' USING ERRCODE = '28000';
	END IF;
	IF p_article IS NULL THEN
		s := 'd' || me || ':' || p_draft::core.tab;
	ELSIF EXISTS (SELECT FROM desk.article_ref r WHERE r.id = p_article) THEN
		s := 'a' || p_article;
	ELSE
		RAISE EXCEPTION 'no article %', p_article USING ERRCODE = 'P0002';
	END IF;
	IF NOT core.has_right(me, 'write') THEN
		DELETE FROM core.presence p WHERE p.subject = s AND p.tab = p_tab AND p.user_id = me;
	ELSIF p_leaves THEN
		INSERT INTO core.presence AS p (subject, tab, user_id, seen_at) VALUES (s, p_tab, me, '-infinity')
		ON CONFLICT (subject, tab) DO UPDATE SET writes = false, seen_at = '-infinity', since = clock_timestamp() WHERE p.user_id = me;
	ELSE
		-- Of somebody who went from this browser: the place is free.
		INSERT INTO core.presence AS p (subject, tab, user_id) VALUES (s, p_tab, me)
		ON CONFLICT (subject, tab) DO UPDATE SET seen_at = clock_timestamp(), user_id = me, writes = p.writes AND p.user_id = me,
			since = CASE WHEN core.is_here(p.seen_at) THEN p.since ELSE clock_timestamp() END
		WHERE p.user_id = me OR NOT core.is_here(p.seen_at);
	END IF;
	RETURN greatest(0, (SELECT v.seq FROM core.working_saved v WHERE v.user_id = me AND v.tab = p_tab AND v.subject = s),
		(SELECT max(k.seq) FROM core.working_copy k WHERE k.user_id = me AND k.tab = p_tab AND k.subject IN (s, 'a' || core.became(me, p_draft))
			AND k.dropped_at IS NULL));
END
$$;

-- Offers a copy no longer; one that is not there, or not one's own, is dropped already.
CREATE FUNCTION desk.working_drop(p_copy bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('write');
	c core.working_copy;
	t timestamptz;
BEGIN
	SELECT * INTO c FROM core.working_copy w WHERE w.id = p_copy AND w.user_id = me;
	IF FOUND THEN
		PERFORM core.hold_subject(me, c.article_id, c.draft);
		t := clock_timestamp();
		UPDATE core.working_copy w SET dropped_at = t, kept_at = coalesce(w.kept_at, t), kept_for = coalesce(w.kept_for, me)
		WHERE w.id = p_copy AND w.dropped_at IS NULL;
		PERFORM core.prune_copies(me, c.subject);
	END IF;
END
$$;

-- Offers a dropped copy again, as it was: current, unless another one is by now.
CREATE FUNCTION desk.working_undrop(p_copy bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('write');
	c core.working_copy;
	s text;
BEGIN
	SELECT * INTO c FROM core.working_copy w WHERE w.id = p_copy AND w.user_id = me;
	IF FOUND THEN
		s := core.hold_subject(me, c.article_id, c.draft);
		UPDATE core.working_copy w SET dropped_at = NULL WHERE w.id = p_copy AND w.dropped_at IS NOT NULL;
		UPDATE core.working_copy w SET kept_at = NULL, kept_for = NULL
		WHERE w.id = p_copy AND w.kept_at = c.dropped_at AND w.subject = s
			AND NOT EXISTS (SELECT FROM core.working_copy k WHERE k.user_id = me AND k.subject = s AND k.kept_at IS NULL);
	END IF;
END
$$;

-- Before desk.save of a new article, in its transaction.  CD001 if the draft is an article already, unless
-- ${p_key} is that of a request which desk.save knows, and answers or refuses by itself.
CREATE FUNCTION desk.draft_begin(p_draft text, p_key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('write');
BEGIN
	PERFORM core.hold_subject(me, NULL, p_draft);
	IF EXISTS (SELECT FROM core.draft_article d WHERE d.user_id = me AND d.draft = p_draft)
		AND NOT EXISTS (SELECT FROM core.idempotency i WHERE i.user_id = me AND i.key = p_key) THEN
		RAISE EXCEPTION 'draft % is an article already', p_draft USING ERRCODE = 'CD001', DETAIL = 'draft';
	END IF;
END
$$;

-- What a form of a new article became that was sent before, by its key or by its draft: the article, and the
-- version that was made of it.  No row: nothing.
CREATE FUNCTION desk.draft_article(p_draft text, p_key text, OUT article_id bigint, OUT revision_id bigint) RETURNS SETOF record
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
	me bigint := core.require_right('write');
BEGIN
	RETURN QUERY SELECT i.article_id, i.revision_id FROM core.idempotency i
		WHERE i.user_id = me AND i.key = p_key AND i.revision_id IS NOT NULL;
	IF NOT FOUND THEN
		RETURN QUERY SELECT d.article_id, min(r.id) FROM core.draft_article d JOIN core.revision r ON r.article_id = d.article_id
			WHERE d.user_id = me AND d.draft = p_draft GROUP BY d.article_id;
	END IF;
END
$$;

-- After desk.save in its transaction: the words that the tab sent up to ${p_seq}, and those of ${p_copy}, are in the
-- revision now.  What other windows hold stays, and goes from a draft to the article that it became.
CREATE FUNCTION desk.working_saved(p_article bigint, p_draft text, p_tab text, p_seq bigint, p_copy bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('write');
	-- The draft first, as desk.draft_begin does.
	d text := CASE WHEN p_draft IS NOT NULL THEN core.hold_subject(me, NULL, p_draft) END;
	subjects text[] := array_remove(ARRAY[core.hold_subject(me, p_article, NULL), d], NULL);
BEGIN
	IF p_draft IS NOT NULL THEN
		INSERT INTO core.draft_article (user_id, draft, article_id) VALUES (me, p_draft, p_article) ON CONFLICT DO NOTHING;
	END IF;
	DELETE FROM core.working_copy w WHERE w.user_id = me AND w.subject = ANY (subjects)
		AND ((w.tab = p_tab AND w.seq <= p_seq) OR w.id = p_copy);
	-- Two that are current would be one too many.
	PERFORM core.keep_copy(me, subjects[2], me);
	-- They go on from the first version, as it was made of that draft.
	UPDATE core.working_copy w SET article_id = p_article, draft = NULL,
		base_id = (SELECT min(r.id) FROM core.revision r WHERE r.article_id = p_article)
	WHERE w.user_id = me AND w.subject = subjects[2];
	IF p_tab IS NOT NULL AND p_seq IS NOT NULL THEN
		INSERT INTO core.working_saved AS v (user_id, tab, subject, seq) SELECT me, p_tab, x, p_seq FROM unnest(subjects) AS x
		ON CONFLICT (user_id, tab, subject) DO UPDATE SET seq = greatest(v.seq, excluded.seq), at = now();
	END IF;
END
$$;

-- Own words only; only while one may write.  Those that were dropped too, marked.
CREATE VIEW desk.working_copy WITH (security_barrier = true) AS
	SELECT w.id, w.article_id, w.draft::text AS draft, w.tab::text AS tab, w.seq, w.base_id, w.fields, w.at, w.kept_at,
		CASE WHEN w.kept_for <> w.user_id THEN u.name::text END AS kept_for_name, w.merge, w.dropped_at
	FROM core.working_copy w LEFT JOIN core.app_user u ON u.id = w.kept_for
	WHERE w.user_id = (SELECT core.actor());

-- Who is at the articles that this person may see, and at the own drafts.
CREATE VIEW desk.presence WITH (security_barrier = true) AS
	SELECT a.id AS article_id, NULL::text AS draft, u.name::text AS name, p.user_id = a.me AS mine,
		CASE WHEN p.user_id = a.me THEN p.tab::text END AS tab, p.since, p.writes
	FROM core.visible_article a JOIN core.presence p ON p.subject = 'a' || a.id JOIN core.app_user u ON u.id = p.user_id
	WHERE core.is_here(p.seen_at)
	UNION ALL
	SELECT NULL, split_part(p.subject, ':', 2), u.name::text, true, p.tab::text, p.since, p.writes
	FROM core.presence p JOIN core.app_user u ON u.id = p.user_id
	WHERE u.id = (SELECT core.actor()) AND p.subject LIKE 'd%' AND core.is_here(p.seen_at);

GRANT SELECT ON desk.working_copy, desk.presence TO desk_app;
GRANT EXECUTE ON FUNCTION desk.working_put, desk.take_over, desk.here, desk.working_drop, desk.working_undrop, desk.working_saved, desk.draft_begin,
	desk.draft_article, core.is_here TO desk_app;
GRANT USAGE ON TYPE core.tab TO desk_app;

