#include "base/num.h"
#include "crypto/token.h"
#include "domain/access.h"
#include "domain/article.h"
#include "domain/channel.h"
#include "domain/refusal.h"
#include "gen/t_desk_history.h"
#include "web/desk/edit.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/desk/text.h"
#include "web/web.h"

/* One version alone, and the way back to it. */

#define KEY_HEX 32

/* Would a new version make reviews void that are under way? */
static bool
under_review(const struct article *it)
{
	return it->state == ARTICLE_SUBMITTED || it->state == ARTICLE_APPROVED;
}

static void
offer_restore(const struct ctx *cx, struct arena *a, const struct article *it,
    const struct revision *r, struct desk_revision_view *view)
{
	struct token key;

	if (r->is_head || !access_any(cx->session.rights, RIGHT_WRITE))
		return;
	token_new(&key);
	view->restore = (struct desk_restore){
	    .action = page_path(a, it->id, "/restore"),
	    .key = str_dup(a, (struct str){key.hex, KEY_HEX}),
	    .base = page_printf(a, "%lld", (long long)it->head.v),
	    .number = page_printf(a, "%d", (int)r->number),
	    .asks = under_review(it),
	};
	if (it->is_live && !under_review(it))
		view->restore.note = str_of(i18n(cx->zh,
		    "What is published stays as it is until the new version is reviewed and "
		    "published."));
}

/* The page of version ${number}, with what is wrong with a wish to go back to it. */
static void
show_version(
    struct ctx *cx, struct request *req, struct response *res, struct str number, struct str fault)
{
	struct arena *a = req->arena;
	struct desk_revision_view view = {.note = STR("")};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct channel *channels;
	struct article it;
	struct revision r;
	size_t n;
	int64_t at;
	enum status s = edit_article(cx, req, &it);

	if (s == STATUS_OK && !num_i64(number, 1, INT32_MAX, &at))
		s = STATUS_NOT_FOUND;
	if (s == STATUS_OK)
		s = revision_by_number(cx->db, a, it.id, (int32_t)at, &r);
	if (s == STATUS_OK)
		s = channel_list(cx->db, a, &channels, &n);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	view.heading = page_version(a, r.number, cx->zh);
	view.page = page_make(cx, req, view.heading, DESK_ARTICLES);
	view.note = page_printf(a, i18n(cx->zh, "Version %d, saved by %.*s."), (int)r.number,
	    STR_ARG(text_note(cx, a, &r)));
	view.article_href = page_path(a, it.id, "");
	view.history_href = page_path(a, it.id, "/history");
	view.preview_href =
	    page_printf(a, "/articles/%lld/preview?rev=%d", (long long)it.id.v, (int)r.number);
	if (!r.is_head)
		view.compare_href = page_printf(a, "/articles/%lld/compare?from=%d&to=%d",
		    (long long)it.id.v, (int)r.number, (int)it.head_number);
	view.text = text_view(cx, a, &r, text_channel(cx, r.channel, channels, n));
	offer_restore(cx, a, &it, &r, &view);
	view.restore.fault = fault;
	view.page.faulty = fault.n > 0;
	t_desk_revision(res->body, &tc, &view);
}

void
desk_revision(struct ctx *cx, struct request *req, struct response *res)
{
	show_version(cx, req, res, req->param[1], STR(""));
}

struct restore {
	struct article article;
	int64_t number;
	struct revision_id base;
	struct str key;
	struct article_saved saved;
};

static enum status
restore_change(struct db *db, struct arena *a, void *arg)
{
	struct restore *it = arg;

	return article_restore(
	    db, a, it->article.id, (int32_t)it->number, it->base, it->key, &it->saved);
}

/* What the button carries. */
static bool
read_restore(struct request *req, struct restore *it)
{
	uint8_t key[KEY_HEX / 2];

	it->key = request_form(req, STR("key"));
	return num_hex(it->key, key, sizeof key) &&
	       num_i64(request_form(req, STR("version")), 1, INT32_MAX, &it->number) &&
	       num_i64(request_form(req, STR("base")), 1, INT64_MAX, &it->base.v);
}

static void
ask_again(struct ctx *cx, struct request *req, struct response *res, const char *fault)
{
	res->status = 422;
	res->error = "restore";
	show_version(cx, req, res, request_form(req, STR("version")), str_of(fault));
}

void
desk_restore(struct ctx *cx, struct request *req, struct response *res)
{
	struct restore it = {.number = 0};
	enum status s = edit_article(cx, req, &it.article);

	if (s == STATUS_OK && !read_restore(req, &it))
		s = STATUS_INVALID;
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	if (under_review(&it.article) && request_form(req, STR("sure")).n == 0) {
		ask_again(cx, req, res,
		    i18n(cx->zh, "The article is under review. If its reviews may begin again, "
				 "tick the box first."));
		return;
	}
	s = session_settle(cx->db, req->arena, &cx->token, restore_change, &it);
	if (s == STATUS_OK) {
		response_redirect(
		    res, 303, page_path(req->arena, it.article.id, "/history?done=restored"));
		return;
	}
	if (refusal_of(cx->db) == REFUSAL_VALUE &&
	    session_begin(cx->db, req->arena, &cx->token, &cx->session) == STATUS_OK) {
		ask_again(cx, req, res,
		    i18n(cx->zh, "This version cannot come back as it is: its channel is closed, "
				 "or a picture of it is gone. Copy from it what you need."));
		return;
	}
	refuse_act(cx, req, res, it.article.id, s, refusal_of(cx->db));
}
