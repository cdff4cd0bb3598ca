#ifndef COPYDESK_WEB_DESK_REMARK_H
#define COPYDESK_WEB_DESK_REMARK_H

#include "domain/article.h"
#include "domain/remark.h"
#include "view/remark_view.h"
#include "web/desk/ctx.h"

/* A remark that was refused: what was typed, where, and why not. */
struct remark_fault {
	struct str thread; /* absent: a thread that was to begin */
	struct str remark; /* absent: something new */
	struct str block, text, error;
};

/**
 * remark_view(cx, req, article, body, back, fault, out):
 * What is said of ${article}, in the order of its ${body} (a stored document), for a page at
 * ${back}; ${fault} may be NULL.
 */
enum status remark_view(struct ctx *cx, struct request *req, const struct article *article,
    struct str body, struct str back, const struct remark_fault *fault,
    struct remarks_view *out) MUST_CHECK;

/** remark_view_head(cx, req, article, tail, out): The same by the latest version, for the page of
 * the article at ${tail}. */
enum status remark_view_head(struct ctx *cx, struct request *req, const struct article *article,
    const char *tail, struct remarks_view *out) MUST_CHECK;

#endif
