-- What the administration command does, as the owner of everything.
-- role: cms_owner

-- name: migration_lock :exec
-- Whoever comes second waits here until the first one's transaction ends.
SELECT pg_advisory_xact_lock(1131376761);

-- name: migration_list :many
-- col: number integer
-- col: name text
-- col: sha256 bytea
-- col: applied_at timestamptz
SELECT number, name, sha256, applied_at FROM core.migration ORDER BY number;

-- name: migration_add :exec
-- param: number integer
-- param: name text
-- param: sha256 bytea
INSERT INTO core.migration (number, name, sha256) VALUES ($1, $2, $3);

-- name: migration_has_ledger :one
-- col: there boolean
SELECT to_regclass('core.migration') IS NOT NULL AS there;

-- name: user_add :one
-- param: login text
-- param: name text
-- param: roles text
-- param: hash text
-- param: lang text
-- col: id bigint user_id
-- The roles are separated by spaces.
SELECT core.user_add($1, $2, string_to_array($3, ' '), $4, $5) AS id;

-- name: user_set_active :exec
-- param: login text
-- param: active boolean
SELECT core.user_set_active($1, $2);

-- name: user_set_roles :exec
-- param: login text
-- param: roles text
SELECT core.user_set_roles($1, string_to_array($2, ' '));

-- name: user_set_password :exec
-- param: login text
-- param: hash text
SELECT core.user_set_password($1, $2);

-- name: user_list :many
-- col: id bigint user_id
-- col: login text
-- col: name text
-- col: roles text
-- col: active boolean
-- col: created_at timestamptz
-- col: last_sign_in timestamptz?
SELECT id, login, name, roles, active, created_at, last_sign_in FROM core.user_list ORDER BY login;

-- name: channel_set :one
-- param: slug text
-- param: name_zh text
-- param: name_en text
-- param: position integer
-- param: levels integer
-- col: id bigint channel_id
-- The first levels of: editor, deputy, chief.
SELECT core.channel_set($1, $2, $3, $4, (ARRAY['review.first', 'review.second', 'review.final'])[:$5]) AS id;

-- name: channel_all :many
-- col: slug text
-- col: name_zh text
-- col: name_en text
-- col: position integer
-- col: active boolean
-- col: rights text
SELECT c.slug, c.name_zh, c.name_en, c.position, c.active,
	coalesce((SELECT string_agg(l.need_right, ' ' ORDER BY l.level) FROM core.channel_level l WHERE l.channel_id = c.id), '') AS rights
FROM core.channel c ORDER BY c.position, c.slug;

-- name: import_was_done :one
-- col: done boolean
SELECT EXISTS (SELECT FROM audit.log WHERE action = 'import') AS done;

-- name: import_note :exec
-- param: detail text
SELECT audit.append(NULL, 'import', NULL, NULL, $1);

-- name: import_sign_in :exec
-- param: user_id bigint user_id
-- param: token_hash bytea
SELECT auth.sign_in_ok($1, (SELECT hash FROM auth.credential WHERE user_id = $1), 'import', $2, 'copydesk import');

-- name: import_media_left :one
-- Pictures that are not made ready yet, and one that cannot be.
-- col: pending bigint
-- col: failed bigint
-- col: name text
SELECT count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'failed') AS failed,
	coalesce(min(name) FILTER (WHERE state = 'failed'), '')::text AS name
FROM core.media;

-- name: import_act_as :one
-- param: token text
-- col: user_id bigint user_id
SELECT user_id FROM desk.session_begin($1);

-- name: import_sign_out :exec
-- param: token text
SELECT auth.sign_out($1);

-- name: import_date_live :exec
-- param: article_id bigint article_id
-- param: first timestamptz
-- param: last timestamptz
UPDATE site.live SET first_published_at = $2, published_at = $3 WHERE article_id = $1;

-- name: import_date_gone :exec
-- param: article_id bigint article_id
-- param: at timestamptz
UPDATE site.gone SET withdrawn_at = $2 WHERE article_id = $1;

-- name: import_dated :exec
SELECT core.lists_changed();

-- name: import_local_time :one
-- param: at text
-- param: zone text
-- param: newest text
-- param: days integer
-- col: at timestamptz
-- col: later timestamptz
-- A file's date is the newsroom's own time, moved up by whole days; one over a month older than the newest
-- is meant as it stands.  Later: when it was mended or withdrawn, if it was.
SELECT t.at, least(t.at + interval '2 hours 25 minutes', now()) AS later
FROM (SELECT ($1::timestamp + CASE WHEN $1::timestamp > $3::timestamp - interval '30 days'
	THEN make_interval(days => $4) ELSE interval '0' END) AT TIME ZONE $2 AS at) AS t;

-- name: import_shift :one
-- param: newest text
-- param: zone text
-- col: days integer
-- How many whole days bring the newest of the sample's dates to just before now.
SELECT floor(extract(epoch FROM (now() AT TIME ZONE $2) - $1::timestamp) / 86400)::integer AS days;

-- name: init_database :one
-- param: name text
-- col: there boolean
-- col: mine boolean
SELECT count(*) = 1 AS there, coalesce(bool_or(datdba = 'cms_owner'::regrole), false) AS mine
FROM pg_database WHERE datname = $1;

-- name: doctor_server :one
-- col: version integer
-- col: version_text text
-- col: role text
-- col: encoding text
-- col: now timestamptz
-- col: bytes bigint
SELECT current_setting('server_version_num')::integer AS version, current_setting('server_version') AS version_text,
	current_user::text AS role, current_setting('server_encoding') AS encoding, clock_timestamp() AS now,
	pg_database_size(current_database()) AS bytes;

-- name: doctor_role_faults :many
-- limit: 1000
-- col: role text
-- col: fault text
-- What any program's role may do beyond what it must.
WITH program (role, home, oid) AS (
	SELECT p.name, p.home, r.oid FROM (VALUES
		('site_reader', 'site'), ('desk_app', 'desk'), ('auth_app', 'auth'), ('worker_app', 'worker'), ('audit_reader', 'audit'))
		AS p (name, home) LEFT JOIN pg_roles r ON r.rolname = p.name
), present AS (
	SELECT p.role, p.home, p.oid, r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolreplication, r.rolbypassrls
	FROM program p JOIN pg_roles r ON r.oid = p.oid
), ours AS (
	SELECT oid, nspname AS name FROM pg_namespace WHERE nspname IN ('core', 'auth', 'audit', 'desk', 'site', 'worker')
)
SELECT role, 'does not exist: run copydesk init' AS fault FROM program WHERE oid IS NULL
UNION ALL
SELECT role, 'is a superuser or may create roles or databases, replicate or pass row security' FROM present
WHERE rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
UNION ALL
SELECT p.role, 'is a member of ' || m.roleid::regrole FROM present p JOIN pg_auth_members m ON m.member = p.oid
UNION ALL
SELECT p.role, 'may create schemas or temporary tables in this database' FROM present p
WHERE has_database_privilege(p.oid, current_database(), 'CREATE, TEMPORARY')
UNION ALL
SELECT DISTINCT p.role, 'may create large objects' FROM present p, pg_proc f
WHERE f.pronamespace = 'pg_catalog'::regnamespace AND f.proname IN ('lo_create', 'lo_creat', 'lo_from_bytea', 'lo_import')
	AND has_function_privilege(p.oid, f.oid, 'EXECUTE')
UNION ALL
SELECT p.role, 'may create things in schema ' || n.nspname FROM present p, pg_namespace n
WHERE n.nspname NOT LIKE 'pg\_%' AND has_schema_privilege(p.oid, n.oid, 'CREATE')
UNION ALL
SELECT p.role, 'owns ' || c.oid::regclass FROM present p JOIN pg_class c ON c.relowner = p.oid
UNION ALL
SELECT p.role, 'may write ' || c.oid::regclass FROM present p, pg_class c JOIN ours n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND (has_table_privilege(p.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
	OR has_any_column_privilege(p.oid, c.oid, 'INSERT, UPDATE'))
UNION ALL
SELECT p.role, 'may read ' || c.oid::regclass FROM present p, pg_class c JOIN ours n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND has_any_column_privilege(p.oid, c.oid, 'SELECT')
	-- A preview of the desk stands in the frame of public pages, made of what everybody reads.
	AND ((n.name <> p.home AND NOT (p.role = 'desk_app' AND n.name = 'site')) OR (c.relkind <> 'v' AND c.oid <> 'audit.log'::regclass))
UNION ALL
SELECT p.role, 'may run ' || f.oid::regprocedure FROM present p, pg_proc f JOIN ours n ON n.oid = f.pronamespace
WHERE has_function_privilege(p.oid, f.oid, 'EXECUTE') AND n.name <> p.home AND (f.provolatile = 'v' OR p.role <> 'desk_app')
ORDER BY 1, 2;
