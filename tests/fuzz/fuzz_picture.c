#include <assert.h>
#include <stddef.h>

#include "imaging/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct picture p;
	enum picture_fault fault = picture_read((struct str){(const char *)data, n}, &p);

	if (fault == PICTURE_FINE) {
		assert(p.width > 0 && p.width <= PICTURE_SIDE_MAX);
		assert(p.height > 0 && p.height <= PICTURE_SIDE_MAX);
		assert((int64_t)p.width * p.height <= PICTURE_PIXELS_MAX);
	}
	assert((fault == PICTURE_OTHER) == (p.other != NULL));
	return 0;
}
