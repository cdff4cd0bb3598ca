#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/media_size.h"

static void
check(const int32_t *got, size_t n, const int32_t *want, size_t want_n)
{
	assert_int_equal(n, want_n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(got[i], want[i]);
}

#define WANT(...)                                                                                  \
	((const int32_t[]){__VA_ARGS__}), (sizeof((int32_t[]){__VA_ARGS__}) / sizeof(int32_t))

static void
test_widths(void **state)
{
	int32_t w[MEDIA_WIDTHS_MAX];

	(void)state;
	check(w, media_widths(1, w), WANT(1));
	check(w, media_widths(320, w), WANT(320));
	check(w, media_widths(321, w), WANT(320, 321));
	check(w, media_widths(640, w), WANT(320, 480, 640));
	check(w, media_widths(1000, w), WANT(320, 480, 640, 960, 1000));
	check(w, media_widths(1280, w), WANT(320, 480, 640, 960, 1280));
	check(w, media_widths(1281, w), WANT(320, 480, 640, 960, 1280));
	check(w, media_widths(60000, w), WANT(320, 480, 640, 960, 1280));
}

static void
test_crops(void **state)
{
	int32_t w[MEDIA_CROP_WIDTHS_MAX];

	(void)state;
	check(w, media_crop_widths(MEDIA_16X9, 4000, 3000, w), WANT(320, 640, 1280));
	check(w, media_crop_widths(MEDIA_1X1, 4000, 700, w), WANT(320, 640, 700));
	check(w, media_crop_widths(MEDIA_4X3, 700, 4000, w), WANT(320, 640, 700));
	check(w, media_crop_widths(MEDIA_16X9, 200, 200, w), WANT(200));
	check(w, media_crop_widths(MEDIA_16X9, 5000, 1, w), WANT(1));
	check(w, media_crop_widths(MEDIA_1X1, 1, 1, w), WANT(1));
	assert_int_equal(media_crop_height(MEDIA_16X9, 1280), 720);
	assert_int_equal(media_crop_height(MEDIA_4X3, 320), 240);
	assert_int_equal(media_crop_height(MEDIA_1X1, 777), 777);
	assert_int_equal(media_crop_height(MEDIA_16X9, 1), 1);
}

/* A crop is never larger than its picture. */
static void
test_crops_fit(void **state)
{
	(void)state;
	for (int32_t h = 1; h < 3000; h += 37) {
		for (int32_t width = 1; width < 3000; width += 41) {
			for (int c = 0; c < MEDIA_CROPS; c++) {
				int32_t w[MEDIA_CROP_WIDTHS_MAX];
				size_t n = media_crop_widths((enum media_crop)c, width, h, w);

				assert_in_range(n, 1, MEDIA_CROP_WIDTHS_MAX);
				assert_true(w[n - 1] <= width || w[n - 1] == 1);
				assert_true(media_crop_height((enum media_crop)c, w[n - 1]) <= h);
			}
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_widths),
	    cmocka_unit_test(test_crops),
	    cmocka_unit_test(test_crops_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
