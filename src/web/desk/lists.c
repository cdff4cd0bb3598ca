#include <stdint.h>

#include "base/num.h"
#include "domain/access.h"
#include "domain/article.h"
#include "domain/history.h"
#include "gen/t_desk_articles.h"
#include "gen/t_desk_audit.h"
#include "gen/t_desk_home.h"
#include "gen/t_desk_queue.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"

#define HOME_ROWS 8

static enum status
home_part(struct ctx *cx, struct arena *a, struct article_filter f, const char *more,
    struct desk_rows *out)
{
	struct article *rows;
	enum status s;
	size_t n;

	f.limit = HOME_ROWS;
	s = article_list(cx->db, a, &f, &rows, &n);
	if (s != STATUS_OK)
		return s;
	*out = page_rows(cx, a, rows, n);
	if (n == HOME_ROWS)
		out->more = str_of(more);
	return STATUS_OK;
}

/* What this person could review now, of all that waits. */
static enum status
home_waiting(struct ctx *cx, struct arena *a, struct desk_rows *out)
{
	struct article *rows;
	enum status s;
	size_t i, n, mine = 0;

	s = article_waiting(cx->db, a, &rows, &n);
	if (s != STATUS_OK)
		return s;
	for (i = 0; i < n; i++) {
		if (rows[i].can_review)
			rows[mine++] = rows[i];
	}
	*out = page_rows(cx, a, rows, mine);
	return STATUS_OK;
}

void
desk_home(struct ctx *cx, struct request *req, struct response *res)
{
	static const struct article_filter submitted = {.mine = true, .progress = PROGRESS_PENDING};
	static const struct article_filter others = {.mine = true, .progress = PROGRESS_OTHER};
	static const struct article_filter recent = {.mine = false};
	struct desk_home_view view = {
	    .page = page_make(cx, req, str_of(i18n(cx->zh, "My work")), DESK_HOME),
	};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct arena *a = req->arena;
	enum status s = STATUS_OK;

	if (view.page.can_review)
		s = home_waiting(cx, a, &view.waiting);
	if (s == STATUS_OK && view.page.can_write)
		s = home_part(cx, a, submitted, "/articles?mine=1", &view.submitted);
	if (s == STATUS_OK && view.page.can_write)
		s = home_part(cx, a, others, "/articles?mine=1", &view.mine);
	if (s == STATUS_OK && view.page.can_review)
		s = home_part(cx, a, recent, "/articles", &view.recent);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	view.is_empty = view.submitted.n == 0 && view.mine.n == 0 && view.recent.n == 0;
	t_desk_home(res->body, &tc, &view);
}

/* A cursor is "MICROSECONDS-ID" of the last row that was shown. */
static bool
cursor_read(struct str text, struct article_filter *f)
{
	struct str us;

	if (text.p == NULL)
		return true;
	if (!str_split(&text, '-', &us) || text.p == NULL ||
	    !num_i64(us, 0, INT64_MAX, &f->before.us) ||
	    !num_i64(text, 1, INT64_MAX, &f->before_id.v))
		return false;
	f->has_before = true;
	return true;
}

static void
list_filters(
    struct ctx *cx, struct arena *a, const struct article_filter *f, struct desk_list_view *view)
{
	struct desk_link *links = ARENA_ARRAY(a, ARTICLE_STATES + 2, struct desk_link);
	unsigned i;

	links[0] = (struct desk_link){
	    STR("/articles"), i18n(cx->zh, "All states"), !f->has_state && !f->mine};
	links[1] = (struct desk_link){
	    STR("/articles?mine=1"), i18n(cx->zh, "Mine"), f->mine && !f->has_state};
	for (i = 0; i < ARTICLE_STATES; i++) {
		enum article_state s = (enum article_state)i;

		links[i + 2] = (struct desk_link){
		    .href = page_printf(a, "/articles?state=%s", article_state_word(s)),
		    .word = page_state(s, cx->zh).word,
		    .current = f->has_state && f->state == s,
		};
	}
	view->filters = links;
	view->filters_n = ARTICLE_STATES + 2;
}

static struct str
list_next(struct arena *a, const struct article_filter *f, const struct article *last)
{
	return page_printf(a, "/articles?before=%lld-%lld%s%s%s", (long long)last->changed_at.us,
	    (long long)last->id.v, f->mine ? "&mine=1" : "", f->has_state ? "&state=" : "",
	    f->has_state ? article_state_word(f->state) : "");
}

void
desk_articles(struct ctx *cx, struct request *req, struct response *res)
{
	struct desk_list_view view = {
	    .page = page_make(cx, req, str_of(i18n(cx->zh, "Articles")), DESK_ARTICLES),
	};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct article_filter f = {
	    .mine = request_query(req, STR("mine")).p != NULL, .limit = ARTICLE_PAGE};
	struct str state = request_query(req, STR("state"));
	struct article *rows;
	enum status s;
	size_t n;

	f.has_state = state.p != NULL;
	if ((f.has_state && !article_state_of(state, &f.state)) ||
	    !cursor_read(request_query(req, STR("before")), &f)) {
		refuse_page(cx, req, res, 404, "filter");
		return;
	}
	s = article_list(cx->db, req->arena, &f, &rows, &n);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	list_filters(cx, req->arena, &f, &view);
	view.rows = page_rows(cx, req->arena, rows, n);
	if (n == ARTICLE_PAGE)
		view.next = list_next(req->arena, &f, &rows[n - 1]);
	t_desk_articles(res->body, &tc, &view);
}

/* Move those that wait for ${level} out of ${all}. */
static struct desk_rows
at_level(struct ctx *cx, struct arena *a, const struct article *all, size_t n, int level)
{
	struct article *some = ARENA_ARRAY(a, n, struct article);
	size_t i, m = 0;

	for (i = 0; i < n; i++) {
		if (all[i].levels_done + 1 == level)
			some[m++] = all[i];
	}
	return page_rows(cx, a, some, m);
}

void
desk_queue(struct ctx *cx, struct request *req, struct response *res)
{
	struct desk_queue_level levels[4];
	struct desk_queue_view view = {
	    .page = page_make(cx, req, str_of(i18n(cx->zh, "Review")), DESK_REVIEW),
	    .levels = levels,
	    .levels_n = 4,
	};
	struct article_filter f = {
	    .has_state = true, .state = ARTICLE_APPROVED, .limit = ARTICLE_PAGE};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct article *rows, *approved;
	size_t n, approved_n;
	enum status s;
	int i;

	s = article_waiting(cx->db, req->arena, &rows, &n);
	if (s == STATUS_OK)
		s = article_list(cx->db, req->arena, &f, &approved, &approved_n);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	for (i = 0; i < 3; i++) {
		levels[i] = (struct desk_queue_level){
		    .word = page_level_word(i + 1, cx->zh),
		    .empty = i18n(cx->zh, "Nothing waits at this level."),
		    .rows = at_level(cx, req->arena, rows, n, i + 1),
		};
	}
	levels[3] = (struct desk_queue_level){
	    .word = i18n(cx->zh, "Ready to publish"),
	    .empty = i18n(cx->zh, "Nothing is ready to be published."),
	    .rows = page_rows(cx, req->arena, approved, approved_n),
	};
	t_desk_queue(res->body, &tc, &view);
}

void
desk_audit(struct ctx *cx, struct request *req, struct response *res)
{
	struct desk_audit_view view = {
	    .page = page_make(cx, req, str_of(i18n(cx->zh, "Audit")), DESK_AUDIT),
	};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct str before_text = request_query(req, STR("before"));
	struct history_entry *entries;
	int64_t before = 0;
	enum status s;
	size_t n;

	if (before_text.p != NULL && !num_i64(before_text, 1, INT64_MAX, &before)) {
		refuse_page(cx, req, res, 404, "cursor");
		return;
	}
	s = history_audit(cx->db, req->arena, before, &entries, &n);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	view.entries = page_entries(cx, req->arena, NULL, entries, n);
	if (n == HISTORY_PAGE)
		view.older =
		    page_printf(req->arena, "/audit?before=%lld", (long long)entries[n - 1].seq);
	t_desk_audit(res->body, &tc, &view);
}
