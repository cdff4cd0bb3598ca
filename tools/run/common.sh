# Shared by run, check and tools/run/*: paths, messages, the unprivileged user.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() {
	warn "$*"
	exit 1
}

# with_progress WHAT LOG COMMAND...: run a step that may take a while; show that it goes on.
with_progress() {
	local what=$1 log=$2 start=$SECONDS pid shown
	shift 2
	"$@" >"$log" 2>&1 </dev/null &
	pid=$!
	shown=$start
	while kill -0 "$pid" 2>/dev/null; do
		if [ -t 1 ] && [ $((SECONDS - start)) -ge 1 ]; then
			printf '\r%s... %d s ' "$what" $((SECONDS - start))
		elif [ $((SECONDS - shown)) -ge 20 ]; then
			shown=$SECONDS
			printf '%s... %d s\n' "$what" $((SECONDS - start))
		fi
		sleep 0.2
	done
	if wait "$pid"; then
		[ $((SECONDS - start)) -lt 1 ] || printf '%s%s: done (%d s)\n' "$([ ! -t 1 ] || printf '\r')" "$what" $((SECONDS - start))
		return 0
	fi
	[ ! -t 1 ] || echo
	return 1
}

# last_words LOG: the line of a log that most likely says why.
last_words() {
	local line
	line=$(grep -aiE 'error|fatal|fail|denied|no space|cannot|refused' "$1" 2>/dev/null | tail -n 1 || true)
	[ -n "$line" ] || line=$(tail -n 1 "$1" 2>/dev/null || true)
	printf '%s' "${line:-nothing was logged}"
}

# free_mb DIR: megabytes free on the file system of DIR.
free_mb() { df -Pm "$1" | awk 'NR == 2 { print $4 }'; }

# hash_of TEXT: a short name that is the same for the same text.
hash_of() { printf '%s' "$1" | sha256sum | cut -c 1-10; }

# The user that everything runs as: whoever calls, or "copydesk" when that is root.
service_user() {
	if [ "$(id -u)" = 0 ]; then echo copydesk; else id -un; fi
}

make_service_user() {
	[ "$(id -u)" = 0 ] || return 0
	getent passwd copydesk >/dev/null && return 0
	useradd --system --user-group --home-dir /nonexistent --no-create-home \
		--shell /usr/sbin/nologin copydesk || die "The system user copydesk could not be created; see the line above."
}

# set_service: fill the array service with the words that, put before a command, run it as
# the service user with a clean environment: our settings and the sanitizers' only.
set_service() {
	local name
	service=(env -i --chdir=/ PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
		HOME=/nonexistent LANG=C.UTF-8)
	while IFS= read -r name; do
		service+=("$name=${!name}")
	done < <(compgen -e | grep -E '^(COPYDESK_[A-Z0-9_]+|(A|L|UB)SAN_OPTIONS)$' || true)
	[ "$(id -u)" != 0 ] ||
		service+=(setpriv --reuid copydesk --regid copydesk --init-groups --no-new-privs)
}

# can_use DIR: may the service user enter DIR, and all that leads to it?
can_use() { "${service[@]}" test -x "$1"; }

# http_status PORT PATH: the status of a GET to this machine, or nothing.
http_status() {
	local line=
	{
		exec 8<>"/dev/tcp/127.0.0.1/$1" &&
			printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&8 &&
			IFS= read -r -t 5 line <&8
		exec 8>&-
	} 2>/dev/null || true
	[[ $line =~ ^HTTP/1\.[01]\ ([0-9]{3}) ]] && printf '%s' "${BASH_REMATCH[1]}"
}

# port_busy PORT: does something answer there?
port_busy() {
	(exec 8<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (exec 8<>"/dev/tcp/::1/$1") 2>/dev/null
}
