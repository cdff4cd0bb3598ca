#ifndef COPYDESK_WEB_SITE_LEAD_H
#define COPYDESK_WEB_SITE_LEAD_H

#include "base/arena.h"
#include "domain/live.h"
#include "view/site_view.h"
#include "web/site/ctx.h"

/* The picture that stands for an article: on cards, on its page, and where it is shared. */

/** lead_card(a, lead, card): Fill the pictures of ${card}, if there is one. */
void lead_card(struct arena *a, const struct live_lead *lead, struct site_card *card);

/** lead_fill(cx, a, in, out): What the page of the article ${in} shows and tells of its picture. */
void lead_fill(
    const struct ctx *cx, struct arena *a, const struct live_article *in, struct site_lead *out);

#endif
