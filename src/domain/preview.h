#ifndef COPYDESK_DOMAIN_PREVIEW_H
#define COPYDESK_DOMAIN_PREVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "crypto/token.h"
#include "db/db.h"
#include "domain/live.h"
#include "domain/revision.h"

/*
 * Words that are not published, as readers would see them: those of a form, of a version, and of a
 * version that somebody without an account may read by a link.  See
 * sql/migrations/0014_preview.sql.
 */

/* What a form held when its preview was asked for. */
struct preview_text {
	bool has_article;
	struct article_id article;
	bool has_base;
	struct revision_id base;
	struct str fields; /* a JSON object of texts */
	struct instant at;
};

/** preview_put(db, a, in, id): Store ${in} for a day, for its writer alone. */
enum status preview_put(
    struct db *db, struct arena *a, const struct preview_text *in, struct row_id *id) MUST_CHECK;

/** preview_text_get(db, a, id, out): STATUS_NOT_FOUND also for somebody else's. */
enum status preview_text_get(
    struct db *db, struct arena *a, struct row_id id, struct preview_text *out) MUST_CHECK;

/**
 * preview_of(db, a, r, out):
 * The version ${r} as if it were live: as far as it can be told without its channel's names, which
 * are the caller's.  Inside a session.
 */
enum status preview_of(
    struct db *db, struct arena *a, const struct revision *r, struct live_article *out) MUST_CHECK;

#define PREVIEW_DAYS_SHORT 1
#define PREVIEW_DAYS 7
#define PREVIEW_DAYS_LONG 30

/**
 * preview_share(db, a, revision, secret, days, until):
 * Make the address with ${secret} one for ${revision}, for 1, 7 or 30 ${days}, which end at
 * ${until}.  The database gets to know the secret's hash alone.  STATUS_CONFLICT: too many, or
 * the article is withdrawn.
 */
enum status preview_share(struct db *db, struct arena *a, struct revision_id revision,
    const struct token *secret, int days, struct instant *until) MUST_CHECK;

/** preview_revoke(db, a, link): The address of ${link} is good no more. */
enum status preview_revoke(struct db *db, struct arena *a, struct row_id link) MUST_CHECK;

struct preview_link {
	struct row_id id;
	int32_t number; /* of the version */
	struct instant created_at, expires_at;
	struct str created_by;
	bool is_revoked;
	struct instant revoked_at;
	struct str revoked_by;
	int64_t uses;
	bool was_used;
	struct instant last_used_at;
	bool is_alive;
};

/** preview_links(db, a, article, rows, n): The last 200 links of ${article}, the latest first. */
enum status preview_links(struct db *db, struct arena *a, struct article_id article,
    struct preview_link **rows, size_t *n) MUST_CHECK;

/* One opening of a link. */
struct preview_use {
	int32_t number; /* of the version */
	struct instant at;
	struct str network; /* of the reader, with its length; empty: unknown */
	struct str agent;   /* as the browser calls itself */
};

/**
 * preview_uses(db, a, article, rows, n):
 * The last 100 openings of ${article}'s links, the latest first; of each link its first 500 are
 * known.
 */
enum status preview_uses(struct db *db, struct arena *a, struct article_id article,
    struct preview_use **rows, size_t *n) MUST_CHECK;

/**
 * preview_find(db, a, secret, link):
 * Which ${link} the address with ${secret} is.  STATUS_NOT_FOUND, whatever the reason.  Outside of
 * sessions.
 */
enum status preview_find(
    struct db *db, struct arena *a, const struct token *secret, struct row_id *link) MUST_CHECK;

/* A link and what proves that one was sent its address. */
struct preview_key {
	struct row_id link;
	struct token secret;
};

/**
 * preview_open(db, a, key, counts, address, agent, out):
 * The version that the link of ${key} shows, for whoever holds its secret.  With ${counts} it is
 * noted as a use.  STATUS_NOT_FOUND, whatever the reason.  Outside of sessions.
 */
enum status preview_open(struct db *db, struct arena *a, const struct preview_key *key, bool counts,
    struct str address, struct str agent, struct live_article *out) MUST_CHECK;

/** preview_shows(db, a, keys, n, picture, shows): Is ${picture}, the key of one, in what one of the
 * ${n} links shows? */
enum status preview_shows(struct db *db, struct arena *a, const struct preview_key *keys, size_t n,
    struct str picture, bool *shows) MUST_CHECK;

#endif
