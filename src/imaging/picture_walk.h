#ifndef COPYDESK_IMAGING_PICTURE_WALK_H
#define COPYDESK_IMAGING_PICTURE_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "imaging/picture.h"

/* What the walks through the four formats share.  For src/imaging/picture*.c alone. */

/** walk_be16(s, at), walk_be32(s, at), walk_le32(s, at): A number in ${s}; 0 beyond its end. */
uint32_t walk_be16(struct str s, size_t at);
uint32_t walk_be32(struct str s, size_t at);
uint32_t walk_le32(struct str s, size_t at);

/** walk_foreign(s): Is there in ${s} what a browser or another program would take for its own file?
 */
bool walk_foreign(struct str s);

/** walk_burden(sum, s): Note metadata: PICTURE_MIXED if it is foreign, PICTURE_BURDEN past the
 * limit. */
enum picture_fault walk_burden(size_t *sum, struct str s);

/** walk_is_padding(s): Nothing but zero bytes and white space? */
bool walk_is_padding(struct str s);

/** walk_orientation(exif): The orientation, 1 to 8, in TIFF data (Exif 2.32, 4.6.4); 1 if there is
 * none. */
int walk_orientation(struct str exif);

/** walk_jpeg(file, out), walk_png, walk_webp, walk_avif: Whole files that begin as theirs do. */
enum picture_fault walk_jpeg(struct str file, struct picture *out);
enum picture_fault walk_png(struct str file, struct picture *out);
enum picture_fault walk_webp(struct str file, struct picture *out);
enum picture_fault walk_avif(struct str file, struct picture *out);

#endif
