#ifndef COPYDESK_DOMAIN_SESSION_H
#define COPYDESK_DOMAIN_SESSION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "crypto/token.h"
#include "db/db.h"

/* Who is signed in. */
struct session {
	struct user_id user;
	struct str login;
	struct str name;
	struct str lang; /* "zh", "en", or "" when no choice was made */
	unsigned rights; /* enum access_right */
};

/**
 * session_begin(db, a, token, out):
 * Open a transaction that acts for the holder of ${token}.  What the desk reads and changes, it
 * reads and changes inside one; a change is made final by db_commit() or session_settle().
 * STATUS_DENIED, and no transaction, if there is no valid session.
 */
enum status session_begin(
    struct db *db, struct arena *a, const struct token *token, struct session *out) MUST_CHECK;

/** session_look(db, a, token, out): The same for who only reads: from then on the database refuses
 * to change any row in it.  That the session was used is noted before, and kept by db_commit(). */
enum status session_look(
    struct db *db, struct arena *a, const struct token *token, struct session *out) MUST_CHECK;

/* A change that may be repeated without taking effect twice, as all of the desk's may. */
typedef enum status session_change(struct db *db, struct arena *a, void *arg);

/**
 * session_settle(db, a, token, change, arg):
 * Run ${change}(${arg}) in the open transaction and commit.  If the answer to
 * the commit is lost, do both again for ${token} in a new transaction, which settles
 * what happened.  After a failure no transaction is open, and refusal_of() tells why.
 */
enum status session_settle(struct db *db, struct arena *a, const struct token *token,
    session_change *change, void *arg) MUST_CHECK;

/** session_set_lang(db, a, zh): Remember the user's language. */
enum status session_set_lang(struct db *db, struct arena *a, bool zh) MUST_CHECK;

#endif
