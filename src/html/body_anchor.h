#ifndef COPYDESK_HTML_BODY_ANCHOR_H
#define COPYDESK_HTML_BODY_ANCHOR_H

#include "html/body.h"

/*
 * The places of a body that a remark can hang on: its blocks at the top, by their names, and the
 * words that carry the mark of a thread.
 */
struct body_anchor {
	struct str name; /* of the block, or of the thread */
	bool is_block;
	struct str text; /* how it begins, on one line; of a picture its caption, or nothing */
};

#define BODY_ANCHOR_TEXT 60 /* characters */

/**
 * body_anchors(a, json, anchors, n):
 * All of them in the order of the text, each thread where it first stands.  STATUS_INVALID: no
 * body.
 */
enum status body_anchors(
    struct arena *a, struct str json, struct body_anchor **anchors, size_t *n) MUST_CHECK;

#endif
