#ifndef COPYDESK_WEB_SITE_CTX_H
#define COPYDESK_WEB_SITE_CTX_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/str.h"
#include "db/db.h"
#include "http/request.h"
#include "http/response.h"
#include "http/route.h"

struct kept;
struct site_frame;

/* What a worker of the public site holds from request to request. */
struct ctx {
	struct db *db;
	bool newsroom_zh; /* the language of a page that nobody asked for in another */
	struct str name_zh, name_en;
	struct str root;          /* what links begin with: nothing on the site itself */
	struct str url;           /* "https://news.example", without a slash at its end */
	struct site_frame *frame; /* NULL: not read yet */
	struct kept *kept;        /* article pages as last answered; NULL: none are kept */
	struct instant now;       /* of this request; it only words times, it decides nothing */
};

/* The handlers: one for each kind of page. */
handler_fn site_front, site_channel, site_byline, site_topic, site_article, site_healthz,
    site_robots;
handler_fn site_media_verdict; /* media.c */

#endif
