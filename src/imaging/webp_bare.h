#ifndef COPYDESK_IMAGING_WEBP_BARE_H
#define COPYDESK_IMAGING_WEBP_BARE_H

#include <stddef.h>
#include <stdint.h>

/**
 * webp_bare(p, n):
 * Take every chunk of metadata (EXIF, XMP, ICCP) out of the WebP of ${n} bytes at ${p} (RFC 9649,
 * 2.7), which libvips 8.14 writes whatever it is told; return the bytes that remain.  What is not
 * a WebP stays as it is.
 */
size_t webp_bare(uint8_t *p, size_t n);

#endif
