#include "web/desk/read.h"

#include "domain/access.h"
#include "domain/channel.h"
#include "domain/history.h"
#include "domain/review.h"
#include "domain/revision.h"
#include "gen/t_desk_article.h"
#include "web/desk/edit.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/desk/remark.h"
#include "web/desk/text.h"
#include "web/desk/warn.h"

/* What the page shows of the history. */
#define RECENT 12

void
read_notice(const struct ctx *cx, const struct request *req, const struct article *article,
    struct desk_page *page)
{
	struct str done = request_query(req, STR("done"));

	if (str_eq(done, STR("saved")))
		page->notice = str_of(i18n(cx->zh, "Saved."));
	else if (str_eq(done, STR("restored")))
		page->notice =
		    str_of(i18n(cx->zh, "Restored: the earlier words are the latest version now."));
	else if (str_eq(done, STR("submitted")))
		page->notice = str_of(i18n(cx->zh, "Submitted. The reviewers see it now."));
	else if (str_eq(done, STR("approved")))
		page->notice = str_of(i18n(cx->zh, "Approved."));
	else if (str_eq(done, STR("returned")))
		page->notice = str_of(i18n(cx->zh, "Returned to its author."));
	else if (str_eq(done, STR("withdrawn")))
		page->notice = str_of(i18n(cx->zh, "Withdrawn. It is off the site and its lists."));
	else if (str_eq(done, STR("published")) && article != NULL && article->is_live) {
		page->notice = str_of(i18n(cx->zh, "Published."));
		page->notice_href = page->site_url;
	}
	if (page->notice.n > 0 && request_query(req, STR("apart")).n > 0)
		page->notice = page_printf(req->arena, "%.*s %s", STR_ARG(page->notice),
		    i18n(cx->zh,
			"Not every change could be made as you wrote it: lines of a table, list, "
			"picture or card that you changed may stand beside it as paragraphs, what "
			"you deleted from it may still be there, and bold, links, footnotes and "
			"marks of remarks may be plain words now. Please look at the text."));
}

/* The levels of this review, with who did them. */
static void
make_levels(const struct ctx *cx, struct arena *a, const struct article *it,
    const struct review *reviews, size_t n, struct desk_article_view *view)
{
	struct desk_level *levels = ARENA_ARRAY(a, (size_t)it->levels_needed, struct desk_level);
	size_t i;
	int level;

	for (level = 1; level <= it->levels_needed; level++) {
		levels[level - 1].word = page_level_word(level, cx->zh);
		levels[level - 1].next =
		    it->state == ARTICLE_SUBMITTED && level == it->levels_done + 1;
	}
	for (i = 0; i < n; i++) {
		if (reviews[i].kind != REVIEW_APPROVE || reviews[i].level > it->levels_needed)
			continue;
		levels[reviews[i].level - 1].done = true;
		levels[reviews[i].level - 1].who = reviews[i].user_name;
		levels[reviews[i].level - 1].at = page_time(a, reviews[i].at, cx->zh);
	}
	view->levels = levels;
	view->levels_n = (size_t)it->levels_needed;
	view->next_level = it->levels_done + 1;
}

/* What happens next, for somebody who cannot do it. */
static struct str
make_hint(const struct ctx *cx, struct arena *a, const struct article *it, bool reviewer)
{
	const char *level = page_level_word(it->levels_done + 1, cx->zh);

	if (it->state == ARTICLE_APPROVED && it->own_words)
		return str_of(
		    i18n(cx->zh, "All reviews are done. Somebody else has to publish it."));
	if (it->state != ARTICLE_SUBMITTED || it->can_review)
		return STR("");
	if (it->own_words)
		return page_printf(a,
		    i18n(cx->zh,
			"%s is next. You wrote these words, so somebody else reviews them."),
		    level);
	if (reviewer)
		return page_printf(a,
		    i18n(cx->zh, "%s is next: by somebody with that right who has not reviewed "
				 "this version."),
		    level);
	return page_printf(a, i18n(cx->zh, "%s is next."), level);
}

static void
make_rights(
    struct ctx *cx, struct arena *a, const struct article *it, struct desk_article_view *view)
{
	unsigned rights = cx->session.rights;
	bool reviewer = access_any(rights, RIGHT_REVIEW_ANY);

	view->may_edit = access_any(rights, RIGHT_WRITE);
	view->may_approve = it->can_review;
	view->may_return = reviewer && !it->own_words &&
			   (it->state == ARTICLE_SUBMITTED || it->state == ARTICLE_APPROVED);
	view->may_publish = it->can_publish;
	view->may_withdraw = it->is_live && access_any(rights, RIGHT_WITHDRAW);
	view->hint = make_hint(cx, a, it, reviewer);
}

static struct desk_field
reason_field(struct arena *a, const char *name, const char *label, struct str hint,
    struct str value, struct str error)
{
	struct desk_field f = {
	    .name = name,
	    .label = label,
	    .hint = hint,
	    .value = value.p == NULL ? STR("") : value,
	    .error = error,
	    .rows = 3,
	};

	f.describedby = str_z(a, error.n > 0 ? page_printf(a, "%s-error %s-hint", name, name)
					     : page_printf(a, "%s-hint", name));
	return f;
}

static void
make_reasons(
    struct ctx *cx, struct arena *a, const struct read_faults *faults, struct desk_article_view *v)
{
	static const struct read_faults none;
	struct str limit =
	    page_printf(a, i18n(cx->zh, "At most %d characters."), ARTICLE_REASON_MAX);

	if (faults == NULL)
		faults = &none;
	v->reason = reason_field(a, "reason", i18n(cx->zh, "Reason"),
	    page_printf(a, i18n(cx->zh, "Tell the author what to mend. %.*s"), STR_ARG(limit)),
	    faults->reason, faults->reason_error);
	v->withdraw_reason = reason_field(a, "withdraw_reason", i18n(cx->zh, "Reason"),
	    page_printf(a, i18n(cx->zh, "For the newsroom and its records. %.*s"), STR_ARG(limit)),
	    faults->withdraw_reason, faults->withdraw_error);
	v->public_reason = reason_field(a, "public_reason", i18n(cx->zh, "Reason for readers"),
	    page_printf(
		a, i18n(cx->zh, "Shown where the article was; may be empty. %.*s"), STR_ARG(limit)),
	    faults->public_reason, faults->public_error);
	v->page.faulty =
	    faults->reason_error.n + faults->withdraw_error.n + faults->public_error.n > 0;
}

/* What a reviewer compares the head with. */
static enum status
make_changes(struct ctx *cx, struct arena *a, const struct article *it, const struct revision *head,
    const struct channel *channels, size_t n, struct desk_article_view *view)
{
	struct desk_changes *changes = ARENA_NEW(a, struct desk_changes);
	struct revision_id id;
	struct revision base;
	bool found;
	enum status s = revision_diff_base(cx->db, a, it->id, &found, &id);

	if (s != STATUS_OK || !found)
		return s;
	s = revision_get(cx->db, a, id, &base);
	if (s != STATUS_OK)
		return s;
	text_changes(cx, a, &base, head, channels, n, changes);
	changes->from = page_version(a, base.number, cx->zh);
	changes->from_note = text_note(cx, a, &base);
	changes->to = page_version(a, head->number, cx->zh);
	changes->to_note = text_note(cx, a, head);
	view->changes = changes;
	return STATUS_OK;
}

/* All that the page tells about the article besides its words. */
static void
make_about(struct ctx *cx, struct arena *a, const struct article *it, const struct revision *head,
    struct desk_article_view *view)
{
	struct buf sha;

	buf_init(&sha, a, 2 * head->sha.n);
	buf_hex(&sha, head->sha);
	view->heading = it->headline;
	view->state = page_state(it->state, cx->zh);
	if (it->is_live && it->state != ARTICLE_PUBLISHED)
		view->also = i18n(cx->zh, "An earlier version is published");
	view->id = page_printf(a, "%lld", (long long)it->id.v);
	view->revision = page_printf(a, "%lld", (long long)head->id.v);
	view->sha = buf_view(&sha);
	view->live = it->is_live ? page_printf(a, "%lld", (long long)it->live.v) : STR("");
	view->version = page_version(a, it->head_number, cx->zh);
	view->authors = it->authors;
	view->saved = page_time(a, it->saved_at, cx->zh);
	view->saved_by = it->saved_by;
	view->returned = page_returned(cx, a, it);
	view->edit_href = page_path(a, it->id, "?edit=1");
	view->live_href = page_live_href(cx, a, it);
}

void
read_article(struct ctx *cx, struct request *req, struct response *res, const struct article *it,
    bool reviewing, const struct read_faults *faults)
{
	struct arena *a = req->arena;
	struct desk_article_view view = {
	    .page = page_make(cx, req, it->headline, reviewing ? DESK_REVIEW : DESK_ARTICLES),
	    .reviewing = reviewing,
	};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct history_entry *entries;
	struct channel *channels;
	struct review *reviews;
	struct remarks_view remarks;
	struct revision head;
	size_t entries_n, channels_n, reviews_n;
	enum status s;

	s = revision_get(cx->db, a, it->head, &head);
	if (s == STATUS_OK)
		s = channel_list(cx->db, a, &channels, &channels_n);
	if (s == STATUS_OK)
		s = review_of(cx->db, a, it->head, &reviews, &reviews_n);
	if (s == STATUS_OK)
		s = history_of(cx->db, a, it->id, &entries, &entries_n);
	if (s == STATUS_OK)
		s = warn_pictures(cx, a, it->id, head.body_json, &head.lead, &view.pictures);
	if (s == STATUS_OK)
		s = remark_view(cx, req, it, head.body_json,
		    page_path(a, it->id, reviewing ? "/review#remarks" : "#remarks"), NULL,
		    &remarks);
	if (s == STATUS_OK && reviewing)
		s = make_changes(cx, a, it, &head, channels, channels_n, &view);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	make_about(cx, a, it, &head, &view);
	make_levels(cx, a, it, reviews, reviews_n, &view);
	make_rights(cx, a, it, &view);
	make_reasons(cx, a, faults, &view);
	view.all_new = reviewing && view.changes == NULL &&
		       (it->state == ARTICLE_SUBMITTED || it->state == ARTICLE_APPROVED);
	view.page.busy = view.may_approve || view.may_publish;
	view.text = text_view(cx, a, &head, page_channel(it, cx->zh));
	view.entries =
	    page_entries(cx, a, &it->id, entries, entries_n < RECENT ? entries_n : RECENT);
	view.remarks = &remarks;
	read_notice(cx, req, it, &view.page);
	if (view.page.notice_href.n > 0)
		view.page.notice_href = view.live_href;
	t_desk_article(res->body, &tc, &view);
}

void
desk_review(struct ctx *cx, struct request *req, struct response *res)
{
	struct article it;
	enum status s = edit_article(cx, req, &it);

	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	read_article(cx, req, res, &it, true, NULL);
}
