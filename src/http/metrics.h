#ifndef COPYDESK_HTTP_METRICS_H
#define COPYDESK_HTTP_METRICS_H

#include "base/buf.h"
#include "http/board.h"

/** metrics_write(b, program, board): Append the figures of ${board} in Prometheus text format
 * 0.0.4. */
void metrics_write(struct buf *b, const char *program, const struct board *board);

/**
 * metrics_answer(listener, program, board):
 * Accept one connection and answer it.  A client that dawdles is left: the
 * master has no time to lose.
 */
void metrics_answer(int listener, const char *program, const struct board *board);

#endif
