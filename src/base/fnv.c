#include "base/fnv.h"

#define FNV_BASIS 2166136261u
#define FNV_PRIME 16777619u

uint32_t
fnv_32(struct str s)
{
	uint32_t h = FNV_BASIS;
	size_t i;

	for (i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * FNV_PRIME;
	return h;
}
