#ifndef COPYDESK_BASE_ARENA_H
#define COPYDESK_BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>

/*
 * One arena holds everything that lives as long as one request (or one
 * command).  Allocation never returns NULL: when the cap is reached, control
 * goes to the place named with arena_on_exhausted(), which ends the request;
 * without such a place the process ends with a message.  Foreign resources
 * register a cleanup, so that neither way leaks.
 */
struct arena;

/**
 * arena_new(cap):
 * Return a new arena of at most ${cap} bytes, or NULL if there is no memory.
 */
struct arena *arena_new(size_t cap);

/**
 * arena_free(a):
 * Run the cleanups of ${a} and release it.  arena_free(NULL) does nothing.
 */
void arena_free(struct arena *a);

/**
 * arena_reset(a):
 * Run the cleanups of ${a}, newest first, and forget all that was allocated.
 * The first chunk is kept, so a steady state allocates nothing from the system.
 */
void arena_reset(struct arena *a);

/**
 * arena_on_exhausted(a, where):
 * From now on, longjmp to ${where} with value 1 when the cap of ${a} is
 * reached.  NULL restores the default: end the process.
 */
void arena_on_exhausted(struct arena *a, jmp_buf *where);

/**
 * arena_alloc(a, n):
 * Return ${n} zeroed bytes, aligned for any type.  Never returns NULL.
 */
void *arena_alloc(struct arena *a, size_t n)
    __attribute__((returns_nonnull, malloc, alloc_size(2)));

/**
 * arena_array(a, count, size):
 * Like arena_alloc() for ${count} elements of ${size} bytes; an overflow of
 * the product counts as exhaustion.
 */
void *arena_array(struct arena *a, size_t count, size_t size)
    __attribute__((returns_nonnull, malloc, alloc_size(2, 3)));

/**
 * arena_more(a, v, n, room, more, size):
 * Return ${v}, ${n} elements of ${size} bytes, with room for ${more}; ${*room} is for how many it
 * has room at all.  Where there is none it is a larger copy.
 */
void *arena_more(struct arena *a, void *v, size_t n, size_t *room, size_t more, size_t size);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, count, type) ((type *)arena_array((a), (count), sizeof(type)))
/* Room for ${more} behind the ${n} elements of ${v}, a variable that may point elsewhere then. */
#define ARENA_MORE(a, v, n, room, more)                                                            \
	((v) = arena_more((a), (v), (n), (room), (more), sizeof(*(v))))

/**
 * arena_cleanup(a, fn, arg):
 * Call ${fn}(${arg}) when ${a} is next reset or freed; at once, before
 * control leaves, if ${a} is exhausted.  Either way ${arg} does not leak.
 */
void arena_cleanup(struct arena *a, void (*fn)(void *), void *arg);

/**
 * arena_scratch(a):
 * Return the one arena beside ${a} for what is not needed as long as ${a} itself, of the same cap;
 * exhausted, it ends what ${a} ends.  Who used it calls arena_reset() on it and hands nothing of it
 * on; at the latest it is reset and freed with ${a}.
 */
struct arena *arena_scratch(struct arena *a);

/** arena_used(a): Return the bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

#endif
