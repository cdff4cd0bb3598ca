#ifndef COPYDESK_DOMAIN_REVISION_H
#define COPYDESK_DOMAIN_REVISION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"
#include "domain/byline.h"
#include "domain/lead.h"
#include "domain/topic.h"

/* One immutable state of an article's words. */
struct revision {
	struct revision_id id;
	struct article_id article;
	int32_t number; /* 1, 2, ... within the article */
	bool has_base;
	struct revision_id base;
	struct str headline, shoulder, subhead, summary;
	struct channel_id channel;
	struct str lang, slug;
	struct str source_kind, source_name;
	struct str reprint_author, reprint_title, reprint_url, responsible_editor, reprint_notice;
	struct byline_list bylines;
	struct topic_list topics;
	struct str social_title;
	struct lead lead;
	struct str body_json, body_html;
	int32_t words;
	struct str sha; /* 32 bytes over all that readers will see */
	struct str saved_by;
	struct instant saved_at;
	bool is_head, is_live;
};

/** revision_get(db, a, id, out): STATUS_NOT_FOUND also for what this person may not see. */
enum status revision_get(
    struct db *db, struct arena *a, struct revision_id id, struct revision *out) MUST_CHECK;

/** revision_by_number(db, a, article, number, out): The ${number}th revision of ${article}. */
enum status revision_by_number(struct db *db, struct arena *a, struct article_id article,
    int32_t number, struct revision *out) MUST_CHECK;

/**
 * revision_same(a, b):
 * Would readers and editors find nothing that differs?  Every field that is typed, and the body as
 * it will appear; not who saved it, when, or from what.
 */
bool revision_same(const struct revision *a, const struct revision *b);

/* A line of the list of revisions. */
struct revision_line {
	struct revision_id id;
	int32_t number;
	struct str headline, saved_by;
	int32_t words;
	struct instant saved_at;
	bool is_head, is_live;
};

/** revision_list(db, a, article, rows, n): The last 200 revisions, newest first. */
enum status revision_list(struct db *db, struct arena *a, struct article_id article,
    struct revision_line **rows, size_t *n) MUST_CHECK;

/* A version's document alone. */
struct revision_body {
	struct revision_id id;
	struct str json;
};

/** revision_bodies(db, a, article, most, bytes, rows, n): Those of the last ${most} (at most 200)
 * revisions, newest first, until they take ${bytes} as the database stores them. */
enum status revision_bodies(struct db *db, struct arena *a, struct article_id article, int32_t most,
    int64_t bytes, struct revision_body **rows, size_t *n) MUST_CHECK;

/**
 * revision_diff_base(db, a, article, found, out):
 * The revision that a reviewer of the head should compare it with: the one last
 * reviewed before it, else the live one; ${found} is false if there is none.
 */
enum status revision_diff_base(struct db *db, struct arena *a, struct article_id article,
    bool *found, struct revision_id *out) MUST_CHECK;

#endif
