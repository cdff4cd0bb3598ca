#ifndef COPYDESK_DOMAIN_ARTICLE_H
#define COPYDESK_DOMAIN_ARTICLE_H

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

/* Limits of the fields, in code points unless said otherwise. */
#define ARTICLE_HEADLINE_MAX 200
#define ARTICLE_SHOULDER_MAX 200
#define ARTICLE_SUBHEAD_MAX 200
#define ARTICLE_SUMMARY_MAX 400
#define ARTICLE_SLUG_MAX 80 /* bytes */
#define ARTICLE_SOURCE_MAX 100
#define ARTICLE_AUTHOR_MAX 100
#define ARTICLE_TITLE_MAX 200
#define ARTICLE_URL_MAX 1000 /* bytes */
#define ARTICLE_EDITOR_MAX 60
#define ARTICLE_NOTICE_MAX 200
#define ARTICLE_SOCIAL_MAX 120
#define ARTICLE_BODY_MAX 200000u               /* bytes of the plain text */
#define ARTICLE_DOCUMENT_MAX ((size_t)2 << 20) /* bytes of an editor's document, as JSON */
#define ARTICLE_REASON_MAX 1000                /* one line */

enum article_field {
	FIELD_HEADLINE,
	FIELD_SHOULDER,
	FIELD_SUBHEAD,
	FIELD_SUMMARY,
	FIELD_CHANNEL,
	FIELD_LANG,
	FIELD_SLUG,
	FIELD_SOURCE_KIND,
	FIELD_SOURCE_NAME,
	FIELD_REPRINT_AUTHOR,
	FIELD_REPRINT_TITLE,
	FIELD_REPRINT_URL,
	FIELD_RESPONSIBLE_EDITOR,
	FIELD_REPRINT_NOTICE,
	FIELD_BYLINES,
	FIELD_TOPICS,
	FIELD_SOCIAL_TITLE,
	FIELD_LEAD, /* which picture */
	FIELD_LEAD_ALT,
	FIELD_LEAD_CAPTION,
	FIELD_LEAD_CREDIT,
	FIELD_BODY,
	ARTICLE_FIELDS
};

enum article_fault {
	FAULT_NONE,
	FAULT_EMPTY,   /* required */
	FAULT_LONG,    /* over its limit */
	FAULT_CONTROL, /* control characters */
	FAULT_BIDI,    /* bidi controls or other invisible characters */
	FAULT_CHOICE,  /* not one of the choices */
	FAULT_SLUG,    /* not lower-case letters, digits and single hyphens */
	FAULT_URL,     /* not a complete http: or https: address */
	FAULT_BYLINES, /* see the byline_error */
	FAULT_TOPICS,  /* see the topic_error */
	FAULT_PICTURE, /* not a picture of the library */
	FAULT_BODY     /* the body cannot be shown as it is */
};

struct article_faults {
	enum article_fault of[ARTICLE_FIELDS];
	size_t n; /* fields at fault */
};

/* What a writer typed or a file holds, ready to be saved.  Absent texts count as "". */
struct article_draft {
	bool has_article; /* else: a new one */
	struct article_id article;
	bool has_base; /* the revision it started from */
	struct revision_id base;
	struct str key; /* idempotency: 32 hex digits; the same key and content save once */
	struct str headline, shoulder, subhead, summary;
	struct channel_id channel;
	struct str lang;        /* "zh" or "en" */
	struct str slug;        /* article_prepare() fills an empty one */
	struct str source_kind; /* "original" or "reprint" */
	struct str source_name;
	struct str reprint_author, reprint_title, reprint_url, responsible_editor, reprint_notice;
	struct byline_list bylines;
	struct topic_list topics;
	struct str social_title; /* for search results and shared links; empty: the headline */
	struct lead lead;
	struct str body_text; /* the plain text, if that is where the body came from */
	struct str
	    body_json; /* the stored document, its rendering and its length; see html/body.h */
	int32_t body_schema;
	struct str body_html;
	int32_t words;
};

/**
 * article_check(d, complete, faults):
 * Look at every field of ${d} but bylines, topics and body markup, which their parsers
 * judge.  With ${complete} also ask for what a submission needs: a body, a
 * source, a byline, and all details of a reprint.  Return true if ${faults} is empty.
 */
bool article_check(const struct article_draft *d, bool complete, struct article_faults *faults);

/** article_fault_set(faults, field, fault): Record the first fault of ${field}. */
void article_fault_set(
    struct article_faults *faults, enum article_field field, enum article_fault fault);

/**
 * article_prepare(a, d):
 * Trim the one-line fields of ${d}, turn absent ones into "", and propose a slug if there is none.
 */
void article_prepare(struct arena *a, struct article_draft *d);

struct article_saved {
	struct article_id article;
	struct revision_id revision;
	int32_t number;
};

/**
 * article_save(db, a, d, out):
 * Store ${d} as a new revision.  STATUS_CONFLICT with REFUSAL_STALE if the
 * head is no longer d->base, REFUSAL_KEY if d->key was used for other content.
 */
enum status article_save(struct db *db, struct arena *a, const struct article_draft *d,
    struct article_saved *out) MUST_CHECK;

/**
 * article_restore(db, a, article, number, base, key, out):
 * Make a new version with the words of version ${number}.  ${base} must be the head: else
 * STATUS_CONFLICT with REFUSAL_STALE; REFUSAL_STATE if that is the head itself.  ${key} as in
 * struct article_draft.
 */
enum status article_restore(struct db *db, struct arena *a, struct article_id article,
    int32_t number, struct revision_id base, struct str key, struct article_saved *out) MUST_CHECK;

/** article_submit(db, a, article, revision): Hand ${revision}, which must be the head, to the
 * reviewers. */
enum status article_submit(struct db *db, struct arena *a, struct article_id article,
    struct revision_id revision) MUST_CHECK;

enum article_state {
	ARTICLE_DRAFT,
	ARTICLE_SUBMITTED,
	ARTICLE_RETURNED,
	ARTICLE_APPROVED,
	ARTICLE_PUBLISHED,
	ARTICLE_WITHDRAWN,
	ARTICLE_STATES
};

/** article_state_word(s): "draft", "submitted", ... as the database and addresses spell it. */
const char *article_state_word(enum article_state s);
/** article_state_of(word, out): The way back; false for another word. */
bool article_state_of(struct str word, enum article_state *out);

/* An article as one person sees it. */
struct article {
	struct article_id id;
	enum article_state state;
	struct channel_id channel;
	struct str channel_slug, channel_zh, channel_en;
	struct revision_id head;
	int32_t head_number;
	struct str headline, lang, slug, authors;
	int32_t words;
	struct instant created_at, changed_at, saved_at;
	struct str saved_by;
	bool mine;
	int16_t levels_done, levels_needed;
	struct str next_right;        /* absent: none is asked for now */
	bool can_review, can_publish; /* now, by this person */
	bool own_words; /* submitted or approved, and in part this person's: others review and
			   publish it */
	bool is_live;
	struct revision_id live;
	struct instant live_at;
	struct str live_slug;
	bool is_withdrawn;
	struct instant withdrawn_at;
	struct str return_reason, returned_by; /* absent but from a return to the next submission */
};

/** article_get(db, a, id, out): STATUS_NOT_FOUND also for what this person may not see. */
enum status article_get(
    struct db *db, struct arena *a, struct article_id id, struct article *out) MUST_CHECK;

#define ARTICLE_PAGE 50 /* rows that article_list() returns at most */

enum article_progress {
	PROGRESS_ANY,
	PROGRESS_PENDING, /* submitted, returned or approved: somebody has to act */
	PROGRESS_OTHER
};

struct article_filter {
	bool mine; /* only those whose author this person is */
	enum article_progress progress;
	bool has_state;
	enum article_state state;
	bool has_before; /* the page after the row that last changed then */
	struct instant before;
	struct article_id before_id;
	int32_t limit; /* 1 to ARTICLE_PAGE */
};

/** article_list(db, a, f, rows, n): Articles that ${f} lets through, last changed first. */
enum status article_list(struct db *db, struct arena *a, const struct article_filter *f,
    struct article **rows, size_t *n) MUST_CHECK;

/** article_waiting(db, a, rows, n): The 200 that wait longest for a review, oldest first. */
enum status article_waiting(
    struct db *db, struct arena *a, struct article **rows, size_t *n) MUST_CHECK;

#endif
