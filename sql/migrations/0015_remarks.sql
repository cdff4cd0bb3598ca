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

-- Drafts of new articles (subject "d...") are one person's own.
CREATE FUNCTION core.tell_presence() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	s text := CASE TG_OP WHEN 'DELETE' THEN OLD.subject ELSE NEW.subject END;
BEGIN
	IF s LIKE 'a%' THEN
		PERFORM core.tell(substr(s, 2)::bigint, 'presence');
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
