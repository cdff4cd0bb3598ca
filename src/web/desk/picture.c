#include "web/desk/picture_form.h"

#include <stdint.h>

#include "base/num.h"
#include "domain/refusal.h"
#include "gen/t_desk_picture.h"
#include "web/desk/library.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/desk/upload.h"
#include "web/web.h"

/* One picture: how it will be cut, its words and rights, where it stands. */

#define PICTURE_WIDTH 960
#define CROP_WIDTH 320

static enum status
find_picture(struct ctx *cx, struct request *req, struct library_item *out)
{
	struct media_id id;

	if (!num_i64(req->param[0], 1, INT64_MAX, &id.v))
		return STATUS_NOT_FOUND;
	return library_get(cx->db, req->arena, id, out);
}

static struct library_crop *
crops_of(struct arena *a, const struct library_item *p)
{
	static const char *const labels[MEDIA_CROPS] = {
	    [MEDIA_16X9] = "16:9", [MEDIA_4X3] = "4:3", [MEDIA_1X1] = "1:1"};
	struct library_crop *crops = ARENA_ARRAY(a, MEDIA_CROPS, struct library_crop);
	unsigned i;

	for (i = 0; i < MEDIA_CROPS; i++)
		crops[i] = (struct library_crop){labels[i], media_ratio[i].name,
		    library_crop_image(a, p, (enum media_crop)i, CROP_WIDTH)};
	return crops;
}

static struct str
bytes_text(struct arena *a, int64_t bytes)
{
	if (bytes < 1024 * 1024)
		return page_printf(a, "%lld kB", (long long)(bytes + 1023) / 1024);
	return page_printf(a, "%.1f MB", (double)bytes / (1024 * 1024));
}

static const char *
use_note(const struct picture_use *u, bool zh)
{
	if (u->is_live)
		return i18n(zh, "on the site");
	return u->in_head ? NULL : i18n(zh, "in an earlier version");
}

static void
show_uses(const struct ctx *cx, struct arena *a, const struct picture_use *uses, size_t n,
    int32_t all, struct picture_view *view)
{
	struct library_use *out = ARENA_ARRAY(a, n, struct library_use);
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = (struct library_use){
		    .href = page_path(a, uses[i].article, ""),
		    .headline = uses[i].headline,
		    .lang = page_lang(uses[i].lang),
		    .state = page_state(uses[i].state, cx->zh),
		    .note = use_note(&uses[i], cx->zh),
		};
	view->uses = out;
	view->uses_n = n;
	if ((size_t)all > n)
		view->hidden_uses = page_printf(a,
		    i18n(cx->zh, "Besides, articles that are not shown to you here: %d"),
		    (int)((size_t)all - n));
}

static void
show_facts(
    const struct ctx *cx, struct arena *a, const struct library_item *p, struct picture_view *view)
{
	view->action = library_href(a, p->id, "");
	view->image = library_image(a, p, PICTURE_WIDTH);
	view->alt = p->alt;
	view->original_href = library_href(a, p->id, "/file/original");
	view->states = library_states(a, p, cx->zh, &view->states_n);
	view->crops = crops_of(a, p);
	view->crops_n = MEDIA_CROPS;
	view->crops_late = str_eq(p->state, STR("pending"));
	view->name = p->name;
	view->size = page_printf(a, "%d × %d", (int)p->width, (int)p->height);
	view->type = p->type;
	view->bytes = bytes_text(a, p->bytes);
	view->uploaded_by = p->uploaded_by_name;
	view->uploaded = page_time_listed(a, p->uploaded_at, cx->zh);
	view->licence_text = library_licence_text(p->licence, cx->zh);
	view->may_edit = library_may_edit(p, cx->session.user, cx->session.rights);
	if (str_eq(p->state, STR("failed")))
		view->problem = str_of(upload_failure(p->failure, cx->zh));
	else if (p->ended)
		view->problem = page_printf(a,
		    i18n(cx->zh, "The rights ended after %.*s: it cannot be published any more. "
				 "Take another picture, or enter the new rights."),
		    STR_ARG(p->expires_on));
}

static void
answer_page(struct ctx *cx, struct request *req, struct response *res, const struct library_item *p,
    const struct picture_form *f)
{
	struct picture_view view = {.page = page_make(cx, req, p->name, DESK_MEDIA)};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct arena *a = req->arena;
	struct history_entry *entries;
	struct desk_option *credits;
	struct picture_use *uses;
	struct str *names;
	size_t uses_n, entries_n, i;
	int32_t all;
	enum status s = library_uses(cx->db, a, p->id, &uses, &uses_n, &all);

	if (s == STATUS_OK)
		s = library_history(cx->db, a, p->id, &entries, &entries_n);
	if (s == STATUS_OK)
		s = library_credits(cx->db, a, &names, &view.credits_n);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	view.page.busy = true;
	view.page.faulty = f->faults > 0;
	if (str_eq(request_query(req, STR("done")), STR("saved")))
		view.page.notice = str_of(i18n(cx->zh, "Saved."));
	show_facts(cx, a, p, &view);
	picture_form_show(cx, a, f, &view);
	show_uses(cx, a, uses, uses_n, all, &view);
	credits = ARENA_ARRAY(a, view.credits_n, struct desk_option);
	for (i = 0; i < view.credits_n; i++)
		credits[i].value = names[i];
	view.credits = credits;
	view.entries = page_entries(cx, a, NULL, entries, entries_n);
	t_desk_picture(res->body, &tc, &view);
}

void
desk_picture(struct ctx *cx, struct request *req, struct response *res)
{
	struct library_item p;
	struct picture_form f;
	enum status s = find_picture(cx, req, &p);

	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	picture_form_of(req->arena, &p, &f);
	answer_page(cx, req, res, &p, &f);
}

static void
refuse_faults(struct ctx *cx, struct request *req, struct response *res,
    const struct library_item *p, struct picture_form *f)
{
	struct picture_form stored;
	unsigned i;

	res->status = 422;
	res->error = "picture";
	if (cx->json) {
		for (i = 0; f->fault[i].n == 0;)
			i++;
		library_refuse_json(res, picture_field_name((enum picture_field)i), f->fault[i]);
		return;
	}
	picture_form_of(req->arena, p, &stored);
	picture_form_fill(f, &stored);
	answer_page(cx, req, res, p, f);
}

static enum status
edit_change(struct db *db, struct arena *a, void *arg)
{
	return library_edit(db, a, arg);
}

void
desk_picture_edit(struct ctx *cx, struct request *req, struct response *res)
{
	struct library_item p;
	struct picture_form f;
	enum status s = find_picture(cx, req, &p);

	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	picture_form_read(cx, req, &f);
	if (f.faults > 0) {
		refuse_faults(cx, req, res, &p, &f);
		return;
	}
	f.edit.id = p.id;
	s = session_settle(cx->db, req->arena, &cx->token, edit_change, &f.edit);
	if (s != STATUS_OK) {
		/* The words come back in a form, to be sent again. */
		refuse_again(cx, req, res, web_http_status(s), status_name(s));
		return;
	}
	if (!cx->json) {
		response_redirect(res, 303, library_href(req->arena, p.id, "?done=saved"));
		return;
	}
	s = session_begin(cx->db, req->arena, &cx->token, &cx->session);
	if (s == STATUS_OK)
		s = library_get(cx->db, req->arena, p.id, &p);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	res->type = STR("application/json");
	library_json(res->body, req->arena, &p);
	buf_char(res->body, '\n');
}
