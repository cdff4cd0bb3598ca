/* Long: libvips is met in this file alone. */
#include "imaging/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>

#include "base/banned.h"
#include "imaging/webp_bare.h"

/*
 * Quality where artefacts are just not seen in news photographs.  AVIF by libaom: each step of
 * effort costs twice the time, and the fastest is 8 % larger than the next.
 */
#define JPEG_QUALITY 80
#define WEBP_QUALITY 76
#define AVIF_QUALITY 52
#define AVIF_EFFORT 1
#define WEBP_EFFORT 3

/* Beyond this AVIF, which is decoded whole, wants more than the imager may have, and says so in
 * many ways. */
#define AVIF_PIXELS_SURE 45000000

/* Small enough for a page's HTML, large enough to tell a face from a skyline. */
#define BLUR_SIDE 24

struct render {
	VipsSource *source;
	enum picture_type type;
	int32_t width, height;
	VipsImage *base; /* decoded, upright, sRGB, 8 bits, clean */
};

/* Say what libvips said, once. */
static enum render_fault
fault(const char *what)
{
	const char *why = vips_error_buffer();
	bool memory = strstr(why, "out of memory") != NULL || strstr(why, "alloc") != NULL;

	fprintf(stderr, "imager: %s: %s", what, why[0] != '\0' ? why : "no reason given\n");
	vips_error_clear();
	return memory ? RENDER_MEMORY : RENDER_BROKEN;
}

/* A picture of one pixel through every saver: codecs are found and set up by that. */
static bool
warm_up(void)
{
	VipsImage *image = NULL;
	void *p = NULL;
	size_t n = 0;
	bool ok = vips_black(&image, 16, 16, "bands", 3, NULL) == 0 &&
		  vips_heifsave_buffer(
		      image, &p, &n, "compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1, NULL) == 0;

	g_free(p);
	p = NULL;
	if (ok)
		ok = vips_webpsave_buffer(image, &p, &n, NULL) == 0;
	g_free(p);
	if (image != NULL)
		g_object_unref(image);
	return ok;
}

/* libpng fills in what is missing of a damaged picture and only mentions it. */
static bool damaged;

static void
on_warning(const char *domain, GLogLevelFlags level, const char *message, void *arg)
{
	(void)domain;
	(void)level;
	(void)arg;
	if (strstr(message, "IDAT") != NULL || strstr(message, "Not enough image data") != NULL)
		damaged = true;
}

bool
render_init(void)
{
	static const char *const loaders[] = {"VipsForeignLoadJpeg", "VipsForeignLoadPng",
	    "VipsForeignLoadWebp", "VipsForeignLoadHeif"};

	if (vips_init("copydesk-imager") != 0) {
		(void)fault("start");
		return false;
	}
	g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, on_warning, NULL);
	vips_concurrency_set(1);
	vips_cache_set_max(0);
	vips_leak_set(FALSE);
	vips_block_untrusted_set(TRUE);
	vips_operation_block_set("VipsForeignLoad", TRUE);
	for (size_t i = 0; i < sizeof(loaders) / sizeof(loaders[0]); i++)
		vips_operation_block_set(loaders[i], FALSE);
	if (!warm_up()) {
		(void)fault("warm up");
		return false;
	}
	return true;
}

static VipsImage *
read_head(VipsSource *source, enum picture_type type)
{
	VipsImage *image = NULL;
	int failed = -1;

	switch (type) {
	case PICTURE_JPEG:
		failed = vips_jpegload_source(source, &image, NULL);
		break;
	case PICTURE_PNG:
		failed = vips_pngload_source(source, &image, NULL);
		break;
	case PICTURE_WEBP:
		failed = vips_webpload_source(source, &image, NULL);
		break;
	case PICTURE_AVIF:
		failed = vips_heifload_source(source, &image, NULL);
		break;
	}
	return failed == 0 ? image : NULL;
}

/* An AVIF by name and brand may hold HEVC, whose decoder nobody asked for, and libvips goes by the
 * brand: the file is looked at before any decoder has it. */
static bool
is_av1(VipsSource *source)
{
	struct picture p;
	size_t n = 0;
	const void *bytes = vips_source_map(source, &n);

	return bytes != NULL && picture_read((struct str){bytes, n}, &p) == PICTURE_FINE &&
	       p.type == PICTURE_AVIF;
}

enum render_fault
render_open(int fd, enum picture_type type, struct render **out)
{
	struct render *r = calloc(1, sizeof(*r));
	enum render_fault why = RENDER_BROKEN;
	VipsImage *head;
	bool turned;

	if (r == NULL)
		return RENDER_MEMORY;
	r->type = type;
	r->source = vips_source_new_from_descriptor(fd);
	head = r->source != NULL && (type != PICTURE_AVIF || is_av1(r->source))
		   ? read_head(r->source, type)
		   : NULL;
	if (head == NULL) {
		why = fault("open");
		goto bad;
	}
	turned = vips_image_get_orientation_swap(head);
	r->width = turned ? vips_image_get_height(head) : vips_image_get_width(head);
	r->height = turned ? vips_image_get_width(head) : vips_image_get_height(head);
	g_object_unref(head);
	if (r->width > PICTURE_SIDE_MAX || r->height > PICTURE_SIDE_MAX ||
	    (int64_t)r->width * r->height > PICTURE_PIXELS_MAX)
		goto bad;
	*out = r;
	return RENDER_FINE;
bad:
	if (r->source != NULL)
		g_object_unref(r->source);
	free(r);
	return why;
}

void
render_size(const struct render *r, int32_t *w, int32_t *h)
{
	*w = r->width;
	*h = r->height;
}

static void *
note_field(VipsImage *image, const char *name, GValue *value, void *list)
{
	(void)image;
	(void)value;
	g_ptr_array_add(list, g_strdup(name));
	return NULL;
}

/* All metadata, by whatever name: a saver's "strip" alone leaves EXIF in a WebP (libvips 8.14). */
static void
remove_fields(VipsImage *image)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	vips_image_map(image, note_field, names);
	for (guint i = 0; i < names->len; i++)
		vips_image_remove(image, g_ptr_array_index(names, i));
	g_ptr_array_free(names, TRUE);
}

/* Run ${step} on ${image}, which it replaces. */
#define STEP(image, next, call)                                                                    \
	do {                                                                                       \
		VipsImage *next = NULL; /* NOLINT(bugprone-macro-parentheses): a declaration */    \
                                                                                                   \
		if ((call) != 0)                                                                   \
			return fault(#call);                                                       \
		g_object_unref(image);                                                             \
		(image) = next;                                                                    \
	} while (0)

/*
 * To sRGB.  Not by the thumbnailer, whose way for pictures without a profile (libvips 8.14) leads
 * through Lab and turns a strong blue to violet.
 */
static enum render_fault
to_srgb(VipsImage **image)
{
	bool cmyk = vips_image_get_interpretation(*image) == VIPS_INTERPRETATION_CMYK;

	if (cmyk || vips_image_get_typeof(*image, VIPS_META_ICC_NAME) != 0) {
		VipsImage *next = NULL;

		if (vips_icc_transform(*image, &next, "srgb", "embedded", TRUE, "input_profile",
			cmyk ? "cmyk" : "srgb", "depth", 8, NULL) == 0) {
			g_object_unref(*image);
			*image = next;
		} else {
			/* A profile that is not one: the numbers are the best guess. */
			(void)fault("profile");
		}
	}
	if (vips_image_get_interpretation(*image) != VIPS_INTERPRETATION_sRGB)
		STEP(*image, next, vips_colourspace(*image, &next, VIPS_INTERPRETATION_sRGB, NULL));
	return RENDER_FINE;
}

/* To 8 bits with or without alpha, in memory, clean. */
static enum render_fault
settle(VipsImage *image, VipsImage **out)
{
	enum render_fault why = to_srgb(&image);

	if (why != RENDER_FINE)
		return why;
	if (vips_image_get_format(image) != VIPS_FORMAT_UCHAR)
		STEP(image, next, vips_cast(image, &next, VIPS_FORMAT_UCHAR, NULL));
	if (vips_image_get_bands(image) > 4)
		STEP(image, next, vips_extract_band(image, &next, 0, "n", 4, NULL));
	VipsImage *memory = vips_image_copy_memory(image);

	g_object_unref(image);
	if (memory == NULL)
		return fault("decode");
	/* A copy of its own: what is shared must not be changed. */
	if (vips_copy(memory, out, NULL) != 0) {
		g_object_unref(memory);
		return fault("copy");
	}
	g_object_unref(memory);
	remove_fields(*out);
	return RENDER_FINE;
}

enum render_fault
render_decode(struct render *r, int32_t width)
{
	VipsImage *image = NULL;
	enum render_fault why;

	/* Reads it again from the beginning, small from the start where the format can. */
	if (vips_thumbnail_source(r->source, &image, width, "height", VIPS_MAX_COORD, "size",
		VIPS_SIZE_DOWN, "fail_on", VIPS_FAIL_ON_ERROR, NULL) != 0)
		why = fault("decode");
	else
		why = settle(image, &r->base);
	if (why == RENDER_FINE && damaged) {
		fputs("imager: decode: parts of the picture are missing\n", stderr);
		why = RENDER_BROKEN;
	}
	if (why == RENDER_BROKEN && r->type == PICTURE_AVIF &&
	    (int64_t)r->width * r->height > AVIF_PIXELS_SURE)
		why = RENDER_MEMORY;
	return why;
}

static enum render_fault
give(render_sink *sink, void *arg, const char *stem, const char *ext, void *p, size_t n)
{
	char name[64];
	bool taken;

	snprintf(name, sizeof(name), "%s.%s", stem, ext);
	taken = sink(arg, name, p, n);
	g_free(p);
	return taken ? RENDER_FINE : RENDER_SINK;
}

/* JPEG has no transparency: it is paper. */
static VipsImage *
flat(VipsImage *image)
{
	VipsImage *out = NULL;
	VipsArrayDouble *white;
	int failed;

	if (!vips_image_hasalpha(image)) {
		g_object_ref(image);
		return image;
	}
	white = vips_array_double_newv(1, 255.0);
	failed = vips_flatten(image, &out, "background", white, NULL);
	vips_area_unref(VIPS_AREA(white));
	return failed == 0 ? out : NULL;
}

static enum render_fault
write_jpeg(VipsImage *image, const char *stem, render_sink *sink, void *arg)
{
	VipsImage *paper = flat(image);
	void *p = NULL;
	size_t n = 0;
	int failed = paper == NULL ||
		     vips_jpegsave_buffer(paper, &p, &n, "Q", JPEG_QUALITY, "optimize_coding", TRUE,
			 "interlace", TRUE, "strip", TRUE, NULL) != 0;

	if (paper != NULL)
		g_object_unref(paper);
	return failed ? fault("write JPEG") : give(sink, arg, stem, "jpg", p, n);
}

/* The three formats of one rendition. */
static enum render_fault
write_all(VipsImage *image, const char *stem, render_sink *sink, void *arg)
{
	enum render_fault why = write_jpeg(image, stem, sink, arg);
	void *p = NULL;
	size_t n = 0;

	if (why != RENDER_FINE)
		return why;
	if (vips_webpsave_buffer(
		image, &p, &n, "Q", WEBP_QUALITY, "effort", WEBP_EFFORT, "strip", TRUE, NULL) != 0)
		return fault("write WebP");
	n = webp_bare(p, n);
	why = give(sink, arg, stem, "webp", p, n);
	if (why != RENDER_FINE)
		return why;
	if (vips_heifsave_buffer(image, &p, &n, "compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1,
		"Q", AVIF_QUALITY, "effort", AVIF_EFFORT, "strip", TRUE, NULL) != 0)
		return fault("write AVIF");
	return give(sink, arg, stem, "avif", p, n);
}

/* Scale, encode, let go. */
static enum render_fault
scale_and_write(
    VipsImage *image, int32_t width, int32_t height, const char *stem, render_sink *sink, void *arg)
{
	VipsImage *small = NULL;
	enum render_fault why;

	if (vips_thumbnail_image(image, &small, width, "height",
		height > 0 ? height : VIPS_MAX_COORD, "size",
		height > 0 ? VIPS_SIZE_FORCE : VIPS_SIZE_BOTH, NULL) != 0)
		return fault("scale");
	why = settle(small, &small);
	if (why != RENDER_FINE)
		return why;
	why = write_all(small, stem, sink, arg);
	g_object_unref(small);
	return why;
}

enum render_fault
render_whole(struct render *r, int32_t width, render_sink *sink, void *arg)
{
	char stem[32];

	snprintf(stem, sizeof(stem), "w-%d", width);
	return scale_and_write(r->base, width, 0, stem, sink, arg);
}

/* Where a window of ${window} lies in ${whole} to have the point at ${percent} in its middle, as
 * far as the edges allow. */
static int
place(int whole, int window, int percent)
{
	int from = (int)((int64_t)whole * percent / 100) - window / 2;

	if (from > whole - window)
		from = whole - window;
	return from > 0 ? from : 0;
}

enum render_fault
render_crop(struct render *r, const struct render_crop *c, render_sink *sink, void *arg)
{
	int w = vips_image_get_width(r->base);
	int h = vips_image_get_height(r->base);
	int64_t by_height = (int64_t)h * c->ratio_w / c->ratio_h;
	int cw = by_height < w ? (int)by_height : w;
	int ch = (int)((int64_t)cw * c->ratio_h / c->ratio_w);
	VipsImage *window = NULL;
	enum render_fault why;

	cw = cw > 0 ? cw : 1;
	ch = ch > 0 ? ch : 1;
	if (vips_crop(r->base, &window, place(w, cw, c->focal_x), place(h, ch, c->focal_y), cw, ch,
		NULL) != 0)
		return fault("crop");
	why = scale_and_write(window, c->width, c->height, c->name, sink, arg);
	g_object_unref(window);
	return why;
}

enum render_fault
render_blur(struct render *r, size_t max, render_sink *sink, void *arg)
{
	VipsImage *paper = flat(r->base);

	if (paper == NULL)
		return fault("flatten");
	for (int side = BLUR_SIDE; side >= 4; side -= 4) {
		VipsImage *small = NULL;
		void *p = NULL;
		size_t n = 0;
		bool failed =
		    vips_thumbnail_image(paper, &small, side, "height", side, NULL) != 0 ||
		    vips_webpsave_buffer(small, &p, &n, "Q", 40, "strip", TRUE, NULL) != 0;

		if (small != NULL)
			g_object_unref(small);
		if (failed) {
			g_object_unref(paper);
			return fault("blur");
		}
		n = webp_bare(p, n);
		if (n <= max) {
			g_object_unref(paper);
			return give(sink, arg, "blur", "webp", p, n);
		}
		g_free(p);
	}
	g_object_unref(paper);
	return RENDER_BROKEN;
}
