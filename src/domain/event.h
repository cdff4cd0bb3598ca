#ifndef COPYDESK_DOMAIN_EVENT_H
#define COPYDESK_DOMAIN_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * What the database tells of by NOTIFY (sql/migrations/0015_remarks.sql), and the browsers hear of:
 * that something changed, never what.
 */

/* What changed, as bits. */
enum event_what {
	EVENT_PRESENCE = 1, /* who is there, who writes */
	EVENT_SAVED = 2,    /* there is a newer version */
	EVENT_STATE = 4,    /* submitted, reviewed, published, withdrawn */
	EVENT_REMARKS = 8
};

struct event {
	int64_t article; /* 0: the review queue */
	unsigned what;
};

/** event_parse(s, out): "a17 saved" or "review state"; false for anything else. */
bool event_parse(struct str s, struct event *out);

/** event_channel(b, e): The name of who watches, "a17" or "review". */
void event_channel(struct buf *b, const struct event *e);

/** event_message(b, e): What they hear: {"what":["presence","saved"]}. */
void event_message(struct buf *b, const struct event *e);

#define EVENT_SET_MAX 256

/* Events that wait to be passed on; one for each channel. */
struct event_set {
	struct event v[EVENT_SET_MAX];
	size_t n;
};

/** event_add(set, e): Join ${e} to what waits for its channel; false if there is no room. */
bool event_add(struct event_set *set, const struct event *e);

#endif
