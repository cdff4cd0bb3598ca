#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_FIRST ((size_t)64 * 1024)
#define ALIGN alignof(max_align_t)

struct chunk {
	struct chunk *next; /* the one before it in age */
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char room[];
};

struct cleanup {
	struct cleanup *next;
	void (*fn)(void *);
	void *arg;
};

struct arena {
	struct chunk *newest;
	struct chunk *first;
	struct cleanup *cleanups;
	jmp_buf *where;
	struct arena *scratch; /* NULL until it is asked for */
	size_t cap;
	size_t taken; /* room of all chunks: what the cap bounds */
	size_t used;
};

static struct chunk *
chunk_new(size_t size)
{
	struct chunk *c = size <= SIZE_MAX - sizeof(*c) ? malloc(sizeof(*c) + size) : NULL;

	if (c != NULL) {
		c->next = NULL;
		c->size = size;
		c->used = 0;
	}
	return c;
}

struct arena *
arena_new(size_t cap)
{
	struct arena *a = calloc(1, sizeof(*a));
	struct chunk *c;

	if (a == NULL)
		return NULL;
	c = chunk_new(cap < CHUNK_FIRST ? cap : CHUNK_FIRST);
	if (c == NULL) {
		free(a);
		return NULL;
	}
	a->first = a->newest = c;
	a->cap = cap;
	a->taken = c->size;
	return a;
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	arena_reset(a);
	arena_free(a->scratch);
	free(a->first);
	free(a);
}

void
arena_reset(struct arena *a)
{
	struct chunk *c;

	/* A cleanup may itself allocate or register another: take them one at a time. */
	while (a->cleanups != NULL) {
		struct cleanup *cl = a->cleanups;

		a->cleanups = cl->next;
		cl->fn(cl->arg);
	}
	while ((c = a->newest) != a->first) {
		a->newest = c->next;
		free(c);
	}
	if (a->scratch != NULL)
		arena_reset(a->scratch);
	a->first->used = 0;
	a->taken = a->first->size;
	a->used = 0;
}

void
arena_on_exhausted(struct arena *a, jmp_buf *where)
{
	a->where = where;
}

static _Noreturn void
exhausted(struct arena *a)
{
	if (a->where != NULL)
		longjmp(*a->where, 1);
	fprintf(stderr, "out of memory: the limit of %zu bytes for one task is reached\n", a->cap);
	exit(EXIT_FAILURE);
}

/* Take ${n} bytes, n a multiple of ALIGN; NULL when the cap or the system says no. */
static void *
take(struct arena *a, size_t n)
{
	struct chunk *c = a->newest;
	void *p;

	if (c->size - c->used < n) {
		size_t left = a->cap - a->taken;
		size_t size = c->size <= SIZE_MAX / 2 ? 2 * c->size : c->size;

		if (n > left)
			return NULL;
		if (size < n)
			size = n;
		if (size > left)
			size = left;
		c = chunk_new(size);
		if (c == NULL)
			return NULL;
		c->next = a->newest;
		a->newest = c;
		a->taken += size;
	}
	p = c->room + c->used;
	c->used += n;
	a->used += n;
	return p;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	size_t rounded;
	void *p;

	if (n > SIZE_MAX - ALIGN)
		exhausted(a);
	rounded = (n + ALIGN - 1) / ALIGN * ALIGN;
	/* Two allocations never share an address, not even empty ones. */
	if (rounded == 0)
		rounded = ALIGN;
	p = take(a, rounded);
	if (p == NULL)
		exhausted(a);
	return memset(p, 0, rounded);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		exhausted(a);
	return arena_alloc(a, n);
}

void *
arena_more(struct arena *a, void *v, size_t n, size_t *room, size_t more, size_t size)
{
	void *to;

	if (more <= *room - n)
		return v;
	if (__builtin_mul_overflow(*room, 2, room) || __builtin_add_overflow(*room, more, room))
		exhausted(a);
	to = arena_array(a, *room, size);
	if (n > 0)
		memcpy(to, v, n * size);
	return to;
}

void
arena_cleanup(struct arena *a, void (*fn)(void *), void *arg)
{
	struct cleanup *cl = take(a, (sizeof(*cl) + ALIGN - 1) / ALIGN * ALIGN);

	/* The caller has already let go of ${arg}: without a record it would leak. */
	if (cl == NULL) {
		fn(arg);
		exhausted(a);
	}
	cl->next = a->cleanups;
	cl->fn = fn;
	cl->arg = arg;
	a->cleanups = cl;
}

struct arena *
arena_scratch(struct arena *a)
{
	if (a->scratch == NULL)
		a->scratch = arena_new(a->cap);
	if (a->scratch == NULL)
		exhausted(a);
	a->scratch->where = a->where;
	return a->scratch;
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}
