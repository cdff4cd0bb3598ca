#include "html/body_index.h"

#include <stdlib.h>

static int
in_order(const void *x, const void *y)
{
	const struct body_entry *a = x;
	const struct body_entry *b = y;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

void
body_index_sort(struct body_entry *e, size_t n)
{
	if (n > 0)
		qsort(e, n, sizeof(*e), in_order);
}

size_t
body_index_first(const struct body_entry *e, size_t n, uint64_t key)
{
	size_t low = 0;
	size_t high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (e[mid].key < key)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && e[low].key == key ? low : n;
}

size_t
body_index_single(const struct body_entry *e, size_t n, uint64_t key)
{
	size_t at = body_index_first(e, n, key);

	return at + 1 < n && e[at + 1].key == key ? n : at;
}
