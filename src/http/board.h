#ifndef COPYDESK_HTTP_BOARD_H
#define COPYDESK_HTTP_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/str.h"

/*
 * The scoreboard: memory that the master and all its workers share, and that
 * survives a reload.  Each slot has one writer, the worker that lives in it; its
 * counters go on when another moves in, so that they only ever grow.
 */
#define BOARD_SLOTS 128
#define BOARD_CLASSES 5  /* 1xx to 5xx */
#define BOARD_BUCKETS 14 /* of the latency histogram, the last without a limit */

/* Upper limits of the buckets in microseconds; the last bucket has none. */
extern const int64_t board_bucket_us[BOARD_BUCKETS - 1];

struct board_slot {
	int index;           /* which worker: 0 .. workers - 1 */
	uint32_t generation; /* grows with each reload */
	int64_t started_us;
	_Atomic int ready;             /* it serves */
	_Atomic int leaving;           /* it takes no more connections */
	_Atomic int kept;              /* connections it holds */
	_Atomic int64_t busy_since_us; /* monotonic; 0: idle */
	char route[96];                /* of the request under way, for the log */
	_Atomic uint64_t requests[BOARD_CLASSES];
	_Atomic uint64_t bucket[BOARD_BUCKETS];
	_Atomic uint64_t request_us;
	_Atomic uint64_t db_us;
	_Atomic uint64_t queries;
	_Atomic uint64_t bytes;
	_Atomic uint64_t exhausted; /* requests that ran out of memory */
} __attribute__((aligned(64)));

/* Why a worker had to be replaced. */
enum board_exit { BOARD_CRASHED, BOARD_OVERDUE, BOARD_RECYCLED, BOARD_EXITS };

struct board {
	/* The head keeps its form for ever: after an upgrade the new master finds the old workers
	 * by it. */
	uint32_t magic;
	uint32_t size;
	_Atomic int32_t pid[BOARD_SLOTS]; /* 0: free */
	/* The rest is trusted only if the size is the same. */
	uint32_t generation;
	uint64_t reloads;
	uint64_t exits[BOARD_EXITS];
	struct board_slot slot[BOARD_SLOTS];
};

/** board_new(fd): Make a board; ${fd} keeps it over an exec.  Return NULL if there is no memory. */
struct board *board_new(int *fd);

/**
 * board_adopt(fd):
 * Return the board in ${fd}, which an earlier master left.  If that was of
 * another make, only the pids are taken over.  NULL if it is no board.
 */
struct board *board_adopt(int *fd);

/** board_claim(b, index): Return a free slot for worker ${index}, or -1 if all are taken. */
int board_claim(struct board *b, int index);

/** board_begin(s): A request begins in slot ${s}; return the time. */
int64_t board_begin(struct board_slot *s);
/** board_route(s, pattern): It turned out to be for ${pattern}. */
void board_route(struct board_slot *s, const char *pattern);
/** board_idle(s): It turned out to be none, or has ended. */
void board_idle(struct board_slot *s);

/* What a request was, for the counters. */
struct board_request {
	int status;
	int64_t us;
	int64_t db_us;
	int queries;
	size_t bytes;
	bool exhausted;
};

/** board_count(s, r): Add ${r} to the counters of slot ${s}. */
void board_count(struct board_slot *s, const struct board_request *r);

#endif
