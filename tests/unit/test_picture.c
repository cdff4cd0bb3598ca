#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "imaging/picture.h"

/* Frames of pictures of any size, with nothing in them: none of their data is looked at. */

struct file {
	char p[300];
	size_t n;
};

static void
add(struct file *f, const char *p, size_t n)
{
	assert_true(n <= sizeof(f->p) - f->n);
	memcpy(f->p + f->n, p, n);
	f->n += n;
}

#define ADD(f, literal) add(f, literal, sizeof(literal) - 1)

/* ${n} bytes of ${v}, the highest first. */
static void
big(struct file *f, uint32_t v, int n)
{
	while (n-- > 0) {
		char c = (char)(v >> 8 * n);

		add(f, &c, 1);
	}
}

static void
little(struct file *f, uint32_t v, int n)
{
	for (; n > 0; n--, v >>= 8) {
		char c = (char)v;

		add(f, &c, 1);
	}
}

static void
png(struct file *f, uint32_t w, uint32_t h)
{
	ADD(f, "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR");
	big(f, w, 4);
	big(f, h, 4);
	ADD(f, "\x08\2\0\0\0csum\0\0\0\1IDAT-csum\0\0\0\0IENDcsum");
}

static void
jpeg(struct file *f, uint32_t w, uint32_t h, unsigned marker, unsigned orientation)
{
	ADD(f, "\xff\xd8");
	if (orientation != 0) {
		ADD(f, "\xff\xe1\0\x22"
		       "Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1");
		big(f, orientation, 2);
		ADD(f, "\0\0\0\0\0\0");
	}
	ADD(f, "\xff");
	big(f, marker, 1);
	ADD(f, "\0\x0b\x08");
	big(f, h, 2);
	big(f, w, 2);
	ADD(f, "\1\1\x11\0\xff\xda\0\x08\1\1\0\0\x3f\0data\xff\xd9");
}

static void
baseline(struct file *f, uint32_t w, uint32_t h)
{
	jpeg(f, w, h, 0xc0, 0);
}

static void
progressive(struct file *f, uint32_t w, uint32_t h)
{
	jpeg(f, w, h, 0xc2, 0);
}

static void
turned(struct file *f, uint32_t w, uint32_t h)
{
	jpeg(f, h, w, 0xc0, 6);
}

static void
lossy(struct file *f, uint32_t w, uint32_t h)
{
	ADD(f, "RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a");
	little(f, w, 2);
	little(f, h, 2);
}

static void
lossless(struct file *f, uint32_t w, uint32_t h)
{
	ADD(f, "RIFF\x12\0\0\0WEBPVP8L\5\0\0\0\x2f");
	little(f, (w - 1) | (h - 1) << 14, 4);
	ADD(f, "\0");
}

static void
extended(struct file *f, uint32_t w, uint32_t h)
{
	ADD(f, "RIFF\x28\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0");
	little(f, w - 1, 3);
	little(f, h - 1, 3);
	ADD(f, "VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a");
	little(f, w, 2);
	little(f, h, 2);
}

/* With the decoder's configuration of ${codec}: "av1C". */
static void
heif(struct file *f, uint32_t w, uint32_t h, const char *codec)
{
	ADD(f, "\0\0\0\x14"
	       "ftypavif\0\0\0\0mif1\0\0\0\x3cmeta\0\0\0\0\0\0\0\x30iprp\0\0\0\x28ipco"
	       "\0\0\0\x0c");
	add(f, codec, 4);
	ADD(f, "conf\0\0\0\x14ispe\0\0\0\0");
	big(f, w, 4);
	big(f, h, 4);
}

static void
avif(struct file *f, uint32_t w, uint32_t h)
{
	heif(f, w, h, "av1C");
}

static const struct {
	const char *name;
	void (*make)(struct file *f, uint32_t w, uint32_t h);
} kinds[] = {{"PNG", png}, {"JPEG, baseline", baseline}, {"JPEG, progressive", progressive},
    {"JPEG, turned", turned}, {"WebP, lossy", lossy}, {"WebP, lossless", lossless},
    {"WebP, extended", extended}, {"AVIF", avif}};

static void
check(size_t kind, uint32_t w, uint32_t h, enum picture_fault want)
{
	struct file f = {.n = 0};
	struct picture out;
	enum picture_fault got;

	kinds[kind].make(&f, w, h);
	got = picture_read((struct str){f.p, f.n}, &out);
	if (got != want)
		print_error("%s of %u x %u\n", kinds[kind].name, w, h);
	assert_int_equal(got, want);
	assert_int_equal(out.width, w);
	assert_int_equal(out.height, h);
}

/* Sixty million pixels and a side of sixteen thousand, and not one more. */
static void
test_size(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		check(i, 1, 1, PICTURE_FINE);
		check(i, 8000, 7500, PICTURE_FINE);
		check(i, 7500, 8000, PICTURE_FINE);
		check(i, 16000, 3750, PICTURE_FINE);
		check(i, 3750, 16000, PICTURE_FINE);
		check(i, 8000, 7501, PICTURE_PIXELS);
		check(i, 7501, 8000, PICTURE_PIXELS);
		check(i, 16001, 1, PICTURE_PIXELS);
		check(i, 1, 16001, PICTURE_PIXELS);
	}
}

/* What lies under the name of an AVIF is one by its codec. */
static void
test_codec(void **state)
{
	static const struct {
		const char *codec;
		enum picture_fault want;
	} all[] = {{"av1C", PICTURE_FINE}, {"hvcC", PICTURE_OTHER}, {"lhvC", PICTURE_OTHER},
	    {"vvcC", PICTURE_OTHER}, {"avcC", PICTURE_OTHER}, {"jpgC", PICTURE_OTHER},
	    {"pixi", PICTURE_BROKEN}};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct file f = {.n = 0};
		struct picture out;

		heif(&f, 20, 10, all[i].codec);
		assert_int_equal(picture_read((struct str){f.p, f.n}, &out), all[i].want);
		if (all[i].want == PICTURE_OTHER)
			assert_string_equal(out.other, "HEIC");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_size),
	    cmocka_unit_test(test_codec),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
