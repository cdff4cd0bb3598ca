#ifndef COPYDESK_DOMAIN_LIBRARY_H
#define COPYDESK_DOMAIN_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"
#include "domain/article.h"
#include "domain/history.h"

/* The newsroom's pictures: to find one, its words and rights, where it stands. */

/* Limits of a picture's words, in code points. */
#define LIBRARY_ALT_MAX 300
#define LIBRARY_CAPTION_MAX 1000
#define LIBRARY_CREDIT_MAX 200
#define LIBRARY_SOURCE_MAX 200
#define LIBRARY_LICENCE_MAX 200
#define LIBRARY_QUERY_MAX 200

#define LIBRARY_PAGE 48 /* pictures of one page */

struct library_item {
	struct media_id id;
	struct str key, type, name;
	int64_t bytes;
	int32_t width, height;
	struct str state, failure; /* "pending", "ready", "failed"; a word */
	int16_t focal_x, focal_y;  /* percent */
	struct str alt, caption, credit, source, licence;
	struct str expires_on; /* "2026-12-31", the last day of the rights; absent for no end */
	bool ended;            /* that day is over */
	struct user_id uploaded_by;
	struct str uploaded_by_name;
	struct instant uploaded_at;
	int32_t uses; /* articles whose latest or published version shows it */
};

/* What else than words narrows a search. */
enum library_only {
	LIBRARY_ALL,
	LIBRARY_UNUSED,
	LIBRARY_NO_ALT,
	LIBRARY_NO_CREDIT,
	LIBRARY_ENDED,      /* rights are over */
	LIBRARY_ENDED_LIVE, /* and it is on the site all the same */
	LIBRARY_ENDING,     /* they will be, within 30 days */
	LIBRARY_ONLY
};

/** library_only_word(o): "unused", ... as the database and addresses spell it; "" for all. */
const char *library_only_word(enum library_only o);
/** library_only_of(word, out): The way back; false for another word. */
bool library_only_of(struct str word, enum library_only *out);

struct library_filter {
	struct str q; /* words, each of which is part of name, caption, credit, alt or source */
	struct str credit;   /* exactly this; absent: any */
	struct str from, to; /* days, "2026-01-31", of the upload; absent: any */
	bool mine;
	enum library_only only;
	bool has_before; /* the page after the picture that was uploaded then */
	struct instant before;
	struct media_id before_id;
	int32_t limit; /* 1 to 200 */
};

/** library_day(s): Is ${s} a day of the calendar, "YYYY-MM-DD", from 1900 on? */
bool library_day(struct str s);

/** library_find(db, a, f, rows, n): Pictures that ${f} lets through, last uploaded first. */
enum status library_find(struct db *db, struct arena *a, const struct library_filter *f,
    struct library_item **rows, size_t *n) MUST_CHECK;

/** library_get(db, a, id, out): One picture. */
enum status library_get(
    struct db *db, struct arena *a, struct media_id id, struct library_item *out) MUST_CHECK;

/** library_credits(db, a, credits, n): The credits of late, most used first. */
enum status library_credits(
    struct db *db, struct arena *a, struct str **credits, size_t *n) MUST_CHECK;

/** library_ended_live(db, a, n): How many pictures are on the site without rights. */
enum status library_ended_live(struct db *db, struct arena *a, int32_t *n) MUST_CHECK;

/* An article that shows a picture, or did in an earlier version. */
struct picture_use {
	struct article_id article;
	struct str headline, lang;
	enum article_state state;
	bool in_head, is_live;
};

/** library_uses(db, a, id, rows, n, all): The articles with picture ${id} that this person may
 * see; ${all}: how many there are. */
enum status library_uses(struct db *db, struct arena *a, struct media_id id,
    struct picture_use **rows, size_t *n, int32_t *all) MUST_CHECK;

/** library_history(db, a, id, rows, n): What the audit chain tells of picture ${id}, newest first.
 */
enum status library_history(struct db *db, struct arena *a, struct media_id id,
    struct history_entry **rows, size_t *n) MUST_CHECK;

/* New words of a picture; what is absent stays as it is. */
struct picture_edit {
	struct media_id id;
	struct str alt, caption, credit, source, licence;
	struct str expires_on; /* "": no end */
	bool has_focal;
	int16_t focal_x, focal_y;
};

/** library_edit(db, a, edit): STATUS_DENIED unless it is an own upload or this person an editor. */
enum status library_edit(
    struct db *db, struct arena *a, const struct picture_edit *edit) MUST_CHECK;

/** library_may_edit(p, user, rights): What the database will say to that. */
bool library_may_edit(const struct library_item *p, struct user_id user, unsigned rights);

/* Why a picture in an article is to be looked at before that goes out. */
enum picture_trouble {
	PICTURE_FAILED,  /* it could not be made ready */
	PICTURE_PENDING, /* it is not ready yet */
	PICTURE_ENDED,   /* its rights */
	PICTURE_SHOWN,   /* its rights too, and readers of this article see it already */
	PICTURE_ENDING,  /* its rights, within 30 days */
	PICTURE_TROUBLES
};

struct picture_warning {
	struct media_id id;
	struct str name; /* as the library calls it */
	struct str expires_on;
	enum picture_trouble kind;
};

/** library_trouble_word(kind): "ended", as the database and scripts call it. */
const char *library_trouble_word(enum picture_trouble kind);

/** library_warnings(db, a, article, ids, n, rows, rows_n): Those of the pictures ${ids} that are
 * to be looked at in ${article} (0: a new one), in the order of ${ids}; the first hundred. */
enum status library_warnings(struct db *db, struct arena *a, struct article_id article,
    const int64_t *ids, size_t n, struct picture_warning **rows, size_t *rows_n) MUST_CHECK;

#endif
