#ifndef COPYDESK_WEB_DESK_EDIT_H
#define COPYDESK_WEB_DESK_EDIT_H

#include "domain/article.h"
#include "web/desk/ctx.h"

/** edit_article(cx, req, out): The article that the address names; STATUS_NOT_FOUND if it is not
 * for this person. */
enum status edit_article(struct ctx *cx, struct request *req, struct article *out) MUST_CHECK;

#endif
