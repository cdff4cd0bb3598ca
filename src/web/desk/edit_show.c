#include "web/desk/edit.h"

#include "domain/access.h"
#include "domain/channel.h"
#include "domain/revision.h"
#include "gen/t_desk_form.h"
#include "web/desk/form.h"
#include "web/desk/offer.h"
#include "web/desk/page.h"
#include "web/desk/read.h"
#include "web/desk/refuse.h"
#include "web/desk/remark.h"
#include "web/desk/text.h"
#include "web/desk/warn.h"
#include "web/web.h"

/* The form of an article, shown: new, as it is stored, or as it came back. */

static void
about_article(
    struct ctx *cx, struct arena *a, const struct article *it, struct desk_form_view *view)
{
	view->state = page_state(it->state, cx->zh);
	view->saved = page_time(a, it->saved_at, cx->zh);
	view->saved_by = it->saved_by;
	view->version = page_version(a, it->head_number, cx->zh);
	view->returned = page_returned(cx, a, it);
	view->history_href = page_path(a, it->id, "/history");
	view->share_href = page_path(a, it->id, "/preview/links");
	view->review_href = page_path(a, it->id, "/review");
	if (it->state == ARTICLE_SUBMITTED || it->state == ARTICLE_APPROVED)
		view->voids = str_of(i18n(cx->zh, "This article is under review. Saving makes a "
						  "new draft: its reviews begin again."));
	else if (it->is_live)
		view->voids =
		    str_of(i18n(cx->zh, "A version of this article is published. What you save "
					"stays a draft until it is reviewed and published."));
}

/* Unsaved words: those in the form, and those that could be. */
static void
about_working(struct ctx *cx, struct request *req, const struct form *f, const struct article *it,
    const struct working_copy *taken, const struct channel *channels, size_t n,
    struct desk_form_view *view)
{
	struct arena *a = req->arena;
	struct working_end end;

	if (it != NULL)
		view->article = page_printf(a, "%lld", (long long)it->id.v);
	view->user = page_printf(a, "%lld", (long long)cx->session.user.v);
	view->draft = view->copy = view->tab = STR("");
	if (req->method == HTTP_POST) {
		working_end_of(req, &end);
		view->unsaved = true;
		view->tab = end.tab;
		view->draft = request_form(req, STR("draft"));
		view->copy = request_form(req, STR("copy"));
		return;
	}
	/* The first key names the draft, so that without script it has a name too. */
	if (it == NULL)
		view->draft = f->draft.key;
	if (taken != NULL)
		offer_taken(cx, a, taken, view);
	else if (request_query(req, STR("take")).n > 0)
		view->taken = str_of(i18n(cx->zh,
		    "The unsaved text that you chose is not there any more: it was saved, "
		    "dropped or written on. What is unsaved now is offered above."));
	offer_show(cx, req, it, f, channels, n, view);
}

void
edit_show(struct ctx *cx, struct request *req, struct response *res, const struct form *f,
    const struct article *it, const struct working_copy *taken)
{
	struct arena *a = req->arena;
	struct str heading = it != NULL ? it->headline : str_of(i18n(cx->zh, "New article"));
	struct desk_form_view view = {
	    .page = page_make(cx, req, heading, it != NULL ? DESK_ARTICLES : DESK_NEW),
	    .action = it != NULL ? page_path(a, it->id, "") : STR("/articles"),
	    .heading = heading,
	};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct remarks_view remarks;
	struct channel *channels;
	enum status s;
	size_t n;

	s = channel_list(cx->db, a, &channels, &n);
	if (s == STATUS_OK)
		s = warn_pictures(cx, a, it != NULL ? it->id : (struct article_id){0},
		    form_document(f), &f->draft.lead, &view.pictures);
	if (s == STATUS_OK && it != NULL)
		s = remark_view_head(cx, req, it, "?edit=1#remarks", &remarks);
	if (s != STATUS_OK) {
		refuse_again(cx, req, res, web_http_status(s), status_name(s));
		return;
	}
	form_fields(cx, a, f, channels, n, &view);
	view.preview_action =
	    it != NULL ? page_path(a, it->id, "/preview") : STR("/articles/new/preview");
	if (it != NULL)
		about_article(cx, a, it, &view);
	if (!f->lossless)
		view.lossy = str_of(i18n(cx->zh,
		    "This text has formatting that this plain form cannot show. What you leave as "
		    "it is or move keeps it. In a paragraph, list, quotation or table that you "
		    "change, bold, links and footnotes stay where the words stay. New items of a "
		    "list begin as the others do, with \"- \" or a number; rows keep their cells, "
		    "parted by \" | \". Lists, quotations and tables can be changed here but not "
		    "made. Pictures stay until you delete their lines."));
	about_working(cx, req, f, it, taken, channels, n, &view);
	view.remarks = it != NULL ? &remarks : NULL;
	view.page.busy = true;
	view.page.faulty = view.faults_n > 0 || view.problem.n > 0;
	read_notice(cx, req, it, &view.page);
	t_desk_form(res->body, &tc, &view);
}

void
desk_new(struct ctx *cx, struct request *req, struct response *res)
{
	struct working_copy taken;
	struct form f;
	bool is_taken;

	form_new(cx, req->arena, &f);
	is_taken = offer_take(cx, req, NULL, &f, &taken);
	edit_show(cx, req, res, &f, NULL, is_taken ? &taken : NULL);
}

/* Own drafts open for writing; all else is read first. */
static bool
opens_for_writing(const struct ctx *cx, const struct request *req, const struct article *it)
{
	if (!access_any(cx->session.rights, RIGHT_WRITE))
		return false;
	if (request_query(req, STR("edit")).p != NULL)
		return true;
	return it->mine && (it->state == ARTICLE_DRAFT || it->state == ARTICLE_RETURNED);
}

void
desk_open(struct ctx *cx, struct request *req, struct response *res)
{
	struct article it;
	struct working_copy taken;
	struct revision head;
	struct form f;
	bool is_taken;
	enum status s = edit_article(cx, req, &it);

	if (s == STATUS_OK && !opens_for_writing(cx, req, &it)) {
		read_article(cx, req, res, &it, false, NULL);
		return;
	}
	if (s == STATUS_OK)
		s = revision_get(cx->db, req->arena, it.head, &head);
	if (s == STATUS_OK)
		s = form_from(cx, req->arena, &head, &f);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	is_taken = offer_take(cx, req, &it, &f, &taken);
	edit_show(cx, req, res, &f, &it, is_taken ? &taken : NULL);
}
