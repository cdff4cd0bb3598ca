#!/bin/sh
# assets.sh FILE...: write a C header with the address of each static file; the query string
# is a hash of the content, so an address never stands for two contents.
set -eu
echo '#ifndef COPYDESK_GEN_ASSETS_H'
echo '#define COPYDESK_GEN_ASSETS_H'
echo
for file in "$@"; do
	base=$(basename "$file")
	name=$(printf '%s' "$base" | tr 'a-z.-' 'A-Z__')
	hash=$(sha256sum < "$file" | cut -c 1-12)
	printf '#define ASSET_%s "/static/%s?v=%s"\n' "$name" "$base" "$hash"
done
echo
echo '#endif'
