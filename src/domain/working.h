#ifndef COPYDESK_DOMAIN_WORKING_H
#define COPYDESK_DOMAIN_WORKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"

/*
 * Words that are typed and not yet saved.  A page in a browser is a "tab", which names itself and
 * numbers what it sends; see sql/migrations/0008_working_copies.sql.
 */

/* Where a tab is: at an article, or at one that does not exist yet. */
struct working_place {
	bool has_article;
	struct article_id article;
	struct str draft; /* 32 hex digits; absent with an article */
	struct str tab;   /* 32 hex digits */
};

struct working_text {
	int64_t seq; /* grows with every text of a tab */
	bool has_base;
	struct revision_id base;
	struct str fields; /* a JSON object of texts */
	bool has_over;     /* the copy with which the tab's form began */
	struct row_id over;
};

struct working_stored {
	struct str outcome; /* "stored", "stored_aside", "elsewhere", "late" */
	int64_t seq;
	bool has_at;
	struct instant at;
	struct str holder; /* who writes instead; absent for nobody */
	struct instant since;
};

/**
 * working_put(db, a, place, text, out):
 * Store ${text}, if nothing newer of the same tab is there.  STATUS_CONFLICT with REFUSAL_KEY if
 * its number was used for other words, STATUS_INVALID for fields that no form has.
 */
enum status working_put(struct db *db, struct arena *a, const struct working_place *place,
    const struct working_text *text, struct working_stored *out) MUST_CHECK;

/**
 * working_here(db, a, place, leaves, saved):
 * The tab is there, or with ${leaves} no longer.  ${saved} becomes the number up to which its words
 * are in a saved version, 0 for none.
 */
enum status working_here(struct db *db, struct arena *a, const struct working_place *place,
    bool leaves, int64_t *saved) MUST_CHECK;

/** working_take_over(db, a, place): Make this tab the one that writes; the words of the one before
 * are kept. */
enum status working_take_over(
    struct db *db, struct arena *a, const struct working_place *place) MUST_CHECK;

/** working_drop(db, a, copy): Offer an own copy no longer; one that is not there is dropped
 * already. STATUS_NOT_FOUND if its article is out of sight. */
enum status working_drop(struct db *db, struct arena *a, struct row_id copy) MUST_CHECK;

/** working_undrop(db, a, copy): Offer a dropped copy again, if it is still there. */
enum status working_undrop(struct db *db, struct arena *a, struct row_id copy) MUST_CHECK;

/* What a saved form says of the words that are in the version now. */
struct working_end {
	struct str draft, tab; /* absent: none */
	int64_t seq;           /* 0: none */
	bool has_copy;
	struct row_id copy;
};

/** working_saved(db, a, article, end): Forget what is saved now, in the transaction that saves. */
enum status working_saved(struct db *db, struct arena *a, struct article_id article,
    const struct working_end *end) MUST_CHECK;

/** working_begin(db, a, draft, key): Before the save of a new article, in its transaction.
 * STATUS_CONFLICT with REFUSAL_STALE if ${draft} became an article by another request than ${key}.
 */
enum status working_begin(
    struct db *db, struct arena *a, struct str draft, struct str key) MUST_CHECK;

/** working_became(db, a, draft, key, article, made): The article that a form of a new one became
 * when it was sent before, and the version made of it; ${draft} may be absent.
 * STATUS_NOT_FOUND: none. */
enum status working_became(struct db *db, struct arena *a, struct str draft, struct str key,
    struct article_id *article, struct revision_id *made) MUST_CHECK;

struct working_person {
	struct str name;
	bool mine, here; /* this person; this very tab */
	bool writes;
	struct instant since;
};

/** working_people(db, a, place, rows, n): Who is at ${place}, who writes first. */
enum status working_people(struct db *db, struct arena *a, const struct working_place *place,
    struct working_person **rows, size_t *n) MUST_CHECK;

struct working_copy {
	struct row_id id;
	bool has_article;
	struct article_id article;
	struct str draft;
	struct str tab; /* in a list alone: the page that wrote it */
	bool has_base;
	struct revision_id base;
	struct str headline, lang; /* in a list alone; absent: not written */
	struct str
	    opening; /* in a list alone: how the body begins, a JSON string; absent: it does not */
	struct str fields; /* absent in a list for what is much, and late in it */
	struct instant at;
	bool kept;           /* set aside for another window */
	struct str kept_for; /* or for this colleague; absent otherwise */
	struct str merge;    /* "mine", "result": left by a merge; absent otherwise */
	bool dropped;
};

/** working_list(db, a, article, dropped, rows, n): This person's copies of ${article}, newest
 * first; NULL: of new articles.  Before them the copy ${dropped} (v == 0: none), if it is. */
enum status working_list(struct db *db, struct arena *a, const struct article_id *article,
    struct row_id dropped, struct working_copy **rows, size_t *n) MUST_CHECK;

/** working_get(db, a, copy, out): Dropped or not.  STATUS_NOT_FOUND also for somebody else's. */
enum status working_get(
    struct db *db, struct arena *a, struct row_id copy, struct working_copy *out) MUST_CHECK;

/**
 * working_keep(db, a, article, base, fields, merge, copy):
 * Keep ${fields}, words on top of ${base} (v == 0: of none), beside what this person's windows
 * hold: ${merge} "mine", what a merge left out, or "result", what it made.
 */
enum status working_keep(struct db *db, struct arena *a, struct article_id article,
    struct revision_id base, struct str fields, const char *merge, struct row_id *copy) MUST_CHECK;

#endif
