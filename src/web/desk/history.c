#include "domain/history.h"

#include "base/num.h"
#include "domain/channel.h"
#include "domain/revision.h"
#include "gen/t_desk_history.h"
#include "web/desk/compare.h"
#include "web/desk/edit.h"
#include "web/desk/page.h"
#include "web/desk/read.h"
#include "web/desk/refuse.h"
#include "web/desk/text.h"

/* Of so many versions, and of about so many bytes of JSON, the changes are counted on one page. */
#define SIZES_MAX 30
#define SIZES_BYTES ((size_t)4 << 20)
#define SIZES_STORED ((int64_t)2 << 20) /* of those that are read for it, packed */

/*
 * What each version changed, newest first, until enough was read for one page: the others are told
 * by "What changed".
 */
static void
change_sizes(struct ctx *cx, struct arena *a, struct article_id article,
    const struct revision_line *lines, size_t n, struct desk_revision_row *rows)
{
	struct revision_body *bodies;
	size_t added, removed, bodies_n, bytes = 0;

	if (n < 2 || revision_bodies(cx->db, a, article, SIZES_MAX + 1, SIZES_STORED, &bodies,
			 &bodies_n) != STATUS_OK)
		return;
	for (size_t i = 0; i + 1 < bodies_n && i + 1 < n && bytes < SIZES_BYTES; i++) {
		const struct str newer = bodies[i].json, older = bodies[i + 1].json;

		/* Somebody may have saved since the list was read. */
		if (bodies[i].id.v != lines[i].id.v ||
		    compare_size(a, older, newer, &added, &removed) != STATUS_OK)
			return;
		if (added + removed > 0)
			rows[i].change = page_printf(
			    a, i18n(cx->zh, "%zu words added, %zu removed"), added, removed);
		else
			rows[i].change = str_of(i18n(cx->zh, "no words of the body changed"));
		bytes += newer.n + older.n;
	}
}

static void
revision_rows(struct ctx *cx, struct arena *a, const struct article *it,
    const struct revision_line *lines, size_t n, struct desk_history_view *view)
{
	struct desk_revision_row *rows = ARENA_ARRAY(a, n, struct desk_revision_row);
	size_t i;

	for (i = 0; i < n; i++) {
		const struct revision_line *r = &lines[i];

		rows[i] = (struct desk_revision_row){
		    .href = page_printf(
			a, "/articles/%lld/revisions/%d", (long long)it->id.v, (int)r->number),
		    .number = page_version(a, r->number, cx->zh),
		    .value = page_printf(a, "%d", (int)r->number),
		    .is_from = i == (n > 1 ? 1 : 0),
		    .is_to = i == 0,
		    .headline = r->headline,
		    .saved_by = r->saved_by,
		    .words = page_words(a, r->words, cx->zh),
		    .saved = page_time_listed(a, r->saved_at, cx->zh),
		};
		if (r->number > 1)
			rows[i].compare_href =
			    page_printf(a, "/articles/%lld/compare?from=%d&to=%d",
				(long long)it->id.v, (int)r->number - 1, (int)r->number);
		if (r->is_live) {
			rows[i].mark = i18n(cx->zh, "Published");
			rows[i].mark_class = "published";
		} else if (r->is_head) {
			rows[i].mark = i18n(cx->zh, "Latest");
			rows[i].mark_class = "draft";
		}
	}
	change_sizes(cx, a, it->id, lines, n, rows);
	view->revisions = rows;
	view->revisions_n = n;
}

void
desk_history(struct ctx *cx, struct request *req, struct response *res)
{
	struct desk_history_view view = {
	    .page = page_make(cx, req, str_of(i18n(cx->zh, "History")), DESK_ARTICLES),
	};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct history_entry *entries;
	struct revision_line *lines;
	struct article it;
	size_t entries_n, lines_n;
	enum status s = edit_article(cx, req, &it);

	if (s == STATUS_OK)
		s = revision_list(cx->db, req->arena, it.id, &lines, &lines_n);
	if (s == STATUS_OK)
		s = history_of(cx->db, req->arena, it.id, &entries, &entries_n);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	view.headline = it.headline;
	view.lang = page_lang(it.lang);
	view.article_href = page_path(req->arena, it.id, "");
	view.compare_action = page_path(req->arena, it.id, "/compare");
	revision_rows(cx, req->arena, &it, lines, lines_n, &view);
	view.entries = page_entries(cx, req->arena, &it.id, entries, entries_n);
	read_notice(cx, req, &it, &view.page);
	t_desk_history(res->body, &tc, &view);
}

/* The revision numbered ${text}; absent: the head. */
static enum status
find_revision(struct ctx *cx, struct arena *a, const struct article *it, struct str text,
    struct revision *out)
{
	int64_t number;

	if (text.p == NULL)
		return revision_get(cx->db, a, it->head, out);
	if (!num_i64(text, 1, INT32_MAX, &number))
		return STATUS_NOT_FOUND;
	return revision_by_number(cx->db, a, it->id, (int32_t)number, out);
}

static struct desk_choice
version_choice(const struct ctx *cx, struct arena *a, const char *name, const char *label,
    const struct revision_line *lines, size_t n, int32_t chosen)
{
	struct desk_option *options = ARENA_ARRAY(a, n, struct desk_option);
	size_t i;

	for (i = 0; i < n; i++) {
		options[i] = (struct desk_option){
		    .value = page_printf(a, "%d", (int)lines[i].number),
		    .label = page_version(a, lines[i].number, cx->zh),
		    .chosen = lines[i].number == chosen,
		};
	}
	return (struct desk_choice){.field = {.name = name, .label = label}, .v = options, .n = n};
}

void
desk_compare(struct ctx *cx, struct request *req, struct response *res)
{
	struct arena *a = req->arena;
	struct desk_compare_view view = {
	    .page = page_make(cx, req, str_of(i18n(cx->zh, "What changed")), DESK_ARTICLES),
	};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct revision_line *lines;
	struct channel *channels;
	struct revision from, to;
	struct article it;
	size_t lines_n, n;
	enum status s = edit_article(cx, req, &it);

	if (s == STATUS_OK)
		s = find_revision(cx, a, &it, request_query(req, STR("from")), &from);
	if (s == STATUS_OK)
		s = find_revision(cx, a, &it, request_query(req, STR("to")), &to);
	if (s == STATUS_OK)
		s = revision_list(cx->db, a, it.id, &lines, &lines_n);
	if (s == STATUS_OK)
		s = channel_list(cx->db, a, &channels, &n);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	view.headline = it.headline;
	view.lang = page_lang(it.lang);
	view.article_href = page_path(a, it.id, "");
	view.history_href = page_path(a, it.id, "/history");
	view.action = page_path(a, it.id, "/compare");
	view.from =
	    version_choice(cx, a, "from", i18n(cx->zh, "From"), lines, lines_n, from.number);
	view.to = version_choice(cx, a, "to", i18n(cx->zh, "To"), lines, lines_n, to.number);
	text_changes(cx, a, &from, &to, channels, n, &view.changes);
	view.changes.from = page_version(a, from.number, cx->zh);
	view.changes.from_note = text_note(cx, a, &from);
	view.changes.to = page_version(a, to.number, cx->zh);
	view.changes.to_note = text_note(cx, a, &to);
	t_desk_compare(res->body, &tc, &view);
}
