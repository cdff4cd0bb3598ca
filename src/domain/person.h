#ifndef COPYDESK_DOMAIN_PERSON_H
#define COPYDESK_DOMAIN_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"
#include "domain/byline.h"

/* Somebody of the directory: with which outlet and in which role a byline usually names them. */
struct person {
	struct row_id id; /* 0: not stored yet */
	struct byline usual;
	bool active;  /* is proposed */
	int32_t uses; /* published articles */
};

/**
 * person_list(db, a, words, only_active, rows, n):
 * The first 1000 whose name or outlet has ${words}, the most used first; all if it is empty.
 */
enum status person_list(struct db *db, struct arena *a, struct str words, bool only_active,
    struct person **rows, size_t *n) MUST_CHECK;

/** person_get(db, a, id, out): STATUS_NOT_FOUND if there is nobody under ${id}. */
enum status person_get(
    struct db *db, struct arena *a, struct row_id id, struct person *out) MUST_CHECK;

/**
 * person_check(p):
 * Is this a person that a byline can name?  BYLINE_NAME, BYLINE_LONG or BYLINE_CHARACTERS if not;
 * the last also for what parts names and fields in a byline.
 */
enum byline_fault person_check(const struct person *p);

/**
 * person_save(db, a, p, id):
 * Store ${p}, which person_check() found fine; it gets ${id}.  STATUS_CONFLICT if
 * somebody else has this name and outlet.
 */
enum status person_save(
    struct db *db, struct arena *a, const struct person *p, struct row_id *id) MUST_CHECK;

#endif
