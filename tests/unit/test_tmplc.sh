#!/bin/sh
# The template compiler: every refusal of tests/golden/tmplc/errors.txt with its line and words, and
# the C that it makes for the cases beside it, byte by byte.
set -eu
tmplc=${COPYDESK_BUILDDIR:-.}/tools/tmplc/tmplc
case $tmplc in /*) ;; *) tmplc=$(pwd)/$tmplc ;; esac
golden=$(cd "${COPYDESK_SRCDIR:-.}/tests/golden/tmplc" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail()
{
	printf 'FAIL: %s\n' "$1"
	failed=$((failed + 1))
}

# One folder per case, because templates are read together with their neighbours.
awk -v work="$work" '
function done() {
	if (name == "") return
	if (source !~ /\{% template / && source !~ /\{% include /)
		source = "{% template t(const char *v) %}\n" source "{% end %}\n"
	dir = sprintf("%s/%03d", work, ++n)
	system("mkdir " dir)
	printf "%s", source > (dir "/case.html"); close(dir "/case.html")
	printf "%s\n", name > (dir "/name"); close(dir "/name")
}
/^#/ && name == "" { next }
/^= / { name = substr($0, 3); source = ""; next }
/^> / { want = substr($0, 3); done(); printf "case.html:%s\n", want > (dir "/want"); close(dir "/want"); next }
{ source = source $0 "\n" }
' "$golden/errors.txt"

cases=0
for dir in "$work"/[0-9]*; do
	cases=$((cases + 1))
	name=$(cat "$dir/name")
	if (cd "$dir" && "$tmplc" -o . case.html 2>got); then
		fail "$name: accepted"
	elif ! cmp -s "$dir/got" "$dir/want"; then
		fail "$name: $(cat "$dir/got"), not $(cat "$dir/want")"
	elif [ -e "$dir/t_case.c" ] || [ -e "$dir/t_case.h" ]; then
		fail "$name: left a file"
	fi
done
[ "$cases" -ge 70 ] || fail "only $cases refusals were found"

mkdir "$work/out"
(cd "$golden" && "$tmplc" -o "$work/out" ./*.html)
for want in "$golden"/*.[ch]; do
	cases=$((cases + 1))
	diff -u "$want" "$work/out/$(basename "$want")" || fail "$(basename "$want") differs"
done
for got in "$work"/out/*; do
	[ -e "$golden/$(basename "$got")" ] || fail "$(basename "$got") is not expected"
done

# A second run touches nothing, so that nothing is compiled again.
touch -d '2001-01-01' "$work"/out/*
(cd "$golden" && "$tmplc" -o "$work/out" ./*.html)
[ -z "$(find "$work/out" -type f -newermt 2001-01-02)" ] || fail "an unchanged file was written"

# Cut short, it leaves what was there.
for f in "$work"/out/*.c; do
	echo old >"$f"
done
(cd "$golden" && ulimit -f 1 && exec "$tmplc" -o "$work/out" ./*.html) 2>/dev/null && fail "more than the limit was written"
[ "$(sort -u "$work"/out/*.c | head -c 4)" = old ] || fail "half a file is left"

printf '%d cases, %d failed\n' "$cases" "$failed"
[ "$failed" -eq 0 ]
