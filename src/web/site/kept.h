#ifndef COPYDESK_WEB_SITE_KEPT_H
#define COPYDESK_WEB_SITE_KEPT_H

#include <stddef.h>
#include <stdint.h>

#include "base/ids.h"
#include "base/str.h"

/*
 * Article pages as a worker last answered them.  None is ever sent on trust:
 * each request first asks the database which publication is live under which
 * version of the lists, and only when both are those of the kept page is it sent
 * again instead of being read and rendered anew.
 */
struct kept;

/* A page, and what it was made of. */
struct kept_page {
	struct article_id article;
	struct publication_id publication;
	uint64_t frame; /* frame_serial() of the frame round it; 0: nothing is kept here */
	char address[128];
	char etag[40];
	struct str html;
};

/** kept_new(slots): Room for ${slots} pages; NULL for 0, or if there is no memory. */
struct kept *kept_new(size_t slots);

/** kept_find(k, id): Return the page of ${id}, or NULL.  ${k} may be NULL. */
const struct kept_page *kept_find(const struct kept *k, struct article_id id);

/**
 * kept_put(k, page):
 * Keep a copy of ${page} in the place of whatever is there.  A page over
 * 256 KiB, or an address that does not fit, is not kept.  ${k} may be NULL.
 */
void kept_put(struct kept *k, const struct kept_page *page);

#endif
