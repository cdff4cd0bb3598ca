-- Run in the new database by a superuser (copydesk init).  Safe to run again.
-- A large object is nobody's table: whoever may call these could fill the disk with what no
-- view, no housekeeping and no audit row tells of.
REVOKE EXECUTE ON FUNCTION pg_catalog.lo_create(oid), pg_catalog.lo_creat(integer), pg_catalog.lo_from_bytea(oid, bytea),
	pg_catalog.lo_import(text), pg_catalog.lo_import(text, oid) FROM PUBLIC;
