#ifndef COPYDESK_DOMAIN_MEDIA_H
#define COPYDESK_DOMAIN_MEDIA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"
#include "domain/media_size.h"

/* Pictures as the desk and the site know them; where their files lie, media_store.h tells. */

#define MEDIA_HASH 32
#define MEDIA_KEY_HEX 32
#define MEDIA_ALT_MAX 300 /* characters */
#define MEDIA_CAPTION_MAX 1000
#define MEDIA_WORDS_MAX 200 /* credit, source, licence, name */

struct media {
	struct media_id id;
	struct str key;     /* 32 hex digits: its public address */
	struct str type;    /* "jpeg", "png", "webp", "avif" */
	struct str state;   /* "pending", "ready", "failed" */
	struct str failure; /* a word; "" for none */
	int64_t bytes;
	int32_t width, height;
	int16_t focal_x, focal_y; /* as wished */
	int16_t crop_x, crop_y;   /* of the crops that there are; 0 until ready */
	struct str blur;          /* a tiny WebP; absent until ready */
	struct str alt, caption, credit, name;
};

/* What is told of a new one; the lengths are the caller's to keep. */
struct media_new {
	uint8_t sha256[MEDIA_HASH];
	struct str type;
	int64_t bytes;
	int32_t width, height;
	struct str name, alt, caption, credit;
};

/**
 * media_add(db, a, in, id):
 * Tell the database of an original that lies in the store, inside a session.  The same bytes are
 * the same picture: ${id} may be an older one's.
 */
enum status media_add(
    struct db *db, struct arena *a, const struct media_new *in, struct media_id *id) MUST_CHECK;

/** media_get(db, a, id, out): Inside a session.  STATUS_NOT_FOUND if there is none. */
enum status media_get(
    struct db *db, struct arena *a, struct media_id id, struct media *out) MUST_CHECK;

/* Where the files of one are found. */
struct media_file {
	struct str key;
	uint8_t sha256[MEDIA_HASH];
	struct str type;
	bool ready;
	int32_t width, height;
	int16_t crop_x, crop_y; /* of the crops that there are; once ready */
};

/** media_find_file(db, a, id, out): Inside a session. */
enum status media_find_file(
    struct db *db, struct arena *a, struct media_id id, struct media_file *out) MUST_CHECK;

/** media_is_live(db, a, key, live): As the site: is ${key} a picture of a published article? */
enum status media_is_live(struct db *db, struct arena *a, struct str key, bool *live) MUST_CHECK;

#endif
