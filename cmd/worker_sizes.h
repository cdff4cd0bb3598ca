#ifndef COPYDESK_CMD_WORKER_SIZES_H
#define COPYDESK_CMD_WORKER_SIZES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "imaging/picture.h"

/*
 * What the worker knows by itself of what the imager says.  That one has decoded a stranger's file,
 * and may be its puppet: no size and no file is taken on its word.
 */

/** worker_sizes_original(fd, out): Walk the frame of the picture in ${fd}; false if it is none. */
bool worker_sizes_original(int fd, struct picture *out);

/**
 * worker_sizes_agree(original, width, height):
 * May ${original} be of that size when it is decoded?  Of a JPEG it is told beforehand; others may
 * be turned by what only a decoder reads, and an AVIF may be cut.
 */
bool worker_sizes_agree(const struct picture *original, int32_t width, int32_t height);

/** worker_sizes_rendition(file, type, width, height): Is ${file} a whole picture of ${type} and
 * that size?  The height was rounded. */
bool worker_sizes_rendition(struct str file, enum picture_type type, int32_t width, int32_t height);

#endif
