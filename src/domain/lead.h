#ifndef COPYDESK_DOMAIN_LEAD_H
#define COPYDESK_DOMAIN_LEAD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"

/* Limits, in code points. */
#define LEAD_ALT_MAX 300
#define LEAD_CAPTION_MAX 300
#define LEAD_CREDIT_MAX 200

/* The picture that stands for an article, and what is said of it there. */
struct lead {
	struct media_id media; /* 0: none, and the texts count for nothing; below: no such thing */
	struct str alt, caption, credit;
};

/** lead_to_json(b, lead): Append ${lead}, which has a picture, as desk.save() takes it. */
void lead_to_json(struct buf *b, const struct lead *lead);

/** lead_from_json(a, json, out): The way back, absent as no picture; STATUS_INTERNAL if ${json}
 * is not one. */
enum status lead_from_json(struct arena *a, struct str json, struct lead *out) MUST_CHECK;

/** lead_same(a, b): The same picture with the same words, or none? */
bool lead_same(const struct lead *a, const struct lead *b);

#endif
