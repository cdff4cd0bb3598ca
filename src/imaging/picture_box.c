#include <string.h>

#include "imaging/picture_walk.h"

/* The formats that are a row of boxes: PNG, WebP, AVIF. */

/* A dimension larger than any of ours is told as one, never wrapped. */
static int32_t
side(uint32_t v)
{
	return v > INT32_MAX ? INT32_MAX : (int32_t)v;
}

/* PNG (W3C, 3rd edition, 5): length, type, data, checksum. */
enum picture_fault
walk_png(struct str file, struct picture *out)
{
	struct str rest = str_sub(file, 8, file.n);
	enum picture_fault fault = PICTURE_FINE;
	bool has_data = false;
	size_t burden = 0;

	out->type = PICTURE_PNG;
	while (rest.n >= 12) {
		size_t n = walk_be32(rest, 0);
		struct str type = str_sub(rest, 4, 4);

		if (n > rest.n - 12 || (out->width == 0) != str_eq(type, STR("IHDR")))
			return PICTURE_BROKEN;
		if (out->width == 0) {
			out->width = side(walk_be32(rest, 8));
			out->height = side(walk_be32(rest, 12));
			if (n != 13 || out->width == 0 || out->height == 0)
				return PICTURE_BROKEN;
		} else if (str_eq(type, STR("IEND"))) {
			if (n != 0 || !has_data)
				return PICTURE_BROKEN;
			return walk_is_padding(str_sub(rest, 12, rest.n)) ? PICTURE_FINE
									  : PICTURE_MIXED;
		} else if (str_eq(type, STR("IDAT"))) {
			has_data = true;
		} else {
			fault = walk_burden(&burden, str_sub(rest, 8, n));
		}
		if (fault != PICTURE_FINE)
			return fault;
		rest = str_sub(rest, 12 + n, rest.n);
	}
	return PICTURE_BROKEN;
}

/* One chunk of a WebP (RFC 9649, 2): may tell the size, in any of three ways. */
static enum picture_fault
read_webp_chunk(struct str type, struct str data, struct picture *out, size_t *burden, bool *image)
{
	int32_t w = 0;
	int32_t h = 0;

	if (str_eq(type, STR("VP8 "))) {
		if (data.n < 10 || !str_eq(str_sub(data, 3, 3), STR("\x9d\x01\x2a")))
			return PICTURE_BROKEN;
		w = (int32_t)(walk_le32(data, 6) & 0x3fff);
		h = (int32_t)(walk_le32(data, 8) & 0x3fff);
	} else if (str_eq(type, STR("VP8L"))) {
		if (data.n < 5 || data.p[0] != 0x2f)
			return PICTURE_BROKEN;
		w = (int32_t)(walk_le32(data, 1) & 0x3fff) + 1;
		h = (int32_t)(walk_le32(data, 1) >> 14 & 0x3fff) + 1;
	} else if (str_eq(type, STR("VP8X"))) {
		if (data.n < 10)
			return PICTURE_BROKEN;
		out->width = (int32_t)(walk_le32(data, 4) & 0xffffff) + 1;
		out->height = (int32_t)(walk_le32(data, 6) >> 8) + 1;
		return PICTURE_FINE;
	} else if (str_eq(type, STR("ANIM")) || str_eq(type, STR("ANMF"))) {
		out->other = "WebP (animation)";
		return PICTURE_OTHER;
	} else if (str_eq(type, STR("ALPH"))) {
		return PICTURE_FINE;
	} else {
		return walk_burden(burden, data);
	}
	if (w == 0 || h == 0 || *image)
		return PICTURE_BROKEN;
	if (out->width != 0 && (out->width != w || out->height != h))
		return PICTURE_BROKEN;
	out->width = w;
	out->height = h;
	*image = true;
	return PICTURE_FINE;
}

enum picture_fault
walk_webp(struct str file, struct picture *out)
{
	size_t size = walk_le32(file, 4);
	struct str rest;
	size_t burden = 0;
	bool image = false;

	out->type = PICTURE_WEBP;
	if (size > file.n - 8 || size < 4)
		return PICTURE_BROKEN;
	rest = str_sub(file, 12, size - 4);
	while (rest.n > 0) {
		size_t n = walk_le32(rest, 4);
		enum picture_fault fault;

		if (rest.n < 8 || n > rest.n - 8)
			return PICTURE_BROKEN;
		fault =
		    read_webp_chunk(str_sub(rest, 0, 4), str_sub(rest, 8, n), out, &burden, &image);
		if (fault != PICTURE_FINE)
			return fault;
		rest = str_sub(rest, 8 + n + n % 2, rest.n);
	}
	if (!image)
		return PICTURE_BROKEN;
	return walk_is_padding(str_sub(file, 8 + size, file.n)) ? PICTURE_FINE : PICTURE_MIXED;
}

/* ISO/IEC 14496-12, 4.2: take the first box off ${rest}. */
static bool
next_box(struct str *rest, struct str *type, struct str *data)
{
	size_t head = 8;
	uint64_t n = walk_be32(*rest, 0);

	if (rest->n < 8)
		return false;
	*type = str_sub(*rest, 4, 4);
	if (n == 1) {
		head = 16;
		n = (uint64_t)walk_be32(*rest, 8) << 32 | walk_be32(*rest, 12);
	} else if (n == 0) {
		n = rest->n;
	}
	if (n < head || n > rest->n)
		return false;
	*data = str_sub(*rest, head, (size_t)n - head);
	*rest = str_sub(*rest, (size_t)n, rest->n);
	return true;
}

/* What decoders other than that of AV1 are set up by: without it they decode nothing. */
static bool
is_other_codec(struct str type)
{
	static const struct str all[] = {STR("hvcC"), STR("lhvC"), STR("vvcC"), STR("evcC"),
	    STR("avcC"), STR("jpgC"), STR("j2kH"), STR("uncC")};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (str_eq(type, all[i]))
			return true;
	return false;
}

/* ISO/IEC 23008-12, 6.5.3: the largest size told is the picture's; its parts are smaller.  What a
 * crop (clap) shows of it may be smaller as well: all of it is decoded.  And it is AV1 by what its
 * decoder is told (AV1-ISOBMFF, 2.3): its brand may say anything. */
static enum picture_fault
read_properties(struct str boxes, struct picture *out)
{
	struct str type;
	struct str data;
	bool av1 = false;

	while (boxes.n > 0) {
		int32_t w;
		int32_t h;

		if (!next_box(&boxes, &type, &data))
			return PICTURE_BROKEN;
		if (is_other_codec(type)) {
			out->other = "HEIC";
			return PICTURE_OTHER;
		}
		av1 = av1 || str_eq(type, STR("av1C"));
		if (!str_eq(type, STR("ispe")))
			continue;
		w = side(walk_be32(data, 4));
		h = side(walk_be32(data, 8));
		if ((int64_t)w * h > (int64_t)out->width * out->height) {
			out->width = w;
			out->height = h;
		}
	}
	return av1 ? PICTURE_FINE : PICTURE_BROKEN;
}

/* Into the only box named ${name} of ${boxes}. */
static bool
enter(struct str boxes, struct str name, struct str *inside)
{
	struct str type;
	struct str data;
	bool found = false;

	while (boxes.n > 0) {
		if (!next_box(&boxes, &type, &data))
			return false;
		if (!str_eq(type, name))
			continue;
		if (found)
			return false;
		found = true;
		*inside = data;
	}
	return found;
}

enum picture_fault
walk_avif(struct str file, struct picture *out)
{
	struct str rest = file;
	struct str type;
	struct str data;
	struct str meta = STR_NULL;
	struct str properties;
	size_t burden = 0;

	out->type = PICTURE_AVIF;
	while (rest.n > 0 && !walk_is_padding(rest)) {
		enum picture_fault fault;

		if (!next_box(&rest, &type, &data)) {
			/* Behind a whole picture it is somebody else's; else it is cut off. */
			return meta.p != NULL && walk_foreign(rest) ? PICTURE_MIXED
								    : PICTURE_BROKEN;
		}
		/* Of two a decoder might take the other. */
		if (str_eq(type, STR("meta")) && meta.p != NULL)
			return PICTURE_BROKEN;
		if (str_eq(type, STR("meta")))
			meta = str_sub(data, 4, data.n); /* a full box: version and flags */
		else if (str_eq(type, STR("mdat")))
			continue;
		fault = walk_burden(&burden, data);
		if (fault != PICTURE_FINE)
			return fault;
	}
	if (meta.p == NULL || !enter(meta, STR("iprp"), &properties) ||
	    !enter(properties, STR("ipco"), &properties))
		return PICTURE_BROKEN;
	return read_properties(properties, out);
}
