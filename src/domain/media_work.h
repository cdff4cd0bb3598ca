#ifndef COPYDESK_DOMAIN_MEDIA_WORK_H
#define COPYDESK_DOMAIN_MEDIA_WORK_H

#include "domain/media.h"

/* What the worker and the database say to one another about pictures. */

#define MEDIA_ATTEMPTS_MAX 3

/* A picture that wants renditions, leased for a minute. */
struct media_job {
	struct media_id id;
	uint8_t sha256[MEDIA_HASH];
	struct str type;
	bool whole; /* else its crops alone, by another focal point */
	int16_t focal_x, focal_y;
	int16_t attempts; /* this one included */
};

/** media_claim(db, a, out): STATUS_NOT_FOUND if nothing waits. */
enum status media_claim(struct db *db, struct arena *a, struct media_job *out) MUST_CHECK;

/* What came of it. */
struct media_result {
	int32_t width, height;
	struct str blur; /* absent: as before */
};

/** media_done(db, a, job, r): The renditions of ${job} lie in the store. */
enum status media_done(struct db *db, struct arena *a, const struct media_job *job,
    const struct media_result *r) MUST_CHECK;

/** media_failed(db, a, job, word): It is given up, for the reason ${word}. */
enum status media_failed(
    struct db *db, struct arena *a, const struct media_job *job, struct str word) MUST_CHECK;

/** media_later(db, a, job, counts): Try again in half a minute. */
enum status media_later(
    struct db *db, struct arena *a, const struct media_job *job, bool counts) MUST_CHECK;

#endif
