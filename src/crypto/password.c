#include "crypto/password.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "base/log.h"

#define OPS 2
#define MEMORY ((size_t)64 * 1024 * 1024)

_Static_assert(PASSWORD_HASH_MAX >= crypto_pwhash_STRBYTES, "the hash must fit");

static char nobody[PASSWORD_HASH_MAX];

enum status
password_prepare(void)
{
	unsigned char secret[32];
	enum status st;

	if (nobody[0] != '\0')
		return STATUS_OK;
	randombytes_buf(secret, sizeof(secret));
	st = password_hash((struct str){(const char *)secret, sizeof(secret)}, nobody);
	sodium_memzero(secret, sizeof(secret));
	if (st != STATUS_OK)
		nobody[0] = '\0';
	return st;
}

enum status
password_hash(struct str pw, char out[PASSWORD_HASH_MAX])
{
	if (pw.n > PASSWORD_MAX_BYTES)
		return STATUS_INVALID;
	if (crypto_pwhash_str_alg(out, pw.p != NULL ? pw.p : "", pw.n, OPS, MEMORY,
		crypto_pwhash_ALG_ARGON2ID13) == 0)
		return STATUS_OK;
	log_msg(LOG_ERROR, "argon2 found no memory: %s", strerror(errno));
	return STATUS_BUSY;
}

enum status
password_verify(struct str pw, const char *hash, bool *match)
{
	bool known = hash != NULL && pw.n <= PASSWORD_MAX_BYTES;
	enum status st;
	int e;

	*match = false;
	st = password_prepare();
	if (st != STATUS_OK)
		return st;
	/* Too long for anybody's: still worth the same time as any other. */
	if (pw.n > PASSWORD_MAX_BYTES)
		pw.n = PASSWORD_MAX_BYTES;
	errno = 0;
	if (crypto_pwhash_str_verify(known ? hash : nobody, pw.p != NULL ? pw.p : "", pw.n) == 0) {
		*match = known;
		return STATUS_OK;
	}
	/* libsodium tells a mismatch from a failure by errno alone. */
	e = errno;
	if (e == EINVAL)
		return STATUS_OK;
	if (e == ENOMEM) {
		log_msg(LOG_ERROR, "argon2 found no memory");
		return STATUS_BUSY;
	}
	log_msg(LOG_ERROR, "a stored password hash is not understood");
	return STATUS_INTERNAL;
}
