#ifndef COPYDESK_CMD_IMAGER_RUN_H
#define COPYDESK_CMD_IMAGER_RUN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/status.h"

enum imager_end {
	IMAGER_END_DONE,
	IMAGER_END_BROKEN,
	IMAGER_END_MEMORY,
	IMAGER_END_TIME,
	IMAGER_END_CRASH
};

/**
 * imager_run(program, original, words, out):
 * Start ${program} with the argument ${words} (ended by NULL) and the descriptor ${original} as its
 * input, under its limits: 512 MB, 10 s of computing, 20 s by the clock, no file of its own.  Its
 * output goes to ${out}; what does not fit there is IMAGER_END_CRASH.  It never outlives this call,
 * nor this process.
 */
enum imager_end imager_run(
    const char *program, int original, const char *const *words, struct buf *out) MUST_CHECK;

#endif
