#!/bin/sh
# tools/lint sees one breach of each of its rules, and nothing in a tree without any.
set -eu
lint=$(cd "${COPYDESK_SRCDIR:-.}" && pwd)/tools/lint
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p tree/tools tree/src/base tree/src/html tree/src/domain tree/src/view tree/src/web tree/templates tree/sql
cp "$lint" tree/tools/lint
cd tree

# file NAME: standard input becomes the file.
file()
{
	cat >"$1"
}
lines()
{
	awk -v n="$1" -v s="$2" 'BEGIN { for (i = 0; i < n; i++) print s }'
}

file src/base/good.h <<'END'
#ifndef COPYDESK_BASE_GOOD_H
#define COPYDESK_BASE_GOOD_H
int good(void);
#endif
END
{
	printf '#include "base/good.h"\n\n/* Long: a table, read from top to bottom. */\nint\ngood(void)\n{\n'
	lines 60 '	work();'
	printf '}\n'
} >src/base/good.c
file templates/good.html <<'END'
{# Words in a comment. #}
{% template good(struct str s) %}
<p title="{{ s }}" class="words in an attribute">{{ _("Words") }} &amp; <a lang="en">English</a>
<code>copydesk user</code><script type="application/json">{"words": "{{ s }}"}</script></p>
{% end %}
END
file sql/good.sql <<'END'
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN NULL; END $$;
-- SECURITY DEFINER in a comment
END
if ! tools/lint >../said; then
	echo "FAIL: a clean tree:"
	cat ../said
	exit 1
fi

file src/base/bad.h <<'END'
#ifndef BAD_H
#define BAD_H
#endif
END
{
	printf '#include <stdio.h>\n#include "html/html.h"\n#include "base/bad.h"\n#include "bad.h"\n'
	printf '#include <sodium.h>\n#include <libpq-fe.h>\n#include <fcgiapp.h>\n'
	printf 'int\nbad(void)\n{\n'
	lines 51 '	work();'
	printf '}\n'
	printf '/* %sDO: more */\n' TO
	printf 'trailing \n'
	printf 'carriage\r\n'
	lines 400 '/* line */'
	printf 'no newline'
} >src/base/bad.c
echo '#include "html/html.h"' >src/domain/bad.c
echo '#include "web/web.h"' >src/view/bad.c
echo '#include "gen/q_article.h"' >src/web/bad.c
file templates/bad.html <<'END'
{% template bad() %}
<p>Words
<b>{{ x }}</b> 发布</p>
<input placeholder="Name">
{% end %}
END
file sql/bad.sql <<'END'
CREATE FUNCTION f() RETURNS void LANGUAGE sql SECURITY DEFINER
AS 'SELECT 1';
CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN NULL; END $$;
END
if tools/lint >../said; then
	echo "FAIL: accepted"
	exit 1
fi
LC_ALL=C sort >../want <<'END'
sql/bad.sql:1: SECURITY DEFINER without SET search_path = pg_catalog, pg_temp
sql/bad.sql:3: SECURITY DEFINER without SET search_path = pg_catalog, pg_temp
src/base/bad.c:1: its own header, base/bad.h, does not come first
src/base/bad.c:1: no newline at its end
src/base/bad.c:2: base may not include html/html.h
src/base/bad.c:4: "bad.h": paths start at src/
src/base/bad.c:401: more than 400 lines, and no reason (a comment "Long: ..." at its top)
src/base/bad.c:5: <sodium.h> is not for this folder
src/base/bad.c:6: <libpq-fe.h> is not for this folder
src/base/bad.c:63: something is left to do
src/base/bad.c:64: white space at the end of the line
src/base/bad.c:65: a carriage return
src/base/bad.c:7: <fcgiapp.h> is not for this folder
src/base/bad.c:9: bad() has 51 lines, and no reason (a comment "Long: ..." before it)
src/base/bad.h:1: the guard should be COPYDESK_BASE_BAD_H
src/domain/bad.c:1: domain may not include html/html.h
src/view/bad.c:1: view may not include web/web.h
src/web/bad.c:1: web may not include gen/q_article.h
templates/bad.html:2: words that are not in the catalogue: Words
templates/bad.html:3: words that are not in the catalogue: 发布
templates/bad.html:4: an attribute with words that are not in the catalogue
END
diff -u ../want ../said
