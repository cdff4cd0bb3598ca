#include "domain/media_size.h"

#define WIDEST 1280

const struct media_ratio media_ratio[MEDIA_CROPS] = {
    [MEDIA_16X9] = {"16x9", 16, 9},
    [MEDIA_4X3] = {"4x3", 4, 3},
    [MEDIA_1X1] = {"1x1", 1, 1},
};

/* Every one of ${all} below ${own}, and ${own} or the widest. */
static size_t
choose(const int32_t *all, size_t all_n, int32_t own, int32_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < all_n && all[i] < own; i++)
		out[n++] = all[i];
	if (own < WIDEST)
		out[n++] = own;
	else if (n == 0 || out[n - 1] != WIDEST)
		out[n++] = WIDEST;
	return n;
}

size_t
media_widths(int32_t w, int32_t out[MEDIA_WIDTHS_MAX])
{
	static const int32_t all[MEDIA_WIDTHS_MAX] = {320, 480, 640, 960, WIDEST};

	return choose(all, MEDIA_WIDTHS_MAX, w, out);
}

size_t
media_crop_widths(enum media_crop crop, int32_t w, int32_t h, int32_t out[MEDIA_CROP_WIDTHS_MAX])
{
	static const int32_t all[MEDIA_CROP_WIDTHS_MAX] = {320, 640, WIDEST};
	int64_t by_height = (int64_t)h * media_ratio[crop].w / media_ratio[crop].h;
	int32_t own = by_height < w ? (int32_t)by_height : w;

	return choose(all, MEDIA_CROP_WIDTHS_MAX, own > 0 ? own : 1, out);
}

int32_t
media_crop_height(enum media_crop crop, int32_t width)
{
	int64_t h =
	    ((int64_t)width * media_ratio[crop].h + media_ratio[crop].w / 2) / media_ratio[crop].w;

	return h > 0 ? (int32_t)h : 1;
}
