#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "cmd/imager_talk.h"
#include "domain/media_size.h"
#include "imaging/render.h"
#include "imaging/sandbox.h"

/*
 * copydesk-imager TYPE whole|crops FOCAL_X FOCAL_Y <picture >renditions: decodes one picture, of
 * which nobody knows who made it, and writes what it makes of it to its standard output, in the
 * form of cmd/imager_talk.h.  It needs no file, no network and no other right; the worker sets its
 * limits.
 */

static bool
write_all(const void *p, size_t n)
{
	const char *at = p;

	while (n > 0) {
		ssize_t k = write(STDOUT_FILENO, at, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		at += k;
		n -= (size_t)k;
	}
	return true;
}

static bool
give(void *arg, const char *name, const void *p, size_t n)
{
	char head[IMAGER_LINE_MAX];
	int k = snprintf(head, sizeof(head), "file %s %zu\n", name, n);

	(void)arg;
	return write_all(head, (size_t)k) && write_all(p, n);
}

/* How wide the picture must be decoded for every rendition to have its pixels. */
static int32_t
base_width(int32_t w, int32_t h)
{
	int32_t widths[MEDIA_WIDTHS_MAX];
	size_t n = media_widths(w, widths);
	int64_t need = widths[n - 1];

	for (int c = 0; c < MEDIA_CROPS; c++) {
		int64_t by_height = (int64_t)h * media_ratio[c].w / media_ratio[c].h;
		int64_t own = by_height < w ? by_height : w;

		n = media_crop_widths((enum media_crop)c, w, h, widths);
		if (own > 0 && ((int64_t)widths[n - 1] * w + own - 1) / own > need)
			need = ((int64_t)widths[n - 1] * w + own - 1) / own;
	}
	return need < w ? (int32_t)need : w;
}

static enum render_fault
make_whole(struct render *r, int32_t w)
{
	int32_t widths[MEDIA_WIDTHS_MAX];
	size_t n = media_widths(w, widths);
	enum render_fault why = render_blur(r, IMAGER_BLUR_MAX, give, NULL);

	for (size_t i = 0; i < n && why == RENDER_FINE; i++)
		why = render_whole(r, widths[i], give, NULL);
	return why;
}

static enum render_fault
make_crops(struct render *r, int32_t w, int32_t h, int x, int y)
{
	enum render_fault why = RENDER_FINE;

	for (int c = 0; c < MEDIA_CROPS; c++) {
		int32_t widths[MEDIA_CROP_WIDTHS_MAX];
		size_t n = media_crop_widths((enum media_crop)c, w, h, widths);

		for (size_t i = 0; i < n && why == RENDER_FINE; i++) {
			char name[48];
			const struct render_crop crop = {
			    .ratio_w = media_ratio[c].w,
			    .ratio_h = media_ratio[c].h,
			    .focal_x = x,
			    .focal_y = y,
			    .width = widths[i],
			    .height = media_crop_height((enum media_crop)c, widths[i]),
			    .name = name,
			};

			snprintf(name, sizeof(name), "%s-%" PRId32 "-%d-%d", media_ratio[c].name,
			    widths[i], x, y);
			why = render_crop(r, &crop, give, NULL);
		}
	}
	return why;
}

static enum render_fault
work(enum picture_type type, bool whole, int x, int y)
{
	struct render *r;
	enum render_fault why = render_open(STDIN_FILENO, type, &r);
	char line[IMAGER_LINE_MAX];
	int32_t w, h;

	if (why != RENDER_FINE)
		return why;
	render_size(r, &w, &h);
	snprintf(line, sizeof(line), "size %" PRId32 " %" PRId32 "\n", w, h);
	if (!write_all(line, strlen(line)))
		return RENDER_SINK;
	why = render_decode(r, base_width(w, h));
	if (why == RENDER_FINE)
		why = whole ? make_whole(r, w) : make_crops(r, w, h, x, y);
	if (why == RENDER_FINE && !write_all("end\n", 4))
		why = RENDER_SINK;
	return why;
}

static bool
read_type(const char *word, enum picture_type *out)
{
	static const enum picture_type all[] = {
	    PICTURE_JPEG, PICTURE_PNG, PICTURE_WEBP, PICTURE_AVIF};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (strcmp(word, picture_type_name(all[i])) == 0) {
			*out = all[i];
			return true;
		}
	}
	return false;
}

int
main(int argc, char **argv)
{
	static const int exits[] = {
	    [RENDER_FINE] = IMAGER_DONE,
	    [RENDER_BROKEN] = IMAGER_BROKEN,
	    [RENDER_MEMORY] = IMAGER_MEMORY,
	    [RENDER_SINK] = IMAGER_FAILED,
	};
	enum picture_type type;
	int64_t x, y;
	bool whole;

	if (argc != 5 || !read_type(argv[1], &type) || !num_i64(str_of(argv[3]), 0, 100, &x) ||
	    !num_i64(str_of(argv[4]), 0, 100, &y) ||
	    (strcmp(argv[2], "whole") != 0 && strcmp(argv[2], "crops") != 0)) {
		fputs("usage: copydesk-imager jpeg|png|webp|avif whole|crops FOCAL_X FOCAL_Y"
		      " <PICTURE >RENDITIONS\n",
		    stderr);
		return IMAGER_FAILED;
	}
	whole = strcmp(argv[2], "whole") == 0;
	if (!sandbox_isolate() || !render_init() || !sandbox_enter())
		return IMAGER_FAILED;
	/* Not through exit(): libraries would tidy up what the filter no longer lets them. */
	_exit(exits[work(type, whole, (int)x, (int)y)]);
}
