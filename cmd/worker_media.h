#ifndef COPYDESK_CMD_WORKER_MEDIA_H
#define COPYDESK_CMD_WORKER_MEDIA_H

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"

struct worker_media {
	const char *dir;    /* the setting media_dir */
	const char *imager; /* the program */
};

/**
 * worker_media(m, db, a):
 * Make the renditions of the picture that has waited longest.  STATUS_NOT_FOUND if none waits;
 * any other fault is in the log, and the picture waits for another attempt or has failed.
 */
enum status worker_media(const struct worker_media *m, struct db *db, struct arena *a) MUST_CHECK;

#endif
