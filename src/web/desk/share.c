#include "base/num.h"
#include "domain/access.h"
#include "domain/preview.h"
#include "domain/refusal.h"
#include "gen/t_desk_preview.h"
#include "view/preview_view.h"
#include "web/desk/edit.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/web.h"

/*
 * Links to previews, as their makers see them.  The secret of an address is told once, and the
 * database knows its hash; shared.c is for whoever comes with it.
 */

/* What the page tells besides the links that there are. */
struct telling {
	struct str made; /* the address just made */
	struct instant until;
	struct str problem;
	int64_t chosen; /* the version to offer; 0: the latest */
};

static struct desk_choice
term_choice(struct ctx *cx, struct arena *a)
{
	static const int days[] = {PREVIEW_DAYS_SHORT, PREVIEW_DAYS, PREVIEW_DAYS_LONG};
	const char *const words[] = {
	    i18n(cx->zh, "1 day"), i18n(cx->zh, "7 days"), i18n(cx->zh, "30 days")};
	const size_t n = sizeof days / sizeof days[0];
	struct desk_option *options = ARENA_ARRAY(a, n, struct desk_option);

	for (size_t i = 0; i < n; i++)
		options[i] = (struct desk_option){.value = page_printf(a, "%d", days[i]),
		    .label = str_of(words[i]),
		    .chosen = days[i] == PREVIEW_DAYS};
	return (struct desk_choice){
	    .field = {.name = "days", .label = i18n(cx->zh, "Ends after")}, .v = options, .n = n};
}

static enum status
version_choice(struct ctx *cx, struct arena *a, const struct article *it, int64_t chosen,
    struct desk_choice *out)
{
	struct revision_line *lines;
	struct desk_option *options;
	size_t n;
	enum status s = revision_list(cx->db, a, it->id, &lines, &n);

	if (s != STATUS_OK)
		return s;
	options = ARENA_ARRAY(a, n, struct desk_option);
	for (size_t i = 0; i < n; i++)
		options[i] = (struct desk_option){
		    .value = page_printf(a, "%d", (int)lines[i].number),
		    .label = page_version(a, lines[i].number, cx->zh),
		    .chosen = chosen == 0 ? lines[i].is_head : lines[i].number == chosen,
		};
	*out = (struct desk_choice){
	    .field = {.name = "rev", .label = i18n(cx->zh, "Version to share")},
	    .v = options,
	    .n = n};
	return STATUS_OK;
}

static void
row_state(const struct preview_link *l, bool zh, struct preview_row *row)
{
	row->alive = l->is_alive;
	row->is_revoked = l->is_revoked;
	row->state_class = l->is_alive ? "published" : "draft";
	if (l->is_alive)
		row->state = i18n(zh, "Works");
	else if (l->is_revoked)
		row->state = i18n(zh, "Revoked");
	else if (l->expires_at.us <= clock_now().us)
		row->state = i18n(zh, "Ended");
	else
		row->state =
		    i18n(zh, "Blocked: its maker may not write, or the article is withdrawn");
}

static struct preview_row *
rows_of(struct ctx *cx, struct arena *a, const struct article *it, const struct preview_link *links,
    size_t n)
{
	struct preview_row *rows = ARENA_ARRAY(a, n, struct preview_row);

	for (size_t i = 0; i < n; i++) {
		const struct preview_link *l = &links[i];

		rows[i] = (struct preview_row){
		    .version = page_version(a, l->number, cx->zh),
		    .created_by = l->created_by,
		    .created = page_time_listed(a, l->created_at, cx->zh),
		    .expires = page_time(a, l->expires_at, cx->zh),
		    .uses = page_printf(a, i18n(cx->zh, "opened: %lld"), (long long)l->uses),
		    .was_used = l->was_used,
		    .revoke_action = page_printf(a, "/articles/%lld/preview/links/%lld/revoke",
			(long long)it->id.v, (long long)l->id.v),
		};
		if (l->was_used)
			rows[i].last_used = page_time_listed(a, l->last_used_at, cx->zh);
		if (l->is_revoked) {
			rows[i].revoked = page_time_listed(a, l->revoked_at, cx->zh);
			rows[i].revoked_by = l->revoked_by;
		}
		row_state(l, cx->zh, &rows[i]);
	}
	return rows;
}

static struct preview_use_row *
uses_of(struct ctx *cx, struct arena *a, const struct preview_use *uses, size_t n)
{
	struct preview_use_row *rows = ARENA_ARRAY(a, n, struct preview_use_row);

	for (size_t i = 0; i < n; i++)
		rows[i] = (struct preview_use_row){
		    .at = page_time_listed(a, uses[i].at, cx->zh),
		    .version = page_version(a, uses[i].number, cx->zh),
		    .network = uses[i].network,
		    .agent = uses[i].agent,
		};
	return rows;
}

static void
show_links(struct ctx *cx, struct request *req, struct response *res, const struct article *it,
    const struct telling *tell)
{
	struct arena *a = req->arena;
	struct tmpl_ctx tc = page_tmpl(cx);
	struct preview_links_view v = {
	    .page = page_make(cx, req, str_of(i18n(cx->zh, "Share preview")), DESK_ARTICLES),
	    .headline = it->headline,
	    .lang = page_lang(it->lang),
	    .article_href = page_path(a, it->id, ""),
	    .action = page_path(a, it->id, "/preview/links"),
	    .made = tell->made,
	    .problem = tell->problem,
	    .term = term_choice(cx, a),
	    .may_share = access_any(cx->session.rights, RIGHT_WRITE),
	};
	struct preview_link *links;
	struct preview_use *uses;
	enum status s = version_choice(cx, a, it, tell->chosen, &v.version);

	if (s == STATUS_OK)
		s = preview_links(cx->db, a, it->id, &links, &v.rows_n);
	if (s == STATUS_OK)
		s = preview_uses(cx->db, a, it->id, &uses, &v.uses_n);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	if (tell->made.n > 0)
		v.made_until = page_printf(a, i18n(cx->zh, "It works until %.*s."),
		    STR_ARG(page_time(a, tell->until, cx->zh).text));
	v.rows = rows_of(cx, a, it, links, v.rows_n);
	v.uses = uses_of(cx, a, uses, v.uses_n);
	v.page.faulty = v.problem.n > 0;
	t_desk_preview_links(res->body, &tc, &v);
}

void
desk_links(struct ctx *cx, struct request *req, struct response *res)
{
	struct telling tell = {.chosen = 0};
	struct article it;
	enum status s = edit_article(cx, req, &it);

	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	if (!num_i64(request_query(req, STR("rev")), 1, INT32_MAX, &tell.chosen))
		tell.chosen = 0;
	show_links(cx, req, res, &it, &tell);
}

struct sharing {
	struct revision_id revision;
	struct token secret;
	int days;
	struct instant until; /* told once it is made */
};

static enum status
share_change(struct db *db, struct arena *a, void *arg)
{
	struct sharing *it = arg;

	return preview_share(db, a, it->revision, &it->secret, it->days, &it->until);
}

/* Why there is no new link, in words; empty: no reason of its own. */
static struct str
share_problem(struct ctx *cx)
{
	struct str detail = str_of(db_last_error(cx->db)->detail);

	if (str_eq(detail, STR("many")))
		return str_of(i18n(cx->zh, "There are too many links already. Revoke some that are "
					   "not needed, or wait an hour."));
	if (str_eq(detail, STR("withdrawn")))
		return str_of(i18n(cx->zh, "The article is withdrawn. Nothing of it can be shared "
					   "until it is published again."));
	return STR("");
}

static enum status
read_sharing(struct ctx *cx, struct request *req, const struct article *it, struct sharing *out)
{
	struct revision r;
	int64_t number, days;
	enum status s = STATUS_INVALID;

	if (num_i64(request_form(req, STR("rev")), 1, INT32_MAX, &number) &&
	    num_i64(request_form(req, STR("days")), 1, PREVIEW_DAYS_LONG, &days))
		s = revision_by_number(cx->db, req->arena, it->id, (int32_t)number, &r);
	if (s != STATUS_OK)
		return s;
	*out = (struct sharing){.revision = r.id, .days = (int)days};
	token_new(&out->secret);
	return STATUS_OK;
}

void
desk_share(struct ctx *cx, struct request *req, struct response *res)
{
	struct telling tell = {.chosen = 0};
	struct sharing it;
	struct article article;
	enum status s = edit_article(cx, req, &article), again;

	if (s == STATUS_OK)
		s = read_sharing(cx, req, &article, &it);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	s = session_settle(cx->db, req->arena, &cx->token, share_change, &it);
	tell.until = it.until;
	if (s == STATUS_OK)
		tell.made = page_printf(
		    req->arena, "%.*s/preview/%s", STR_ARG(cx->desk_url), it.secret.hex);
	else
		tell.problem = share_problem(cx);
	token_wipe(&it.secret);
	again = session_begin(cx->db, req->arena, &cx->token, &cx->session);
	if (again != STATUS_OK || (s != STATUS_OK && tell.problem.n == 0)) {
		refuse_status(cx, req, res, again != STATUS_OK ? again : s);
		return;
	}
	cx->reading = true;
	if (s != STATUS_OK) {
		res->status = web_http_status(s);
		res->error = status_name(s);
	}
	show_links(cx, req, res, &article, &tell);
}

static enum status
revoke_change(struct db *db, struct arena *a, void *arg)
{
	const struct row_id *link = arg;

	return preview_revoke(db, a, *link);
}

void
desk_revoke(struct ctx *cx, struct request *req, struct response *res)
{
	struct row_id link;
	struct article it;
	enum status s = edit_article(cx, req, &it);

	if (s == STATUS_OK && !num_i64(req->param[1], 1, INT64_MAX, &link.v))
		s = STATUS_NOT_FOUND;
	if (s == STATUS_OK)
		s = session_settle(cx->db, req->arena, &cx->token, revoke_change, &link);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	response_redirect(res, 303, page_path(req->arena, it.id, "/preview/links"));
}
