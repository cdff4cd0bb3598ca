#ifndef COPYDESK_CRYPTO_PASSWORD_TEXT_H
#define COPYDESK_CRYPTO_PASSWORD_TEXT_H

#include "base/str.h"
#include "crypto/password.h"

/* NFC makes a text at most three times as long in UTF-8 (UAX #15, table of expansion factors). */
#define PASSWORD_TEXT_MAX ((size_t)3 * PASSWORD_MAX_BYTES)

/**
 * password_text(pw, room):
 * Return ${pw} as passwords are compared (RFC 8265, OpaqueString): every space of Unicode is
 * U+0020, and the text is in NFC, so that a word is the same whatever keyboard or input method
 * wrote it.  It lies in
 * ${room}, which the caller wipes.  What is no UTF-8, or longer than a password may be, comes back
 * as it is.
 */
struct str password_text(struct str pw, char room[PASSWORD_TEXT_MAX]);

#endif
