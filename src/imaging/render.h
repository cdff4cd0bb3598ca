#ifndef COPYDESK_IMAGING_RENDER_H
#define COPYDESK_IMAGING_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "imaging/picture.h"

/*
 * A picture decoded, turned upright, brought to sRGB, freed of all metadata, and written out
 * smaller.  By libvips, of which only the four loaders are left.  For the imager alone, which
 * does it in a sandbox; render.c says what goes wrong on standard error.
 */

enum render_fault {
	RENDER_FINE,
	RENDER_BROKEN, /* it cannot be decoded */
	RENDER_MEMORY,
	RENDER_SINK /* nobody takes the result */
};

/* Takes a rendition named ${name} ("w-640.webp"); false ends the work. */
typedef bool render_sink(void *arg, const char *name, const void *p, size_t n);

struct render;

/** render_init(): Start libvips and load all that it loads lazily, so that no file need be opened
 * afterwards; false with a message. */
bool render_init(void);

/** render_open(fd, type, out): Read the head of the picture in ${fd}. */
enum render_fault render_open(int fd, enum picture_type type, struct render **out) MUST_CHECK;

/** render_size(r, w, h): The size of the picture as it is seen. */
void render_size(const struct render *r, int32_t *w, int32_t *h);

/** render_decode(r, width): Decode it, to no fewer than ${width} pixels across where it has them.
 */
enum render_fault render_decode(struct render *r, int32_t width) MUST_CHECK;

/** render_whole(r, width, sink, arg): The whole picture, ${width} wide, in the three formats. */
enum render_fault render_whole(
    struct render *r, int32_t width, render_sink *sink, void *arg) MUST_CHECK;

/* A crop: its ratio, the point to keep in sight in percent, its size and the stem of its name. */
struct render_crop {
	int32_t ratio_w, ratio_h;
	int focal_x, focal_y;
	int32_t width, height;
	const char *name;
};

/** render_crop(r, c, sink, arg): The crop ${c} in the three formats. */
enum render_fault render_crop(
    struct render *r, const struct render_crop *c, render_sink *sink, void *arg) MUST_CHECK;

/** render_blur(r, max, sink, arg): "blur.webp": all of it in a few pixels and at most ${max} bytes.
 */
enum render_fault render_blur(
    struct render *r, size_t max, render_sink *sink, void *arg) MUST_CHECK;

#endif
