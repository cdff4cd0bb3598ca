#include <string.h>

#include "imaging/picture_walk.h"

/* JPEG: ITU-T T.81, Annex B. */

#define IMAGES_MAX 8 /* one behind the other: a gain map, a preview (CIPA DC-007) */

struct frame {
	int32_t width, height;
	int orientation;
	size_t burden;
};

static bool
is_frame_header(unsigned marker)
{
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
	       marker != 0xcc;
}

/* Baseline, extended or progressive by Huffman, 8 bits: what decoders read. */
static bool
read_frame_header(unsigned marker, struct str data, struct frame *f)
{
	if (marker > 0xc2 || f->width != 0 || data.n < 6 || data.p[0] != 8)
		return false;
	f->height = (int32_t)walk_be16(data, 1);
	f->width = (int32_t)walk_be16(data, 3);
	return f->height > 0 && f->width > 0 &&
	       (data.p[5] == 1 || data.p[5] == 3 || data.p[5] == 4);
}

static enum picture_fault
read_segment(unsigned marker, struct str data, struct frame *f)
{
	if (is_frame_header(marker))
		return read_frame_header(marker, data, f) ? PICTURE_FINE : PICTURE_BROKEN;
	if (marker < 0xe0)
		return PICTURE_FINE;
	if (marker == 0xe1 && str_starts(data, STR("Exif\0\0")))
		f->orientation = walk_orientation(str_sub(data, 6, data.n));
	return walk_burden(&f->burden, data);
}

/* Past the compressed data to the marker that ends it; rest.n if there is none. */
static size_t
skip_scan(struct str rest)
{
	size_t at = 0;

	while (at < rest.n) {
		at += str_chr(str_sub(rest, at, rest.n), '\xff');
		if (at + 1 >= rest.n)
			return rest.n;
		unsigned next = (unsigned char)rest.p[at + 1];

		if (next == 0xff)
			at++;
		else if (next == 0 || (next >= 0xd0 && next <= 0xd7))
			at += 2;
		else
			return at;
	}
	return rest.n;
}

/* One image; ${rest} becomes what is behind its end. */
static enum picture_fault
walk_image(struct str *rest, struct frame *f)
{
	struct str s = *rest;
	size_t at = 2;

	for (;;) {
		unsigned marker;
		size_t n;
		enum picture_fault fault;

		while (at + 1 < s.n && s.p[at] == '\xff' && s.p[at + 1] == '\xff')
			at++;
		if (at + 2 > s.n || s.p[at] != '\xff')
			return PICTURE_BROKEN;
		marker = (unsigned char)s.p[at + 1];
		at += 2;
		if (marker == 0xd9)
			break;
		n = walk_be16(s, at);
		if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8) || n < 2 || at + n > s.n)
			return PICTURE_BROKEN;
		fault = read_segment(marker, str_sub(s, at + 2, n - 2), f);
		if (fault != PICTURE_FINE)
			return fault;
		at += n;
		if (marker == 0xda)
			at += skip_scan(str_sub(s, at, s.n));
	}
	*rest = str_sub(s, at, s.n);
	return f->width > 0 ? PICTURE_FINE : PICTURE_BROKEN;
}

/* The video of a "motion photo" is boxes to the end, or to the list that Samsung ends a file with.
 */
static bool
is_motion(struct str rest)
{
	return str_eq(str_sub(rest, 4, 4), STR("ftyp")) || str_ends(rest, STR("SEFT"));
}

enum picture_fault
walk_jpeg(struct str file, struct picture *out)
{
	struct frame first = {.orientation = 1};
	struct str rest = file;
	enum picture_fault fault = walk_image(&rest, &first);

	for (int i = 1; fault == PICTURE_FINE && i < IMAGES_MAX; i++) {
		struct frame next = {.orientation = 1};

		while (rest.n > 0 && (rest.p[0] == '\xff' || rest.p[0] == '\0') &&
		       !str_starts(rest, STR("\xff\xd8")))
			rest = str_sub(rest, 1, rest.n);
		if (!str_starts(rest, STR("\xff\xd8\xff")))
			break;
		fault = walk_image(&rest, &next);
	}
	if (fault != PICTURE_FINE)
		return fault;
	if (!walk_is_padding(rest) && (!is_motion(rest) || walk_foreign(rest)))
		return PICTURE_MIXED;
	out->type = PICTURE_JPEG;
	out->width = first.orientation >= 5 ? first.height : first.width;
	out->height = first.orientation >= 5 ? first.width : first.height;
	return PICTURE_FINE;
}
