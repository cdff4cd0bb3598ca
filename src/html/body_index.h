#ifndef COPYDESK_HTML_BODY_INDEX_H
#define COPYDESK_HTML_BODY_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Blocks or paragraphs in the order of what they are looked up by, as a hash. */
struct body_entry {
	uint64_t key;
	size_t at;    /* which it is: of equal keys the lower comes first */
	size_t taken; /* for the caller */
};

/** body_index_sort(e, n): Bring the ${n} entries into their order. */
void body_index_sort(struct body_entry *e, size_t n);

/** body_index_first(e, n, key): The first of ${key} among sorted entries; ${n} if there is none. */
size_t body_index_first(const struct body_entry *e, size_t n, uint64_t key);

/** body_index_single(e, n, key): The only one of ${key}; ${n} if there is none, or are several. */
size_t body_index_single(const struct body_entry *e, size_t n, uint64_t key);

#endif
