-- Direct access: every role against every table and every column of the house.
BEGIN;
SET search_path = test, pg_catalog;
SELECT no_plan();

CREATE FUNCTION pg_temp.program_roles() RETURNS text[] LANGUAGE sql
	RETURN ARRAY['site_reader', 'desk_app', 'auth_app', 'worker_app', 'audit_reader'];

-- Reading and writing a table directly is refused for want of the right.
SELECT is(test.attempt(r, 'chief', format('SELECT count(*) FROM %s', c.oid::regclass)), '42501', format('%s may not read %s', r, c.oid::regclass))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, unnest(pg_temp.program_roles()) AS r
WHERE n.nspname IN ('core', 'auth', 'audit', 'site') AND c.relkind = 'r' AND NOT (r = 'audit_reader' AND c.oid = 'audit.log'::regclass);

SELECT is(test.attempt(r, 'chief', format('%s %s', verb, c.oid::regclass)), '42501', format('%s may not %s %s', r, verb, c.oid::regclass))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, unnest(pg_temp.program_roles()) AS r, unnest(ARRAY['DELETE FROM', 'TRUNCATE']) AS verb
WHERE n.nspname IN ('core', 'auth', 'audit', 'site') AND c.relkind = 'r';

SELECT is(test.attempt(r, 'chief', format('UPDATE %s SET %I = %I', c.oid::regclass, a.attname, a.attname)),
	'42501', format('%s may not update %s.%s', r, c.oid::regclass, a.attname))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	AND a.attgenerated = '' AND a.attidentity = '', unnest(pg_temp.program_roles()) AS r
WHERE n.nspname IN ('core', 'auth', 'audit', 'site') AND c.relkind = 'r';

SELECT is(test.attempt(r, 'chief', format('INSERT INTO %s (%I) VALUES (NULL)', c.oid::regclass, a.attname)),
	'42501', format('%s may not insert %s.%s', r, c.oid::regclass, a.attname))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	AND a.attgenerated = '' AND a.attidentity = '', unnest(pg_temp.program_roles()) AS r
WHERE n.nspname IN ('core', 'auth', 'audit', 'site') AND c.relkind = 'r';

-- A view is for reading, and only for the role that it is meant for.
SELECT is(test.attempt(r, 'chief', format('SELECT count(*) FROM %s', c.oid::regclass)),
	CASE WHEN (r, n.nspname) IN (('site_reader', 'site'), ('desk_app', 'desk'))
		-- The frame of a preview: what anybody reads on the site.
		OR (r = 'desk_app' AND c.oid IN ('site.version'::regclass, 'site.channel'::regclass, 'site.article'::regclass)) THEN 'ok' ELSE '42501' END,
	format('%s reads %s', r, c.oid::regclass))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, unnest(pg_temp.program_roles()) AS r
WHERE n.nspname IN ('core', 'auth', 'audit', 'site', 'desk') AND c.relkind = 'v';

SELECT is(test.attempt(r, 'chief', format('DELETE FROM %s', c.oid::regclass)), '42501', format('%s may not delete through %s', r, c.oid::regclass))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, unnest(pg_temp.program_roles()) AS r
WHERE n.nspname IN ('core', 'site', 'desk') AND c.relkind = 'v' AND pg_relation_is_updatable(c.oid, true) & 16 = 16;

-- Functions: the list of what each role may call is short and known.
CREATE FUNCTION pg_temp.callable(r text) RETURNS text LANGUAGE sql
	RETURN (SELECT string_agg(n.nspname || '.' || p.proname, ' ' ORDER BY n.nspname, p.proname) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
		WHERE n.nspname IN ('core', 'auth', 'audit', 'site', 'desk', 'worker') AND has_function_privilege(r, p.oid, 'EXECUTE')
		AND has_schema_privilege(r, n.oid, 'USAGE'));
SELECT is(pg_temp.callable('site_reader'), NULL, 'the site calls no function');
SELECT is(pg_temp.callable('desk_app'), 'desk.approve desk.diff_base desk.draft_article desk.draft_begin desk.here desk.media_add desk.media_articles desk.media_edit desk.media_ended_live desk.media_find desk.media_warnings desk.newer desk.person_save desk.preview_find desk.preview_open desk.preview_put desk.preview_revoke desk.preview_share desk.preview_shows desk.publish desk.remark desk.remark_change desk.remark_resolve desk.restore desk.rights_ended desk.save desk.send_back desk.session_begin desk.set_lang desk.submit desk.take_over desk.withdraw desk.working_drop desk.working_keep desk.working_put desk.working_saved desk.working_undrop', 'what the desk calls');
SELECT is(pg_temp.callable('auth_app'), 'auth.password_change auth.session_user auth.sign_in_begin auth.sign_in_failed auth.sign_in_ok auth.sign_out auth.sign_out_everywhere', 'what auth calls');
SELECT is(pg_temp.callable('worker_app'), 'worker.housekeeping worker.media_claim worker.media_done worker.media_failed worker.media_later', 'what the worker calls');
SELECT is(pg_temp.callable('audit_reader'), 'audit.verify', 'what the auditor calls');

-- Functions that run with the owner's rights cannot be led to other names.
SELECT is(p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], true, p.oid::regprocedure::text || ' fixes its search_path')
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname IN ('core', 'auth', 'audit', 'site', 'desk', 'worker');
SELECT is(p.proowner::regrole::text, 'cms_owner', p.oid::regprocedure::text || ' belongs to the owner')
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('core', 'auth', 'audit', 'site', 'desk', 'worker');

-- Nowhere to put an object that could shadow one of ours.
SELECT is(test.attempt(r, NULL, s), '42501', format('%s may not %s', r, s)) FROM unnest(pg_temp.program_roles()) AS r,
	unnest(ARRAY['CREATE TEMP TABLE revision (id int)', 'CREATE TABLE public.x (i int)', 'CREATE SCHEMA x', 'CREATE TABLE desk.x (i int)',
	'CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS $f$ SELECT ''epoch''::timestamptz $f$', 'SET SESSION AUTHORIZATION cms_owner',
	'SET ROLE cms_owner', 'SET ROLE postgres', 'SET session_replication_role = replica', 'CREATE ROLE x',
	'ALTER TABLE core.revision DISABLE TRIGGER ALL', 'COPY core.revision TO PROGRAM ''true''',
	'SELECT lo_create(0)', 'SELECT lo_creat(-1)', 'SELECT lo_from_bytea(0, ''x'')', 'SELECT lo_import(''/etc/hostname'')',
	'SELECT lo_import(''/etc/hostname'', 0)']) AS s
WHERE s NOT LIKE 'SET %ROLE%' AND s NOT LIKE 'SET SESSION%';
SELECT is(pg_has_role(r, 'cms_owner', 'MEMBER'), false, r || ' is no member of the owner') FROM unnest(pg_temp.program_roles()) AS r;
SELECT is((rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication)::text, '(f,f,f,f,f)', rolname || ' has no attribute of power')
FROM pg_roles WHERE rolname = ANY (pg_temp.program_roles() || 'cms_owner'::text);
SELECT is(has_database_privilege(r, current_database(), 'TEMP'), false, r || ' has no temporary tables') FROM unnest(pg_temp.program_roles()) AS r;

SELECT * FROM finish();
ROLLBACK;
