#ifndef COPYDESK_CMD_IMPORT_FILE_H
#define COPYDESK_CMD_IMPORT_FILE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "domain/article.h"

/*
 * The files of a sample newsroom.  newsroom.txt has lines
 *     channel: SLUG | Chinese name | English name | levels
 *     person: LOGIN | name
 * An article is "key: value" lines up to a blank line, then the body as plain text, of which a
 * paragraph may be a picture: "picture: FILE | layout | alt | caption | credit", FILE one of
 * media/.
 */

#define IMPORT_CHANNELS_MAX 40
#define IMPORT_ARTICLES_MAX 2000
#define IMPORT_PICTURES_MAX 500

struct import_channel {
	struct str slug, name_zh, name_en;
	int32_t levels;
	struct channel_id id; /* once it is in the database */
};

/* What an article says of a picture. */
struct import_figure {
	struct str file, layout, alt, caption, credit;
};

struct import_picture {
	struct import_figure figure; /* where it was named first */
	struct str author;
	struct media_id id; /* once it is in the database */
};

/* How far an article has come. */
enum import_state {
	IMPORT_DRAFT,
	IMPORT_SUBMITTED,
	IMPORT_LEVEL1, /* passed that review level, waits for the next */
	IMPORT_LEVEL2,
	IMPORT_APPROVED,
	IMPORT_RETURNED,
	IMPORT_PUBLISHED,
	IMPORT_UPDATED, /* published, and once more with its last part */
	IMPORT_WITHDRAWN,
	IMPORT_STATES
};

struct import_article {
	const char *file; /* for messages */
	enum import_state state;
	struct article_draft draft; /* without ids and rendered body */
	struct import_channel *channel;
	struct str lead_file;
	struct str author; /* login */
	struct str date;   /* "2026-11-24T08:30:00", the newsroom's time */
	struct str topics; /* parted by commas */
	struct str return_reason, withdraw_reason, public_reason;
	struct article_id article; /* once it is saved */
};

struct import_newsroom {
	struct import_channel channels[IMPORT_CHANNELS_MAX];
	size_t channels_n;
	struct import_article *articles; /* oldest first */
	size_t articles_n;
	struct import_picture *pictures; /* that articles name; import_media_store() fills it */
	size_t pictures_n;
};

/**
 * import_load(a, dir, room):
 * Read ${dir}/newsroom.txt and ${dir}/articles/ (all *.txt).  False after a message
 * that names file and line for whatever is not understood.
 */
bool import_load(struct arena *a, const char *dir, struct import_newsroom *room);

/** import_key_of(field): The key that ${field} has in an article file. */
const char *import_key_of(enum article_field field);

#endif
