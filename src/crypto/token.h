#ifndef COPYDESK_CRYPTO_TOKEN_H
#define COPYDESK_CRYPTO_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define TOKEN_BYTES 32
#define TOKEN_HEX (2 * TOKEN_BYTES)

/* A secret of 256 bits, as 64 lower-case hex digits and a NUL. */
struct token {
	char hex[TOKEN_HEX + 1];
};

/** crypto_init(): Set up the library; false if the system has no randomness. */
bool crypto_init(void);
/** token_new(t): Fill ${t} with fresh randomness. */
void token_new(struct token *t);
/** token_parse(s, t): Take ${s} if it is exactly 64 lower-case hex digits. */
bool token_parse(struct str s, struct token *t);
/** token_raw(t, raw): Decode ${t}; the caller wipes ${raw}. */
void token_raw(const struct token *t, uint8_t raw[TOKEN_BYTES]);
/** token_derive(t, purpose, out): A token for ${purpose} (at most 64 bytes) that only the holder of
 * ${t} can make. */
void token_derive(const struct token *t, const char *purpose, struct token *out);
/** token_eq(a, b): Compare in constant time. */
bool token_eq(const struct token *a, const struct token *b);
/** token_wipe(t): Forget the secret. */
void token_wipe(struct token *t);
/** secret_wipe(p, n): Overwrite ${n} bytes in a way that the compiler cannot leave out. */
void secret_wipe(void *p, size_t n);
/** secret_wipe_str(s): The same for the memory that ${s} views, which must be writable. */
void secret_wipe_str(struct str s);

#endif
