#ifndef COPYDESK_DOMAIN_TOPIC_H
#define COPYDESK_DOMAIN_TOPIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"

#define TOPIC_MAX 10        /* topics of one article */
#define TOPIC_LENGTH_MAX 30 /* code points of each */

struct topic_list {
	struct str *v;
	size_t n;
};

enum topic_fault {
	TOPIC_FINE,
	TOPIC_LONG,       /* more than TOPIC_LENGTH_MAX characters */
	TOPIC_CHARACTERS, /* control or invisible characters, a bar, or nothing but dots */
	TOPIC_MANY        /* more than TOPIC_MAX */
};

struct topic_error {
	enum topic_fault fault;
	struct str text; /* the topic, as typed */
};

/**
 * topic_parse(a, text, out, error):
 * Read topics parted by new lines, commas, semicolons or 、, of either width.  Empty ones do not
 * count, one said twice counts once.  STATUS_INVALID with the first ${error}.
 */
enum status topic_parse(
    struct arena *a, struct str text, struct topic_list *out, struct topic_error *error) MUST_CHECK;

/** topic_format(b, list): Append ${list} as a form shows it, a line for each. */
void topic_format(struct buf *b, const struct topic_list *list);

/** topic_to_json(b, list): Append ${list} as an array of texts. */
void topic_to_json(struct buf *b, const struct topic_list *list);

/** topic_from_json(a, json, out): The way back; STATUS_INTERNAL if ${json} is not such an array. */
enum status topic_from_json(struct arena *a, struct str json, struct topic_list *out) MUST_CHECK;

/** topic_same(a, b): Are these the same topics in the same order? */
bool topic_same(const struct topic_list *a, const struct topic_list *b);

/** topic_used(db, a, out): The topics of the latest publications, the most used first; at most
 * 200. */
enum status topic_used(struct db *db, struct arena *a, struct topic_list *out) MUST_CHECK;

#endif
