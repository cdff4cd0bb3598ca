#ifndef COPYDESK_DOMAIN_AUDIT_H
#define COPYDESK_DOMAIN_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"

#define AUDIT_SEQ_ANY (-1)

/* A row of the chain by its hash, which vouches for all rows up to it.  Row 0: before the first. */
struct audit_head {
	int64_t seq;
	uint8_t hash[32]; /* SHA-256 */
};

/* What became of walking the chain of audit rows, each of which is hashed over the one before. */
struct audit_result {
	int64_t rows;
	bool broken;
	int64_t first_bad;      /* seq of the first row that does not fit, if broken */
	bool head_ok;           /* the last row is the one that the head names: none was cut off */
	struct audit_head head; /* the last row */
};

/** audit_verify(db, a, out): Walk the whole chain. */
enum status audit_verify(struct db *db, struct arena *a, struct audit_result *out) MUST_CHECK;

/**
 * audit_find(db, a, noted, seq):
 * Look in a chain that is whole for a row that was its head when it was ${noted}, whose seq may be
 * AUDIT_SEQ_ANY, and tell its ${seq}.  STATUS_NOT_FOUND: this is not the chain of then, even if it
 * is whole in itself.
 */
enum status audit_find(
    struct db *db, struct arena *a, const struct audit_head *noted, int64_t *seq) MUST_CHECK;

/** audit_whole(r): Is the chain as it was written? */
bool audit_whole(const struct audit_result *r);

#endif
