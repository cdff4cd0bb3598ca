#ifndef COPYDESK_WEB_SITE_CHOOSE_H
#define COPYDESK_WEB_SITE_CHOOSE_H

#include <stdbool.h>

#include "base/arena.h"
#include "domain/live.h"
#include "web/site/ctx.h"
#include "web/site/frame.h"

/* What stands where, chosen from the latest of each channel. */

#define CHOOSE_LATEST                                                                              \
	20 /* rows of the river; no more than each channel's latest, so that it is exact */
#define CHOOSE_SUBS 3
#define CHOOSE_SECONDS 3
#define CHOOSE_HEADS 4

/** choose_latest(cx, a, live, zh, e): Fill e->latest: the newest of all channels, days marked. */
void choose_latest(const struct ctx *cx, struct arena *a, const struct live_frame *live, bool zh,
    struct site_edition *e);

/**
 * choose_front(a, e):
 * Fill the front page from e->sections.  What is in the page's own language goes
 * before what is not; the lead is the newest of the first channel that has such;
 * nothing stands twice above the river.
 */
void choose_front(struct arena *a, struct site_edition *e);

#endif
