-- The directory of people who stand in bylines: it grows from what is published, editors keep it right.
CREATE TABLE core.person (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name core.name NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60 AND name !~ '^[\s\u3000]|[\s\u3000]$|[|｜、]'),
	outlet core.name NOT NULL CHECK (char_length(outlet) <= 60 AND outlet !~ '^[\s\u3000]|[\s\u3000]$|[|｜]'),
	-- What this person usually does.
	role text NOT NULL CHECK (role IN ('reporter', 'correspondent', 'photographer', 'editor')),
	-- Not proposed any more; kept, so that the next publication does not bring the name back.
	active boolean NOT NULL DEFAULT true,
	UNIQUE (name, outlet)
);

-- A name is taken up when it is published, so that nobody finds what somebody mistyped in a draft.
-- In the order of names, so that two publications never wait for each other crosswise.
CREATE FUNCTION core.person_grow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	INSERT INTO core.person (name, outlet, role)
	SELECT DISTINCT ON (b.name, b.outlet) b.name, b.outlet, b.role FROM fresh b
	WHERE b.name !~ '^[\s\u3000]|[\s\u3000]$|[|｜、]' AND b.outlet !~ '^[\s\u3000]|[\s\u3000]$|[|｜]'
	ORDER BY b.name, b.outlet, b.position
	ON CONFLICT (name, outlet) DO NOTHING;
	RETURN NULL;
END
$$;
CREATE TRIGGER person_grow AFTER INSERT ON site.live_byline REFERENCING NEW TABLE AS fresh
	FOR EACH STATEMENT EXECUTE FUNCTION core.person_grow();
INSERT INTO core.person (name, outlet, role)
SELECT DISTINCT ON (b.name, b.outlet) b.name, b.outlet, b.role FROM site.live_byline b
WHERE b.name !~ '^[\s\u3000]|[\s\u3000]$|[|｜、]' AND b.outlet !~ '^[\s\u3000]|[\s\u3000]$|[|｜]'
ORDER BY b.name, b.outlet, b.article_id, b.position;

-- uses: published articles with this byline.
CREATE VIEW desk.person WITH (security_barrier = true) AS
	SELECT p.id, p.name::text AS name, p.outlet::text AS outlet, p.role, p.active, coalesce(b.uses, 0)::integer AS uses
	FROM core.person p
	LEFT JOIN (SELECT name, outlet, count(DISTINCT article_id) AS uses FROM site.live_byline GROUP BY name, outlet) b
		ON b.name = p.name AND b.outlet = p.outlet
	WHERE (SELECT core.actor()) IS NOT NULL;

-- p_id null: a new person.  These names stand over published words, so the chain tells what became of them.
CREATE FUNCTION desk.person_save(p_id bigint, p_name text, p_outlet text, p_role text, p_active boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	me bigint := core.require_right('review.first', 'review.second', 'review.final');
	old core.person;
	p core.person;
	changed jsonb;
BEGIN
	IF p_id IS NULL THEN
		INSERT INTO core.person (name, outlet, role, active) VALUES (p_name, p_outlet, p_role, p_active) RETURNING * INTO p;
	ELSE
		SELECT * INTO old FROM core.person x WHERE x.id = p_id FOR UPDATE;
		IF NOT FOUND THEN
			RAISE EXCEPTION 'no person %', p_id USING ERRCODE = 'P0002';
		END IF;
		UPDATE core.person x SET name = p_name, outlet = p_outlet, role = p_role, active = p_active WHERE x.id = p_id RETURNING * INTO p;
	END IF;
	SELECT jsonb_object_agg(t.field, t.was || ' → ' || t.is_now) INTO changed FROM (VALUES
		('name', coalesce(old.name::text, ''), p.name::text), ('outlet', coalesce(old.outlet::text, ''), p.outlet::text),
		('role', coalesce(old.role, ''), p.role), ('active', coalesce(old.active::text, ''), p.active::text)) AS t (field, was, is_now)
	WHERE t.was <> t.is_now;
	IF changed IS NOT NULL THEN
		PERFORM audit.append(me, 'person_save', NULL, NULL, 'person ' || p.id || ' ' || changed);
	END IF;
	RETURN p.id;
END
$$;
GRANT SELECT ON desk.person TO desk_app;
GRANT EXECUTE ON FUNCTION desk.person_save TO desk_app;
