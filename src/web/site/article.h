#ifndef COPYDESK_WEB_SITE_ARTICLE_H
#define COPYDESK_WEB_SITE_ARTICLE_H

#include "domain/live.h"
#include "view/site_view.h"
#include "web/site/ctx.h"

/**
 * article_view(cx, a, in, zh, self, v):
 * Fill ${v} for the page of ${in}, in that interface language, under the address ${self}.  The
 * frame is there: frame_at().
 */
void article_view(struct ctx *cx, struct arena *a, const struct live_article *in, bool zh,
    struct str self, struct site_article_view *v);

#endif
