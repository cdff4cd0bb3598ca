#ifndef COPYDESK_DOMAIN_HOUSEKEEPING_H
#define COPYDESK_DOMAIN_HOUSEKEEPING_H

#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"

/* What was thrown away. */
struct housekeeping {
	int64_t sessions; /* over their limits */
	int64_t keys;     /* idempotency keys that nobody will repeat */
	int64_t throttles;
};

/** housekeeping_run(db, a, out): Remove what no longer matters; as the worker. */
enum status housekeeping_run(struct db *db, struct arena *a, struct housekeeping *out) MUST_CHECK;

#endif
