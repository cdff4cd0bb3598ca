#include "crypto/password.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "base/num.h"
#include "crypto/password_text.h"

#define OPS 2
#define PASSES_MAX 16
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
	char room[PASSWORD_TEXT_MAX];
	struct str text = password_text(pw, room);
	enum status st = STATUS_OK;

	if (text.n > PASSWORD_MAX_BYTES) {
		st = STATUS_INVALID;
	} else if (crypto_pwhash_str_alg(out, text.p != NULL ? text.p : "", text.n, OPS, MEMORY,
		       crypto_pwhash_ALG_ARGON2ID13) != 0) {
		log_msg(LOG_ERROR, "argon2 found no memory: %s", strerror(errno));
		st = STATUS_BUSY;
	}
	sodium_memzero(room, sizeof(room));
	return st;
}

/* What a stored hash says: "$argon2id$v=19$m=65536,t=2,p=1$SALT$HASH" (RFC 9106's reference form).
 */
struct parsed {
	int64_t kib;
	int64_t passes;
	unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char hash[32];
};

/* The number after ${prefix} in the next part of ${rest}. */
static bool
take_number(struct str *rest, char sep, struct str prefix, int64_t min, int64_t max, int64_t *out)
{
	struct str part;

	return str_split(rest, sep, &part) && str_starts(part, prefix) &&
	       num_i64(str_sub(part, prefix.n, part.n), min, max, out);
}

static bool
take_base64(struct str *rest, unsigned char *out, size_t n)
{
	struct str part;
	size_t got;

	return str_split(rest, '$', &part) &&
	       sodium_base642bin(out, n, part.p, part.n, NULL, &got, NULL,
		   sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
	       got == n;
}

static bool
parse(struct str s, struct parsed *out)
{
	struct str costs;
	int64_t one;

	/* More memory than our own hashes take would break the bound that auth promises. */
	return str_split(&s, '$', &costs) && costs.n == 0 && str_split(&s, '$', &costs) &&
	       str_eq(costs, STR("argon2id")) && take_number(&s, '$', STR("v="), 19, 19, &one) &&
	       str_split(&s, '$', &costs) &&
	       take_number(&costs, ',', STR("m="), 8, MEMORY / 1024, &out->kib) &&
	       take_number(&costs, ',', STR("t="), 1, PASSES_MAX, &out->passes) &&
	       take_number(&costs, ',', STR("p="), 1, 1, &one) && costs.p == NULL &&
	       take_base64(&s, out->salt, sizeof(out->salt)) &&
	       take_base64(&s, out->hash, sizeof(out->hash)) && s.p == NULL;
}

/*
 * crypto_pwhash_str_verify() answers "no match" also when there was no memory, and a right
 * password must never be called wrong: so the hash is made again and compared here.
 */
static enum status
compare(struct str text, const struct parsed *p, bool *same)
{
	unsigned char again[sizeof(p->hash)];

	if (crypto_pwhash(again, sizeof(again), text.p != NULL ? text.p : "", text.n, p->salt,
		(unsigned long long)p->passes, (size_t)p->kib * 1024,
		crypto_pwhash_ALG_ARGON2ID13) != 0) {
		log_msg(LOG_ERROR, "argon2 found no memory: %s", strerror(errno));
		return STATUS_BUSY;
	}
	*same = sodium_memcmp(again, p->hash, sizeof(again)) == 0;
	sodium_memzero(again, sizeof(again));
	return STATUS_OK;
}

enum status
password_verify(struct str pw, const char *hash, bool *match)
{
	char room[PASSWORD_TEXT_MAX];
	struct parsed p;
	struct str text;
	enum status st;
	bool known;

	*match = false;
	st = password_prepare();
	if (st != STATUS_OK)
		return st;
	text = password_text(pw, room);
	known = hash != NULL && text.n <= PASSWORD_MAX_BYTES;
	/* Too long for anybody's: still worth the same time as any other. */
	if (text.n > PASSWORD_MAX_BYTES)
		text.n = PASSWORD_MAX_BYTES;
	if (parse(str_of(known ? hash : nobody), &p)) {
		st = compare(text, &p, match);
		*match = *match && known;
	} else {
		log_msg(LOG_ERROR, "a stored password hash is not understood");
		st = STATUS_INTERNAL;
	}
	sodium_memzero(&p, sizeof(p));
	sodium_memzero(room, sizeof(room));
	return st;
}
