#ifndef COPYDESK_DOMAIN_REVIEW_H
#define COPYDESK_DOMAIN_REVIEW_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"

enum review_kind { REVIEW_AUTHOR, REVIEW_APPROVE, REVIEW_RETURN };

/* What one person is to one revision: its author, or its reviewer. */
struct review {
	struct user_id user;
	struct str user_name;
	enum review_kind kind;
	int16_t level; /* of an approval: 1 初审, 2 复审, 3 终审; else 0 */
	struct instant at;
	struct str reason; /* of a return; else absent */
};

/** review_of(db, a, revision, rows, n): Everybody's part in ${revision}, newest first. */
enum status review_of(struct db *db, struct arena *a, struct revision_id revision,
    struct review **rows, size_t *n) MUST_CHECK;

/**
 * review_approve(db, a, revision, level, sha, done):
 * Approve exactly the words hashed as ${sha} (32 bytes) at ${level}; ${done}
 * becomes the number of levels reached.  REFUSAL_OWN, REFUSAL_TWICE, REFUSAL_STATE.
 */
enum status review_approve(struct db *db, struct arena *a, struct revision_id revision,
    int16_t level, struct str sha, int16_t *done) MUST_CHECK;

/** review_return(db, a, revision, sha, reason): Give it back to its author with a ${reason}. */
enum status review_return(struct db *db, struct arena *a, struct revision_id revision,
    struct str sha, struct str reason) MUST_CHECK;

#endif
