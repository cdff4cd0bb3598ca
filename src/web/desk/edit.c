#include "web/desk/edit.h"

#include "base/num.h"
#include "domain/revision.h"
#include "web/desk/conflict.h"
#include "web/desk/form.h"
#include "web/desk/offer.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/web.h"

enum status
edit_article(struct ctx *cx, struct request *req, struct article *out)
{
	struct article_id id;

	if (!num_i64(req->param[0], 1, INT64_MAX, &id.v))
		return STATUS_NOT_FOUND;
	return article_get(cx->db, req->arena, id, out);
}

/* A save, and what it should be followed by; safe to repeat thanks to its key. */
struct save {
	const struct article_draft *draft;
	bool store; /* false: nothing differs from what is stored */
	bool submit;
	bool apart;             /* see struct form */
	struct working_end end; /* the working copy whose words these are */
	struct article_saved saved;
};

static enum status
save_change(struct db *db, struct arena *a, void *arg)
{
	struct save *it = arg;
	bool is_new = !it->draft->has_article;
	enum status s = STATUS_OK;

	/* Where it can be, before the save: that ends with the audit, where all writers queue. */
	if (!is_new)
		s = working_saved(db, a, it->draft->article, &it->end);
	else if (it->end.draft.n > 0)
		s = working_begin(db, a, it->end.draft, it->draft->key);
	if (s == STATUS_OK && it->store)
		s = article_save(db, a, it->draft, &it->saved);
	if (s == STATUS_OK && is_new)
		s = working_saved(db, a, it->saved.article, &it->end);
	if (s == STATUS_OK && it->submit)
		s = article_submit(db, a, it->saved.article, it->saved.revision);
	return s;
}

/* A mark of a comment is no part of what readers get, and differs all the same. */
static bool
same_words(struct arena *a, const struct form *f, const struct revision *stored)
{
	struct revision typed = form_revision(f);

	return revision_same(stored, &typed) && body_same(a, stored->body_json, typed.body_json);
}

/*
 * A version that differs in nothing is not stored: it would only make the reviews of
 * the last one void.  A submission is allowed of a draft alone, so other states need a new one.
 */
static bool
needs_storing(struct ctx *cx, struct arena *a, const struct form *f, const struct article *it,
    const struct save *save)
{
	struct revision head;

	if (it == NULL || f->draft.base.v != it->head.v ||
	    (save->submit && it->state != ARTICLE_DRAFT && it->state != ARTICLE_SUBMITTED) ||
	    revision_get(cx->db, a, it->head, &head) != STATUS_OK)
		return true;
	return !same_words(a, f, &head);
}

/* The revision goes along: the page that stays open goes on from this one, not from what a
 * colleague may have saved before the article was asked for. */
static void
answer_saved(struct request *req, struct response *res, const struct save *save)
{
	response_redirect(res, 303,
	    page_printf(req->arena, "/articles/%lld?done=%s&revision=%lld%s",
		(long long)save->saved.article.v, save->submit ? "submitted" : "saved",
		(long long)save->saved.revision.v, save->apart ? "&apart=1" : ""));
}

/* The form goes on from ${base}, also where it is shown anew. */
static void
set_base(struct request *req, struct form *f, struct revision_id base)
{
	f->draft.has_base = true;
	f->draft.base = base;
	for (size_t i = 0; i < req->form.n; i++) {
		if (str_eq(req->form.v[i].name, STR("base")))
			req->form.v[i].value = page_printf(req->arena, "%lld", (long long)base.v);
	}
}

/*
 * A form of a new article that is one already: another window sent it, or this one did before
 * somebody went back.  Words that are stored need no more; others meet those of the article.
 */
static bool
answer_became(struct ctx *cx, struct request *req, struct response *res, struct form *f)
{
	struct arena *a = req->arena;
	struct save save = {.draft = &f->draft};
	struct revision made, head;
	struct article it;

	working_end_of(req, &save.end);
	if (working_became(cx->db, a, save.end.draft, f->draft.key, &it.id, &made.id) !=
		STATUS_OK ||
	    article_get(cx->db, a, it.id, &it) != STATUS_OK ||
	    revision_get(cx->db, a, made.id, &made) != STATUS_OK ||
	    revision_get(cx->db, a, it.head, &head) != STATUS_OK)
		return false;
	f->draft.has_article = true;
	f->draft.article = it.id;
	set_base(req, f, made.id);
	save.submit = str_eq(request_form(req, STR("action")), STR("submit"));
	if (same_words(a, f, &head))
		save.saved = (struct article_saved){it.id, head.id, head.number};
	else if (!save.submit && same_words(a, f, &made))
		save.saved = (struct article_saved){it.id, made.id, made.number};
	else {
		conflict_show(cx, req, res, f, &it);
		return true;
	}
	if (session_settle(cx->db, a, &cx->token, save_change, &save) != STATUS_OK)
		return false;
	answer_saved(req, res, &save);
	return true;
}

/* What is wrong with the form, by the ${detail} of the refusal. */
static void
say_refusal(
    const struct ctx *cx, struct request *req, struct form *f, enum refusal why, struct str detail)
{
	bool media = str_eq(detail, STR("media")) || str_eq(detail, STR("lead"));

	if (media && why == REFUSAL_STATE) {
		f->problem = str_of(i18n(cx->zh,
		    "A picture is not ready for readers yet, or could not be made so: it is named "
		    "below. Save now, and submit in a moment."));
	} else if (media && f->draft.lead.media.v > 0) {
		article_fault_set(&f->faults, FIELD_LEAD, FAULT_PICTURE);
	} else if (why == REFUSAL_VALUE && str_eq(detail, STR("channel"))) {
		article_fault_set(&f->faults, FIELD_CHANNEL, FAULT_CHOICE);
	} else if (why == REFUSAL_KEY) {
		form_renew(req->arena, f);
		f->problem = str_of(i18n(cx->zh,
		    "This page was sent before, with other words, and those were stored. Look at "
		    "your articles first; to store these words as well, save again."));
	} else {
		f->problem = str_of(i18n(cx->zh, "The database did not accept the article as it "
						 "is. Check each field and save again."));
	}
}

/* The database said no; whatever the reason, what was typed stays on the page. */
static void
answer_refusal(struct ctx *cx, struct request *req, struct response *res, struct form *f,
    enum status s, enum refusal why)
{
	/* Closed since the form was made, or never there. */
	struct str detail = str_dup(req->arena, str_of(db_last_error(cx->db)->detail));
	struct article it;
	const struct article *article = NULL;

	if (why == REFUSAL_SESSION) {
		cx->signed_in = false;
		refuse_sign_in(cx, req, res);
		return;
	}
	if (s == STATUS_BUSY || s == STATUS_UNCERTAIN ||
	    session_begin(cx->db, req->arena, &cx->token, &cx->session) != STATUS_OK) {
		bool full = db_sqlstate_is(cx->db, DB_DISK_FULL);

		refuse_again(cx, req, res, full ? 507 : 503, full ? "disk_full" : status_name(s));
		return;
	}
	if (!f->draft.has_article && (why == REFUSAL_STALE || why == REFUSAL_KEY) &&
	    answer_became(cx, req, res, f))
		return;
	if (f->draft.has_article) {
		if (article_get(cx->db, req->arena, f->draft.article, &it) != STATUS_OK) {
			refuse_page(cx, req, res, 404, "gone");
			return;
		}
		article = &it;
	}
	/* Of a form that was sent before with other words, those are in the newer version. */
	if ((why == REFUSAL_STALE || why == REFUSAL_KEY) && f->draft.has_article) {
		conflict_show(cx, req, res, f, &it);
		return;
	}
	say_refusal(cx, req, f, why, detail);
	res->status = web_http_status(s);
	res->error = status_name(s);
	edit_show(cx, req, res, f, article, NULL);
}

static void
save_form(struct ctx *cx, struct request *req, struct response *res, struct form *f,
    const struct article *it)
{
	struct str action = request_form(req, STR("action"));
	struct save save = {.draft = &f->draft, .submit = str_eq(action, STR("submit"))};
	enum status s;

	/* Until something is stored, this is no more than reading. */
	cx->reading = true;
	if (!form_check(cx, req->arena, f, save.submit)) {
		res->status = 422;
		res->error = "fields";
		edit_show(cx, req, res, f, it, NULL);
		return;
	}
	cx->reading = false;
	save.apart = f->apart;
	working_end_of(req, &save.end);
	save.store = needs_storing(cx, req->arena, f, it, &save);
	if (!save.store)
		save.saved = (struct article_saved){it->id, it->head, it->head_number};
	s = session_settle(cx->db, req->arena, &cx->token, save_change, &save);
	if (s != STATUS_OK) {
		answer_refusal(cx, req, res, f, s, refusal_of(cx->db));
		return;
	}
	answer_saved(req, res, &save);
}

void
desk_create(struct ctx *cx, struct request *req, struct response *res)
{
	struct form f;

	if (form_read(req, &f) != STATUS_OK || f.draft.has_base) {
		refuse_again(cx, req, res, 400, "form");
		return;
	}
	offer_before(cx, req, &f);
	save_form(cx, req, res, &f, NULL);
}

void
desk_save(struct ctx *cx, struct request *req, struct response *res)
{
	struct article it;
	struct form f;
	enum status s = edit_article(cx, req, &it);

	if (s != STATUS_OK) {
		refuse_again(cx, req, res, web_http_status(s), status_name(s));
		return;
	}
	if (form_read(req, &f) != STATUS_OK || !f.draft.has_base) {
		refuse_again(cx, req, res, 400, "form");
		return;
	}
	f.draft.has_article = true;
	f.draft.article = it.id;
	offer_before(cx, req, &f);
	save_form(cx, req, res, &f, &it);
}
