#include "domain/media_work.h"

#include <string.h>

#include "gen/q_media_work.h"

enum status
media_claim(struct db *db, struct arena *a, struct media_job *out)
{
	struct q_media_claim row;
	enum status st = q_media_claim(db, a, &row);

	if (st != STATUS_OK)
		return st;
	if (row.sha256.n != MEDIA_HASH)
		return STATUS_INTERNAL;
	*out = (struct media_job){
	    .id = row.id,
	    .type = row.type,
	    .whole = row.whole,
	    .focal_x = row.focal_x,
	    .focal_y = row.focal_y,
	    .attempts = row.attempts,
	};
	memcpy(out->sha256, row.sha256.p, MEDIA_HASH);
	return STATUS_OK;
}

enum status
media_done(
    struct db *db, struct arena *a, const struct media_job *job, const struct media_result *r)
{
	const struct q_media_done_params in = {
	    .id = job->id,
	    .width = r->width,
	    .height = r->height,
	    .focal_x = job->focal_x,
	    .focal_y = job->focal_y,
	    .blur = r->blur,
	};

	return q_media_done(db, a, &in);
}

enum status
media_failed(struct db *db, struct arena *a, const struct media_job *job, struct str word)
{
	const struct q_media_failed_params in = {.id = job->id, .failure = word};

	return q_media_failed(db, a, &in);
}

enum status
media_later(struct db *db, struct arena *a, const struct media_job *job, bool counts)
{
	const struct q_media_later_params in = {.id = job->id, .counts = counts};

	return q_media_later(db, a, &in);
}
