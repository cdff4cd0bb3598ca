-- Who watches is told at once that something changed, and people talk about an article beside it.

-- Events ------------------------------------------------------------------
-- A change is told by NOTIFY in its own transaction, so that what is told is committed and what is
-- rolled back was never told.  A message names who watches and what changed ("a17 saved", "review
-- state") and holds no word of an article: whoever hears it asks the desk, where rights are looked
-- at.  So a lost one costs seconds, and a forged one a question.  copydesk-events passes them on.
CREATE FUNCTION core.tell(p_article bigint, p_what text) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT pg_notify('events', 'a' || p_article || ' ' || p_what);
END;

-- Drafts of new articles (subject "d...") are one person's own.  The mark of one who was not there comes and goes unheard;
-- that somebody left is a change of ${since}.
CREATE FUNCTION core.tell_presence() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	p core.presence := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
	IF p.subject LIKE 'a%' AND (p.seen_at > '-infinity' OR TG_OP = 'UPDATE') THEN
		PERFORM core.tell(substr(p.subject, 2)::bigint, 'presence');
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER tell_presence AFTER INSERT OR DELETE ON core.presence FOR EACH ROW EXECUTE FUNCTION core.tell_presence();
-- To be seen again is no news, unless one was thought gone.
CREATE TRIGGER tell_presence_changed AFTER UPDATE ON core.presence FOR EACH ROW
	WHEN (OLD.writes <> NEW.writes OR OLD.user_id <> NEW.user_id OR OLD.since <> NEW.since) EXECUTE FUNCTION core.tell_presence();

CREATE FUNCTION core.tell_article() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF NEW.head_revision IS DISTINCT FROM OLD.head_revision THEN
		PERFORM core.tell(NEW.id, 'saved');
	END IF;
	IF NEW.state <> OLD.state THEN
		PERFORM core.tell(NEW.id, 'state');
		IF 'submitted' IN (OLD.state, NEW.state) OR 'approved' IN (OLD.state, NEW.state) THEN
			PERFORM pg_notify('events', 'review state');
		END IF;
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER tell_article AFTER UPDATE ON core.article FOR EACH ROW
	WHEN (NEW.head_revision IS DISTINCT FROM OLD.head_revision OR NEW.state <> OLD.state) EXECUTE FUNCTION core.tell_article();

-- An approval that leaves the state passes the article on to the next level.
CREATE FUNCTION core.tell_review() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM core.tell((SELECT r.article_id FROM core.revision r WHERE r.id = NEW.revision_id), 'state');
	PERFORM pg_notify('events', 'review state');
	RETURN NULL;
END
$$;
CREATE TRIGGER tell_review AFTER INSERT OR UPDATE ON core.review FOR EACH ROW
	WHEN (NEW.kind <> 'author') EXECUTE FUNCTION core.tell_review();

CREATE FUNCTION core.tell_live() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM core.tell(CASE TG_OP WHEN 'DELETE' THEN OLD.article_id ELSE NEW.article_id END, 'state');
	RETURN NULL;
END
$$;
CREATE TRIGGER tell_live AFTER INSERT OR UPDATE OR DELETE ON site.live FOR EACH ROW EXECUTE FUNCTION core.tell_live();

-- Who saved what after the version that somebody writes on: the names whose words are at stake.
CREATE FUNCTION desk.newer(p_article bigint, p_base bigint, OUT number integer, OUT base_number integer, OUT names text, OUT at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT max(r.number), (SELECT b.number FROM core.revision b WHERE b.id = p_base AND b.article_id = p_article), (SELECT string_agg(x.name, ', ' ORDER BY x.first) FROM (SELECT u.name::text AS name, min(n.id) AS first
			FROM core.revision n JOIN core.app_user u ON u.id = n.saved_by
			WHERE n.article_id = p_article AND n.id > p_base GROUP BY u.id, u.name) AS x), max(r.saved_at)
	FROM core.revision r JOIN core.visible_article a ON a.id = r.article_id WHERE r.article_id = p_article AND r.id > p_base
	HAVING count(*) > 0;
END;
GRANT EXECUTE ON FUNCTION desk.newer TO desk_app;

-- Remarks -----------------------------------------------------------------
-- What colleagues say of an article beside its words: threads that hang on a marked text (the mark
-- "comment" of the body names the thread), on a block, or on the whole article.  They are no part of
-- a revision, so saying something changes nothing that was approved, and readers never see them.

CREATE TABLE core.remark_thread (
	id core.tab PRIMARY KEY,
	article_id bigint NOT NULL REFERENCES core.article,
	-- A block of the body by its name, if it hangs on one.
	block text CHECK (block ~ '^[a-z0-9]{8,12}$'),
	-- The words that it was about when it began: they may go, and the thread stays.
	quote core.line NOT NULL DEFAULT '' CHECK (char_length(quote) <= 200),
	begun_by bigint NOT NULL REFERENCES core.app_user,
	begun_at timestamptz NOT NULL DEFAULT now(),
	resolved_by bigint REFERENCES core.app_user,
	resolved_at timestamptz,
	CHECK ((resolved_by IS NULL) = (resolved_at IS NULL))
);
CREATE INDEX remark_thread_by_article ON core.remark_thread (article_id, begun_at, id);

CREATE TABLE core.remark (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	thread_id core.tab NOT NULL REFERENCES core.remark_thread,
	by_user bigint NOT NULL REFERENCES core.app_user,
	-- Of the request that said it: sent again it says nothing twice.
	key core.tab NOT NULL,
	text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 2000 AND text !~ '[\u0001-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]' AND btrim(text, E' \n\u3000') <> ''),
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	changed_at timestamptz,
	UNIQUE (by_user, key)
);
CREATE INDEX remark_by_thread ON core.remark (thread_id, id);

CREATE FUNCTION core.tell_remark() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM core.tell((SELECT t.article_id FROM core.remark_thread t WHERE t.id = NEW.thread_id), 'remarks');
	RETURN NULL;
END
$$;
CREATE TRIGGER tell_remark AFTER INSERT OR UPDATE ON core.remark FOR EACH ROW EXECUTE FUNCTION core.tell_remark();
CREATE FUNCTION core.tell_remark_thread() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	PERFORM core.tell(NEW.article_id, 'remarks');
	RETURN NULL;
END
$$;
CREATE TRIGGER tell_remark_thread AFTER UPDATE ON core.remark_thread FOR EACH ROW EXECUTE FUNCTION core.tell_remark_thread();

-- Is a remark still its writer's to change?
CREATE FUNCTION core.remark_is_fresh(p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
	RETURN p_at > clock_timestamp() - interval '15 minutes';

-- Who resolves: those who write in the article, and reviewers.
CREATE FUNCTION core.resolves_remarks(p_me bigint, p_article bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
	RETURN core.sees_submitted(p_me) OR (core.is_author(p_me, p_article) AND core.has_right(p_me, 'write'));

-- The thread, locked, if this user may see its article; otherwise it does not exist.
CREATE FUNCTION core.lock_thread(p_thread text) RETURNS core.remark_thread
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	t core.remark_thread;
BEGIN
	SELECT * INTO t FROM core.remark_thread x WHERE x.id = p_thread FOR UPDATE;
	IF NOT FOUND OR NOT EXISTS (SELECT FROM desk.article_ref r WHERE r.id = t.article_id) THEN
		RAISE EXCEPTION 'no thread %', p_thread USING ERRCODE = 'P0002';
	END IF;
	RETURN t;
END
$$;

-- Says something: in a thread that is there, which opens again if it was resolved, or begins one.
CREATE FUNCTION desk.remark(p_article bigint, p_thread text, p_key text, p_block text, p_quote text, p_text text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.actor();
	t core.remark_thread;
	r core.remark;
BEGIN
	IF me IS NULL THEN
		RAISE EXCEPTION 'no valid session' USING ERRCODE = '28000';
	END IF;
	IF NOT EXISTS (SELECT FROM desk.article_ref a WHERE a.id = p_article) THEN
		RAISE EXCEPTION 'no article %', p_article USING ERRCODE = 'P0002';
	END IF;
	INSERT INTO core.remark_thread (id, article_id, block, quote, begun_by) VALUES (p_thread, p_article, p_block, p_quote, me)
	ON CONFLICT (id) DO NOTHING;
	t := core.lock_thread(p_thread);
	IF t.article_id <> p_article THEN
		RAISE EXCEPTION 'no thread % at article %', p_thread, p_article USING ERRCODE = 'P0002';
	END IF;
	-- Under the lock: what is sent twice at once is said once.
	SELECT * INTO r FROM core.remark x WHERE x.by_user = me AND x.key = p_key;
	IF FOUND THEN
		IF r.thread_id <> p_thread OR r.text <> p_text THEN
			RAISE EXCEPTION 'key reused for another remark' USING ERRCODE = 'CD007', DETAIL = 'key';
		END IF;
		RETURN r.id;
	END IF;
	IF (SELECT count(*) FROM core.remark_thread x WHERE x.article_id = p_article) > 500
		OR (SELECT count(*) FROM core.remark x WHERE x.thread_id = p_thread) >= 200
		OR (SELECT count(*) FROM core.remark x JOIN core.remark_thread y ON y.id = x.thread_id WHERE y.article_id = p_article) >= 10000 THEN
		RAISE EXCEPTION 'too many remarks' USING ERRCODE = '22023', DETAIL = 'many';
	END IF;
	INSERT INTO core.remark (thread_id, by_user, key, text) VALUES (p_thread, me, p_key, p_text) RETURNING * INTO r;
	UPDATE core.remark_thread x SET resolved_by = NULL, resolved_at = NULL WHERE x.id = p_thread AND x.resolved_by IS NOT NULL;
	RETURN r.id;
END
$$;

-- Mends an own remark, within 15 minutes.
CREATE FUNCTION desk.remark_change(p_article bigint, p_remark bigint, p_text text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.actor();
	r core.remark;
	t core.remark_thread;
BEGIN
	IF me IS NULL THEN
		RAISE EXCEPTION 'no valid session' USING ERRCODE = '28000';
	END IF;
	SELECT * INTO r FROM core.remark x WHERE x.id = p_remark;
	t := core.lock_thread(r.thread_id);
	IF t.article_id <> p_article THEN
		RAISE EXCEPTION 'no remark %', p_remark USING ERRCODE = 'P0002';
	END IF;
	IF r.by_user <> me THEN
		RAISE EXCEPTION 'not an own remark' USING ERRCODE = '42501';
	END IF;
	IF r.text = p_text THEN
		RETURN;
	END IF;
	IF NOT core.remark_is_fresh(r.at) THEN
		RAISE EXCEPTION 'remark % is too old to be changed', p_remark USING ERRCODE = 'CD002', DETAIL = 'late';
	END IF;
	UPDATE core.remark x SET text = p_text, changed_at = clock_timestamp() WHERE x.id = p_remark;
END
$$;

CREATE FUNCTION desk.remark_resolve(p_article bigint, p_thread text, p_resolved boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.actor();
	t core.remark_thread;
BEGIN
	IF me IS NULL THEN
		RAISE EXCEPTION 'no valid session' USING ERRCODE = '28000';
	END IF;
	t := core.lock_thread(p_thread);
	IF t.article_id <> p_article THEN
		RAISE EXCEPTION 'no thread % at article %', p_thread, p_article USING ERRCODE = 'P0002';
	END IF;
	IF NOT core.resolves_remarks(me, p_article) THEN
		RAISE EXCEPTION 'right missing: resolve' USING ERRCODE = '42501';
	END IF;
	IF p_resolved = (t.resolved_by IS NOT NULL) THEN
		RETURN;
	END IF;
	UPDATE core.remark_thread x SET resolved_by = CASE WHEN p_resolved THEN me END, resolved_at = CASE WHEN p_resolved THEN now() END
	WHERE x.id = p_thread;
END
$$;

CREATE VIEW desk.remark_thread WITH (security_barrier = true) AS
	SELECT t.id::text AS id, t.article_id, t.block, t.quote::text AS quote, t.begun_at, t.resolved_at, u.name::text AS resolved_by_name,
		core.resolves_remarks(a.me, a.id) AS can_resolve
	FROM core.remark_thread t JOIN core.visible_article a ON a.id = t.article_id LEFT JOIN core.app_user u ON u.id = t.resolved_by;

CREATE VIEW desk.remark WITH (security_barrier = true) AS
	SELECT r.id, r.thread_id::text AS thread_id, t.article_id, u.name::text AS by_name, r.by_user = a.me AS mine,
		r.by_user = a.me AND core.remark_is_fresh(r.at) AS can_change, r.text, r.at, r.changed_at
	FROM core.remark r JOIN core.remark_thread t ON t.id = r.thread_id
	JOIN core.visible_article a ON a.id = t.article_id JOIN core.app_user u ON u.id = r.by_user;

GRANT SELECT ON desk.remark_thread, desk.remark TO desk_app;
GRANT EXECUTE ON FUNCTION desk.remark, desk.remark_change, desk.remark_resolve, core.remark_is_fresh, core.resolves_remarks TO desk_app;
