#include "domain/working.h"
#include "base/json.h"
#include "base/num.h"
#include "base/url.h"
#include "domain/refusal.h"
#include "domain/watch.h"
#include "web/desk/offer.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/web.h"

/* What the page of a form tells the desk while somebody writes, and asks it. */

#define TAB_HEX 32
#define FIELDS_MAX ((size_t)4 << 20)

static bool
is_tab(struct str s)
{
	uint8_t bytes[TAB_HEX / 2];

	return num_hex(s, bytes, sizeof bytes);
}

/* The article of the address, or the draft that ${draft} names. */
static bool
read_place(struct request *req, struct str draft, struct str tab, struct working_place *out)
{
	*out = (struct working_place){.has_article = req->param[0].p != NULL, .tab = tab};
	if (!is_tab(tab))
		return false;
	if (out->has_article)
		return num_i64(req->param[0], 1, INT64_MAX, &out->article.v);
	out->draft = draft;
	return is_tab(draft);
}

static bool
optional_id(struct request *req, const char *name, bool *has, int64_t *out)
{
	struct str value = request_form(req, str_of(name));

	*has = value.n > 0;
	return value.n == 0 || num_i64(value, 1, INT64_MAX, out);
}

/* What every form carries and no working copy holds. */
static bool
is_word_of_form(struct str name)
{
	static const char *const others[] = {
	    WEB_FIELD_CSRF, "key", "base", "draft", "tab", "seq", "copy", "action"};
	size_t i;

	for (i = 0; i < sizeof others / sizeof others[0]; i++) {
		if (str_eq(name, str_of(others[i])))
			return false;
	}
	return true;
}

struct str
working_fields(struct request *req)
{
	struct buf b;
	size_t i, n = 0;

	buf_init(&b, req->arena, FIELDS_MAX);
	buf_char(&b, '{');
	for (i = 0; i < req->form.n; i++) {
		if (!is_word_of_form(req->form.v[i].name))
			continue;
		if (n++ > 0)
			buf_char(&b, ',');
		json_str(&b, req->form.v[i].name);
		buf_char(&b, ':');
		json_str(&b, req->form.v[i].value);
	}
	buf_char(&b, '}');
	return buf_ok(&b) ? buf_view(&b) : STR_NULL;
}

/* The hour today, with the date on another day. */
static void
json_when(struct buf *b, struct arena *a, const char *name, struct instant t, bool zh)
{
	struct buf text;

	buf_init(&text, a, 64);
	if (clock_same_day(t, clock_now()))
		clock_hm(&text, t);
	else
		clock_date_time(&text, t, zh);
	json_member(b, name, buf_view(&text));
}

/* The database refused. */
static void
refuse_json(struct ctx *cx, struct request *req, struct response *res, enum status s)
{
	if (refusal_of(cx->db) == REFUSAL_SESSION) {
		cx->signed_in = false;
		refuse_sign_in(cx, req, res);
		return;
	}
	/* The page says so, and keeps the words itself. */
	if (db_sqlstate_is(cx->db, DB_DISK_FULL)) {
		refuse_page(cx, req, res, 507, "disk_full");
		return;
	}
	refuse_status(cx, req, res, s);
}

struct put {
	struct working_place place;
	struct working_text text;
	struct working_stored stored;
};

static enum status
put_change(struct db *db, struct arena *a, void *arg)
{
	struct put *it = arg;

	return working_put(db, a, &it->place, &it->text, &it->stored);
}

static bool
read_put(struct request *req, struct put *it)
{
	struct working_text *t = &it->text;

	if (!read_place(
		req, request_form(req, STR("draft")), request_form(req, STR("tab")), &it->place) ||
	    !num_i64(request_form(req, STR("seq")), 1, INT64_MAX, &t->seq) ||
	    !optional_id(req, "base", &t->has_base, &t->base.v) ||
	    !optional_id(req, "copy", &t->has_over, &t->over.v) ||
	    t->has_base != it->place.has_article)
		return false;
	t->fields = working_fields(req);
	return t->fields.p != NULL;
}

void
desk_working(struct ctx *cx, struct request *req, struct response *res)
{
	struct put it = {.text = {.seq = 0}};
	enum status s = STATUS_INVALID;

	res->type = STR("application/json");
	if (read_put(req, &it))
		s = session_settle(cx->db, req->arena, &cx->token, put_change, &it);
	if (s != STATUS_OK) {
		refuse_json(cx, req, res, s);
		return;
	}
	buf_printf(res->body, "{\"seq\":%lld", (long long)it.stored.seq);
	json_member(res->body, "outcome", it.stored.outcome);
	if (it.stored.has_at)
		json_when(res->body, req->arena, "at", it.stored.at, cx->zh);
	if (it.stored.holder.p != NULL) {
		json_member(res->body, "holder", it.stored.holder);
		json_when(res->body, req->arena, "since", it.stored.since, cx->zh);
	}
	buf_z(res->body, "}\n");
}

struct look {
	struct working_place place;
	bool leaves;
	bool has_base; /* the version that is written on */
	struct revision_id base;
	struct watch_newer newer;
	int64_t saved;
	struct working_person *people;
	size_t n;
};

static enum status
look_around(struct db *db, struct arena *a, void *arg)
{
	struct look *it = arg;
	enum status s = working_here(db, a, &it->place, it->leaves, &it->saved);

	if (s == STATUS_OK)
		s = working_people(db, a, &it->place, &it->people, &it->n);
	if (s == STATUS_OK && it->has_base && it->place.has_article)
		s = watch_newer(db, a, it->place.article, it->base, &it->newer);
	return s;
}

void
desk_presence(struct ctx *cx, struct request *req, struct response *res)
{
	struct look it = {.leaves = request_query(req, STR("leaves")).p != NULL};
	enum status s = STATUS_INVALID;
	size_t i;

	res->type = STR("application/json");
	it.has_base = num_i64(request_query(req, STR("base")), 1, INT64_MAX, &it.base.v);
	if (read_place(
		req, request_query(req, STR("draft")), request_query(req, STR("tab")), &it.place))
		s = session_settle(cx->db, req->arena, &cx->token, look_around, &it);
	if (s != STATUS_OK) {
		refuse_json(cx, req, res, s);
		return;
	}
	buf_printf(res->body, "{\"user\":%lld,\"saved\":%lld", (long long)cx->session.user.v,
	    (long long)it.saved);
	json_member(res->body, "csrf", str_of(cx->csrf.hex));
	if (it.newer.found) {
		buf_printf(res->body, ",\"newer\":{\"number\":%d", it.newer.number);
		json_member(res->body, "names", it.newer.names);
		json_when(res->body, req->arena, "at", it.newer.at, cx->zh);
		json_member(res->body, "compare",
		    page_printf(req->arena, "/articles/%lld/compare?from=%d&to=%d",
			(long long)it.place.article.v, it.newer.base_number, it.newer.number));
		buf_char(res->body, '}');
	}
	buf_z(res->body, ",\"people\":[");
	for (i = 0; i < it.n; i++) {
		const struct working_person *p = &it.people[i];

		buf_printf(res->body, "%s{\"mine\":%s,\"here\":%s,\"writes\":%s", i > 0 ? "," : "",
		    p->mine ? "true" : "false", p->here ? "true" : "false",
		    p->writes ? "true" : "false");
		json_member(res->body, "name", p->name);
		json_when(res->body, req->arena, "since", p->since, cx->zh);
		buf_char(res->body, '}');
	}
	buf_z(res->body, "]}\n");
}

static enum status
take_over_change(struct db *db, struct arena *a, void *arg)
{
	return working_take_over(db, a, arg);
}

void
desk_take_over(struct ctx *cx, struct request *req, struct response *res)
{
	struct working_place place;
	enum status s = STATUS_INVALID;

	res->type = STR("application/json");
	if (read_place(req, request_form(req, STR("draft")), request_form(req, STR("tab")), &place))
		s = session_settle(cx->db, req->arena, &cx->token, take_over_change, &place);
	if (s != STATUS_OK) {
		refuse_json(cx, req, res, s);
		return;
	}
	buf_z(res->body, "{\"outcome\":\"taken\"}\n");
}

static enum status
drop_change(struct db *db, struct arena *a, void *arg)
{
	const struct row_id *copy = arg;

	return working_drop(db, a, *copy);
}

static enum status
undrop_change(struct db *db, struct arena *a, void *arg)
{
	const struct row_id *copy = arg;

	return working_undrop(db, a, *copy);
}

/* Back to the page that offered, which with ${verb} says what became of the copy. */
static void
change_copy(struct ctx *cx, struct request *req, struct response *res, session_change *change,
    const char *verb)
{
	struct str back = request_form(req, STR("back"));
	struct row_id copy;
	enum status s = STATUS_NOT_FOUND;

	if (num_i64(req->param[0], 1, INT64_MAX, &copy.v))
		s = session_settle(cx->db, req->arena, &cx->token, change, &copy);
	if (s != STATUS_OK) {
		refuse_json(cx, req, res, s);
		return;
	}
	if (!url_local(back))
		back = STR("/");
	else if (verb != NULL)
		back = page_printf(req->arena, "%.*s%c%s=%lld", STR_ARG(back),
		    str_chr(back, '?') < back.n ? '&' : '?', verb, (long long)copy.v);
	response_redirect(res, 303, back);
}

void
desk_drop(struct ctx *cx, struct request *req, struct response *res)
{
	change_copy(cx, req, res, drop_change, "dropped");
}

void
desk_undrop(struct ctx *cx, struct request *req, struct response *res)
{
	change_copy(cx, req, res, undrop_change, NULL);
}

void
working_end_of(struct request *req, struct working_end *out)
{
	struct str tab = request_form(req, STR("tab")), draft = request_form(req, STR("draft")),
		   seq = request_form(req, STR("seq")), copy = request_form(req, STR("copy"));

	*out = (struct working_end){.seq = 0};
	if (is_tab(tab) && num_i64(seq, 1, INT64_MAX, &out->seq))
		out->tab = tab;
	if (is_tab(draft))
		out->draft = draft;
	out->has_copy = num_i64(copy, 1, INT64_MAX, &out->copy.v);
}
