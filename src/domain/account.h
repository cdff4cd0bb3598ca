#ifndef COPYDESK_DOMAIN_ACCOUNT_H
#define COPYDESK_DOMAIN_ACCOUNT_H

#include "base/arena.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "crypto/token.h"
#include "db/db.h"

/* Signing in and out, and one's own password: what auth.fcgi does as the role auth_app. */

/* Who is signed in, as far as this program needs to know. */
struct account {
	struct user_id user;
	struct str login;
	struct str name;
	struct str lang; /* "zh", "en", or "" when no choice was made */
};

/* Where a request comes from. */
struct account_client {
	struct str address;
	struct str agent;
};

/* What came of an attempt. */
struct account_entry {
	struct token token;  /* of the new session; wiped unless STATUS_OK */
	struct user_id user; /* whose it is */
	struct str lang;     /* as in struct account */
	int retry_after;     /* seconds to wait when throttled, else 0 */
};

/**
 * account_find(db, a, token, out):
 * Find who holds the session ${token}.  STATUS_DENIED if it is not, or no longer, valid.
 */
enum status account_find(
    struct db *db, struct arena *a, const struct token *token, struct account *out) MUST_CHECK;

/**
 * account_sign_in(db, a, login, password, from, old, out):
 * Open a session for who knows the ${password} of ${login}, and end the session ${old} (NULL: none)
 * that this browser had.  STATUS_DENIED for a wrong password, an unknown and a disabled login
 * alike, after the same work.  STATUS_BUSY with out->retry_after > 0 after too many failures; with
 * 0 when there is no memory for the work or no database.
 */
enum status account_sign_in(struct db *db, struct arena *a, struct str login, struct str password,
    const struct account_client *from, const struct token *old,
    struct account_entry *out) MUST_CHECK;

/** account_sign_out(db, a, token): End this session; no error if it has ended. */
enum status account_sign_out(struct db *db, struct arena *a, const struct token *token) MUST_CHECK;

/** account_sign_out_everywhere(db, a, token): End all sessions of ${token}'s holder. */
enum status account_sign_out_everywhere(
    struct db *db, struct arena *a, const struct token *token) MUST_CHECK;

/**
 * account_change_password(db, a, who, token, current, new, from, out):
 * Give ${who}, the holder of the session ${token}, the password ${new}, which password_check() has
 * accepted; end all their sessions and open a new one.  STATUS_DENIED if ${current} is wrong, which
 * counts as a failed sign-in; STATUS_NOT_FOUND if the session has ended; STATUS_BUSY as
 * account_sign_in().
 */
enum status account_change_password(struct db *db, struct arena *a, const struct account *who,
    const struct token *token, struct str current, struct str new,
    const struct account_client *from, struct account_entry *out) MUST_CHECK;

#endif
