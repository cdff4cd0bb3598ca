#ifndef COPYDESK_HTML_BODY_MERGE_H
#define COPYDESK_HTML_BODY_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "html/body_tree.h"

/*
 * Two bodies that were made from one, brought together block by block.  A block is what stands
 * directly in the document.  The same block of two bodies is found by its name, then by equal
 * content, and where a name is missing (the plain-text form gives none) by place and likeness.
 * What one side alone changed is taken; what both changed is a conflict, which somebody decides.
 */
enum body_version { BODY_BASE, BODY_THEIRS, BODY_MINE, BODY_VERSIONS };

enum body_choice { BODY_TAKE_MINE, BODY_TAKE_THEIRS, BODY_TAKE_BOTH };

enum body_merged {
	BODY_KEPT,        /* neither side changed it, or both alike */
	BODY_FROM_THEIRS, /* theirs changed, added, dropped or moved it */
	BODY_FROM_MINE,
	BODY_CONFLICT
};

/* A block, in the order of the result. */
struct body_merge_block {
	enum body_merged how;
	const struct body_item *version[BODY_VERSIONS]; /* NULL: not there */
	bool moved;                                     /* also, or only, to another place */
	size_t conflict; /* of a conflict: its number, which no choice changes */
};

struct body_merge {
	const struct body_merge_block *block;
	size_t n;
	size_t conflicts;
	struct str
	    json; /* the document that comes of it; absent if that is more than a body holds */
};

/**
 * body_merge(a, version, choice, n, out):
 * Bring together theirs and mine, made from base: three stored documents, in the order of enum
 * body_version.  Conflict number i is decided by ${choice}[i]; those from ${n} on by
 * BODY_TAKE_MINE.  Of two places of a block it gets theirs unless mine alone is taken.  A name that
 * would be there twice is dropped from the later block.  STATUS_INVALID: one of the three is no
 * body.
 */
enum status body_merge(struct arena *a, const struct str version[BODY_VERSIONS],
    const enum body_choice *choice, size_t n, struct body_merge *out) MUST_CHECK;

#endif
