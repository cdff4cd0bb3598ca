#!/bin/sh
# Make ./configure (needs autoconf, automake and pkg-config).  The lists of the schema's files and
# of what tools/sqlc and tools/tmplc generate follow from the folders, in build-aux/generated.am.
# Does nothing when all is up to date; "--force" does it anyway.
set -eu
cd "$(dirname "$0")"

# list VARIABLE: a Makefile list of the lines on standard input.
list() {
	printf '%s =' "$1"
	while read -r item; do [ -z "$item" ] || printf ' \\\n\t%s' "$item"; done
	printf '\n\n'
}

# generated PREFIX SUFFIX: names under src/gen for the files on standard input.
generated() {
	sed -e '/^$/d' -e 's,^sql/queries/,q_,' -e 's,^templates/,t_,' -e 's,/,_,g' -e 's,\.[a-z]*$,,' \
	    -e "s,.*,src/gen/&$1,"
}

queries=$(find sql/queries -name '*.sql' | LC_ALL=C sort)
schema=$(find sql -name '*.sql' -not -path 'sql/queries/*' | LC_ALL=C sort)
templates=$(find templates -name '*.html' | LC_ALL=C sort)

mkdir -p build-aux m4
# Two at once would mix their files.
exec 9>build-aux/lock
flock 9
{
	echo '# Made by autogen.sh.'
	echo "$queries" | list QUERY_FILES
	echo "$queries" | generated .h | list GEN_QUERY_H
	echo 'noinst_LIBRARIES += src/gen/libqueries.a'
	echo "$queries" | generated .c | list nodist_src_gen_libqueries_a_SOURCES
	echo "$schema" | list SCHEMA_FILES
	echo "$templates" | list TEMPLATE_FILES
	echo "$templates" | generated .h | list GEN_TEMPLATE_H
	echo 'noinst_LIBRARIES += src/gen/libtemplates.a'
	echo "$templates" | generated .c | list nodist_src_gen_libtemplates_a_SOURCES
} > build-aux/generated.am.new

if cmp -s build-aux/generated.am.new build-aux/generated.am; then
	rm build-aux/generated.am.new
else
	mv build-aux/generated.am.new build-aux/generated.am
	set -- --force
fi

if [ "${1-}" != --force ] && [ -x configure ]; then
	newer=$(find configure.ac Makefile.am build-aux/generated.am -newer configure; find . -name local.am -newer configure)
	[ -n "$newer" ] || exit 0
fi
autoreconf --install --force --warnings=no-obsolete
touch configure
