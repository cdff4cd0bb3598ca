#ifndef COPYDESK_WEB_SITE_PREVIEW_H
#define COPYDESK_WEB_SITE_PREVIEW_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/status.h"
#include "db/db.h"
#include "domain/live.h"

/*
 * The public page of an article that is not public, for another program of the house: the very
 * view, template and frame of the site, from words that are handed over.  It knows nothing of who
 * asks.
 */
struct site_preview;

/** site_preview_new(c, db): Begin, with the settings of the site and a connection whose role may
 * read site.version, site.channel and site.article.  NULL: no memory. */
struct site_preview *site_preview_new(const struct config *c, struct db *db);

/**
 * site_preview_write(p, a, in, framed, out):
 * Write the page of ${in} as readers would see it now, but not for search engines, and with links
 * that lead to the public site.  ${framed}: it is shown inside another page, so links open a page
 * of their own.
 */
enum status site_preview_write(struct site_preview *p, struct arena *a,
    const struct live_article *in, bool framed, struct buf *out) MUST_CHECK;

#endif
