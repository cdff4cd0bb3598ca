-- Made once per cluster, by a superuser (copydesk init).  Safe to run again.
-- Only cms_owner owns anything.  The others have no table of their own, may not
-- create anything, and get what they need by grants in the migrations.
DO $$
DECLARE
	r record;
BEGIN
	FOR r IN
		SELECT * FROM (VALUES
			('cms_owner', 10),
			('site_reader', 60),   -- the public site and its programming interface
			('desk_app', 40),      -- the newsroom
			('auth_app', 8),       -- alone may mint sessions
			('worker_app', 4),     -- housekeeping
			('audit_reader', 4)    -- verifies the audit chain
		) AS t (name, connections)
	LOOP
		IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = r.name) THEN
			EXECUTE pg_catalog.format('CREATE ROLE %I', r.name);
		END IF;
		EXECUTE pg_catalog.format('ALTER ROLE %I LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE '
			'NOREPLICATION NOBYPASSRLS CONNECTION LIMIT %s', r.name, r.connections);
	END LOOP;
END
$$;

-- The site's statements all go by a key: one plan serves every value, and to
-- weigh another for each request would cost more than the request.
ALTER ROLE site_reader SET plan_cache_mode = force_generic_plan;
