#include "web/desk/offer.h"

#include "base/json.h"
#include "base/num.h"
#include "base/utf8.h"
#include "web/desk/page.h"
#include "web/desk/text.h"

/* Besides those of the form itself: what form_read() looks for. */
#define HIDDEN 2

/* More than these and what was just dropped, and the form would be out of sight. */
#define OFFERS_OPEN 2

/* As much of a text as one line of a phone and a half tells. */
#define OPENING_POINTS 40

bool
offer_form(struct ctx *cx, struct arena *a, const struct working_copy *copy, struct form *f)
{
	struct request typed = {.arena = a};
	struct http_pairs fields;
	struct form fresh;

	if (json_parse(a, copy->fields, &fields) != REQUEST_FINE)
		return false;
	form_new(cx, a, &fresh);
	typed.form.v = ARENA_ARRAY(a, fields.n + HIDDEN, struct http_pair);
	for (; typed.form.n < fields.n; typed.form.n++)
		typed.form.v[typed.form.n] = fields.v[typed.form.n];
	typed.form.v[typed.form.n++] = (struct http_pair){STR("key"), fresh.draft.key};
	typed.form.v[typed.form.n++] = (struct http_pair){STR("base"),
	    copy->has_base ? page_printf(a, "%lld", (long long)copy->base.v) : STR("")};
	if (form_read(&typed, f) != STATUS_OK)
		return false;
	f->draft.has_article = copy->has_article;
	f->draft.article = copy->article;
	return true;
}

static bool
same_place(const struct working_copy *copy, const struct article *it)
{
	if (it == NULL)
		return !copy->has_article;
	return copy->has_article && copy->article.v == it->id.v;
}

bool
offer_take(struct ctx *cx, struct request *req, const struct article *it, struct form *f,
    struct working_copy *taken)
{
	struct row_id id;
	struct form found;

	if (!num_i64(request_query(req, STR("take")), 1, INT64_MAX, &id.v) ||
	    working_get(cx->db, req->arena, id, taken) != STATUS_OK || taken->dropped ||
	    !same_place(taken, it) || !offer_form(cx, req->arena, taken, &found))
		return false;
	*f = found;
	form_over(req->arena, f, f->document);
	return true;
}

/* The document of the copy that the page was filled with, dropped since or not, if it is this
 * one's.
 */
static bool
before_copy(struct ctx *cx, struct request *req, struct form *f)
{
	struct working_copy copy;
	struct row_id id;
	struct form kept;

	if (!num_i64(request_form(req, STR("copy")), 1, INT64_MAX, &id.v) ||
	    working_get(cx->db, req->arena, id, &copy) != STATUS_OK ||
	    copy.has_article != f->draft.has_article ||
	    (copy.has_article && copy.article.v != f->draft.article.v) ||
	    !offer_form(cx, req->arena, &copy, &kept))
		return false;
	form_over(req->arena, f, kept.document);
	return f->before.n > 0;
}

void
offer_before(struct ctx *cx, struct request *req, struct form *f)
{
	struct revision base;

	if (f->document.n > 0 || before_copy(cx, req, f) || !f->draft.has_base ||
	    revision_get(cx->db, req->arena, f->draft.base, &base) != STATUS_OK ||
	    base.article.v != f->draft.article.v)
		return;
	form_over(req->arena, f, base.body_json);
}

void
offer_taken(const struct ctx *cx, struct arena *a, const struct working_copy *taken,
    struct desk_form_view *view)
{
	struct str at = page_time(a, taken->at, cx->zh).text;

	if (str_eq(taken->merge, STR("result")))
		view->taken = page_printf(a,
		    i18n(cx->zh, "These are both versions, brought together on %.*s. Look through "
				 "them, then save."),
		    STR_ARG(at));
	else
		view->taken = page_printf(a,
		    i18n(cx->zh, "This is your unsaved text of %.*s. Save it to keep it."),
		    STR_ARG(at));
	view->copy = page_printf(a, "%lld", (long long)taken->id.v);
	view->draft = taken->draft;
}

static struct str
offer_note(const struct ctx *cx, struct arena *a, const struct working_copy *copy)
{
	if (copy->kept_for.p != NULL)
		return page_printf(a, i18n(cx->zh, "It was kept when %.*s took the article over."),
		    STR_ARG(copy->kept_for));
	if (str_eq(copy->merge, STR("mine")))
		return str_of(i18n(cx->zh, "It is yours as it was before you brought two versions "
					   "together."));
	if (str_eq(copy->merge, STR("result")))
		return str_of(i18n(cx->zh, "It is what you brought together of two versions."));
	if (copy->kept)
		return str_of(i18n(cx->zh, "It was kept when you went on in another window."));
	return STR("");
}

/* What tells ${copy} from others: its headline, else how it begins. */
static struct str
offer_about(struct arena *a, const struct working_copy *copy)
{
	const struct json_value *opening;
	struct str text, begins;

	if (str_trim(copy->headline).n > 0)
		return copy->headline;
	opening = json_read(a, a, copy->opening, 0, NULL);
	if (!json_is(opening, JSON_IS_STRING))
		return STR("");
	text = str_trim(opening->s);
	begins = utf8_prefix(text, OPENING_POINTS);
	return begins.n < text.n ? page_printf(a, "%.*s…", STR_ARG(begins)) : text;
}

static struct str
offer_href(struct arena *a, const struct article *it, const char *verb, struct row_id id)
{
	if (it == NULL)
		return page_printf(a, "/articles/new?%s=%lld", verb, (long long)id.v);
	return page_printf(
	    a, "/articles/%lld?edit=1&%s=%lld", (long long)it->id.v, verb, (long long)id.v);
}

/* Where the page is that offers. */
static struct str
offer_back(struct arena *a, const struct article *it)
{
	return it == NULL ? STR("/articles/new") : page_path(a, it->id, "?edit=1");
}

/* What a list of copies is made for: the form as it is, and what stands beside it. */
struct comparison {
	const struct channel *channels;
	size_t channels_n;
	const char *from;
	struct revision here;
	struct str wanted; /* the copy whose changes are to be shown */
};

/* ${f} as a version; a body that cannot be saved yet as it came. */
static struct revision
as_version(struct ctx *cx, struct arena *a, struct form *f)
{
	struct revision r;

	(void)form_check(cx, a, f, false);
	r = form_revision(f);
	if (r.body_json.n == 0)
		r.body_json = f->document.n > 0 ? f->document : f->draft.body_text;
	return r;
}

/*
 * The changes that ${copy} has against the form: NULL if they are not to be shown.  False: there
 * are none.  One that the list came without is looked at only when it is asked for.
 */
static bool
offer_changes(struct ctx *cx, struct arena *a, const struct comparison *c,
    const struct working_copy *copy, struct str id, struct desk_changes **out)
{
	bool wanted = str_eq(id, c->wanted);
	struct working_copy whole = *copy;
	struct desk_changes *changes = ARENA_NEW(a, struct desk_changes);
	struct revision there;
	struct form then;

	*out = NULL;
	if (whole.fields.p == NULL && !wanted)
		return true;
	if (whole.fields.p == NULL && working_get(cx->db, a, copy->id, &whole) != STATUS_OK)
		return true;
	if (!offer_form(cx, a, &whole, &then))
		return false;
	there = as_version(cx, a, &then);
	text_changes(cx, a, &c->here, &there, c->channels, c->channels_n, changes);
	if (changes->fields_n == 0 && changes->changed == 0)
		return false;
	changes->from = str_of(c->from);
	changes->to = str_of(i18n(cx->zh, "Your unsaved text"));
	if (wanted)
		*out = changes;
	return true;
}

static struct desk_offer
offer_one(const struct ctx *cx, struct arena *a, const struct article *it,
    const struct working_copy *copy, const struct desk_changes *changes)
{
	struct str when = page_time(a, copy->at, cx->zh).text;
	long long id = (long long)copy->id.v;
	struct desk_offer o = {
	    .about = offer_about(a, copy),
	    .lang = page_lang(copy->lang),
	    .back = offer_back(a, it),
	};

	if (copy->dropped) {
		o.text = page_printf(
		    a, i18n(cx->zh, "Your unsaved text of %.*s was dropped."), STR_ARG(when));
		o.undo_action = page_printf(a, "/working/%lld/undrop", id);
		return o;
	}
	o.text = page_printf(a, i18n(cx->zh, "You have unsaved text of %.*s."), STR_ARG(when));
	o.tab = copy->kept ? STR_NULL : copy->tab;
	o.note = offer_note(cx, a, copy);
	o.compare_href = offer_href(a, it, "compare", copy->id);
	o.take_href = offer_href(a, it, "take", copy->id);
	o.drop_action = page_printf(a, "/working/%lld/drop", id);
	o.changes = changes;
	return o;
}

void
offer_show(struct ctx *cx, struct request *req, const struct article *it, const struct form *f,
    const struct channel *channels, size_t n, struct desk_form_view *view)
{
	struct arena *a = req->arena;
	struct comparison c = {channels, n,
	    it == NULL ? i18n(cx->zh, "This form") : i18n(cx->zh, "Saved version"),
	    .wanted = request_query(req, STR("compare"))};
	struct working_copy *copies;
	struct desk_offer *offers;
	struct form now = *f;
	struct row_id dropped;
	size_t i, copies_n, open = OFFERS_OPEN;

	if (!num_i64(request_query(req, STR("dropped")), 1, INT64_MAX, &dropped.v))
		dropped.v = 0;
	if (working_list(cx->db, a, it != NULL ? &it->id : NULL, dropped, &copies, &copies_n) !=
		STATUS_OK ||
	    copies_n == 0)
		return;
	offers = ARENA_ARRAY(a, copies_n, struct desk_offer);
	c.here = as_version(cx, a, &now);
	for (i = 0; i < copies_n; i++) {
		struct str id = page_printf(a, "%lld", (long long)copies[i].id.v);
		struct desk_changes *changes = NULL;

		if (!copies[i].dropped &&
		    (str_eq(id, view->copy) || !offer_changes(cx, a, &c, &copies[i], id, &changes)))
			continue;
		open += copies[i].dropped;
		offers[view->offers_n++] = offer_one(cx, a, it, &copies[i], changes);
	}
	view->offers = offers;
	view->offers_open = view->offers_n < open ? view->offers_n : open;
	for (i = view->offers_open; i < view->offers_n; i++)
		view->offers_unfolded = view->offers_unfolded || offers[i].changes != NULL;
}
