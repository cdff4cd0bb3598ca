#ifndef COPYDESK_DOMAIN_DIFF_H
#define COPYDESK_DOMAIN_DIFF_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "domain/myers.h"

/*
 * What changed between two texts: first by block (parts between blank
 * lines), then inside blocks that changed, by word for Latin and by character for Han.
 * After E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986.
 */
enum diff_op { DIFF_SAME, DIFF_ADDED, DIFF_REMOVED };

/* A run of text; what was removed before what was added. */
struct diff_run {
	enum diff_op op;
	struct str text;
};

enum diff_kind { DIFF_BLOCK_SAME, DIFF_BLOCK_ADDED, DIFF_BLOCK_REMOVED, DIFF_BLOCK_CHANGED };

struct diff_block {
	enum diff_kind kind;
	struct diff_run *run;
	size_t n;
};

struct diff {
	struct diff_block *block;
	size_t n;
	size_t changed; /* blocks that are not DIFF_BLOCK_SAME */
};

/** diff_text(a, from, to, out): Compare two texts of several blocks. */
void diff_text(struct arena *a, struct str from, struct str to, struct diff *out);

/** diff_line(a, from, to, out): Compare two short texts as one block. */
void diff_line(struct arena *a, struct str from, struct str to, struct diff_block *out);

/**
 * diff_pair(a, m, from, to, out):
 * As diff_line() for many pairs, whose work ${m} shares.  Two that have little in common are shown
 * one after the other, not mixed.
 */
void diff_pair(
    struct arena *a, struct myers *m, struct str from, struct str to, struct diff_block *out);

#endif
