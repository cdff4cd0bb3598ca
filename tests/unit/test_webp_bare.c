#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "imaging/webp_bare.h"

#define VP8X(flags) "VP8X\x0a\0\0\0" flags "\0\0\0\1\0\0\1\0\0"
#define VP8 "VP8 \3\0\0\0abc\0"
#define EXIF "EXIF\4\0\0\0secr"
#define XMP "XMP \5\0\0\0secre\0"
#define ICC "ICCP\2\0\0\0xx"

static void
check(const char *in, size_t n, const char *want, size_t want_n)
{
	uint8_t p[200];

	memcpy(p, in, n);
	assert_int_equal(webp_bare(p, n), want_n);
	assert_memory_equal(p, want, want_n);
}

#define CHECK(in, want) check(in, sizeof(in) - 1, want, sizeof(want) - 1)

static void
test_chunks(void **state)
{
	(void)state;
	CHECK("RIFF\x10\0\0\0WEBP" VP8, "RIFF\x10\0\0\0WEBP" VP8);
	CHECK("RIFF\x5a\0\0\0WEBP" VP8X("\x2c") ICC VP8 EXIF XMP,
	    "RIFF\x22\0\0\0WEBP" VP8X("\0") VP8);
	/* Transparency stays told. */
	CHECK("RIFF\x2e\0\0\0WEBP" VP8X("\x38") EXIF VP8, "RIFF\x22\0\0\0WEBP" VP8X("\x10") VP8);
}

static void
test_others(void **state)
{
	(void)state;
	CHECK("", "");
	CHECK("RIFF", "RIFF");
	CHECK("RIFF\x10\0\0\0WAVE" EXIF, "RIFF\x10\0\0\0WAVE" EXIF);
	/* A length beyond the end. */
	CHECK("RIFF\x10\0\0\0WEBPVP8 \xff\xff\xff\xff", "RIFF\x10\0\0\0WEBPVP8 \xff\xff\xff\xff");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_chunks),
	    cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
