#include "base/num.h"
#include "domain/working.h"
#include "web/desk/conflict.h"
#include "web/desk/edit.h"
#include "web/desk/offer.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/web.h"

/* What comes of the page that asks about two versions. */

/* The typed words make way for what came of them. */
struct change {
	const struct article *article;
	const struct merge *merge;
	struct revision_id base;
	struct str mine, result; /* fields; mine absent if all of them are in the result */
	struct working_end end;
	struct row_id copy, aside;
};

static enum status
keep_change(struct db *db, struct arena *a, void *arg)
{
	struct change *it = arg;
	enum status s = working_saved(db, a, it->article->id, &it->end);

	if (s == STATUS_OK && it->mine.p != NULL)
		s = working_keep(db, a, it->article->id, it->base, it->mine, "mine", &it->aside);
	if (s == STATUS_OK)
		s = working_keep(db, a, it->article->id, it->merge->version[BODY_THEIRS].id,
		    it->result, "result", &it->copy);
	return s;
}

/* What is sent: the form, checked, and the newer version that its page showed. */
static bool
read_merge(struct ctx *cx, struct request *req, const struct article *it, struct form *f,
    struct revision_id *theirs)
{
	if (form_read(req, f) != STATUS_OK || !f->draft.has_base ||
	    !num_i64(request_form(req, STR("theirs")), 1, INT64_MAX, &theirs->v))
		return false;
	f->draft.has_article = true;
	f->draft.article = it->id;
	offer_before(cx, req, f);
	/* It was, before its save met the newer version. */
	return form_check(cx, req->arena, f, false);
}

void
desk_merge(struct ctx *cx, struct request *req, struct response *res)
{
	struct revision_id theirs;
	struct change change;
	struct article it;
	struct merge m;
	struct form f;
	enum status s = edit_article(cx, req, &it);

	if (s != STATUS_OK || !read_merge(cx, req, &it, &f, &theirs)) {
		refuse_again(cx, req, res, s != STATUS_OK ? web_http_status(s) : 400, "form");
		return;
	}
	s = merge_with(cx, req, &it, &f, theirs, &m);
	if (s != STATUS_OK) {
		refuse_again(cx, req, res, web_http_status(s), status_name(s));
		return;
	}
	/* A base that is none of this article was taken as unknown. */
	change = (struct change){.article = &it, .merge = &m, .base = m.version[BODY_BASE].id};
	if (change.base.v == 0)
		change.base = theirs;
	change.result = merge_fields_json(req->arena, &m.result);
	if (m.leaves_out)
		change.mine = merge_fields_json(req->arena, &f);
	if (m.body.json.p == NULL || change.result.p == NULL ||
	    (m.leaves_out && change.mine.p == NULL)) {
		res->status = 422;
		res->error = "large";
		conflict_page(cx, req, res, &it, &m,
		    str_of(i18n(cx->zh, "Both together are more than an article can hold. Take one "
					"of the two in some places.")));
		return;
	}
	working_end_of(req, &change.end);
	s = session_settle(cx->db, req->arena, &cx->token, keep_change, &change);
	if (s != STATUS_OK) {
		refuse_again(cx, req, res, web_http_status(s), status_name(s));
		return;
	}
	response_redirect(res, 303,
	    page_printf(req->arena, "/articles/%lld?edit=1&take=%lld", (long long)it.id.v,
		(long long)change.copy.v));
}
