#include "base/buf.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAP 256

void
buf_init(struct buf *b, struct arena *arena, size_t max)
{
	assert(max < SIZE_MAX);
	*b = (struct buf){.arena = arena, .max = max};
}

void
buf_free(struct buf *b)
{
	if (b->arena == NULL)
		free(b->p);
	*b = (struct buf){.max = b->max};
}

void
buf_reset(struct buf *b)
{
	b->n = 0;
	b->failed = false;
}

struct str
buf_view(const struct buf *b)
{
	return (struct str){b->p != NULL ? b->p : "", b->n};
}

/*
 * Make the capacity at least ${need} <= b->max.  One byte more than the
 * capacity is there, for the NUL that vsnprintf() insists on.
 */
static bool
grow(struct buf *b, size_t need)
{
	size_t cap = b->cap <= b->max / 2 ? 2 * b->cap : b->max;
	char *p;

	if (cap < FIRST_CAP)
		cap = FIRST_CAP < b->max ? FIRST_CAP : b->max;
	if (cap < need)
		cap = need;
	if (b->arena != NULL) {
		p = arena_alloc(b->arena, cap + 1);
		if (b->p != NULL)
			memcpy(p, b->p, b->n);
	} else {
		p = realloc(b->p, cap + 1);
		if (p == NULL)
			return false;
	}
	b->p = p;
	b->cap = cap;
	return true;
}

char *
buf_room(struct buf *b, size_t n)
{
	if (b->failed)
		return NULL;
	if (b->p == NULL || n > b->cap - b->n) {
		if (n > b->max - b->n || !grow(b, b->n + n)) {
			b->failed = true;
			return NULL;
		}
	}
	return b->p + b->n;
}

void
buf_append(struct buf *b, const void *p, size_t n)
{
	char *to = buf_room(b, n);

	if (to == NULL || n == 0)
		return;
	memcpy(to, p, n);
	b->n += n;
}

void
buf_str(struct buf *b, struct str s)
{
	buf_append(b, s.p, s.n);
}

void
buf_z(struct buf *b, const char *z)
{
	buf_append(b, z, strlen(z));
}

void
buf_char(struct buf *b, char c)
{
	buf_append(b, &c, 1);
}

void
buf_i64(struct buf *b, int64_t v)
{
	if (v < 0) {
		buf_char(b, '-');
		buf_u64(b, -(uint64_t)v);
	} else {
		buf_u64(b, (uint64_t)v);
	}
}

void
buf_u64(struct buf *b, uint64_t v)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	buf_append(b, digits + at, sizeof(digits) - at);
}

void
buf_hex(struct buf *b, struct str s)
{
	static const char digit[] = "0123456789abcdef";
	char *to;

	if (s.n > SIZE_MAX / 2) {
		b->failed = true;
		return;
	}
	to = buf_room(b, 2 * s.n);
	if (to == NULL)
		return;
	for (size_t i = 0; i < s.n; i++) {
		to[2 * i] = digit[(unsigned char)s.p[i] >> 4];
		to[2 * i + 1] = digit[(unsigned char)s.p[i] & 15];
	}
	b->n += 2 * s.n;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *to;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0) {
		b->failed = true;
		return;
	}
	to = buf_room(b, (size_t)n);
	if (to == NULL)
		return;
	va_start(ap, fmt);
	n = vsnprintf(to, (size_t)n + 1, fmt, ap);
	va_end(ap);
	if (n > 0)
		b->n += (size_t)n;
}
