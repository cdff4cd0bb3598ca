#include "cmd/worker_sizes.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>

bool
worker_sizes_original(int fd, struct picture *out)
{
	struct stat st;
	void *p;
	bool fine;

	if (fstat(fd, &st) != 0 || st.st_size <= 0)
		return false;
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return false;
	fine = picture_read((struct str){p, (size_t)st.st_size}, out) == PICTURE_FINE;
	munmap(p, (size_t)st.st_size);
	return fine;
}

bool
worker_sizes_agree(const struct picture *original, int32_t width, int32_t height)
{
	if (width == original->width && height == original->height)
		return true;
	if (original->type == PICTURE_JPEG)
		return false;
	if (width == original->height && height == original->width)
		return true;
	return original->type == PICTURE_AVIF &&
	       ((width <= original->width && height <= original->height) ||
		   (width <= original->height && height <= original->width));
}

bool
worker_sizes_rendition(struct str file, enum picture_type type, int32_t width, int32_t height)
{
	struct picture p;

	return picture_read(file, &p) == PICTURE_FINE && p.type == type && p.width == width &&
	       abs(p.height - height) <= 1;
}
