#ifndef COPYDESK_DOMAIN_LIVE_H
#define COPYDESK_DOMAIN_LIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"
#include "domain/byline.h"
#include "domain/topic.h"

/*
 * What the public may read (schema site).  Each read is one statement that also
 * tells the version of all lists: it grows in the transaction of every
 * publication, withdrawal or channel change, so whatever is kept under a version
 * is exactly as fresh as the database.
 */

#define LIVE_PAGE 20 /* articles of one list page */

/* The picture that stands for an article; key.n == 0: none. */
struct live_lead {
	struct str key;
	int32_t width, height;
	int16_t focal_x, focal_y; /* of the crops that there are, in percent */
	struct str blur;          /* the tiny copy of the whole */
};

/* An article as a list shows it. */
struct live_card {
	struct article_id id;
	struct channel_id channel;
	struct str slug, lang, headline, shoulder, summary;
	struct instant at; /* first published */
	struct live_lead lead;
};

struct live_channel {
	struct channel_id id;
	struct str slug, name_zh, name_en;
	const struct live_card *cards; /* the latest, newest first */
	size_t cards_n;
};

/* The channels in their order, each with its latest; what every page stands in. */
struct live_frame {
	int64_t version;
	struct live_channel *channels;
	size_t channels_n;
};

struct live_article {
	struct publication_id publication;
	struct live_card card;
	struct str channel_zh, channel_en;
	struct str subhead;
	bool reprint; /* else original */
	struct str source_name;
	struct str reprint_author, reprint_title, reprint_url, responsible_editor;
	struct str reprint_notice;
	struct byline_list bylines;
	struct topic_list topics;
	struct str social_title; /* for shared links; empty: the headline */
	struct str body_html;    /* made by the body renderer, approved, and stored */
	int32_t words;
	struct instant published_at;                    /* of this version */
	struct str lead_alt, lead_caption, lead_credit; /* if there is a lead */
};

struct live_tombstone {
	struct str slug, lang, public_reason;
	struct instant withdrawn_at;
};

/* The place in a list after which the next page begins. */
struct live_cursor {
	struct instant at;
	struct article_id id;
};

struct live_list {
	int64_t version;
	struct live_card *cards;
	size_t cards_n;
	bool has_more;
	struct live_cursor next; /* if there is more */
};

/** live_cursor_first(): The cursor of a first page: later than every article. */
struct live_cursor live_cursor_first(void);
/** live_cursor_parse(s, out): Read what live_cursor_format() wrote; false for anything else. */
bool live_cursor_parse(struct str s, struct live_cursor *out);
/** live_cursor_format(b, c): Append ${c} as letters that need no escape in a query. */
void live_cursor_format(struct buf *b, struct live_cursor c);

/** live_version(db, a, version): The present version of all lists. */
enum status live_version(struct db *db, struct arena *a, int64_t *version) MUST_CHECK;

/** live_frame_load(db, a, out): The frame, with its own version; it lives as long as ${a}. */
enum status live_frame_load(struct db *db, struct arena *a, struct live_frame *out) MUST_CHECK;

/**
 * live_current(db, a, id, version, publication):
 * Which publication of the article ${id} is live, without reading it, and the
 * present version of all lists.  STATUS_NOT_FOUND: none; ${version} is set all the same.
 */
enum status live_current(struct db *db, struct arena *a, struct article_id id, int64_t *version,
    struct publication_id *publication) MUST_CHECK;

/**
 * live_article_get(db, a, id, version, out):
 * The published article ${id}.  ${version} is set also with STATUS_NOT_FOUND:
 * nothing is published under that id.
 */
enum status live_article_get(struct db *db, struct arena *a, struct article_id id, int64_t *version,
    struct live_article *out) MUST_CHECK;

/** live_tombstone_get(db, a, id, out): What stands where ${id} was withdrawn; STATUS_NOT_FOUND if
 * it never was. */
enum status live_tombstone_get(
    struct db *db, struct arena *a, struct article_id id, struct live_tombstone *out) MUST_CHECK;

/**
 * live_channel_page(db, a, slug, from, out):
 * The articles of the channel ${slug} before ${from}.  STATUS_NOT_FOUND: there
 * is no such channel; ${out}->version is set all the same.
 */
enum status live_channel_page(struct db *db, struct arena *a, struct str slug,
    struct live_cursor from, struct live_list *out) MUST_CHECK;

/** live_byline_page(db, a, name, from, out): The articles that credit ${name}, before ${from};
 * perhaps none. */
enum status live_byline_page(struct db *db, struct arena *a, struct str name,
    struct live_cursor from, struct live_list *out) MUST_CHECK;

/** live_topic_page(db, a, topic, from, out): The articles on ${topic}, before ${from}; perhaps
 * none. */
enum status live_topic_page(struct db *db, struct arena *a, struct str topic,
    struct live_cursor from, struct live_list *out) MUST_CHECK;

#endif
