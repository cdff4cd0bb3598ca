#ifndef COPYDESK_WEB_SITE_LINK_H
#define COPYDESK_WEB_SITE_LINK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/ids.h"
#include "base/str.h"
#include "domain/live.h"
#include "view/site_view.h"
#include "web/site/ctx.h"

/* The addresses of the public site.  ${zh} is the language of the page behind the link. */

/** link_home(cx, a, zh): The front page. */
struct str link_home(const struct ctx *cx, struct arena *a, bool zh);
/** link_channel(cx, a, slug, zh, from): A channel; ${from} NULL: its first page. */
struct str link_channel(const struct ctx *cx, struct arena *a, struct str slug, bool zh,
    const struct live_cursor *from);
/** link_byline(cx, a, name, zh, from): A person's articles; ${from} NULL: the first page. */
struct str link_byline(const struct ctx *cx, struct arena *a, struct str name, bool zh,
    const struct live_cursor *from);
/** link_topic(cx, a, topic, zh, from): The articles on a topic; ${from} NULL: the first page. */
struct str link_topic(const struct ctx *cx, struct arena *a, struct str topic, bool zh,
    const struct live_cursor *from);
/** link_article(cx, a, id, slug): An article; its own language is its page's. */
struct str link_article(
    const struct ctx *cx, struct arena *a, struct article_id id, struct str slug);
/** link_absolute(cx, a, path): ${path} with scheme and host, which it may have already. */
struct str link_absolute(const struct ctx *cx, struct arena *a, struct str path);
/** link_lang(zh): The value of a lang attribute. */
struct str link_lang(bool zh);

/**
 * link_card(cx, a, c, zh, channel):
 * The article ${c} for a list in a page of that language, under its ${channel}'s
 * link (without a name where it is not shown).  Times are worded as of cx->now.
 */
struct site_card link_card(const struct ctx *cx, struct arena *a, const struct live_card *c,
    bool zh, struct site_link channel);

#endif
