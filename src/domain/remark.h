#ifndef COPYDESK_DOMAIN_REMARK_H
#define COPYDESK_DOMAIN_REMARK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"

/* What colleagues say of an article beside its words; see sql/migrations/0015_remarks.sql. */

#define REMARK_MAX 2000       /* characters */
#define REMARK_QUOTE_MAX 200  /* characters */
#define REMARK_THREAD_HEX 32U /* digits of a thread's name, and of a key */

struct remark_text {
	struct article_id article;
	struct str thread; /* 32 hex digits; one that is not there begins */
	struct str key;    /* 32 hex digits: said again by the same request it is said once */
	struct str block;  /* the name of a block; absent or empty: none */
	struct str quote;  /* the words that it is about, on one line */
	struct str text;
};

/** remark_say(db, a, t): STATUS_INVALID too when there are too many. */
enum status remark_say(struct db *db, struct arena *a, const struct remark_text *t) MUST_CHECK;

/** remark_change(db, a, article, id, text): An own one, within 15 minutes; STATUS_CONFLICT later.
 */
enum status remark_change(struct db *db, struct arena *a, struct article_id article,
    struct row_id id, struct str text) MUST_CHECK;

/** remark_resolve(db, a, article, thread, resolved): Close a thread, or open it again. */
enum status remark_resolve(struct db *db, struct arena *a, struct article_id article,
    struct str thread, bool resolved) MUST_CHECK;

struct remark {
	struct row_id id;
	struct str by, text;
	bool mine, can_change;
	struct instant at;
	bool changed;
	struct instant changed_at;
};

struct remark_thread {
	struct str id, block, quote; /* block absent: it hangs on a mark, or on the whole article */
	bool resolved, can_resolve;
	struct instant resolved_at;
	struct str resolved_by;
	const struct remark *v;
	size_t n;
};

/** remark_threads(db, a, article, threads, n): Those that are open first, in the order in which
 * they began. */
enum status remark_threads(struct db *db, struct arena *a, struct article_id article,
    struct remark_thread **threads, size_t *n) MUST_CHECK;

#endif
