#ifndef COPYDESK_WEB_DESK_WARN_H
#define COPYDESK_WEB_DESK_WARN_H

#include "domain/lead.h"
#include "view/desk_view.h"
#include "web/desk/ctx.h"

/**
 * warn_pictures(cx, a, article, document, lead, out):
 * What is to be said of the pictures of a text before it goes out: those of its ${document}
 * (n == 0: it has none) and its ${lead}, in ${article} (0: a new one).
 */
enum status warn_pictures(struct ctx *cx, struct arena *a, struct article_id article,
    struct str document, const struct lead *lead, struct desk_warnings *out) MUST_CHECK;

#endif
