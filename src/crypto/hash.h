#ifndef COPYDESK_CRYPTO_HASH_H
#define COPYDESK_CRYPTO_HASH_H

#include <stdint.h>

#include "base/str.h"

/** hash_sha256(s, out): FIPS 180-4. */
void hash_sha256(struct str s, uint8_t out[32]);
/** hash_etag(s, out): A fast 128-bit hash of ${s} as 32 hex digits and NUL; identifies content,
 * keeps no secret. */
void hash_etag(struct str s, char out[33]);

#endif
