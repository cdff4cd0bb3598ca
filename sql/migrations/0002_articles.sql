-- Channels with their review levels, articles, and their immutable revisions.

CREATE TABLE core.channel (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND octet_length(slug) <= 40),
	name_zh core.name NOT NULL CHECK (char_length(name_zh) BETWEEN 1 AND 20),
	name_en core.name NOT NULL CHECK (char_length(name_en) BETWEEN 1 AND 40),
	position integer NOT NULL,
	active boolean NOT NULL DEFAULT true
);
-- Level 1 is 初审, 2 复审, 3 终审; each with the right that it takes.
CREATE TABLE core.channel_level (
	channel_id bigint NOT NULL REFERENCES core.channel,
	level smallint NOT NULL CHECK (level BETWEEN 1 AND 3),
	need_right text NOT NULL CHECK (need_right LIKE 'review.%'),
	PRIMARY KEY (channel_id, level)
);

CREATE TABLE core.article (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	created_by bigint NOT NULL REFERENCES core.app_user,
	created_at timestamptz NOT NULL DEFAULT now(),
	-- Of the head revision; whether an earlier one is live, site.live tells.
	state text NOT NULL DEFAULT 'draft'
		CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'published', 'withdrawn')),
	head_revision bigint,
	first_submitted_at timestamptz,
	changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX article_by_state ON core.article (state, changed_at DESC, id DESC);
CREATE INDEX article_by_change ON core.article (changed_at DESC, id DESC);
-- Who ever wrote in an article: whose own it is, in lists and for its drafts.
CREATE TABLE core.article_author (
	article_id bigint NOT NULL REFERENCES core.article,
	user_id bigint NOT NULL REFERENCES core.app_user,
	PRIMARY KEY (article_id, user_id)
);
CREATE INDEX article_author_by_user ON core.article_author (user_id, article_id);
CALL core.make_append_only('core.article_author');

-- [{"name","role","outlet"}, ...]: ordered, at most 20, nothing else inside.
CREATE FUNCTION core.bylines_ok(p jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT jsonb_typeof(p) = 'array' AND jsonb_array_length(CASE WHEN jsonb_typeof(p) = 'array' THEN p ELSE '[]' END) <= 20
		AND NOT EXISTS (SELECT FROM jsonb_array_elements(CASE WHEN jsonb_typeof(p) = 'array' THEN p ELSE '[]' END) AS b
			WHERE (jsonb_typeof(b) = 'object'
				AND b - ARRAY['name', 'role', 'outlet'] = '{}'
				AND jsonb_typeof(b -> 'name') = 'string' AND char_length(b ->> 'name') BETWEEN 1 AND 60
				AND b ->> 'role' IN ('reporter', 'correspondent', 'photographer', 'editor')
				AND jsonb_typeof(b -> 'outlet') = 'string' AND char_length(b ->> 'outlet') <= 60
				AND b ->> 'name' !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]'
				AND b ->> 'outlet' !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]'
			) IS NOT TRUE);
END;

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

-- The renderer is an allow-list; this is the wall behind it, and one as well: only
-- the tags that the renderer writes, in just the form in which it does.  A picture's address is
-- under /m/ and names a key and a file; data: is for the tiny copy alone that stands in until it is loaded.
CREATE FUNCTION core.html_ok(p text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT p !~* ('<(?!(/?(p|h[2-4]|blockquote|ul|ol|li|em|strong|sub|sup|table|tr|th|td|aside|footer|cite|bdi|time|figcaption|picture)|'
		'hr|br|/a|/figure|/span|'
		'ol start="[0-9]{1,4}"|t[hd]( colspan="[0-9]{1,2}")?( rowspan="[0-9]{1,2}")?|'
		'blockquote class="pull-quote"|aside class="correction"|time datetime="[0-9]{4}-[0-9]{2}-[0-9]{2}"|p class="embed"|ol class="footnotes"|li id="fn-[0-9]{1,5}"|'
		'figure class="(figure( figure-(wide|small))?|gallery)"|span class="(frame|credit|credit-word)"|'
		'img class="blur" src="data:image/webp;base64,[a-z0-9+/]+={0,2}" alt="" aria-hidden="true"|'
		'source type="image/(avif|webp)" srcset="(/m/[0-9a-f]{32}/(w|4x3)-[0-9]{1,4}(-[0-9]{1,3}-[0-9]{1,3})?\.(avif|webp) [0-9]{1,4}w(, )?)+" sizes="[a-z0-9 (),:-]+"|'
		'img src="/m/[0-9a-f]{32}/(w|4x3)-[0-9]{1,4}(-[0-9]{1,3}-[0-9]{1,3})?\.jpg" '
		'srcset="(/m/[0-9a-f]{32}/(w|4x3)-[0-9]{1,4}(-[0-9]{1,3}-[0-9]{1,3})?\.jpg [0-9]{1,4}w(, )?)+" '
		'sizes="[a-z0-9 (),:-]+" width="[0-9]{1,5}" height="[0-9]{1,5}" alt="[^"<>]*" loading="lazy" decoding="async"|'
		'a href="#fn-[0-9]{1,5}" id="fnref-[0-9]{1,5}"|'
		'a href="((https?|mailto|tel):[^"<>]*|[^":&<>/?#]*([/?#][^"<>]*)?)")>)');
END;

CREATE TABLE core.revision (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	article_id bigint NOT NULL REFERENCES core.article,
	number integer NOT NULL,
	base_id bigint,
	headline core.line NOT NULL CHECK (char_length(headline) BETWEEN 1 AND 200),
	shoulder core.line NOT NULL CHECK (char_length(shoulder) <= 200),
	subhead core.line NOT NULL CHECK (char_length(subhead) <= 200),
	summary text NOT NULL CHECK (char_length(summary) <= 400 AND summary !~ '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]'),
	channel_id bigint NOT NULL REFERENCES core.channel,
	lang text NOT NULL CHECK (lang IN ('zh', 'en')),
	slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND octet_length(slug) <= 80),
	source_kind text NOT NULL CHECK (source_kind IN ('original', 'reprint')),
	source_name core.name NOT NULL CHECK (char_length(source_name) <= 100),
	reprint_author core.name NOT NULL CHECK (char_length(reprint_author) <= 100),
	reprint_title core.line NOT NULL CHECK (char_length(reprint_title) <= 200),
	reprint_url text NOT NULL CHECK (reprint_url = '' OR (reprint_url ~ '^https?://[^\s\u0001-\u001f\u007f"<>\\]+$'
		AND octet_length(reprint_url) <= 1000)),
	responsible_editor core.name NOT NULL CHECK (char_length(responsible_editor) <= 60),
	reprint_notice core.line NOT NULL CHECK (char_length(reprint_notice) <= 200),
	bylines jsonb NOT NULL CHECK (core.bylines_ok(bylines)),
	body jsonb NOT NULL CHECK (jsonb_typeof(body) = 'object'),
	body_schema integer NOT NULL CHECK (body_schema > 0),
	body_html text NOT NULL CHECK (octet_length(body_html) <= 4 * 1024 * 1024 AND core.html_ok(body_html)),
	words integer NOT NULL CHECK (words >= 0),
	topics text[] NOT NULL CHECK (core.topics_ok(topics)),
	social_title core.line NOT NULL CHECK (char_length(social_title) <= 120),
	lead jsonb CHECK (lead IS NULL OR core.lead_ok(lead)),
	sha bytea NOT NULL,
	saved_by bigint NOT NULL REFERENCES core.app_user,
	saved_at timestamptz NOT NULL DEFAULT now(),
	xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
	UNIQUE (article_id, id),
	UNIQUE (article_id, number),
	UNIQUE (id, sha),
	FOREIGN KEY (article_id, base_id) REFERENCES core.revision (article_id, id)
);
CALL core.make_append_only('core.revision');

-- Over everything that readers will see, as they will see it.
CREATE FUNCTION core.revision_sha(r core.revision) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT sha256(core.enc((r).headline, (r).shoulder, (r).subhead, (r).summary, (r).channel_id::text, (r).lang, (r).slug, (r).source_kind,
		(r).source_name, (r).reprint_author, (r).reprint_title, (r).reprint_url, (r).responsible_editor, (r).reprint_notice,
		(r).bylines::text, (r).body::text, (r).body_schema::text, (r).body_html,
		encode(core.enc(VARIADIC (r).topics), 'hex'), (r).social_title, (r).lead::text));
END;
CREATE FUNCTION core.revision_seal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	NEW.sha := core.revision_sha(NEW);
	RETURN NEW;
END
$$;
CREATE TRIGGER b_seal BEFORE INSERT ON core.revision FOR EACH ROW EXECUTE FUNCTION core.revision_seal();
ALTER TABLE core.revision ENABLE ALWAYS TRIGGER b_seal;

ALTER TABLE core.article ADD FOREIGN KEY (id, head_revision) REFERENCES core.revision (article_id, id);

-- One row per revision and person: author, or approver, or who sent it back.
-- That nobody approves own words is so a primary key, not a check that can race.
CREATE TABLE core.review (
	revision_id bigint NOT NULL,
	user_id bigint NOT NULL REFERENCES core.app_user,
	kind text NOT NULL CHECK (kind IN ('author', 'approve', 'return')),
	level smallint CHECK (level BETWEEN 1 AND 3),
	sha bytea NOT NULL,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	reason core.line,
	PRIMARY KEY (revision_id, user_id),
	UNIQUE (revision_id, user_id, kind, level),
	UNIQUE (revision_id, level),
	CHECK ((kind = 'approve') = (level IS NOT NULL)),
	CHECK ((kind = 'return') = (reason IS NOT NULL)),
	CHECK (char_length(reason) BETWEEN 1 AND 1000),
	FOREIGN KEY (revision_id, sha) REFERENCES core.revision (id, sha)
);
CREATE INDEX review_by_user ON core.review (user_id, revision_id);

-- Authors are fixed in the transaction that made the revision; an approval may
-- only turn into a return, nothing else changes, nothing goes.
CREATE FUNCTION core.review_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF TG_OP = 'DELETE' THEN
		RAISE EXCEPTION 'reviews are never deleted' USING ERRCODE = 'CD008';
	END IF;
	IF TG_OP = 'UPDATE' AND NOT (OLD.kind = 'approve' AND NEW.kind = 'return'
		AND NEW.revision_id = OLD.revision_id AND NEW.user_id = OLD.user_id AND NEW.sha = OLD.sha) THEN
		RAISE EXCEPTION 'a review only changes from approval to return' USING ERRCODE = 'CD008';
	END IF;
	IF TG_OP = 'INSERT' AND NEW.kind = 'author' AND NOT EXISTS (SELECT FROM core.revision
		WHERE id = NEW.revision_id AND xact = pg_current_xact_id()) THEN
		RAISE EXCEPTION 'authors are fixed when a revision is saved' USING ERRCODE = 'CD008';
	END IF;
	RETURN NEW;
END
$$;
CREATE TRIGGER a_guard BEFORE INSERT OR UPDATE OR DELETE ON core.review FOR EACH ROW EXECUTE FUNCTION core.review_guard();
CREATE TRIGGER z_all BEFORE TRUNCATE ON core.review FOR EACH STATEMENT EXECUTE FUNCTION core.deny();
ALTER TABLE core.review ENABLE ALWAYS TRIGGER a_guard;
ALTER TABLE core.review ENABLE ALWAYS TRIGGER z_all;

-- The only ways between states, whoever writes.
CREATE FUNCTION core.article_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF TG_OP = 'DELETE' OR NEW.id <> OLD.id OR NEW.created_by <> OLD.created_by OR NEW.created_at <> OLD.created_at THEN
		RAISE EXCEPTION 'an article is never deleted or given away' USING ERRCODE = 'CD008';
	END IF;
	IF NEW.head_revision IS DISTINCT FROM OLD.head_revision AND
		(NEW.state <> 'draft' OR NEW.head_revision < OLD.head_revision) THEN
		RAISE EXCEPTION 'a new head revision is a draft' USING ERRCODE = 'CD002';
	END IF;
	IF NEW.state <> OLD.state AND NOT (NEW.state = 'draft' OR (OLD.state, NEW.state) IN (
		('draft', 'submitted'), ('submitted', 'returned'), ('submitted', 'approved'), ('approved', 'returned'),
		('approved', 'published'), ('published', 'withdrawn'))) THEN
		RAISE EXCEPTION 'no way from % to %', OLD.state, NEW.state USING ERRCODE = 'CD002';
	END IF;
	IF NEW.state = 'draft' AND OLD.state <> 'draft' AND NEW.head_revision IS NOT DISTINCT FROM OLD.head_revision THEN
		RAISE EXCEPTION 'only a new revision makes a draft again' USING ERRCODE = 'CD002';
	END IF;
	NEW.changed_at := clock_timestamp();
	RETURN NEW;
END
$$;
CREATE TRIGGER a_guard BEFORE UPDATE OR DELETE ON core.article FOR EACH ROW EXECUTE FUNCTION core.article_guard();
CREATE TRIGGER z_all BEFORE TRUNCATE ON core.article FOR EACH STATEMENT EXECUTE FUNCTION core.deny();
ALTER TABLE core.article ENABLE ALWAYS TRIGGER a_guard;
ALTER TABLE core.article ENABLE ALWAYS TRIGGER z_all;

-- A repeated request finds its first answer here.
CREATE TABLE core.idempotency (
	user_id bigint NOT NULL REFERENCES core.app_user,
	key text NOT NULL CHECK (key ~ '^[0-9a-zA-Z_-]{16,64}$'),
	request_sha bytea NOT NULL,
	article_id bigint,
	revision_id bigint,
	number integer,
	at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_by_age ON core.idempotency (at);

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
