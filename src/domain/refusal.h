#ifndef COPYDESK_DOMAIN_REFUSAL_H
#define COPYDESK_DOMAIN_REFUSAL_H

#include "db/db.h"

/* Why the database refused: the SQLSTATEs of our own functions (docs/ARCHITECTURE.md, "Database").
 */
enum refusal {
	REFUSAL_NONE,      /* not one of ours */
	REFUSAL_SESSION,   /* 28000: no valid session */
	REFUSAL_RIGHT,     /* 42501: the right is missing */
	REFUSAL_GONE,      /* P0002: no such thing, or not for this person */
	REFUSAL_STALE,     /* CD001: somebody saved a newer revision */
	REFUSAL_STATE,     /* CD002: the state does not allow it */
	REFUSAL_RIGHTS,    /* CD002 for "rights": those of a picture have ended */
	REFUSAL_OWN,       /* CD003: own words */
	REFUSAL_TWICE,     /* CD004: this person reviewed this revision already */
	REFUSAL_APPROVALS, /* CD005: approvals are missing */
	REFUSAL_LIVE,      /* CD006: what is live differs from what was expected */
	REFUSAL_KEY,       /* CD007: the key was used for other content */
	REFUSAL_VALUE      /* 22023, 23514: a value is not allowed */
};

/** refusal_of(db): Return why the last failure of ${db} happened.  Ask before the next statement.
 */
enum refusal refusal_of(const struct db *db);

#endif
