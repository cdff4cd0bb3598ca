#include "crypto/token.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/num.h"

#define PURPOSE_MAX 64

bool
crypto_init(void)
{
	return sodium_init() >= 0;
}

void
token_new(struct token *t)
{
	uint8_t raw[TOKEN_BYTES];

	randombytes_buf(raw, sizeof(raw));
	sodium_bin2hex(t->hex, sizeof(t->hex), raw, sizeof(raw));
	sodium_memzero(raw, sizeof(raw));
}

bool
token_parse(struct str s, struct token *t)
{
	uint8_t raw[TOKEN_BYTES];

	if (!num_hex(s, raw, sizeof(raw)))
		return false;
	sodium_memzero(raw, sizeof(raw));
	memcpy(t->hex, s.p, TOKEN_HEX);
	t->hex[TOKEN_HEX] = '\0';
	return true;
}

void
token_raw(const struct token *t, uint8_t raw[TOKEN_BYTES])
{
	bool ok = num_hex((struct str){t->hex, TOKEN_HEX}, raw, TOKEN_BYTES);

	assert(ok);
}

void
token_derive(const struct token *t, const char *purpose, struct token *out)
{
	uint8_t key[TOKEN_BYTES], raw[TOKEN_BYTES];
	size_t n = strlen(purpose);

	assert(n <= PURPOSE_MAX);
	token_raw(t, key);
	/* Keyed BLAKE2b is a PRF: who sees the result learns nothing about the key. */
	crypto_generichash(raw, sizeof(raw), (const unsigned char *)purpose, n, key, sizeof(key));
	sodium_bin2hex(out->hex, sizeof(out->hex), raw, sizeof(raw));
	sodium_memzero(key, sizeof(key));
	sodium_memzero(raw, sizeof(raw));
}

bool
token_eq(const struct token *a, const struct token *b)
{
	return sodium_memcmp(a->hex, b->hex, TOKEN_HEX) == 0;
}

void
token_wipe(struct token *t)
{
	sodium_memzero(t, sizeof(*t));
}

void
secret_wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

void
secret_wipe_str(struct str s)
{
	if (s.n > 0)
		sodium_memzero((void *)(uintptr_t)s.p, s.n);
}
