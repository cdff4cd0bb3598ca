#include "base/json.h"
#include "base/num.h"
#include "base/utf8.h"
#include "domain/access.h"
#include "domain/person.h"
#include "gen/t_desk_people.h"
#include "view/people_view.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/web.h"

/* The directory of people who stand in bylines: for the form of an article as JSON, and a page. */

#define ROLES 4
#define WORDS_MAX 60
#define LIST_MAX 1000

/* What was typed of a person, and what is wrong with it. */
struct typed {
	struct person p;
	enum byline_fault name, outlet;
	bool role, taken; /* not a role; somebody else has this name and outlet */
};

static void
answer_json(struct response *res, const struct person *rows, size_t n)
{
	res->type = STR("application/json");
	buf_z(res->body, "{\"items\":[");
	for (size_t i = 0; i < n; i++) {
		buf_z(res->body, i > 0 ? ",{" : "{");
		json_member(res->body, "name", rows[i].usual.name);
		json_member(res->body, "outlet", rows[i].usual.outlet);
		json_member(res->body, "role", str_of(byline_role_key(rows[i].usual.role)));
		buf_char(res->body, '}');
	}
	buf_z(res->body, "]}\n");
}

static void
show_rows(const struct ctx *cx, struct arena *a, const struct person *people, size_t n,
    struct people_view *view)
{
	struct people_row *rows = ARENA_ARRAY(a, n, struct people_row);

	for (size_t i = 0; i < n; i++) {
		const struct person *p = &people[i];

		rows[i] = (struct people_row){
		    .name = p->usual.name,
		    .outlet = p->usual.outlet,
		    .role = byline_role_word(p->usual.role, cx->zh),
		    .uses = p->uses > 0 ? page_printf(a, "%d", (int)p->uses) : STR(""),
		    .href = view->may_edit ? page_printf(a, "/people?edit=%lld", (long long)p->id.v)
					   : STR(""),
		    .state = p->active ? NULL : i18n(cx->zh, "not proposed"),
		};
	}
	view->rows = rows;
	view->rows_n = n;
	view->more = n == LIST_MAX;
}

static struct str
fault_text(const struct ctx *cx, struct arena *a, enum byline_fault fault)
{
	switch (fault) {
	case BYLINE_NAME:
		return str_of(i18n(cx->zh, "Enter a name."));
	case BYLINE_LONG:
		return page_printf(
		    a, i18n(cx->zh, "At most %d characters. Shorten it."), BYLINE_NAME_MAX);
	case BYLINE_CHARACTERS:
		return str_of(i18n(cx->zh, "Take out bars, 、 and invisible characters."));
	default:
		return STR("");
	}
}

static struct desk_field
field(const struct ctx *cx, struct arena *a, const char *name, const char *label, struct str value,
    enum byline_fault fault)
{
	struct desk_field f = {
	    .name = name, .label = label, .value = value, .error = fault_text(cx, a, fault)};

	if (f.error.n > 0)
		f.describedby = str_z(a, page_printf(a, "%s-error", name));
	return f;
}

static void
show_form(const struct ctx *cx, struct arena *a, const struct typed *t, struct people_view *view)
{
	struct desk_option *roles = ARENA_ARRAY(a, ROLES, struct desk_option);
	bool zh = cx->zh;

	for (int i = 0; i < ROLES; i++)
		roles[i] = (struct desk_option){str_of(byline_role_key((enum byline_role)i)),
		    str_of(byline_role_word((enum byline_role)i, zh)),
		    t->p.usual.role == (enum byline_role)i};
	view->editing = t->p.id.v > 0;
	view->action =
	    view->editing ? page_printf(a, "/people/%lld", (long long)t->p.id.v) : STR("/people");
	view->name = field(cx, a, "name", i18n(zh, "Name"), t->p.usual.name, t->name);
	view->name.required = true;
	view->outlet = field(cx, a, "outlet", i18n(zh, "Outlet"), t->p.usual.outlet, t->outlet);
	view->role = (struct desk_choice){
	    .field = field(cx, a, "role", i18n(zh, "Usual role"), STR(""), BYLINE_FINE),
	    .v = roles,
	    .n = ROLES};
	if (t->role)
		view->role.field.error = str_of(i18n(zh, "Choose a role."));
	if (t->taken)
		view->problem = str_of(i18n(zh, "The directory has this name with this outlet "
						"already. Change that entry instead."));
	view->active = t->p.active;
}

static void
answer_page(struct ctx *cx, struct request *req, struct response *res, const struct typed *t)
{
	struct str q = utf8_prefix(str_trim(request_query(req, STR("q"))), WORDS_MAX);
	struct people_view view = {
	    .page = page_make(cx, req, str_of(i18n(cx->zh, "People")), DESK_PEOPLE),
	    .q = q,
	    .may_edit = access_any(cx->session.rights, RIGHT_REVIEW_ANY),
	};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct person *people;
	size_t n;
	enum status s = person_list(cx->db, req->arena, q, cx->json, &people, &n);

	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	if (cx->json) {
		answer_json(res, people, n);
		return;
	}
	if (str_eq(request_query(req, STR("done")), STR("saved")))
		view.page.notice = str_of(i18n(cx->zh, "Saved."));
	view.page.busy = view.may_edit;
	view.page.faulty = res->status == 422 || t->taken;
	show_rows(cx, req->arena, people, n, &view);
	show_form(cx, req->arena, t, &view);
	t_desk_people(res->body, &tc, &view);
}

void
desk_people(struct ctx *cx, struct request *req, struct response *res)
{
	struct typed t = {.p = {.usual = {.name = STR(""), .outlet = STR("")}, .active = true}};
	struct str edit = request_query(req, STR("edit"));
	struct row_id id;
	enum status s = STATUS_OK;

	if (edit.n > 0 && access_any(cx->session.rights, RIGHT_REVIEW_ANY))
		s = num_i64(edit, 1, INT64_MAX, &id.v) ? person_get(cx->db, req->arena, id, &t.p)
						       : STATUS_NOT_FOUND;
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	answer_page(cx, req, res, &t);
}

static enum status
save_change(struct db *db, struct arena *a, void *arg)
{
	struct typed *t = arg;
	struct row_id id;

	return person_save(db, a, &t->p, &id);
}

/* False if a field of the form is missing: then it is none of ours. */
static bool
read_person(struct request *req, struct typed *t)
{
	struct str name = request_form(req, STR("name")), outlet = request_form(req, STR("outlet")),
		   role = request_form(req, STR("role"));

	t->p.usual.name = str_trim(utf8_name(req->arena, name));
	t->p.usual.outlet = str_trim(utf8_name(req->arena, outlet));
	t->p.active = request_form(req, STR("active")).n > 0;
	t->role = !byline_role_of(role, &t->p.usual.role);
	t->name = person_check(&t->p);
	if (t->p.usual.name.n > 0 && t->name != BYLINE_FINE) {
		/* Which of the two it is: the outlet, if the name alone is fine. */
		struct person alone = {.usual = {.name = t->p.usual.name, .outlet = STR("")}};

		t->outlet = person_check(&alone) == BYLINE_FINE ? t->name : BYLINE_FINE;
		t->name = person_check(&alone);
	}
	return name.p != NULL && outlet.p != NULL && role.p != NULL;
}

static void
save_person(struct ctx *cx, struct request *req, struct response *res, struct typed *t)
{
	enum status s;

	if (!read_person(req, t)) {
		refuse_again(cx, req, res, 400, "form");
		return;
	}
	if (t->name != BYLINE_FINE || t->outlet != BYLINE_FINE || t->role) {
		res->status = 422;
		res->error = "person";
		answer_page(cx, req, res, t);
		return;
	}
	s = session_settle(cx->db, req->arena, &cx->token, save_change, t);
	if (s == STATUS_OK) {
		response_redirect(res, 303, STR("/people?done=saved"));
		return;
	}
	if (s != STATUS_CONFLICT ||
	    session_begin(cx->db, req->arena, &cx->token, &cx->session) != STATUS_OK) {
		refuse_again(cx, req, res, web_http_status(s), status_name(s));
		return;
	}
	t->taken = true;
	res->status = 409;
	res->error = "taken";
	answer_page(cx, req, res, t);
}

void
desk_person_add(struct ctx *cx, struct request *req, struct response *res)
{
	struct typed t = {.p = {.active = true}};

	save_person(cx, req, res, &t);
}

void
desk_person_save(struct ctx *cx, struct request *req, struct response *res)
{
	struct typed t = {.p = {.active = true}};
	enum status s = STATUS_NOT_FOUND;

	if (num_i64(req->param[0], 1, INT64_MAX, &t.p.id.v))
		s = person_get(cx->db, req->arena, t.p.id, &t.p);
	if (s != STATUS_OK) {
		refuse_again(cx, req, res, web_http_status(s), status_name(s));
		return;
	}
	save_person(cx, req, res, &t);
}
