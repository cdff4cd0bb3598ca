# One instance: its folders, secrets, settings, database and accounts.
# shellcheck shell=bash disable=SC2154

roles=(cms_owner site_reader desk_app auth_app worker_app audit_reader)
logins=(reporter reporter2 editor deputy chief admin)
declare -A role_of=([reporter]=reporter [reporter2]=reporter [editor]=editor [deputy]=deputy
	[chief]=chief [admin]=admin)

# place_var: decide where the instance's files lie; fill var, sock, app.
place_var() {
	var=$(realpath -m "${COPYDESK_VAR:-$top/var}")
	case $var in
	*[\"\$\\\;{}\#\'\`]* | *$'\n'*) die "The path $var holds a character that nginx or PostgreSQL cannot take in a path. Set COPYDESK_VAR to another folder." ;;
	esac
	local parent=$var
	while [ ! -e "$parent" ]; do parent=$(dirname "$parent"); done
	[ -d "$parent" ] || die "$parent is in the way: a folder is wanted there. Move it, or set COPYDESK_VAR."
	# As root in a place that is closed to others (/root): the files lie in /var/lib, var is a link.
	if [ "$(id -u)" = 0 ] && [ "${1-}" = make ] && ! can_use "$parent"; then
		[ "$parent" != "$var" ] || die "$var cannot be read by the user copydesk. Open it (chmod 755), or set COPYDESK_VAR to another folder."
		mkdir -p "/var/lib/copydesk/$(hash_of "$var")" "$(dirname "$var")"
		ln -sn "/var/lib/copydesk/$(hash_of "$var")" "$var"
		say "This folder is closed to other users, so the data lies in $(realpath "$var")."
		var=$(realpath "$var")
	fi
	app=$var/app
	sock=$var/sock
	# A Unix socket's path holds at most 107 bytes, and nginx wants it plain.
	if [ ${#sock} -gt 80 ] || [[ $sock =~ [^A-Za-z0-9/._+,@-] ]]; then
		sock=/tmp/copydesk-$(service_user)-$(hash_of "$var")
		[ ! -d /run ] || [ "$(id -u)" != 0 ] || sock=/run/copydesk-$(hash_of "$var")
	fi
}

# make_folders: those that the service user writes belong to it; the rest to who calls.
make_folders() {
	local dir owner
	owner=$(service_user)
	if ! mkdir -p "$var" 2>/dev/null || [ ! -r "$var" ] || [ ! -w "$var" ] || [ ! -x "$var" ]; then
		die "$var cannot be used by $(id -un): $(why_not "$var"). Correct that, or set COPYDESK_VAR to another folder."
	fi
	if [ "$(id -u)" != 0 ] && [ "$(stat -c %u "$var")" != "$(id -u)" ]; then
		die "$var belongs to $(stat -c %U "$var"). Start as that user (or root, if root made it), or set COPYDESK_VAR to another folder."
	fi
	if [ "$(id -u)" = 0 ] && ! can_use "$var"; then
		die "$var cannot be read by the user copydesk. Open it (chmod 755 '$var'), or set COPYDESK_VAR to another folder."
	fi
	install -d -m 755 "$app" || die "$var cannot be written. Correct its permissions, or set COPYDESK_VAR to another folder."
	install -d -m 711 "$var/conf" "$var/conf/nginx"
	for dir in run log nginx cache media media/original media/rendition "$sock"; do
		[[ $dir = /* ]] || dir=$var/$dir
		[ ! -L "$dir" ] || die "$dir is a link; a folder is wanted there. Remove it and run this again."
		if [ "$(id -u)" = 0 ]; then
			install -d -o "$owner" -g "$owner" -m 700 "$dir"
		else
			install -d -m 700 "$dir" 2>/dev/null || die "$dir cannot be written by $(id -un). Correct that, or set COPYDESK_VAR to another folder."
		fi
	done
}

why_not() {
	if [ -e "$1" ]; then
		echo "it belongs to $(stat -c '%U, mode %a' "$1")"
	else
		local up
		up=$(dirname "$1")
		while [ ! -e "$up" ]; do up=$(dirname "$up"); done
		echo "$up cannot be written"
	fi
}

random_hex() { od -An -v -tx1 -N "$1" /dev/urandom | tr -d ' \n'; }

# Five groups of five letters and digits that are not taken for one another: 124 bits.
random_password() {
	local text
	text=$(LC_ALL=C tr -dc 'abcdefghjkmnpqrstuvwxyz23456789' </dev/urandom 2>/dev/null | head -c 25 || true)
	printf '%s-%s-%s-%s-%s' "${text:0:5}" "${text:5:5}" "${text:10:5}" "${text:15:5}" "${text:20:5}"
}

# put FILE MODE OWNER: write standard input to ${var}/conf/FILE, whole or not at all.
put() {
	local file=$var/conf/$1
	(umask 077 && cat >"$file.new") 2>/dev/null || die "$file could not be written; is the disk full?"
	[ "$(id -u)" != 0 ] || chown "$3:" "$file.new"
	chmod "$2" "$file.new"
	mv "$file.new" "$file"
}

# make_secrets: passwords of the database roles and of the sample accounts, once.
make_secrets() {
	local me name
	me=$(id -un)
	if [ ! -s "$var/conf/roles" ]; then
		for name in "${roles[@]}"; do echo "$name $(random_hex 24)"; done | put roles 600 "$me"
	fi
	if [ ! -s "$var/conf/accounts" ]; then
		for name in "${logins[@]}"; do echo "$name $(random_password)"; done | put accounts 600 "$me"
	fi
}

role_password() { awk -v role="$1" '$1 == role { print $2 }' "$var/conf/roles"; }

# conninfo ROLE: the connection string of a database role.
conninfo() { printf "host='%s' dbname=copydesk user=%s password=%s" "$sock" "$1" "$(role_password "$1")"; }

# write_settings: a file for each program, with its own connection string only.
write_settings() {
	local program role reader
	for program in site:site_reader desk:desk_app auth:auth_app worker:worker_app owner:cms_owner; do
		role=${program#*:}
		program=${program%:*}
		reader=$(service_user)
		[ "$program" != owner ] || reader=$(id -un)
		{
			echo "# Written by ./run at every start."
			echo "database_$program = $(conninfo "$role")"
			echo "socket_dir = $sock"
			[ "$program" != worker ] || echo "events_socket = $sock/events.sock"
			echo "site_workers = $site_workers"
			echo "media_dir = $var/media"
			echo "site_url = http://localhost:$site_port"
			echo "desk_url = http://localhost:$desk_port"
			echo "localedir = $app/share/locale"
			echo "sql_dir = $app/share/copydesk/sql"
			echo "common_passwords = $app/share/copydesk/common-passwords.txt"
		} | put "$program.conf" 400 "$reader"
	done
}

# nchan_module: the path of nginx's module for live events; nothing where it is not installed, or
# cannot start: it wants a folder that nginx makes only as root (tools/deps does).
nchan_module() {
	local path
	path=$(nginx -V 2>&1 | tr ' ' '\n' | sed -n 's/^--http-client-body-temp-path=//p')
	[ -z "$path" ] || [ -d "$path" ] || return 0
	for path in /usr/lib/nginx/modules /usr/lib64/nginx/modules /usr/share/nginx/modules; do
		[ ! -e "$path/ngx_nchan_module.so" ] || {
			echo "$path/ngx_nchan_module.so"
			return
		}
	done
}

# write_nginx: fill in the templates of conf/nginx, those of live events where nginx can.
write_nginx() {
	local file text servers='' i nchan templates=("$app"/share/copydesk/conf/nginx/*)
	nchan=$(nchan_module)
	[ -z "${COPYDESK_NO_EVENTS-}" ] || nchan=
	rm -rf "$var/conf/nginx/events"
	rm -f "$sock/events.sock"
	if [ -n "$nchan" ]; then
		# A pattern in an include is looked up by reading the folder.
		install -d -m 755 "$var/conf/nginx/events"
		templates+=("$app"/share/copydesk/conf/nginx/events/*)
	else
		say "nginx has no nchan module here, so pages ask for news instead of being told at once. On Debian: tools/deps run"
	fi
	for ((i = 0; i < site_workers; i++)); do
		servers+="	server \"unix:$sock/site.$i.sock\" max_fails=0;"$'\n'
	done
	for file in "${templates[@]}"; do
		case $file in *.example | */events) continue ;; esac
		text=$(<"$file")
		text=${text//@SITE_LISTEN_DEFAULT@/$(listen "$site_port" ' default_server')}
		text=${text//@DESK_LISTEN_DEFAULT@/$(listen "$desk_port" ' default_server')}
		text=${text//@SITE_LISTEN@/$(listen "$site_port" '')}
		text=${text//@DESK_LISTEN@/$(listen "$desk_port" '')}
		text=${text//@SITE_SERVERS@/"${servers%$'\n'}"}
		text=${text//@SITE_NAMES@/"${COPYDESK_SITE_NAMES-}"}
		text=${text//@DESK_NAMES@/"${COPYDESK_DESK_NAMES-}"}
		text=${text//@STATIC@/"$app/share/copydesk"}
		text=${text//@PAGES@/"$app/share/copydesk/conf"}
		text=${text//@CACHE@/"$var/cache"}
		text=${text//@MEDIA@/"$var/media"}
		text=${text//@CONF@/"$var/conf/nginx"}
		text=${text//@DESK_SOCK@/"$sock"}
		text=${text//@AUTH_SOCK@/"$sock"}
		text=${text//@EVENTS_SOCK@/"$sock"}
		text=${text//@NCHAN@/"$nchan"}
		text=${text//@LOG@/"$var/log"}
		text=${text//@VAR@/"$var"}
		file=${file#"$app/share/copydesk/conf/nginx/"}
		printf '%s\n' "$text" | put "nginx/${file%.in}" 644 "$(id -un)"
	done
}

# listen PORT MORE: the listen lines for a port, on this machine's own addresses unless
# COPYDESK_LISTEN names another.
listen() {
	echo "listen ${COPYDESK_LISTEN:-127.0.0.1}:$1$2;"
	if [ -z "${COPYDESK_LISTEN-}" ] && grep -qs '^0\{31\}1 ' /proc/net/if_inet6; then
		echo "		listen [::1]:$1$2;"
	fi
}

# find_postgres: the server programs that fit the cluster, else the newest.
find_postgres() {
	local want=''
	[ ! -e "$var/db/PG_VERSION" ] || want=$(<"$var/db/PG_VERSION")
	pgbin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | awk -F/ -v want="$want" '$5 >= 15 && (want == "" || $5 == want)' | tail -n 1)
	[ -n "$pgbin" ] && [ -x "$pgbin/initdb" ] && return
	[ -n "$want" ] || die "PostgreSQL 15 or newer is not installed. As root, run: apt-get install postgresql"
	die "The data in $var/db is of PostgreSQL $want, which is not installed. As root, run: apt-get install postgresql-$want"
}

# check_space: a first start needs more.
check_space() {
	local need=300
	[ ! -e "$var/db/PG_VERSION" ] || need=60
	if [ "$(free_mb "$var")" -lt "$need" ]; then
		die "Only $(free_mb "$var") MB of disk space are left in $var; $need are needed. Free some, or set COPYDESK_VAR to another disk."
	fi
}

# make_cluster: the private database cluster, made beside its place and moved there when whole.
make_cluster() {
	local me
	me=$(service_user)
	if [ ! -e "$var/db/PG_VERSION" ]; then
		rm -rf "$var/db.new"
		if [ "$me" = copydesk ]; then
			install -d -o "$me" -g "$me" -m 700 "$var/db.new"
		else
			install -d -m 700 "$var/db.new"
		fi
		if ! with_progress "Creating the database cluster" "$(build_dir)/initdb.log" "${service[@]}" "$pgbin/initdb" -D "$var/db.new" \
			-U "$me" --encoding=UTF8 --locale=C.UTF-8 --data-checksums --auth-local=peer --auth-host=reject; then
			rm -rf "$var/db.new"
			die "The database cluster could not be created: $(last_words "$(build_dir)/initdb.log")"
		fi
		echo "include_if_exists = 'copydesk.conf'" >>"$var/db.new/postgresql.conf"
		mv "$var/db.new" "$var/db"
	fi
	sed "s/@SUPERUSER@/$me/" "$app/share/copydesk/conf/pg_hba.conf.in" | "${service[@]}" dd of="$var/db/pg_hba.conf" status=none
	"${service[@]}" dd of="$var/db/copydesk.conf" status=none <<-END
		listen_addresses = ''
		unix_socket_permissions = 0700
		max_connections = 100
		shared_buffers = 128MB
		recovery_init_sync_method = syncfs
		log_line_prefix = '%m [%p] %q%u@%d '
		timezone = 'UTC'
	END
	# What servers that were killed left; sweep made sure that none runs.
	rm -f "$var/db/postmaster.pid" "$sock"/.s.PGSQL.5432* "$var/nginx/nginx.pid"
}

# wait_database: until it answers; recovery after a crash may take a while.
wait_database() {
	local start=$SECONDS
	until "${service[@]}" "$pgbin/pg_isready" -q -h "$sock" -d postgres; do
		kill -0 "$supervisor" 2>/dev/null || die "The supervisor ended: $(last_words "$var/conf/supervisor.log")"
		if [ $((SECONDS - start)) -gt 120 ] || { [ $((SECONDS - start)) -gt 3 ] && [ "$(grep -c 'postgres ended' "$var/conf/supervisor.log")" -gt 2 ]; }; then
			die "PostgreSQL does not start: $(last_words "$var/log/postgres.log") (all of it: $var/log/postgres.log)"
		fi
		[ $(((SECONDS - start) % 10)) -ne 9 ] || say "Waiting for PostgreSQL to recover..."
		sleep 0.1
	done
}

# copydesk ARGUMENT...: the administration command, with the owner's rights.
copydesk() { "$app/bin/copydesk" -c "$var/conf/owner.conf" "$@"; }

# make_database: roles, database, their passwords, migrations.
make_database() {
	local log=$var/conf/setup.log super role psql
	super="host='$sock' dbname=postgres user=$(service_user)"
	psql=("${service[@]}" "$pgbin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -d "$super")
	if [ -z "$("${psql[@]}" -c "SELECT 1 FROM pg_database WHERE datname = 'copydesk'")" ]; then
		"${service[@]}" env COPYDESK_SQL_DIR="$app/share/copydesk/sql" "$app/bin/copydesk" \
			init --superuser "$super" >"$log" 2>&1 || die "The database could not be created: $(last_words "$log")"
	fi
	for role in "${roles[@]}"; do
		echo "ALTER ROLE $role PASSWORD '$(role_password "$role")';"
	done | "${psql[@]}" >"$log" 2>&1 || die "The passwords of the database roles could not be set: $(last_words "$log")"
	with_progress "Migrating the database" "$log" copydesk migrate ||
		die "The database could not be migrated: $(last_words "$log")"
}

# make_accounts: the six people of the newsroom, unless they are there.
make_accounts() {
	local log=$var/conf/setup.log login password name
	[ ! -e "$var/conf/accounts.made" ] || return 0
	copydesk user list >"$var/conf/users" 2>"$log" || die "The accounts could not be listed: $(last_words "$log")"
	while read -r login password; do
		grep -qw -- "$login" "$var/conf/users" && continue
		name=$(person "$login")
		printf '%s\n' "$password" | copydesk user add "$login" --name "$name" --role "${role_of[$login]}" --password-stdin >"$log" 2>&1 ||
			die "The account $login could not be made: $(last_words "$log")"
	done <"$var/conf/accounts"
	rm -f "$var/conf/users"
	touch "$var/conf/accounts.made"
}

# person LOGIN: the name that the sample newsroom gives the account.
person() {
	local name
	name=$(sed -n "s/^person: *$1 *| *//p" "$app/share/copydesk/sample/newsroom.txt" | head -n 1)
	printf '%s' "${name:-$1}"
}

# load_sample: the sample newsroom, once, unless ./run --empty made this instance.
load_sample() {
	[ ! -e "$var/conf/sample.done" ] || return 0
	if [ -z "$empty" ]; then
		with_progress "Loading the sample newsroom" "$var/conf/setup.log" copydesk import "$app/share/copydesk/sample" ||
			die "The sample newsroom could not be loaded: $(last_words "$var/conf/setup.log")"
		# What root stored is the desk's, the worker's and nginx's to read.
		[ "$(id -u)" != 0 ] || chown -R -h "$(service_user):" "$var/media"
	fi
	echo "${empty:-sample}" >"$var/conf/sample.done"
}

# write_run_json: what runs, for tests and scripts.
write_run_json() {
	local login password comma=''
	(
		umask 077
		{
			printf '{"site": "http://localhost:%s", "desk": "http://localhost:%s",\n "database": "%s",\n "accounts": [' \
				"$site_port" "$desk_port" "$(conninfo cms_owner)"
			while read -r login password; do
				printf '%s\n  {"login": "%s", "password": "%s", "role": "%s", "name": "%s"}' \
					"$comma" "$login" "$password" "${role_of[$login]}" "$(person "$login")"
				comma=,
			done <"$var/conf/accounts"
			printf '\n]}\n'
		} >"$var/run.json.new"
	) && mv "$var/run.json.new" "$var/run.json" || die "$var/run.json could not be written; is the disk full?"
}
