#include "imaging/webp_bare.h"

#include <stdbool.h>
#include <string.h>

#define HEAD ((size_t)12)                /* "RIFF", size, "WEBP" */
#define METADATA (0x20u | 0x08u | 0x04u) /* what VP8X says of ICCP, EXIF and XMP */

static size_t
le32(const uint8_t *p)
{
	return (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;
}

static bool
is_metadata(const uint8_t *chunk)
{
	return memcmp(chunk, "EXIF", 4) == 0 || memcmp(chunk, "XMP ", 4) == 0 ||
	       memcmp(chunk, "ICCP", 4) == 0;
}

size_t
webp_bare(uint8_t *p, size_t n)
{
	size_t to = HEAD;

	if (n < HEAD || memcmp(p, "RIFF", 4) != 0 || memcmp(p + 8, "WEBP", 4) != 0)
		return n;
	for (size_t at = HEAD; at + 8 <= n;) {
		size_t len = le32(p + at + 4);
		size_t whole;

		if (len > n - at - 8)
			return n;
		whole = 8 + len + len % 2;
		if (whole > n - at)
			whole = n - at;
		if (!is_metadata(p + at)) {
			memmove(p + to, p + at, whole);
			if (len >= 10 && memcmp(p + to, "VP8X", 4) == 0)
				p[to + 8] = (uint8_t)(p[to + 8] & ~METADATA);
			to += whole;
		}
		at += whole;
	}
	for (unsigned i = 0; i < 4; i++)
		p[4 + i] = (uint8_t)((to - 8) >> (8 * i));
	return to;
}
