#include "web/desk/desk.h"

#include <stdlib.h>

#include "base/log.h"
#include "domain/media_store.h"
#include "web/desk/ctx.h"
#include "web/site/preview.h"
#include "web/startup.h"

/* Below the worker's deadline, which is below nginx's. */
#define STATEMENT_MS 5000
#define CONNECT_MS 1000

/* An article of the largest size, percent-encoded, with all its fields. */
#define ARTICLE_MAX ((size_t)8 << 20)
/* A decision with its reasons. */
#define DECISION_MAX ((size_t)64 << 10)
/* A working copy: also the document of the editor, beside its text. */
#define WORKING_MAX ((size_t)4 << 20)
/* A picture of the largest size, in a form. */
#define UPLOAD_MAX ((size_t)26 << 20)
#define SMALL_MAX ((size_t)8 << 10)

static const struct route routes[] = {
    /* clang-format off */
    ROUTE(HTTP_GET,  "/healthz",                     PERM_PUBLIC,     CSRF_SAFE, 0,            desk_healthz),
    ROUTE(HTTP_GET,  "/",                            PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_home),
    ROUTE(HTTP_GET,  "/articles",                    PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_articles),
    ROUTE(HTTP_POST, "/articles",                    PERM_WRITE,      CSRF,      ARTICLE_MAX,  desk_create),
    ROUTE(HTTP_GET,  "/articles/new",                PERM_WRITE,      CSRF_SAFE, 0,            desk_new),
    ROUTE(HTTP_GET,  "/articles/:id",                PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_open),
    ROUTE(HTTP_POST, "/articles/:id",                PERM_WRITE,      CSRF,      ARTICLE_MAX,  desk_save),
    ROUTE(HTTP_POST, "/articles/:id/merge",          PERM_WRITE,      CSRF,      ARTICLE_MAX,  desk_merge),
    ROUTE(HTTP_POST, "/articles/new/working",        PERM_WRITE,      CSRF_JSON, WORKING_MAX, desk_working),
    ROUTE(HTTP_POST, "/articles/:id/working",        PERM_WRITE,      CSRF_JSON, WORKING_MAX, desk_working),
    ROUTE(HTTP_POST, "/articles/new/presence",       PERM_WRITE,      CSRF_ORIGIN, SMALL_MAX,  desk_presence),
    ROUTE(HTTP_POST, "/articles/:id/presence",       PERM_SIGNED_IN,  CSRF_ORIGIN, SMALL_MAX,  desk_presence),
    ROUTE(HTTP_POST, "/articles/new/lock",           PERM_WRITE,      CSRF_JSON, SMALL_MAX,    desk_take_over),
    ROUTE(HTTP_POST, "/articles/:id/lock",           PERM_WRITE,      CSRF_JSON, SMALL_MAX,    desk_take_over),
    ROUTE(HTTP_POST, "/media",                       PERM_WRITE,      CSRF_UPLOAD, UPLOAD_MAX,  desk_upload),
    ROUTE(HTTP_GET,  "/media/warnings",              PERM_WRITE,      CSRF_SAFE, 0,            desk_media_warnings),
    ROUTE(HTTP_GET,  "/media/:id/state",             PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_media_state),
    ROUTE(HTTP_GET,  "/media/:id/file/:variant",     PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_media_file),
    ROUTE(HTTP_GET,  "/_media",                      PERM_PUBLIC,     CSRF_SAFE, 0,            desk_media_verdict),
    ROUTE(HTTP_GET,  "/articles/:id/events",         PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_watch),
    ROUTE(HTTP_GET,  "/articles/:id/remarks",        PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_remarks),
    ROUTE(HTTP_POST, "/articles/:id/remarks",        PERM_SIGNED_IN,  CSRF,      DECISION_MAX, desk_remark),
    ROUTE(HTTP_POST, "/articles/:id/remarks/:thread/resolve", PERM_SIGNED_IN, CSRF, SMALL_MAX, desk_remark_resolve),
    ROUTE(HTTP_POST, "/articles/:id/remarks/:remark/change", PERM_SIGNED_IN, CSRF, DECISION_MAX, desk_remark_change),
    ROUTE(HTTP_GET,  "/review/events",               PERM_REVIEW,     CSRF_SAFE, 0,            desk_watch_review),
    ROUTE(HTTP_GET,  "/review/waiting",              PERM_REVIEW,     CSRF_SAFE, 0,            desk_waiting),
    ROUTE(HTTP_POST, "/working/:copy/drop",          PERM_WRITE,      CSRF,      SMALL_MAX,    desk_drop),
    ROUTE(HTTP_POST, "/working/:copy/undrop",        PERM_WRITE,      CSRF,      SMALL_MAX,    desk_undrop),
    ROUTE(HTTP_GET,  "/articles/:id/review",         PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_review),
    ROUTE(HTTP_POST, "/articles/:id/approve",        PERM_REVIEW,     CSRF,      DECISION_MAX, desk_approve),
    ROUTE(HTTP_POST, "/articles/:id/return",         PERM_REVIEW,     CSRF,      DECISION_MAX, desk_return),
    ROUTE(HTTP_POST, "/articles/:id/publish",        PERM_PUBLISH,    CSRF,      DECISION_MAX, desk_publish),
    ROUTE(HTTP_POST, "/articles/:id/withdraw",       PERM_WITHDRAW,   CSRF,      DECISION_MAX, desk_withdraw),
    ROUTE(HTTP_GET,  "/articles/:id/history",        PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_history),
    ROUTE(HTTP_GET,  "/articles/:id/revisions/:rev", PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_revision),
    ROUTE(HTTP_POST, "/articles/:id/restore",        PERM_WRITE,      CSRF,      SMALL_MAX,    desk_restore),
    ROUTE(HTTP_GET,  "/articles/:id/compare",        PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_compare),
    ROUTE(HTTP_GET,  "/articles/new/preview",        PERM_WRITE,      CSRF_SAFE, 0,            desk_preview),
    ROUTE(HTTP_POST, "/articles/new/preview",        PERM_WRITE,      CSRF,      ARTICLE_MAX,  desk_preview_put),
    ROUTE(HTTP_GET,  "/articles/new/preview/page",   PERM_WRITE,      CSRF_SAFE, 0,            desk_preview_page),
    ROUTE(HTTP_GET,  "/articles/:id/preview",        PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_preview),
    ROUTE(HTTP_POST, "/articles/:id/preview",        PERM_WRITE,      CSRF,      ARTICLE_MAX,  desk_preview_put),
    ROUTE(HTTP_GET,  "/articles/:id/preview/page",   PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_preview_page),
    ROUTE(HTTP_GET,  "/articles/:id/preview/links",  PERM_SIGNED_IN,  CSRF_SAFE, 0,            desk_links),
    ROUTE(HTTP_POST, "/articles/:id/preview/links",  PERM_WRITE,      CSRF,      SMALL_MAX,    desk_share),
    ROUTE(HTTP_POST, "/articles/:id/preview/links/:link/revoke", PERM_WRITE, CSRF, SMALL_MAX,  desk_revoke),
    ROUTE(HTTP_GET,  "/preview/v/:link",             PERM_PUBLIC,     CSRF_SAFE, 0,            desk_preview_read),
    ROUTE(HTTP_GET,  "/preview/:token",              PERM_PUBLIC,     CSRF_SAFE, 0,            desk_preview_open),
    ROUTE(HTTP_GET,  "/review",                      PERM_REVIEW,     CSRF_SAFE, 0,            desk_queue),
    ROUTE(HTTP_GET,  "/media",                       PERM_WRITE,      CSRF_SAFE, 0,            desk_library),
    ROUTE(HTTP_GET,  "/media/:id",                   PERM_WRITE,      CSRF_SAFE, 0,            desk_picture),
    ROUTE(HTTP_POST, "/media/:id",                   PERM_WRITE,      CSRF,      DECISION_MAX, desk_picture_edit),
    ROUTE(HTTP_GET,  "/people",                      PERM_WRITE,      CSRF_SAFE, 0,            desk_people),
    ROUTE(HTTP_POST, "/people",                      PERM_REVIEW,     CSRF,      SMALL_MAX,    desk_person_add),
    ROUTE(HTTP_POST, "/people/:id",                  PERM_REVIEW,     CSRF,      SMALL_MAX,    desk_person_save),
    ROUTE(HTTP_GET,  "/slug",                        PERM_WRITE,      CSRF_SAFE, 0,            desk_slug),
    ROUTE(HTTP_GET,  "/topics",                      PERM_WRITE,      CSRF_SAFE, 0,            desk_topics),
    ROUTE(HTTP_GET,  "/audit",                       PERM_READ_AUDIT, CSRF_SAFE, 0,            desk_audit),
    ROUTE(HTTP_POST, "/language",                    PERM_SIGNED_IN,  CSRF,      SMALL_MAX,    desk_language),
    /* clang-format on */
};

static struct ctx *
start(void *arg)
{
	const struct config *c = arg;
	const struct db_options o = {
	    .conninfo = config_get(c, "database_desk", "dbname=copydesk user=desk_app"),
	    .program = "copydesk-desk",
	    .statement_ms = STATEMENT_MS,
	    .connect_ms = CONNECT_MS,
	};
	struct ctx *cx = calloc(1, sizeof(*cx));
	struct newsroom room;

	if (cx == NULL || (cx->db = db_new(&o)) == NULL) {
		log_msg(LOG_ERROR, "no memory for a worker");
		free(cx);
		return NULL;
	}
	startup_newsroom(c, &room);
	cx->newsroom_lang = room.lang;
	cx->name_zh = room.name_zh;
	cx->name_en = room.name_en;
	cx->site_url = room.site_url;
	cx->desk_url = room.desk_url;
	cx->media_dir = config_get(c, "media_dir", MEDIA_DIR_DEFAULT);
	cx->site = site_preview_new(c, cx->db);
	if (cx->site == NULL) {
		log_msg(LOG_ERROR, "no memory for a worker");
		db_free(cx->db);
		free(cx);
		return NULL;
	}
	return cx;
}

struct program
desk_program(struct config *c)
{
	return (struct program){
	    .name = "desk",
	    .routes = {routes, sizeof(routes) / sizeof(routes[0])},
	    .start = start,
	    .arg = c,
	    .before = desk_before,
	    .error = desk_error,
	    .after = desk_after,
	};
}
