#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>

#include "imaging/render.h"

/* What libvips would make of these bytes if it were asked for any picture at all. */
static bool
loads(const void *p, size_t n)
{
	VipsImage *image = vips_image_new_from_buffer(p, n, "", NULL);
	bool read = image != NULL && vips_image_wio_input(image) == 0;

	if (image != NULL)
		g_object_unref(image);
	vips_error_clear();
	return read;
}

/* Of the loaders only four are left, and no more has been forgotten than that. */
static void
test_loaders(void **state)
{
	static const char gif[] = "GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D"
				  "\1\0;";
	static const char svg[] =
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
	static const char ppm[] = "P6\n1 1\n255\nabc";
	VipsImage *image = NULL;
	void *p = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(VIPS_INIT("test_render"), 0);
	assert_true(loads(gif, sizeof(gif) - 1));
	assert_true(render_init());
	assert_false(loads(gif, sizeof(gif) - 1));
	assert_false(loads(svg, sizeof(svg) - 1));
	assert_false(loads(ppm, sizeof(ppm) - 1));
	assert_int_equal(vips_black(&image, 9, 9, NULL), 0);
	assert_int_equal(vips_tiffsave_buffer(image, &p, &n, NULL), 0);
	assert_false(loads(p, n));
	g_free(p);
	assert_int_equal(vips_jpegsave_buffer(image, &p, &n, NULL), 0);
	assert_true(loads(p, n));
	g_free(p);
	g_object_unref(image);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_loaders)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
