#ifndef COPYDESK_CRYPTO_PASSWORD_H
#define COPYDESK_CRYPTO_PASSWORD_H

#include <stdbool.h>

#include "base/status.h"
#include "base/str.h"

#define PASSWORD_HASH_MAX 128
#define PASSWORD_MIN_CODE_POINTS 15
#define PASSWORD_MAX_BYTES 1024

enum password_fault {
	PASSWORD_FINE,
	PASSWORD_SHORT,
	PASSWORD_LONG,
	PASSWORD_COMMON,
	PASSWORD_NOT_TEXT
};

/**
 * password_check(pw, login):
 * Return the first fault of ${pw} as a new password: fewer than 15 code
 * points (NIST SP 800-63B-4, 3.1.1.2), more than 1024 bytes, on the list of common
 * ones or made of the login, not UTF-8 text.  No composition rules.  Here and below a
 * password is compared as RFC 8265 has it: all spaces alike, in NFC.
 */
enum password_fault password_check(struct str pw, struct str login);

/**
 * password_load_common(path):
 * Add the lines of ${path} to the list of common passwords, which holds those of
 * data/common-passwords.txt from the start.  False with a line in the log if ${path}
 * cannot be read.
 */
bool password_load_common(const char *path);

/**
 * password_prepare():
 * Make the hash that nobody has, at a program's start, so that the first unknown login does
 * not take longer than the second.  STATUS_BUSY without memory.
 */
enum status password_prepare(void) MUST_CHECK;

/**
 * password_hash(pw, out):
 * Hash ${pw} by argon2id (RFC 9106), 64 MiB and t=2, into the terminated
 * ${out}.  STATUS_BUSY when there is no memory for it.
 */
enum status password_hash(struct str pw, char out[PASSWORD_HASH_MAX]) MUST_CHECK;

/**
 * password_verify(pw, hash, match):
 * Set ${match}.  With ${hash} NULL it does the same work against a hash that
 * nobody has, so that an unknown login takes as long.  STATUS_BUSY without memory:
 * never taken for a wrong password.  STATUS_INTERNAL if ${hash} is not one.
 */
enum status password_verify(struct str pw, const char *hash, bool *match) MUST_CHECK;

#endif
