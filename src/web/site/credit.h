#ifndef COPYDESK_WEB_SITE_CREDIT_H
#define COPYDESK_WEB_SITE_CREDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "domain/byline.h"
#include "view/site_view.h"
#include "web/site/ctx.h"

/**
 * credit_line(cx, a, list, zh, n):
 * Set the byline as a newspaper does: the outlet where it changes, the role once
 * for a run of people, "潮新闻客户端 记者 金檬 谢春晖 通讯员 彭仲莉".  Return ${n} credits;
 * the template writes what stands between them.
 */
const struct site_credit *credit_line(
    const struct ctx *cx, struct arena *a, const struct byline_list *list, bool zh, size_t *n);

#endif
