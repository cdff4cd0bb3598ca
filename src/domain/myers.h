#ifndef COPYDESK_DOMAIN_MYERS_H
#define COPYDESK_DOMAIN_MYERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * The shortest edit script between two sequences of symbols (equal number: equal symbol).
 * After E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986.
 */

#define MYERS_EDITS_MAX 1000 /* beyond, two texts have too little in common to be compared */

#define MYERS_WORK_MAX (4 << 20) /* steps of all calls together: some 20 ms */

/* What the calls for one pair of texts share: the trace, which grows up to 2 MiB. */
struct myers;

/** myers_new(a): Return the work space for any number of myers_diff() calls. */
struct myers *myers_new(struct arena *a);

/**
 * myers_diff(m, x, nx, y, ny, same_x, same_y):
 * Mark in ${same_x} and ${same_y} the symbols of ${x} and ${y} that stay, in order.
 * Return false, with nothing but the common beginning and end marked, if more than
 * MYERS_EDITS_MAX additions and removals are needed, or the calls took MYERS_WORK_MAX steps.
 */
bool myers_diff(struct myers *m, const uint32_t *x, size_t nx, const uint32_t *y, size_t ny,
    bool *same_x, bool *same_y);

#endif
