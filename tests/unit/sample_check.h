#ifndef COPYDESK_TESTS_UNIT_SAMPLE_CHECK_H
#define COPYDESK_TESTS_UNIT_SAMPLE_CHECK_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* The keys of an article file's header, but for the repeatable "byline". */
enum key {
	K_HEADLINE,
	K_SHOULDER,
	K_SUBHEAD,
	K_SUMMARY,
	K_CHANNEL,
	K_LANG,
	K_SLUG,
	K_SOURCE_KIND,
	K_SOURCE_NAME,
	K_REPRINT_AUTHOR,
	K_REPRINT_TITLE,
	K_REPRINT_URL,
	K_RESPONSIBLE_EDITOR,
	K_REPRINT_NOTICE,
	K_TOPICS,
	K_LEAD,
	K_LEAD_ALT,
	K_LEAD_CAPTION,
	K_LEAD_CREDIT,
	K_STATE,
	K_AUTHOR,
	K_DATE,
	K_RETURN_REASON,
	K_WITHDRAW_REASON,
	K_PUBLIC_REASON,
	KEYS
};

#define SAMPLE_STATES 9
extern const char *const sample_states[SAMPLE_STATES];

struct sample_channel {
	struct str slug;
	size_t levels;
	size_t published;
};

struct sample_newsroom {
	struct sample_channel channels[20];
	size_t channels_n;
	struct str logins[20];
	size_t logins_n;
};

#define SAMPLE_PICTURES 20

struct sample {
	struct str v[KEYS];
	size_t bylines;
	struct str pictures[SAMPLE_PICTURES]; /* files of media/ */
	size_t pictures_n;
	struct str body;
};

/**
 * sample_newsroom(room, text):
 * Read the lines "channel: slug | zh | en | levels" and "person: login | name" of ${text} into
 * ${room}.  Return NULL, or what is wrong.
 */
const char *sample_newsroom(struct sample_newsroom *room, struct str text);

/** sample_channel_of(room, slug): Return the channel, or NULL. */
struct sample_channel *sample_channel_of(struct sample_newsroom *room, struct str slug);

/**
 * sample_fault(a, room, text, s):
 * Read the article file ${text} into ${s}.  Return NULL, or what keeps it from being imported.
 */
const char *sample_fault(
    struct arena *a, struct sample_newsroom *room, struct str text, struct sample *s);

#endif
