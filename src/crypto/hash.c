#include "crypto/hash.h"

#include <sodium.h>

void
hash_sha256(struct str s, uint8_t out[32])
{
	crypto_hash_sha256(out, (const unsigned char *)s.p, s.n);
}

void
hash_etag(struct str s, char out[33])
{
	/* A fixed key: the same page has the same tag in every process and after every restart. */
	static const unsigned char key[crypto_shorthash_siphashx24_KEYBYTES] = "copydesk entity";
	unsigned char raw[crypto_shorthash_siphashx24_BYTES];

	crypto_shorthash_siphashx24(raw, (const unsigned char *)s.p, s.n, key);
	sodium_bin2hex(out, 33, raw, sizeof(raw));
}
