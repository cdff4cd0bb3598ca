#ifndef COPYDESK_WEB_DESK_READ_H
#define COPYDESK_WEB_DESK_READ_H

#include "domain/article.h"
#include "view/desk_view.h"
#include "web/desk/ctx.h"

/* A decision that was not accepted: what was typed for it, and what is wrong. */
struct read_faults {
	struct str reason, withdraw_reason, public_reason;
	struct str reason_error, withdraw_error, public_error;
};

/**
 * read_article(cx, req, res, article, reviewing, faults):
 * The page to read ${article} and to decide on it; ${reviewing} shows first what
 * changed since the last review.  ${faults} is NULL unless a decision was refused.
 */
void read_article(struct ctx *cx, struct request *req, struct response *res,
    const struct article *article, bool reviewing, const struct read_faults *faults);

/** read_notice(cx, req, article, page): Say on ${page} what was just done, by "?done=". */
void read_notice(const struct ctx *cx, const struct request *req, const struct article *article,
    struct desk_page *page);

#endif
