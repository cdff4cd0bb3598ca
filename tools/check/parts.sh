# The parts of ./check.  part_NAME LOG adds to passed and failed and writes LOG.
# shellcheck shell=bash disable=SC2154,SC2034

order=(build clang asan unit db queries i18n lint format tidy cppcheck shell hardening fuzz run web http browser sanitize dist)
# Those that take longest, at the end; and those that run beside them.
slow=(run web http browser sanitize)
beside=(tidy cppcheck fuzz dist)
declare -A about=(
	[build]="gcc, every warning an error"
	[clang]="clang, every warning an error"
	[asan]="gcc with AddressSanitizer and UBSan"
	[unit]="unit tests (make check)"
	[db]="attacks on the database, races"
	[queries]="every statement against the migrated schema"
	[i18n]="translations are complete"
	[lint]="house rules"
	[format]="clang-format"
	[tidy]="clang-tidy"
	[cppcheck]="cppcheck"
	[shell]="shellcheck"
	[hardening]="flags of the built programs"
	[fuzz]="every fuzz target for some seconds"
	[run]="./run: start, stop, failures, recovery"
	[web]="the scripts: types, and their parts without a page"
	[http]="requests to the programs and through nginx, routes by role (beside sanitize: what that leaves out)"
	[browser]="the whole story in Chromium"
	[sanitize]="unit tests and requests with the sanitizers"
	[dist]="make distcheck"
)

# ok / bad: count one.
ok() { passed=$((passed + 1)); }
bad() {
	failed=$((failed + 1))
	echo "FAIL: $*" >>"$log"
}

# step WHAT COMMAND...: one test is one command.
step() {
	local what=$1
	shift
	if "$@" >>"$log" 2>&1 </dev/null; then ok; else bad "$what"; fi
}

# configured NAME ARGUMENT...: a build folder of that name, configured and made.
configured() {
	local name=$1 dir=$work/$1
	shift
	mkdir -p "$dir"
	"$top/autogen.sh" >>"$log" 2>&1 || return 1
	if [ ! -e "$dir/Makefile" ] || [ "$top/configure" -nt "$dir/Makefile" ]; then
		(cd "$dir" && "$top/configure" --silent --enable-werror --prefix=/usr "$@") >>"$log" 2>&1 || return 1
	fi
	[ "$name" = gcc ] || share_scripts "$dir"
	make -C "$dir" -k -j"$(nproc)" all >>"$log" 2>&1
}

# share_scripts DIR: npm's packages and the bundled scripts are the same whatever the compiler; gcc's build has them.
share_scripts() {
	local from=$work/gcc to=$1
	[ -n "$built" ] && [ -e "$from/static/writing.js" ] && [ ! -e "$to/static" ] || return 0
	# The editor is bundled with this, so it has to be older.
	make -C "$to" src/gen/body_schema.ts >>"$log" 2>&1 || return 0
	mkdir -p "$to/web" "$to/static"
	cp -R "$from/web/package.json" "$from/web/package-lock.json" "$from/web/node_modules" "$to/web"
	cp "$from/web/packages.stamp" "$to/web"
	cp "$from"/static/*.js "$from/static/icons.svg" "$to/static"
}

# need_build: the parts below use what gcc built; once in a run.
built=''
need_build() {
	[ -n "$built" ] || configured gcc CC=gcc CFLAGS='-O2 -g' || bad "the build"
	built=1
}

# need_asan: likewise of the build with sanitizers.
built_asan=''
need_asan() {
	[ -n "$built_asan" ] || configured asan --enable-sanitizers CC=gcc CFLAGS='-O1 -g' || bad "the build with sanitizers"
	built_asan=1
}

part_build() {
	local log=$1
	step "gcc" configured gcc CC=gcc CFLAGS='-O2 -g'
	built=1
}

part_clang() {
	local log=$1
	step "clang" configured clang CC=clang CFLAGS='-O1 -g'
}

part_asan() {
	local log=$1
	step "gcc with sanitizers" configured asan --enable-sanitizers CC=gcc CFLAGS='-O1 -g'
	built_asan=1
}

# count_unit DIR: the results of make check in DIR; cmocka tells of each of its tests.
count_unit() {
	local trs log_file n
	while IFS= read -r trs; do
		log_file=${trs%.trs}.log
		n=$(grep -ac '^\[       OK \]' "$log_file" || true)
		if grep -q '^:test-result: PASS' "$trs"; then
			passed=$((passed + (n > 0 ? n : 1)))
		else
			passed=$((passed + n))
			n=$(grep -ac '^\[  FAILED  \] [^0-9]' "$log_file" || true)
			failed=$((failed + (n > 0 ? n : 1)))
			{
				echo "FAIL: ${trs%.trs}"
				tail -n 30 "$log_file"
			} >>"$log"
		fi
	done < <(find "$1" -name '*.trs' -not -path '*/corpus/*')
}

run_unit() {
	find "$work/$1" -name '*.trs' -delete
	make -C "$work/$1" -k -j"$(nproc)" check >>"$log" 2>&1 || true
	count_unit "$work/$1"
}

part_unit() {
	local log=$1
	need_build
	run_unit gcc
}

# count_said LOG-PART: add what a script's last line "N passed, N failed" says.
count_said() {
	local line
	line=$(grep -aE '^[0-9]+ passed, [0-9]+ failed$' "$1" | tail -n 1 || true)
	if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
		passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
	else
		bad "$1 ended without a result"
	fi
}

# count_tap FILE: add the summaries of node's TAP output.
count_tap() {
	local p f
	p=$(awk '/^# pass / { n += $3 } END { print n + 0 }' "$1")
	f=$(awk '/^# (fail|cancelled) / { n += $3 } END { print n + 0 }' "$1")
	passed=$((passed + p)) failed=$((failed + f))
	[ "$p" -gt 0 ] || [ "$f" -gt 0 ] || bad "$1 ended without a result"
}

run_db() {
	make -C "$work/$1" -j"$(nproc)" tests/db/race >>"$log" 2>&1 || true
	"$top/tests/lib/pg.sh" with "$top/tests/db/run" "$work/$1" >"$log.out" 2>&1 || true
	cat "$log.out" >>"$log"
	count_said "$log.out"
	rm -f "$log.out"
}

part_db() {
	local log=$1
	need_build
	run_db gcc
}

part_queries() {
	local log=$1 file folder super
	need_build
	folder=$("$top/tests/lib/pg.sh" start 2>>"$log" | tail -n 1)
	[ -n "$folder" ] || {
		bad "no PostgreSQL"
		return
	}
	# Read in a shell of its own: tests that find PGTEST_SUPERUSER in their environment start no cluster.
	# shellcheck source=/dev/null
	super=$(. "$folder/env" && printf '%s' "$PGTEST_SUPERUSER")
	for file in "$top"/sql/queries/*.sql; do
		step "${file##*/}" "$work/gcc/tools/sqlc/sqlc-verify" "$super" "$file"
	done
	"$top/tests/lib/pg.sh" stop "$folder" >>"$log" 2>&1
}

part_i18n() {
	local log=$1
	need_build
	step "translations" env COPYDESK_BUILDDIR="$work/gcc" COPYDESK_SRCDIR="$top" "$top/tools/i18n-check"
}

part_lint() {
	local log=$1
	need_build
	step "house rules" "$top/tools/lint" "$work/gcc"
}

# c_files: our C files, as the shell words of one line each.
c_files() { (cd "$top" && git ls-files '*.c' '*.h' 2>/dev/null || find src cgi cmd tools tests bench -name '*.[ch]'); }

part_format() {
	local log=$1 file
	while IFS= read -r file; do
		[[ $file != tests/golden/* ]] || continue
		step "$file" clang-format --dry-run --Werror "$file"
	done < <(c_files)
}

# The flags with which the tools read our files.
analysis_flags() {
	printf '%s\n' -std=gnu17 -D_GNU_SOURCE -DPACKAGE_VERSION='"0"' -DCOPYDESK_PKGDATADIR='"/"' -DCOPYDESK_LOCALEDIR='"/"' \
		"-I$top" "-I$top/src" "-I$work/gcc/src"
	pkg-config --cflags libpq libsodium jansson icu-uc icu-i18n inih libcurl vips libseccomp cmocka | tr ' ' '\n' | sed '/^$/d'
}

program_c_files() { c_files | grep -E '^(src|cgi|cmd)/.*\.c$'; }

part_tidy() {
	local log=$1 flags
	need_build
	mapfile -t flags < <(analysis_flags)
	program_c_files | xargs -P "$(nproc)" -I{} "$top/tools/check/tidy" {} "${flags[@]}" >"$log.out"
	count_lines "$log.out"
}

# count_lines FILE: lines "PASS: x" and "FAIL: x".
count_lines() {
	passed=$((passed + $(grep -c '^PASS: ' "$1" || true)))
	failed=$((failed + $(grep -c '^FAIL: ' "$1" || true)))
	cat "$1" >>"$log"
	rm -f "$1"
}

part_cppcheck() {
	local log=$1
	need_build
	step "cppcheck" sh -c "cd '$top' && cppcheck --quiet --std=c11 --enable=warning,portability,performance --inline-suppr \
		--suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches --error-exitcode=1 -j $(nproc) \
		-D_GNU_SOURCE -DPACKAGE_VERSION='\"0\"' -Isrc -I'$work/gcc/src' src cgi cmd"
}

part_shell() {
	local log=$1 file
	while IFS= read -r file; do
		step "$file" shellcheck "$file"
	done < <(cd "$top" && { git ls-files 2>/dev/null || find . -type f; } | while IFS= read -r f; do
		if head -c 64 "$f" 2>/dev/null | head -n 1 | grep -qaE '^#!.*\b(sh|bash)$'; then echo "$f"; fi
	done)
}

part_hardening() {
	local log=$1
	need_build
	step "hardening" env COPYDESK_BUILDDIR="$work/gcc" "$top/tests/hardening" "$work/gcc"
}

part_fuzz() {
	local log=$1
	need_build
	make -C "$work/gcc" -j"$(nproc)" fuzz-targets >>"$log" 2>&1 || bad "the fuzz targets do not build"
	make -C "$work/gcc" --no-print-directory fuzz FUZZ_SECONDS="${FUZZ_SECONDS:-3}" >"$log.out" 2>&1 || true
	count_lines "$log.out"
}

part_run() {
	local log=$1
	need_build
	COPYDESK_BUILD=$work/gcc "$top/tests/run/run" >"$log.out" 2>&1 || true
	cat "$log.out" >>"$log"
	count_said "$log.out"
	rm -f "$log.out"
}

part_web() {
	local log=$1
	need_build
	step "types" make -C "$work/gcc" check-types
	COPYDESK_BUILDDIR=$work/gcc node --test --test-reporter=tap "$top"/tests/web/*.test.mjs >"$log.out" 2>>"$log" || true
	cat "$log.out" >>"$log"
	count_tap "$log.out"
	rm -f "$log.out"
}

# free_ports: two that nothing listens on; what runs at the same time looks from a port of its own on.
first_port=18000
free_ports() {
	local port found=()
	for ((port = first_port + RANDOM % 1000 * 2; ${#found[@]} < 2; port++)); do
		port_busy "$port" || found+=("$port")
	done
	site_port=${found[0]} desk_port=${found[1]}
}

instances=()
# need_seed: an instance with the sample newsroom, loaded and stopped: those of the tests begin as copies of it.
seeded=''
need_seed() {
	[ -z "$seeded" ] || return 0
	seeded=1
	free_ports
	instances+=("$work/seed")
	rm -rf "$work/seed"
	COPYDESK_BUILD=$work/gcc instance_run "$work/seed" --detach >>"$log" 2>&1 || true
	instance_run "$work/seed" --stop >>"$log" 2>&1 || bad "./run --stop failed"
}

# with_instance BUILD COMMAND...: against a fresh instance of that build, which it finds by
# COPYDESK_TEST_VAR.
with_instance() {
	free_ports
	instances+=("$work/instance-$1")
	in_instance "$work/instance-$1" "$@"
}

# in_instance FOLDER BUILD COMMAND...: on $site_port and $desk_port.
in_instance() {
	local var=$1 build=$2 code=0
	shift 2
	instance_run "$var" --stop >>"$log" 2>&1 || true
	rm -rf "$var"
	# What the sanitizers watch loads its newsroom by itself.
	[ "$build" != gcc ] || cp -a "$work/seed" "$var"
	if ! COPYDESK_BUILD=$work/$build instance_run "$var" --detach >>"$log" 2>&1; then
		bad "./run did not start: $(grep -av '^ *$' "$log" | tail -n 2 | tr '\n' ' ')"
		return
	fi
	COPYDESK_TEST_VAR=$var COPYDESK_VAR=$var COPYDESK_BUILD=$work/$build COPYDESK_BUILDDIR=$work/$build \
		COPYDESK_SITE_PORT=$site_port COPYDESK_DESK_PORT=$desk_port "$@" >"$log.out" 2>>"$log" || code=$?
	cat "$log.out" >>"$log"
	instance_run "$var" --stop >>"$log" 2>&1 || bad "./run --stop failed"
	return "$code"
}

instance_run() {
	local var=$1
	shift
	COPYDESK_VAR=$var COPYDESK_SITE_PORT=$site_port COPYDESK_DESK_PORT=$desk_port "$top/run" "$@"
}

stop_instances() {
	local var
	for var in "${instances[@]}"; do
		site_port=1 desk_port=2 instance_run "$var" --stop >/dev/null 2>&1 || true
	done
}

# run_http BUILD [FILE...]
run_http() {
	local build=$1
	shift
	make -C "$work/$build" -k -j"$(nproc)" check TESTS= >>"$log" 2>&1 || true
	[ "$build" != gcc ] || need_seed
	with_instance "$build" "$top/tests/http/run" "$@" || true
	count_tap "$log.out"
	rm -f "$log.out"
}

# Of requests that go to the sanitized build as well, the ordinary one needs those that the sanitizers leave out.
http_twin=''
part_http() {
	local log=$1 files=()
	need_build
	site_port=1 desk_port=2
	[ -z "$http_twin" ] || mapfile -t files < <(cd "$top" && grep -lw sanitized tests/http/*.test.mjs)
	run_http gcc "${files[@]}"
}

# The files that take longest come first; each lane takes the next one that no other has.
long_files=(offers meanwhile library autosave axe pictures panel live editor bridge docx states site-pictures)
browser_files() {
	local file name
	for name in "${long_files[@]}"; do echo "$name.test.mjs"; done
	for file in "$top"/tests/browser/*.test.mjs; do
		name=${file##*/}
		[[ " ${long_files[*]} " = *" ${name%.test.mjs} "* ]] || echo "$name"
	done
}

# run_lane LOG FOLDER FILE...: how many failures of the instance itself there were.
run_lane() {
	local log=$1 folder=$2 failed=0
	shift 2
	: >"$log"
	in_instance "$folder" gcc "$top/tests/browser/run" "$@" || true
	return "$failed"
}

# Browsers wait more than they reckon: two lanes, each against an instance of its own.
part_browser() {
	local log=$1 n pids=() files site_of=(0 0 0) desk_of=(0 0 0)
	need_build
	need_seed
	mapfile -t files < <(browser_files)
	rm -rf "$work/taken"
	mkdir "$work/taken"
	export COPYDESK_TEST_TAKEN=$work/taken
	for n in 1 2; do
		while :; do
			free_ports
			[ "$site_port" = "${site_of[1]}" ] || [ "$site_port" = "${desk_of[1]}" ] || [ "$desk_port" = "${site_of[1]}" ] || break
		done
		site_of[n]=$site_port desk_of[n]=$desk_port
		instances+=("$work/instance-lane-$n")
		run_lane "$log.$n" "$work/instance-lane-$n" "${files[@]}" &
		pids+=($!)
	done
	for n in 1 2; do
		wait "${pids[n - 1]}" || bad "the instance of lane $n"
		cat "$log.$n" >>"$log"
		touch "$log.$n.out"
		count_tap "$log.$n.out"
		rm -f "$log.$n" "$log.$n.out"
	done
	unset COPYDESK_TEST_TAKEN
	rm -rf "$work/taken"
}

part_sanitize() {
	local log=$1
	site_port=1 desk_port=2
	export ASAN_OPTIONS=abort_on_error=0:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
	need_asan
	run_unit asan
	run_http asan
	if grep -rlE 'ERROR: AddressSanitizer|LeakSanitizer|runtime error:' "$work/instance-asan/log" >>"$log" 2>/dev/null; then
		grep -rhE -A 12 'ERROR: AddressSanitizer|LeakSanitizer|runtime error:' "$work/instance-asan/log" | head -n 60 >>"$log"
		bad "a sanitizer spoke in a program's log"
	else
		ok
	fi
	unset ASAN_OPTIONS UBSAN_OPTIONS
}

part_dist() {
	local log=$1 lost
	need_build
	# The unit tests have run; here it is enough that they build from the archive.
	step "make distcheck" make -C "$work/gcc" -j"$(nproc)" distcheck TESTS= DISTCHECK_CONFIGURE_FLAGS=CFLAGS=-O0
	if git -C "$top" rev-parse >/dev/null 2>&1; then
		lost=$(comm -23 <(git -C "$top" ls-files | grep -vE '^(\.gitignore$|\.ci/)' | sort) \
			<(tar -tf "$work"/gcc/copydesk-*.tar.xz | sed 's,^[^/]*/,,' | sort))
		step "the archive holds every file" test -z "$lost"
		[ -z "$lost" ] || echo "FAIL: not in the archive: $lost" | tr '\n' ' ' >>"$log"
	fi
}

# show_failures LOG: what of it most likely says what went wrong.
show_failures() {
	grep -aE '^(FAIL|not ok|# *not ok)|error:|ERROR:|^ +not ok|\[  FAILED  \]' "$1" | sort -u | head -n 15 | sed 's/^/           /' || true
}
