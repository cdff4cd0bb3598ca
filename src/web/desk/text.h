#ifndef COPYDESK_WEB_DESK_TEXT_H
#define COPYDESK_WEB_DESK_TEXT_H

#include "domain/article.h"
#include "domain/channel.h"
#include "domain/revision.h"
#include "view/desk_view.h"
#include "web/desk/ctx.h"

/* The words of revisions: as readers will see them, and compared. */

/** text_view(cx, a, r, channel): ${r} as it will look, in the channel named ${channel}. */
struct desk_text text_view(
    const struct ctx *cx, struct arena *a, const struct revision *r, struct str channel);

/** text_field(cx, a, r, field): A field of ${r} as text that can be compared; empty for the
 * channel, which is a number, and the body. */
struct str text_field(
    const struct ctx *cx, struct arena *a, const struct revision *r, enum article_field field);

/**
 * text_changes(cx, a, from, to, channels, n, out):
 * What differs between two revisions.  Their titles and notes are the caller's to give.
 */
void text_changes(const struct ctx *cx, struct arena *a, const struct revision *from,
    const struct revision *to, const struct channel *channels, size_t n, struct desk_changes *out);

/** text_note(cx, a, r): Who saved ${r} and when. */
struct str text_note(const struct ctx *cx, struct arena *a, const struct revision *r);

/** text_channel(cx, id, channels, n): The name of a channel; empty if it is closed. */
struct str text_channel(
    const struct ctx *cx, struct channel_id id, const struct channel *channels, size_t n);

#endif
