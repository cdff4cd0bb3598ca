#ifndef COPYDESK_BASE_BUF_H
#define COPYDESK_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

/*
 * A growing byte buffer with a maximum set at birth and a sticky error, so
 * that formatting code need not check each append: it checks buf_ok() once.
 */
struct buf {
	char *p;
	size_t n;
	size_t cap;
	size_t max;
	struct arena *arena; /* NULL: heap */
	bool failed;
};

/**
 * buf_init(b, arena, max):
 * Make ${b} an empty buffer that may grow to ${max} bytes.  With an ${arena}
 * its memory goes with the arena; with NULL it is on the heap, survives
 * buf_reset(), and must be given to buf_free().
 */
void buf_init(struct buf *b, struct arena *arena, size_t max);
void buf_free(struct buf *b);
/** buf_reset(b): Empty ${b}, clear its error, keep its memory. */
void buf_reset(struct buf *b);

/** buf_ok(b): Return false if an append did not fit or found no memory. */
static inline bool
buf_ok(const struct buf *b)
{
	return !b->failed;
}

/** buf_view(b): Return a view of the contents, valid until the next append. */
struct str buf_view(const struct buf *b);

/**
 * buf_room(b, n):
 * Return a place for ${n} more bytes, or NULL (sticky error).  The caller
 * writes up to ${n} bytes there and adds what it wrote to b->n.
 */
char *buf_room(struct buf *b, size_t n);

void buf_append(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, struct str s);
void buf_z(struct buf *b, const char *z);
void buf_char(struct buf *b, char c);
void buf_i64(struct buf *b, int64_t v);
void buf_u64(struct buf *b, uint64_t v);
/** buf_hex(b, s): Append the bytes of ${s} as lower-case hexadecimal. */
void buf_hex(struct buf *b, struct str s);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

#define BUF_LIT(b, lit) buf_append((b), "" lit, sizeof(lit) - 1)

#endif
