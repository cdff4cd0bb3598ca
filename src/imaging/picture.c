#include "imaging/picture.h"

#include <string.h>

#include "imaging/picture_walk.h"

#define ZIP_END_MAX ((size_t)65535 + 22)

static uint8_t
byte(struct str s, size_t at)
{
	return at < s.n ? (uint8_t)s.p[at] : 0;
}

uint32_t
walk_be16(struct str s, size_t at)
{
	return (uint32_t)byte(s, at) << 8 | byte(s, at + 1);
}

uint32_t
walk_be32(struct str s, size_t at)
{
	return walk_be16(s, at) << 16 | walk_be16(s, at + 2);
}

uint32_t
walk_le32(struct str s, size_t at)
{
	return (uint32_t)byte(s, at) | (uint32_t)byte(s, at + 1) << 8 |
	       (uint32_t)byte(s, at + 2) << 16 | (uint32_t)byte(s, at + 3) << 24;
}

static bool
starts_nocase(struct str s, struct str prefix)
{
	return str_eq_nocase(str_sub(s, 0, prefix.n), prefix);
}

bool
walk_foreign(struct str s)
{
	static const struct str markup[] = {STR("<html"), STR("<!doctype"), STR("<script"),
	    STR("<body"), STR("<iframe"), STR("<?php")};
	struct str rest = s;

	for (size_t at; (at = str_chr(rest, '<')) < rest.n; rest = str_sub(rest, at + 1, rest.n))
		for (size_t i = 0; i < sizeof(markup) / sizeof(markup[0]); i++)
			if (starts_nocase(str_sub(rest, at, markup[i].n), markup[i]))
				return true;
	return str_find(s, STR("%PDF-")) < s.n || str_find(s, STR("PK\003\004")) < s.n;
}

enum picture_fault
walk_burden(size_t *sum, struct str s)
{
	*sum += s.n;
	if (*sum > PICTURE_BURDEN_MAX)
		return PICTURE_BURDEN;
	return walk_foreign(s) ? PICTURE_MIXED : PICTURE_FINE;
}

bool
walk_is_padding(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\0' && strchr(" \r\n\t", s.p[i]) == NULL)
			return false;
	return true;
}

int
walk_orientation(struct str exif)
{
	bool little = str_starts(exif, STR("II*\0"));
	size_t at;
	uint32_t n;

	if (!little && !str_starts(exif, STR("MM\0*")))
		return 1;
	at = little ? walk_le32(exif, 4) : walk_be32(exif, 4);
	if (at >= exif.n)
		return 1;
	n = little ? walk_le32(exif, at) & 0xffff : walk_be16(exif, at);
	for (at += 2; n > 0 && at + 12 <= exif.n; n--, at += 12) {
		uint32_t tag = little ? walk_le32(exif, at) & 0xffff : walk_be16(exif, at);
		uint32_t v = little ? walk_le32(exif, at + 8) & 0xffff : walk_be16(exif, at + 8);

		if (tag == 0x0112)
			return v >= 1 && v <= 8 ? (int)v : 1;
	}
	return 1;
}

/* APPNOTE.TXT, 4.3.16: an archive is found from its end, so a picture may be one as well.  On
 * one disk, and with as many entries here as in all, so that no compressed data looks like it. */
static bool
is_archive_too(struct str file)
{
	size_t from = file.n > ZIP_END_MAX ? file.n - ZIP_END_MAX : 0;
	struct str rest = str_sub(file, from, file.n);
	size_t at;

	while ((at = str_find(rest, STR("PK\005\006\0\0\0\0"))) < rest.n) {
		if (walk_be16(rest, at + 8) == walk_be16(rest, at + 10))
			return true;
		rest = str_sub(rest, at + 1, rest.n);
	}
	return false;
}

/* ISO/IEC 14496-12, 4.3: the brands of a "ftyp" box, the major one first. */
static bool
has_brand(struct str file, struct str brand)
{
	size_t end = walk_be32(file, 0);

	if (end > file.n)
		end = file.n;
	for (size_t at = 8; at + 4 <= end; at += at == 8 ? 8 : 4)
		if (str_eq(str_sub(file, at, 4), brand))
			return true;
	return false;
}

static const char *
other_box(struct str file)
{
	static const struct str heic[] = {STR("heic"), STR("heix"), STR("heim"), STR("heis"),
	    STR("hevc"), STR("mif1"), STR("msf1")};

	if (has_brand(file, STR("avis")))
		return "AVIF (animation)";
	for (size_t i = 0; i < sizeof(heic) / sizeof(heic[0]); i++)
		if (has_brand(file, heic[i]))
			return "HEIC";
	if (has_brand(file, STR("crx ")))
		return "RAW";
	if (has_brand(file, STR("jxl ")))
		return "JPEG XL";
	return "MP4";
}

/* What people try to upload, so that the refusal can name it. */
static const char *
other_type(struct str file)
{
	static const struct {
		struct str begin;
		const char *name;
	} known[] = {{STR("GIF8"), "GIF"}, {STR("%PDF"), "PDF"}, {STR("II*\0"), "TIFF / RAW"},
	    {STR("MM\0*"), "TIFF / RAW"}, {STR("BM"), "BMP"}, {STR("8BPS"), "Photoshop"},
	    {STR("PK\003\004"), "ZIP / Office"}, {STR("\0\0\001\0"), "ICO"},
	    {STR("\xff\x0a"), "JPEG XL"}, {STR("\0\0\0\x0cJXL "), "JPEG XL"},
	    {STR("\0\0\0\x0cjP  "), "JPEG 2000"}, {STR("\xd0\xcf\x11\xe0"), "Office"}};
	struct str begin = str_sub(file, 0, 1024);

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_starts(file, known[i].begin))
			return known[i].name;
	if (str_eq(str_sub(file, 4, 4), STR("ftyp")))
		return other_box(file);
	for (size_t at; (at = str_chr(begin, '<')) < begin.n;
	     begin = str_sub(begin, at + 1, begin.n))
		if (starts_nocase(str_sub(begin, at, 4), STR("<svg")))
			return "SVG";
	return NULL;
}

static enum picture_fault
walk(struct str file, struct picture *out)
{
	if (str_starts(file, STR("\xff\xd8\xff")))
		return walk_jpeg(file, out);
	if (str_starts(file, STR("\x89PNG\r\n\x1a\n")))
		return walk_png(file, out);
	if (str_starts(file, STR("RIFF")) && str_eq(str_sub(file, 8, 4), STR("WEBP")))
		return walk_webp(file, out);
	if (str_eq(str_sub(file, 4, 4), STR("ftyp")) && has_brand(file, STR("avif")) &&
	    !has_brand(file, STR("avis")))
		return walk_avif(file, out);
	out->other = other_type(file);
	return out->other != NULL ? PICTURE_OTHER : PICTURE_NONE;
}

enum picture_fault
picture_read(struct str file, struct picture *out)
{
	enum picture_fault fault;

	*out = (struct picture){.other = NULL};
	fault = walk(file, out);
	if (fault != PICTURE_FINE)
		return fault;
	if (out->width <= 0 || out->height <= 0)
		return PICTURE_BROKEN;
	if (out->width > PICTURE_SIDE_MAX || out->height > PICTURE_SIDE_MAX ||
	    (int64_t)out->width * out->height > PICTURE_PIXELS_MAX)
		return PICTURE_PIXELS;
	return is_archive_too(file) ? PICTURE_MIXED : PICTURE_FINE;
}

const char *
picture_type_name(enum picture_type type)
{
	static const char *const name[] = {[PICTURE_JPEG] = "jpeg",
	    [PICTURE_PNG] = "png",
	    [PICTURE_WEBP] = "webp",
	    [PICTURE_AVIF] = "avif"};

	return name[type];
}
