#include "web/desk/library.h"

#include <stdint.h>

#include "base/num.h"
#include "base/url.h"
#include "base/utf8.h"
#include "gen/t_desk_library.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"

/* The media library: pictures by words, credit, day, and what they lack. */

#define CARD_WIDTH 320
#define NEXT_MAX 2048

struct search {
	struct library_filter f;
	struct str q, from, to; /* as typed */
	bool from_wrong, to_wrong;
};

/* A cursor is "MICROSECONDS-ID" of the last picture that was shown. */
static bool
read_cursor(struct str text, struct library_filter *f)
{
	struct str us;

	if (text.n == 0)
		return true;
	if (!str_split(&text, '-', &us) || text.p == NULL ||
	    !num_i64(us, 0, INT64_MAX, &f->before.us) ||
	    !num_i64(text, 1, INT64_MAX, &f->before_id.v))
		return false;
	f->has_before = true;
	return true;
}

/* A day as typed; absent if there is none or it is wrong. */
static struct str
read_day(struct str typed, bool *wrong)
{
	*wrong = typed.n > 0 && !library_day(typed);
	return typed.n > 0 && !*wrong ? typed : STR_NULL;
}

/* False if the address is none of our making. */
static bool
read_search(struct request *req, struct search *s)
{
	struct str only = request_query(req, STR("only"));
	struct str credit = request_query(req, STR("credit"));

	*s = (struct search){
	    .q = utf8_prefix(str_trim(request_query(req, STR("q"))), LIBRARY_QUERY_MAX),
	    .from = str_trim(request_query(req, STR("from"))),
	    .to = str_trim(request_query(req, STR("to"))),
	};
	s->f = (struct library_filter){
	    .q = s->q,
	    .credit = credit.n > 0 ? credit : STR_NULL,
	    .from = read_day(s->from, &s->from_wrong),
	    .to = read_day(s->to, &s->to_wrong),
	    .mine = request_query(req, STR("mine")).n > 0,
	    .limit = LIBRARY_PAGE + 1,
	};
	return (only.n == 0 || library_only_of(only, &s->f.only)) &&
	       read_cursor(request_query(req, STR("cursor")), &s->f);
}

/* What comes after the page's last picture; there is more if one was found beyond it. */
static struct str
cursor_after(struct arena *a, const struct library_item *rows, size_t n)
{
	if (n <= LIBRARY_PAGE)
		return STR("");
	return page_printf(a, "%lld-%lld", (long long)rows[LIBRARY_PAGE - 1].uploaded_at.us,
	    (long long)rows[LIBRARY_PAGE - 1].id.v);
}

static void
put_parameter(struct buf *b, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	buf_printf(b, "&%s=", name);
	url_encode(b, value);
}

static struct str
next_href(struct arena *a, const struct search *s, struct str cursor)
{
	struct buf b;

	if (cursor.n == 0)
		return STR("");
	buf_init(&b, a, NEXT_MAX);
	buf_printf(&b, "/media?cursor=%.*s", STR_ARG(cursor));
	put_parameter(&b, "q", s->q);
	put_parameter(&b, "credit", s->f.credit);
	put_parameter(&b, "from", s->f.from);
	put_parameter(&b, "to", s->f.to);
	put_parameter(&b, "only", str_of(library_only_word(s->f.only)));
	put_parameter(&b, "mine", s->f.mine ? STR("1") : STR(""));
	return buf_ok(&b) ? buf_view(&b) : STR("");
}

static struct desk_choice
credit_choice(
    struct ctx *cx, struct arena *a, const struct search *s, const struct str *credits, size_t n)
{
	struct desk_option *v = ARENA_ARRAY(a, n + 2, struct desk_option);
	bool found = s->f.credit.n == 0;
	size_t i, m = 0;

	v[m++] = (struct desk_option){STR(""), str_of(i18n(cx->zh, "Any")), found};
	for (i = 0; i < n; i++) {
		bool chosen = str_eq(s->f.credit, credits[i]);

		v[m++] = (struct desk_option){credits[i], credits[i], chosen};
		found = found || chosen;
	}
	if (!found)
		v[m++] = (struct desk_option){s->f.credit, s->f.credit, true};
	return (struct desk_choice){
	    .field = {.name = "credit", .label = i18n(cx->zh, "Credit")}, .v = v, .n = m};
}

static struct desk_choice
only_choice(struct ctx *cx, struct arena *a, enum library_only chosen)
{
	static const char *const words[LIBRARY_ONLY] = {
	    [LIBRARY_ALL] = N_("All pictures"),
	    [LIBRARY_UNUSED] = N_("Not in use"),
	    [LIBRARY_NO_ALT] = N_("Without alt text"),
	    [LIBRARY_NO_CREDIT] = N_("Without credit"),
	    [LIBRARY_ENDED] = N_("Rights ended"),
	    [LIBRARY_ENDED_LIVE] = N_("On the site, rights ended"),
	    [LIBRARY_ENDING] = N_("Rights end within 30 days"),
	};
	struct desk_option *v = ARENA_ARRAY(a, LIBRARY_ONLY, struct desk_option);
	unsigned i;

	for (i = 0; i < LIBRARY_ONLY; i++)
		v[i] = (struct desk_option){
		    str_of(library_only_word((enum library_only)i)),
		    str_of(i18n(cx->zh, words[i])),
		    i == (unsigned)chosen,
		};
	return (struct desk_choice){
	    .field = {.name = "only", .label = i18n(cx->zh, "Show")}, .v = v, .n = LIBRARY_ONLY};
}

static struct library_card *
cards_of(struct ctx *cx, struct arena *a, const struct library_item *rows, size_t n)
{
	struct library_card *cards = ARENA_ARRAY(a, n, struct library_card);
	size_t i;

	for (i = 0; i < n; i++) {
		const struct library_item *p = &rows[i];

		cards[i] = (struct library_card){
		    .href = library_href(a, p->id, ""),
		    .name = p->name,
		    .credit = p->credit,
		    .alt = p->alt,
		    .image = library_crop_image(a, p, MEDIA_4X3, CARD_WIDTH),
		    .at = page_time_listed(a, p->uploaded_at, cx->zh),
		    .uses = p->uses > 0 ? page_printf(a, i18n(cx->zh, "in use: %d"), (int)p->uses)
					: STR(""),
		};
		cards[i].states = library_states(a, p, cx->zh, &cards[i].states_n);
	}
	return cards;
}

static void
answer_json(struct request *req, struct response *res, const struct library_item *rows, size_t n)
{
	size_t shown = n < LIBRARY_PAGE ? n : LIBRARY_PAGE, i;

	res->type = STR("application/json");
	buf_z(res->body, "{\"items\":[");
	for (i = 0; i < shown; i++) {
		if (i > 0)
			buf_char(res->body, ',');
		library_json(res->body, req->arena, &rows[i]);
	}
	buf_printf(res->body, "],\"next\":\"%.*s\"}\n", STR_ARG(cursor_after(req->arena, rows, n)));
}

static void
say_ended(struct ctx *cx, struct arena *a, int32_t n, struct library_view *view)
{
	if (n == 0)
		return;
	view->ended = page_printf(a,
	    i18n(cx->zh, "Pictures on the site whose rights have ended: %d. Take them out of "
			 "their articles, or enter the new rights."),
	    (int)n);
	view->ended_href = STR("/media?only=ended_live");
}

static void
answer_page(struct ctx *cx, struct request *req, struct response *res, const struct search *search,
    const struct library_item *rows, size_t n)
{
	struct library_view view = {
	    .page = page_make(cx, req, str_of(i18n(cx->zh, "Media")), DESK_MEDIA),
	    .q = search->q,
	    .from = search->from,
	    .to = search->to,
	    .mine = search->f.mine,
	};
	struct str wrong = str_of(i18n(cx->zh, "Write the day as 2026-01-31."));
	struct tmpl_ctx tc = page_tmpl(cx);
	struct arena *a = req->arena;
	struct str *credits;
	size_t credits_n;
	int32_t ended;
	enum status s = library_credits(cx->db, a, &credits, &credits_n);

	if (s == STATUS_OK)
		s = library_ended_live(cx->db, a, &ended);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	view.page.busy = true;
	view.from_error = search->from_wrong ? wrong : STR("");
	view.to_error = search->to_wrong ? wrong : STR("");
	if (search->from_wrong || search->to_wrong) {
		view.page.faulty = true;
		res->status = 422;
		res->error = "day";
	}
	view.narrowed = search->q.n + search->from.n + search->to.n + search->f.credit.n > 0 ||
			search->f.mine || search->f.only != LIBRARY_ALL || search->f.has_before;
	view.credit = credit_choice(cx, a, search, credits, credits_n);
	view.only = only_choice(cx, a, search->f.only);
	say_ended(cx, a, ended, &view);
	view.cards_n = n < LIBRARY_PAGE ? n : LIBRARY_PAGE;
	view.cards = cards_of(cx, a, rows, view.cards_n);
	view.next = next_href(a, search, cursor_after(a, rows, n));
	t_desk_library(res->body, &tc, &view);
}

void
desk_library(struct ctx *cx, struct request *req, struct response *res)
{
	struct library_item *rows;
	struct search search;
	enum status s;
	size_t n;

	if (!read_search(req, &search)) {
		refuse_page(cx, req, res, 404, "filter");
		return;
	}
	if (cx->json && (search.from_wrong || search.to_wrong)) {
		refuse_page(cx, req, res, 422, "day");
		return;
	}
	s = library_find(cx->db, req->arena, &search.f, &rows, &n);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	if (cx->json)
		answer_json(req, res, rows, n);
	else
		answer_page(cx, req, res, &search, rows, n);
}
