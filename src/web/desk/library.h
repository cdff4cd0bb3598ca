#ifndef COPYDESK_WEB_DESK_LIBRARY_H
#define COPYDESK_WEB_DESK_LIBRARY_H

#include "domain/library.h"
#include "domain/media_size.h"
#include "view/library_view.h"
#include "web/desk/ctx.h"

/* What the pages of the media library are put together from. */

/** library_image(a, p, wanted): The whole picture, about ${wanted} pixels wide. */
struct library_image library_image(struct arena *a, const struct library_item *p, int32_t wanted);

/** library_crop_image(a, p, crop, wanted): A crop of it, about ${wanted} pixels wide; until there
 * is one the whole picture. */
struct library_image library_crop_image(
    struct arena *a, const struct library_item *p, enum media_crop crop, int32_t wanted);

/** library_states(a, p, zh, n): What is to be known of ${p}: being worked on, without rights, ...
 */
struct desk_state *library_states(
    struct arena *a, const struct library_item *p, bool zh, size_t *n);

/** library_href(a, id, tail): "/media/17" and ${tail}. */
struct str library_href(struct arena *a, struct media_id id, const char *tail);

/** library_json(b, a, p): ${p} as scripts read it. */
void library_json(struct buf *b, struct arena *a, const struct library_item *p);

/** library_refuse_json(res, word, message): {"error","message"}, for who reads and for what acts.
 */
void library_refuse_json(struct response *res, const char *word, struct str message);

#define LIBRARY_LICENCES 8

/** library_licence(i, word): The ${word}s of the i-th licence of the list, and its code. */
const char *library_licence(size_t i, bool zh, const char **code);

/** library_licence_text(licence, zh): A licence as people read it. */
struct str library_licence_text(struct str licence, bool zh);

#endif
