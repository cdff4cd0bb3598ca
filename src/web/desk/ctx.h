#ifndef COPYDESK_WEB_DESK_CTX_H
#define COPYDESK_WEB_DESK_CTX_H

#include <stdbool.h>

#include "base/str.h"
#include "crypto/token.h"
#include "db/db.h"
#include "domain/session.h"
#include "http/request.h"
#include "http/response.h"
#include "http/route.h"
#include "http/server.h"

struct site_preview;

/* What a worker of the desk holds from request to request. */
struct ctx {
	struct db *db;
	struct site_preview *site;    /* the public page of what is not public */
	enum http_lang newsroom_lang; /* for who wishes neither */
	struct str name_zh, name_en;
	struct str site_url, desk_url; /* without a slash at their ends */
	const char *media_dir;

	/* Of the request under way; desk_after() forgets it. */
	bool zh;
	bool signed_in; /* then a transaction is open for this person */
	bool json;      /* for a program, not a person: refusals too are JSON */
	bool quiet;     /* not even its time: a page asks it by itself */
	bool reading;   /* the request changes nothing: all that there is to commit is its time */
	struct token token;
	struct token csrf;
	struct session session;
};

/* The callbacks of struct program. */
bool desk_before(
    struct ctx *cx, struct request *req, const struct route *route, struct response *res);
void desk_error(struct ctx *cx, struct request *req, struct response *res, int http_status);
void desk_after(struct ctx *cx, struct request_cost *cost);

/* The handlers, by file. */
handler_fn desk_home, desk_articles, desk_queue, desk_audit;                    /* lists.c */
handler_fn desk_create, desk_save;                                              /* edit.c */
handler_fn desk_new, desk_open;                                                 /* edit_show.c */
handler_fn desk_working, desk_presence, desk_take_over, desk_drop, desk_undrop; /* working.c */
handler_fn desk_media_warnings;                                                 /* warn.c */
handler_fn desk_upload, desk_media_state, desk_media_file;                      /* media.c */
handler_fn desk_media_verdict;
handler_fn desk_watch, desk_watch_review, desk_waiting;    /* watch.c */
handler_fn desk_remarks, desk_remark, desk_remark_resolve; /* remarks.c */
handler_fn desk_remark_change;
handler_fn desk_review;                                            /* read.c */
handler_fn desk_history, desk_compare;                             /* history.c */
handler_fn desk_revision, desk_restore;                            /* version.c */
handler_fn desk_preview, desk_preview_page, desk_preview_put;      /* preview.c */
handler_fn desk_links, desk_share, desk_revoke;                    /* share.c */
handler_fn desk_preview_open, desk_preview_read;                   /* shared.c */
handler_fn desk_merge;                                             /* bring.c */
handler_fn desk_approve, desk_return, desk_publish, desk_withdraw; /* act.c */
handler_fn desk_library;                                           /* library.c */
handler_fn desk_picture, desk_picture_edit;                        /* picture.c */
handler_fn desk_people, desk_person_add, desk_person_save;         /* people.c */
handler_fn desk_slug, desk_topics;                                 /* propose.c */
handler_fn desk_language, desk_healthz;                            /* small.c */

#endif
