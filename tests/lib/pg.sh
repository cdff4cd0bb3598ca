#!/bin/sh
# A throw-away PostgreSQL for tests: a cluster of its own in a new folder, on a Unix socket only.
#
#   tests/lib/pg.sh start          starts one, prints its folder; the caller stops it
#   tests/lib/pg.sh stop FOLDER    stops it and removes the folder
#   tests/lib/pg.sh with COMMAND   runs COMMAND with one, stops it whatever happens, and exits as COMMAND did
#
# "with" sets PGTEST_DIR, PGTEST_SUPERUSER, PGTEST_OWNER, PGTEST_SITE, PGTEST_DESK, PGTEST_AUTH,
# PGTEST_WORKER and PGTEST_AUDIT: connection strings of each role to the database "copydesk", which has the
# roles of sql/roles.sql, what sql/database.sql takes away, and all migrations.  "start" leaves them in FOLDER/env, to be sourced.
#
# Started by root, the server runs as user postgres, or nobody where there is none.
# PGTEST_EMPTY=1: neither roles nor migrations, database "postgres" alone.
# PGTEST_MIGRATE="COMMAND": calls COMMAND with the owner's connection string in COPYDESK_DATABASE_OWNER, instead
# of sending the migrations by psql.
set -eu

top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)

find_bin() {
	for d in "${PG_BINDIR:-}" /usr/lib/postgresql/15/bin /usr/lib/postgresql/1[6-9]/bin; do
		if [ -n "$d" ] && [ -x "$d/initdb" ]; then
			printf '%s\n' "$d"
			return
		fi
	done
	d=$(command -v initdb) && { dirname "$d"; return; }
	echo 'pg.sh: no PostgreSQL server programs found: install postgresql-15 or set PG_BINDIR' >&2
	exit 1
}

# as_server COMMAND...: run it as the user who may run a server.
as_server() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid="$server_user" --regid="$(id -g "$server_user")" --clear-groups \
			env HOME="$dir" LC_ALL=C.UTF-8 "$@"
	else
		env LC_ALL=C.UTF-8 "$@"
	fi
}

choose_user() {
	server_user=$(id -un)
	if [ "$(id -u)" = 0 ]; then
		server_user=nobody
		if id postgres >/dev/null 2>&1; then server_user=postgres; fi
	fi
}

write_env() {
	{
		echo "PGTEST_DIR='$dir'"
		echo "PGTEST_BIN='$bin'"
		echo "PGTEST_SUPERUSER='host=$dir/s dbname=${db} user=super'"
		for pair in OWNER=cms_owner SITE=site_reader DESK=desk_app AUTH=auth_app WORKER=worker_app AUDIT=audit_reader; do
			echo "PGTEST_${pair%%=*}='host=$dir/s dbname=$db user=${pair#*=}'"
		done
		echo 'export PGTEST_DIR PGTEST_BIN PGTEST_SUPERUSER PGTEST_OWNER PGTEST_SITE PGTEST_DESK PGTEST_AUTH PGTEST_WORKER PGTEST_AUDIT'
	} >"$dir/env"
}

# The database as copydesk init and copydesk migrate make it.
fill() {
	psql="$bin/psql -X -q -v ON_ERROR_STOP=1"
	PGOPTIONS='-c client_min_messages=warning'
	export PGOPTIONS
	$psql -d "host=$dir/s dbname=postgres user=super" -f "$top/sql/roles.sql"
	$psql -d "host=$dir/s dbname=postgres user=super" -c \
		"CREATE DATABASE copydesk OWNER cms_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
	$psql -d "host=$dir/s dbname=copydesk user=super" -f "$top/sql/database.sql"
	if [ -n "${PGTEST_MIGRATE:-}" ]; then
		COPYDESK_DATABASE_OWNER="host=$dir/s dbname=copydesk user=cms_owner" sh -c "$PGTEST_MIGRATE" >&2
		return
	fi
	owner="host=$dir/s dbname=copydesk user=cms_owner"
	$psql -1 -d "$owner" -f "$top/sql/ledger.sql"
	for f in "$top"/sql/migrations/[0-9][0-9][0-9][0-9]_*.sql; do
		name=$(basename "$f")
		$psql -1 -d "$owner" -f "$f" -c "INSERT INTO core.migration (number, name, sha256)
			VALUES ('${name%%_*}', '$name', decode('$(sha256sum "$f" | cut -d' ' -f1)', 'hex'))" >&2
	done
}

start() {
	bin=$(find_bin)
	choose_user
	# A socket's path may have 107 bytes: a short folder.
	dir=$(mktemp -d "${TMPDIR:-/tmp}/pgt.XXXXXX")
	db=copydesk
	if [ -n "${PGTEST_EMPTY:-}" ]; then db=postgres; fi
	mkdir "$dir/s"
	chmod 0711 "$dir"
	if [ "$(id -u)" = 0 ]; then chown -R "$server_user:" "$dir"; fi
	trap 'stop "$dir" >/dev/null 2>&1 || true' EXIT
	# fsync off: this data is to be thrown away.
	as_server "$bin/initdb" -D "$dir/data" -U super -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
		>"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
	as_server "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 -s \
		-o "-k $dir/s -c listen_addresses='' -c unix_socket_permissions=0777 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB -c max_connections=160" \
		start >&2 || { cat "$dir/log" >&2; exit 1; }
	write_env
	if [ -z "${PGTEST_EMPTY:-}" ]; then fill; fi
	trap - EXIT
}

stop() {
	dir=$1
	case $dir in
	*/pgt.??????) ;;
	*) echo "pg.sh: $dir is none of my folders" >&2; return 1 ;;
	esac
	bin=$(find_bin)
	choose_user
	if [ -e "$dir/data/postmaster.pid" ]; then
		as_server "$bin/pg_ctl" -D "$dir/data" -m immediate -s -w stop || true
	fi
	rm -rf -- "$dir"
}

case ${1:-} in
start)
	start
	printf '%s\n' "$dir"
	;;
stop)
	stop "${2:?pg.sh stop FOLDER}"
	;;
with)
	shift
	[ $# -gt 0 ] || { echo 'usage: pg.sh with COMMAND...' >&2; exit 2; }
	start
	made=$dir
	trap 'stop "$made"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	# shellcheck source=/dev/null
	. "$made/env"
	"$@"
	;;
*)
	echo 'usage: pg.sh start | stop FOLDER | with COMMAND...' >&2
	exit 2
	;;
esac
