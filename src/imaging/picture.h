#ifndef COPYDESK_IMAGING_PICTURE_H
#define COPYDESK_IMAGING_PICTURE_H

#include <stdint.h>

#include "base/status.h"
#include "base/str.h"

/*
 * What a file is, by its bytes alone, and whether it may be decoded: no name and no Content-Type
 * is asked, and nothing is unpacked.  The whole frame of the file is walked, so that what is
 * truncated, or is another file as well, is told before any decoder sees it.
 */

#define PICTURE_PIXELS_MAX 60000000
#define PICTURE_SIDE_MAX 16000 /* what WebP can hold */
#define PICTURE_BURDEN_MAX ((size_t)8 * 1024 * 1024)

enum picture_type { PICTURE_JPEG, PICTURE_PNG, PICTURE_WEBP, PICTURE_AVIF };

enum picture_fault {
	PICTURE_FINE,
	PICTURE_NONE,   /* nothing that is known as a picture */
	PICTURE_OTHER,  /* another kind of file, which picture.other names */
	PICTURE_PIXELS, /* more than the limits above */
	PICTURE_BROKEN, /* truncated or malformed */
	PICTURE_MIXED,  /* another file's data in it, or behind it */
	PICTURE_BURDEN  /* more metadata than any camera writes */
};

struct picture {
	enum picture_type type;
	int32_t width, height; /* as it is seen: after the orientation that a JPEG tells */
	const char *other;     /* "GIF" */
};

/** picture_read(file, out): Look at the whole ${file}. */
enum picture_fault picture_read(struct str file, struct picture *out) MUST_CHECK;

/** picture_type_name(type): "jpeg", "png", "webp", "avif". */
const char *picture_type_name(enum picture_type type);

#endif
