# Start, stop, ask: the supervisor and what it left behind.
# shellcheck shell=bash disable=SC2154

# running: does a supervisor (or another ./run) hold this instance?
running() {
	[ -e "$var/run/lock" ] && ! flock -n "$var/run/lock" true 2>/dev/null
}

# ours: the processes of this instance, by where they work and what they are.  auth.fcgi tells
# root alone: others know it by its name.
ours() {
	local dir pid exe cwd real name
	real=$(realpath -m "$var")
	for dir in /proc/[0-9]*; do
		pid=${dir#/proc/}
		if ! cwd=$(readlink "$dir/cwd" 2>/dev/null); then
			name=
			IFS= read -r -d '' name 2>/dev/null <"$dir/cmdline" || true
			[ "$name" != "$real/app/libexec/copydesk/auth.fcgi" ] || echo "$pid"
			continue
		fi
		[[ ${cwd% (deleted)} = "$real"/* ]] || continue
		exe=$(readlink "$dir/exe" 2>/dev/null) || continue
		case ${exe% (deleted)} in
		*/postgres | */nginx | "$real"/app/*) echo "$pid" ;;
		*/bash) ! tr '\0' ' ' <"$dir/cmdline" 2>/dev/null | grep -q '/supervise ' || echo "$pid" ;;
		esac
	done
}

# sweep: stop what a killed instance left behind, so that a new one finds a clean place.
sweep() {
	local pids i
	mapfile -t pids < <(ours)
	[ ${#pids[@]} -gt 0 ] || return 0
	kill -INT "${pids[@]}" 2>/dev/null || true
	for ((i = 0; i < 100; i++)); do
		mapfile -t pids < <(ours)
		[ ${#pids[@]} -gt 0 ] || return 0
		sleep 0.1
	done
	kill -KILL "${pids[@]}" 2>/dev/null || true
	sleep 0.2
}

# supervisor_pid: of this instance's supervisor, if it runs.
supervisor_pid() {
	local pid
	pid=$(cat "$var/run/supervisor.pid" 2>/dev/null || true)
	[[ $pid =~ ^[0-9]+$ ]] && [[ " $(ours | tr '\n' ' ') " == *" $pid "* ]] && echo "$pid"
}

# stop_instance: end the supervisor, which ends its parts; then whatever is left.
stop_instance() {
	local pid i
	if pid=$(supervisor_pid); then
		kill -TERM "$pid" 2>/dev/null || true
		for ((i = 0; i < 400; i++)); do
			supervisor_pid >/dev/null || break
			sleep 0.1
		done
	fi
	sweep
}

# start_supervisor WATCH: it holds the lock (descriptor 9); with WATCH it ends with this shell.
start_supervisor() {
	local watch=()
	[ "$1" != watch ] || watch=(setpriv --pdeathsig TERM)
	: >"$var/conf/setup.log"
	rm -f "$var/run/supervisor.pid"
	setsid "${service[@]}" "${watch[@]}" bash "$app/libexec/copydesk/supervise" "$pgbin" "$app" "$var" "$sock" \
		</dev/null >"$var/conf/supervisor.log" 2>&1 &
	supervisor=$!
}

# wait_sites: until both hosts answer; tell why not, should a part keep failing.
wait_sites() {
	local start=$SECONDS part
	until [ "$(http_status "$site_port" /healthz)" = 200 ] && [ "$(http_status "$desk_port" /healthz)" = 200 ]; do
		kill -0 "$supervisor" 2>/dev/null || die "The supervisor ended: $(last_words "$var/conf/supervisor.log")"
		for part in nginx site desk auth worker events; do
			if [ "$(grep -c " $part ended" "$var/conf/supervisor.log")" -ge 3 ]; then
				die "The part $part does not start: $(last_words "$var/log/$part.log") (all of it: $var/log/$part.log)"
			fi
		done
		[ $((SECONDS - start)) -lt 60 ] ||
			die "After a minute the site answers $(http_status "$site_port" /healthz) and the desk $(http_status "$desk_port" /healthz) at /healthz. The logs are in $var/log."
		sleep 0.1
	done
}

# rotate_logs: keep one old file of each log that has grown large.
rotate_logs() {
	local file
	for file in "$var"/log/*.log; do
		[ -e "$file" ] && [ "$(stat -c %s "$file")" -gt 50000000 ] && mv "$file" "$file.1"
	done
	return 0
}

print_addresses() {
	local login password
	say ""
	say "  Public site   http://localhost:$site_port/"
	say "  Newsroom      http://localhost:$desk_port/"
	say ""
	while read -r login password; do
		printf '  %-10s %s\n' "$login" "$password"
	done <"$var/conf/accounts"
	say ""
}
