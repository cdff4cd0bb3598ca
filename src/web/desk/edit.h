#ifndef COPYDESK_WEB_DESK_EDIT_H
#define COPYDESK_WEB_DESK_EDIT_H

#include "domain/article.h"
#include "domain/working.h"
#include "web/desk/ctx.h"
#include "web/desk/form.h"

/** edit_article(cx, req, out): The article that the address names; STATUS_NOT_FOUND if it is not
 * for this person. */
enum status edit_article(struct ctx *cx, struct request *req, struct article *out) MUST_CHECK;

/** edit_show(cx, req, res, f, it, taken): The page of ${f}, a form of ${it} (NULL: of a new
 * article), which was filled with ${taken} (NULL: with no working copy). */
void edit_show(struct ctx *cx, struct request *req, struct response *res, const struct form *f,
    const struct article *it, const struct working_copy *taken);

#endif
