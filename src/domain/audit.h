#ifndef COPYDESK_DOMAIN_AUDIT_H
#define COPYDESK_DOMAIN_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"

/* What became of walking the chain of audit rows, each of which is hashed over the one before. */
struct audit_result {
	int64_t rows;
	bool broken;
	int64_t first_bad; /* seq of the first row that does not fit, if broken */
	bool head_ok;      /* the last row is the one that the head names: none was cut off */
};

/** audit_verify(db, a, out): Walk the whole chain. */
enum status audit_verify(struct db *db, struct arena *a, struct audit_result *out) MUST_CHECK;

/** audit_whole(r): Is the chain as it was written? */
bool audit_whole(const struct audit_result *r);

#endif
