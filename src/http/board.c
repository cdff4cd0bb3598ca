#include "http/board.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"

#define MAGIC 0x43445342U /* "CDSB" */

const int64_t board_bucket_us[BOARD_BUCKETS - 1] = {
    250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 5000000};

struct board *
board_new(int *fd)
{
	struct board *b;

	*fd = memfd_create("copydesk-board", MFD_CLOEXEC);
	if (*fd < 0)
		return NULL;
	if (ftruncate(*fd, sizeof(*b)) != 0)
		goto err1;
	b = mmap(NULL, sizeof(*b), PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
	if (b == MAP_FAILED)
		goto err1;
	b->magic = MAGIC;
	b->size = sizeof(*b);
	return b;

err1:
	close(*fd);
	return NULL;
}

/* Take the pids of a board of another make into one of ours. */
static struct board *
convert(int *fd)
{
	struct {
		uint32_t magic;
		uint32_t size;
		int32_t pid[BOARD_SLOTS];
	} old;
	struct board *b;

	if (pread(*fd, &old, sizeof(old), 0) != (ssize_t)sizeof(old) || old.magic != MAGIC)
		return NULL;
	close(*fd);
	b = board_new(fd);
	if (b != NULL)
		for (size_t i = 0; i < BOARD_SLOTS; i++)
			b->pid[i] = old.pid[i];
	return b;
}

struct board *
board_adopt(int *fd)
{
	struct board *b;
	struct stat st;

	if (fstat(*fd, &st) != 0)
		return NULL;
	if (st.st_size != (off_t)sizeof(*b))
		return convert(fd);
	b = mmap(NULL, sizeof(*b), PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
	if (b == MAP_FAILED)
		return NULL;
	return b->magic == MAGIC && b->size == sizeof(*b) ? b : NULL;
}

int
board_claim(struct board *b, int index)
{
	for (int i = 0; i < BOARD_SLOTS; i++) {
		struct board_slot *s = &b->slot[i];

		if (b->pid[i] != 0)
			continue;
		s->index = index;
		s->generation = b->generation;
		s->started_us = clock_mono_us();
		s->ready = 0;
		s->leaving = 0;
		s->kept = 0;
		s->route[0] = '\0';
		board_idle(s);
		return i;
	}
	return -1;
}

int64_t
board_begin(struct board_slot *s)
{
	int64_t now = clock_mono_us();

	s->route[0] = '\0';
	atomic_store_explicit(&s->busy_since_us, now, memory_order_release);
	return now;
}

void
board_route(struct board_slot *s, const char *pattern)
{
	size_t n = strnlen(pattern, sizeof(s->route) - 1);

	memcpy(s->route, pattern, n);
	s->route[n] = '\0';
}

void
board_idle(struct board_slot *s)
{
	atomic_store_explicit(&s->busy_since_us, 0, memory_order_release);
}

/* The slot has one writer: no need for a locked addition. */
static void
add(_Atomic uint64_t *counter, uint64_t n)
{
	uint64_t was = atomic_load_explicit(counter, memory_order_relaxed);

	atomic_store_explicit(counter, was + n, memory_order_relaxed);
}

void
board_count(struct board_slot *s, const struct board_request *r)
{
	size_t bucket = 0;

	while (bucket < BOARD_BUCKETS - 1 && r->us > board_bucket_us[bucket])
		bucket++;
	if (r->status >= 100 && r->status < 600)
		add(&s->requests[r->status / 100 - 1], 1);
	add(&s->bucket[bucket], 1);
	add(&s->request_us, (uint64_t)r->us);
	add(&s->db_us, (uint64_t)r->db_us);
	add(&s->queries, (uint64_t)r->queries);
	add(&s->bytes, r->bytes);
	add(&s->exhausted, r->exhausted);
}
