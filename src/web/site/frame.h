#ifndef COPYDESK_WEB_SITE_FRAME_H
#define COPYDESK_WEB_SITE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "view/site_view.h"
#include "web/site/ctx.h"

/*
 * What pages have in common: the channel bar, the latest of each channel, the
 * front page's choice.  A worker keeps it, in both languages, under the version
 * of the lists and the day (which words the times): when either changed, it is
 * read again, so nothing of it is ever stale.
 */

/* A channel and its latest, newest first. */
struct site_section {
	struct channel_id id;
	struct str slug;
	struct site_cards cards;
};

/* The frame in one interface language. */
struct site_edition {
	const struct site_link *channels; /* as many as sections, in their order */
	const struct site_section *sections;
	size_t n;
	struct site_cards latest; /* of all channels; each day's first opens it */
	struct site_time today;
	int year;
	/* The front page. */
	const struct site_card *lead;
	struct site_cards subs, seconds;
	const struct site_block *blocks;
	size_t blocks_n;
};

/**
 * frame_at(cx, version):
 * Make the frame that of ${version}, as a statement of this request told it.
 * Does nothing when it is that already.
 */
enum status frame_at(struct ctx *cx, int64_t version) MUST_CHECK;

/**
 * frame_serial(cx):
 * Tell the present frame from every other that this worker had; 0 if there is
 * none, or none of today.
 */
uint64_t frame_serial(const struct ctx *cx);

/** frame_version(cx): Return the version of the present frame; 0 if there is none. */
int64_t frame_version(const struct ctx *cx);

/** frame_edition(cx, zh): Return the frame in the language; NULL before it was first read. */
const struct site_edition *frame_edition(const struct ctx *cx, bool zh);

/** frame_section(e, id): Return the place of the channel ${id}, or e->n if it is closed. */
size_t frame_section(const struct site_edition *e, struct channel_id id);

/** frame_free(f): Release it.  frame_free(NULL) does nothing. */
void frame_free(struct site_frame *f);

#endif
