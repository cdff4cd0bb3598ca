#ifndef COPYDESK_DOMAIN_MEDIA_SIZE_H
#define COPYDESK_DOMAIN_MEDIA_SIZE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Which renditions there are of a picture follows from its size alone, so that who writes an
 * address need not look, and who makes the files need not be told.
 */

#define MEDIA_WIDTHS_MAX 5
#define MEDIA_CROP_WIDTHS_MAX 3

enum media_crop { MEDIA_16X9, MEDIA_4X3, MEDIA_1X1, MEDIA_CROPS };

/* A crop's sides, and how variants are named: "16x9". */
struct media_ratio {
	const char *name;
	int32_t w, h;
};
extern const struct media_ratio media_ratio[MEDIA_CROPS];

/**
 * media_widths(w, out):
 * Fill ${out} with the widths of the whole picture's renditions, ascending, for a picture that
 * is ${w} > 0 pixels wide; return how many.  The last is the picture's own width, or 1280.
 */
size_t media_widths(int32_t w, int32_t out[MEDIA_WIDTHS_MAX]);

/**
 * media_crop_widths(crop, w, h, out):
 * The same for a crop of a picture of ${w} x ${h}.
 */
size_t media_crop_widths(
    enum media_crop crop, int32_t w, int32_t h, int32_t out[MEDIA_CROP_WIDTHS_MAX]);

/** media_crop_height(crop, width): Return the height of a crop that is ${width} wide; at least 1.
 */
int32_t media_crop_height(enum media_crop crop, int32_t width);

#endif
