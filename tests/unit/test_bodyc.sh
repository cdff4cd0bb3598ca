#!/bin/sh
# tools/bodyc refuses a description that the renderer could not follow.
set -eu
bodyc=$(cd "${COPYDESK_BUILDDIR:-.}" && pwd)/tools/bodyc/bodyc
tree=$(cd "${COPYDESK_SRCDIR:-.}" && pwd)
schema=$tree/web/schema/body.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cases=0
failed=0

provider='"x": {"name": "X", "hosts": ["x.example"]}'

# refused WANT NODES [MARKS [PROVIDERS]]: the description of these is refused with WANT.
refused()
{
	cases=$((cases + 1))
	printf '{"schema": 1, "top": "doc", "nodes": {%s}, "marks": {%s}, "providers": {%s}}\n' "$2" "${3-}" \
		"${4-"$provider"}" >case.json
	if "$bodyc" case.json out.h out.c out.ts out.md 2>said; then
		echo "FAIL: accepted: $2 ${3-} ${4-}"
		failed=$((failed + 1))
	elif [ "$(cat said)" != "case.json: $1" ]; then
		echo "FAIL: $(cat said), not case.json: $1"
		failed=$((failed + 1))
	fi
}

p='"p": {"group": "block", "html": "p"}'
refused "top: 'doc' is neither a node nor a group" "$p"
refused "doc: 'other' is neither a node nor a group" '"doc": {"content": "other+"}'
refused "doc: 'p' could also belong to the term before it" '"doc": {"content": "block* p"}, '"$p"
refused "doc: 'block' could also belong to the term before it" '"doc": {"content": "p? block"}, '"$p"
refused "doc: unknown key 'contents'" '"doc": {"contents": "p"}, '"$p"
refused "doc: '<' in 'html'" '"doc": {"html": "<p>"}'
refused "doc: 'content' is not a string" '"doc": {"content": 1}'
refused "doc: a void or inline node has no content" '"doc": {"content": "p", "void": true}, '"$p"
refused "doc: 'h{level}' names no integer attribute" '"doc": {"html": "h{level}"}'
refused "doc: the type of 'a' is none that there is" '"doc": {"attrs": {"a": {"type": "real", "min": 1, "max": 2}}}'
refused "doc: an integer 'max' is wanted" '"doc": {"attrs": {"a": {"type": "integer", "min": 1}}}'
refused "doc: the bounds of 'a' contradict each other" '"doc": {"attrs": {"a": {"type": "integer", "min": 2, "max": 1}}}'
refused "doc: the bounds of 'a' contradict each other" '"doc": {"attrs": {"a": {"type": "integer", "min": 1, "max": 2, "default": 3}}}'
refused "doc: unknown key 'default'" '"doc": {"attrs": {"a": {"type": "url", "max": 2, "default": 1}}}'
refused "m: a mark has a plain tag or none" '"doc": {}' '"m": {"html": "h{level}"}'
refused "doc: the default of 'a' can only be empty" '"doc": {"attrs": {"a": {"type": "text", "max": 2, "default": "x"}}}'
refused "doc: 'values' of 'a' is not an array with something in it" '"doc": {"attrs": {"a": {"type": "choice", "default": "x"}}}'
refused "doc: a value of 'a' is not a word of a-z" '"doc": {"attrs": {"a": {"type": "choice", "values": ["X"], "default": "X"}}}'
refused "doc: the default of 'a' is none of its values" '"doc": {"attrs": {"a": {"type": "choice", "values": ["x"], "default": "y"}}}'
refused "doc: an integer 'digits' is wanted" '"doc": {"attrs": {"a": {"type": "hex"}}}'
refused "doc: a ')' is wanted in 'content'" '"doc": {"content": "(p"}, '"$p"
refused "doc: a name is wanted in 'content'" '"doc": {"content": "(p|)*"}, '"$p"
refused "doc: '{least,most}' is wanted in 'content'" '"doc": {"content": "p{3,2}"}, '"$p"
refused "doc: '{least,most}' is wanted in 'content'" '"doc": {"content": "p{2}"}, '"$p"
refused "doc: '|' in 'content'" '"doc": {"content": "p|p"}, '"$p"
refused "doc: 'p' could also belong to the term before it" '"doc": {"content": "p{1,2} p"}, '"$p"
refused "m: unknown key 'content'" '"doc": {}' '"m": {"html": "b", "content": "p"}'
refused "doc: unknown key 'min'" '"doc": {"attrs": {"a": {"type": "text", "min": 1, "max": 2}}}'
refused "doc: unknown key 'default'" '"doc": {"attrs": {"a": {"type": "id", "default": 0}}}'
refused "doc: '.' in 'class'" '"doc": {"class": "a.b"}'
refused "top level: 'providers' is not an object with something in it" '"doc": {}' '' ''
refused "x: 'hosts' is not an array with something in it" '"doc": {}' '' '"x": {"name": "X", "hosts": []}'
refused "x: a host is lower-case letters, digits, dots and hyphens" '"doc": {}' '' '"x": {"name": "X", "hosts": ["X.example"]}'
refused "x: a string 'name' with something in it is wanted" '"doc": {}' '' '"x": {"hosts": ["x.example"]}'
refused "x: '<' in 'name'" '"doc": {}' '' '"x": {"name": "<b>", "hosts": ["x.example"]}'
refused "doc: a sentence 'about' it is wanted" '"doc": {}'
refused "doc: '|' in 'about'" '"doc": {"about": "this|that"}'

# The real one is accepted, twice with the same result.
"$bodyc" "$schema" a.h a.c a.ts a.md
"$bodyc" "$schema" b.h b.c b.ts b.md
cmp a.h b.h
cmp a.c b.c
cmp a.ts b.ts
cmp a.md b.md

# What docs/BODY.md tells is what it says.
cases=$((cases + 1))
if ! cmp a.md "$tree/docs/BODY.md"; then
	echo "FAIL: docs/BODY.md is of another description: make body-doc"
	failed=$((failed + 1))
fi

# Cut short, it leaves what was there.
for f in a.h a.c a.ts a.md; do
	echo old >"$f"
done
if (ulimit -f 1 && exec "$bodyc" "$schema" a.h a.c a.ts a.md) 2>said; then
	echo "FAIL: more than the limit was written"
	failed=$((failed + 1))
fi
cases=$((cases + 1))
if [ "$(cat a.h)" != old ]; then
	echo "FAIL: half a file is left"
	failed=$((failed + 1))
fi
printf '%d cases, %d failed\n' "$cases" "$failed"
[ "$failed" -eq 0 ]
