#ifndef COPYDESK_DOMAIN_MEDIA_PICTURE_H
#define COPYDESK_DOMAIN_MEDIA_PICTURE_H

#include "domain/media.h"
#include "html/picture.h"

/* Pictures as the markup of pages shows them. */

/**
 * media_whole(key, w, h, blur, out):
 * The whole of the picture ${key}, which is ${w} x ${h}, with its tiny copy or none.
 */
void media_whole(struct str key, int32_t w, int32_t h, struct str blur, struct picture *out);

/**
 * media_cropped(a, crop, whole, focal_x, focal_y, out):
 * The ${crop} of the picture ${whole} about its focal point, in percent.  The tiny copy stays that
 * of the whole: style sheets cut it to the same shape.
 */
void media_cropped(struct arena *a, enum media_crop crop, const struct picture *whole,
    int16_t focal_x, int16_t focal_y, struct picture *out);

/**
 * media_pictures(db, a, ids, n, zh, out):
 * Those of the ${n} pictures that there are, for a body in Chinese or English.  Inside a session.
 */
enum status media_pictures(struct db *db, struct arena *a, const int64_t *ids, size_t n, bool zh,
    struct body_pictures *out) MUST_CHECK;

#endif
