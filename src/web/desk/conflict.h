#ifndef COPYDESK_WEB_DESK_CONFLICT_H
#define COPYDESK_WEB_DESK_CONFLICT_H

#include "web/desk/ctx.h"
#include "web/desk/form.h"
#include "web/desk/merge.h"

/**
 * conflict_show(cx, req, res, f, it):
 * 409: the page on which ${f}, checked, whose save met a newer version of ${it}, and that version
 * are brought together.
 */
void conflict_show(struct ctx *cx, struct request *req, struct response *res, struct form *f,
    const struct article *it);

/** conflict_page(cx, req, res, it, m, problem): The same page for the merge ${m}, with what went
 * wrong (n == 0: nothing). */
void conflict_page(struct ctx *cx, struct request *req, struct response *res,
    const struct article *it, const struct merge *m, struct str problem);

#endif
