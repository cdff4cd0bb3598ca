#ifndef COPYDESK_DOMAIN_HISTORY_H
#define COPYDESK_DOMAIN_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"

/* Who did what, when. */
struct history_entry {
	int64_t seq;
	struct instant at;
	struct str actor;        /* absent: the system */
	struct str action;       /* the database's word */
	struct str subject;      /* history_audit() alone */
	int32_t revision_number; /* 0: none */
	struct str detail;
};

#define HISTORY_PAGE 100

/** history_of(db, a, article, rows, n): The last HISTORY_PAGE entries of ${article}, newest first.
 */
enum status history_of(struct db *db, struct arena *a, struct article_id article,
    struct history_entry **rows, size_t *n) MUST_CHECK;

/** history_audit(db, a, before, rows, n): HISTORY_PAGE entries of the whole newsroom older than
 * ${before} (0: the newest). */
enum status history_audit(struct db *db, struct arena *a, int64_t before,
    struct history_entry **rows, size_t *n) MUST_CHECK;

#endif
