# Build the tree and install it into an instance's folder.
# shellcheck shell=bash disable=SC2154

# build_dir: where to build.  Autoconf takes no spaces and the like in a path, so then it is
# elsewhere, with a link to the tree.
build_dir() {
	if [ -n "${COPYDESK_BUILD-}" ]; then
		realpath -m "$COPYDESK_BUILD"
	elif [[ $top =~ ^[A-Za-z0-9/._+,@-]*$ ]]; then
		echo "$top/build"
	elif [ "$(id -u)" = 0 ]; then
		echo "/var/cache/copydesk/$(hash_of "$top")/build"
	else
		echo "${HOME:-/tmp}/.cache/copydesk/$(hash_of "$top")/build"
	fi
}

# fingerprint: of everything that the build reads, by names, sizes and times.
fingerprint() {
	{
		build_dir
		find "$top"/{autogen.sh,configure.ac,Makefile.am,src,cgi,cmd,sql,templates,web,po,conf,sample,data,tools} \
			-printf '%p %s %T@\n' | LC_ALL=C sort
	} | sha256sum
}

# build_and_install: nothing, when what is installed is what the tree holds.
build_and_install() {
	local now
	now=$(fingerprint)
	[ "$now" != "$(cat "$app/.installed" 2>/dev/null)" ] || return 0
	build
	rm -f "$app/.installed"
	install_app
	echo "$now" >"$app/.installed"
}

# build: configure once, then make.
build() {
	local dir src=$top
	dir=$(build_dir)
	mkdir -p "$dir" 2>/dev/null && [ -w "$dir" ] || die "The build folder $dir cannot be written. Give it to $(id -un), or set COPYDESK_BUILD to another."
	if [[ ! $top =~ ^[A-Za-z0-9/._+,@-]*$ ]]; then
		ln -sfn "$top" "$dir/../src"
		src=$dir/../src
	fi
	if [ ! -e "$dir/Makefile" ] && [ "$(free_mb "$dir")" -lt 200 ]; then
		die "Only $(free_mb "$dir") MB of disk space are left for the build in $dir; it needs 200. Free some and run this again."
	fi
	if ! with_progress "Preparing the build" "$dir.autogen.log" "$src/autogen.sh"; then
		die "The build could not be prepared: $(last_words "$dir.autogen.log") (all of it: $dir.autogen.log)"
	fi
	rm -f "$dir.autogen.log"
	if [ ! -e "$dir/Makefile" ] || [ "$top/configure" -nt "$dir/Makefile" ]; then
		with_progress "Configuring" "$dir/configure.log" configure_in "$dir" "$src" ||
			die "configure failed: $(last_words "$dir/configure.log") (all of it: $dir/configure.log)"
	fi
	with_progress "Building" "$dir/make.log" make -C "$dir" -j"$(nproc)" all ||
		die "The build failed: $(grep -aE 'error:|\*\*\*|No space' "$dir/make.log" | head -n 1) (all of it: $dir/make.log)"
}

configure_in() {
	cd "$1" && "$2/configure" --silent
}

# install_app: put programs, migrations and files into ${var}/app, which the service user
# can read wherever the tree lies, but not change.
install_app() {
	local dir
	dir=$(build_dir)
	with_progress "Installing into $var/app" "$dir/install.log" \
		make -C "$dir" --no-print-directory install DESTDIR="$var/app" prefix=/ INSTALL="install -C" ||
		die "Installing into $var/app failed: $(last_words "$dir/install.log")"
	install -C -m 755 "$top/tools/run/supervise" "$app/libexec/copydesk/supervise"
	install -C -m 644 "$top/tools/run/common.sh" "$app/libexec/copydesk/common.sh"
}
