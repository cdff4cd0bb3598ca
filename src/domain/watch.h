#ifndef COPYDESK_DOMAIN_WATCH_H
#define COPYDESK_DOMAIN_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"

/* What a page asks after it heard that something changed. */

struct watch_newer {
	bool found;
	int32_t number;      /* of the latest version */
	int32_t base_number; /* of the one that was asked about */
	struct str names;    /* who saved since */
	struct instant at;
};

/** watch_newer(db, a, article, base, out): What was saved after ${base}, of an article that this
 * person may see. */
enum status watch_newer(struct db *db, struct arena *a, struct article_id article,
    struct revision_id base, struct watch_newer *out) MUST_CHECK;

/** watch_waiting(db, a, ids, n): The articles that this person can review, and those ready to be
 * published; at most 400. */
enum status watch_waiting(
    struct db *db, struct arena *a, struct article_id **ids, size_t *n) MUST_CHECK;

#endif
