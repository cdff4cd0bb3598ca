#ifndef COPYDESK_HTTP_SERVE_H
#define COPYDESK_HTTP_SERVE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "http/board.h"
#include "http/fcgi.h"
#include "http/server.h"

/* What a worker keeps from request to request. */
struct serve {
	const struct program *program;
	struct ctx *ctx;
	struct arena *arena;
	struct buf head;
	struct buf body;
	struct board_slot *slot;
};

/**
 * serve_init(s, p, arena_max, slot):
 * Make ${s} ready, with the program's start(); false if that gave up or there is no memory.
 */
bool serve_init(
    struct serve *s, const struct program *p, size_t arena_max, struct board_slot *slot);

/* What serve_one() leaves behind. */
enum serve_outcome {
	SERVE_KEEP,   /* a request was answered; the connection may carry another */
	SERVE_CLOSE,  /* a request was answered; close the connection */
	SERVE_NOTHING /* no request came: close the connection */
};

/** serve_one(s, c): Read one request from ${c}, answer, count and log it. */
enum serve_outcome serve_one(struct serve *s, struct fcgi *c);

#endif
