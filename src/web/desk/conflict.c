#include "web/desk/conflict.h"

#include "gen/t_desk_merge.h"
#include "view/conflict_view.h"
#include "web/desk/block.h"
#include "web/desk/compare.h"
#include "web/desk/merge.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/desk/text.h"
#include "web/web.h"

/* Of what is brought together by itself, so much is shown. */
#define TAKEN_MAX 100

static const char *const choices[] = {
    [BODY_TAKE_MINE] = "mine", [BODY_TAKE_THEIRS] = "theirs", [BODY_TAKE_BOTH] = "both"};

/* What the page is made from. */
struct scene {
	struct ctx *cx;
	struct request *req;
	const struct article *article;
	const struct merge *merge;
	const struct channel *channels;
	size_t channels_n;
	const char *lang;
	struct myers *work;
	struct desk_merge_view *view;
	struct desk_conflict *conflicts;
	size_t conflicts_n;
	struct desk_taken *taken[BODY_VERSIONS];
	size_t taken_n[BODY_VERSIONS];
	size_t more[BODY_VERSIONS];
};

/* A field as people read it. */
static struct str
field_words(const struct scene *sc, const struct revision *r, enum article_field field)
{
	struct arena *a = sc->req->arena;
	struct str words = text_field(sc->cx, a, r, field);

	if (field == FIELD_CHANNEL)
		return text_channel(sc->cx, r->channel, sc->channels, sc->channels_n);
	if (field != FIELD_LEAD || words.n == 0)
		return words;
	return page_printf(a, "%.*s\n%.*s\n%.*s\n%.*s", STR_ARG(words), STR_ARG(r->lead.alt),
	    STR_ARG(r->lead.caption), STR_ARG(r->lead.credit));
}

static struct str
block_words(const struct scene *sc, const struct body_item *item)
{
	return item == NULL ? STR("") : block_text(sc->req->arena, item, sc->cx->zh);
}

static struct desk_conflict *
new_conflict(struct scene *sc, const char *what)
{
	struct desk_conflict *c = &sc->conflicts[sc->conflicts_n++];

	c->legend = page_printf(sc->req->arena, "%zu. %s", sc->conflicts_n, what);
	c->lang = sc->lang;
	return c;
}

static struct desk_taken *
add_taken(struct scene *sc, enum body_merged how, const char *legend, const char *what,
    struct str was, struct str is)
{
	enum body_version by = how == BODY_FROM_MINE ? BODY_MINE : BODY_THEIRS;
	struct desk_taken *t;

	if (sc->taken_n[by] == TAKEN_MAX) {
		sc->more[by]++;
		return NULL;
	}
	t = &sc->taken[by][sc->taken_n[by]++];
	*t = (struct desk_taken){.legend = legend, .what = what, .lang = sc->lang};
	diff_pair(sc->req->arena, sc->work, was, is, &t->diff);
	return t;
}

/* What one side changed in a block that its words do not show. */
static size_t
side_notes(const struct scene *sc, const struct body_merge_block *b, enum body_version by,
    const struct str **notes)
{
	if (b->version[BODY_BASE] == NULL || b->version[by] == NULL)
		return 0;
	return compare_notes(
	    sc->req->arena, sc->work, b->version[BODY_BASE], b->version[by], sc->cx->zh, notes);
}

static void
add_field(struct scene *sc, const struct merge_field *it)
{
	struct arena *a = sc->req->arena;
	bool zh = sc->cx->zh;
	const char *label = form_label(it->field, zh);
	struct desk_conflict *c;
	struct str words[BODY_VERSIONS];

	for (int v = 0; v < BODY_VERSIONS; v++)
		words[v] = field_words(sc, &sc->merge->version[v], it->field);
	if (it->how != BODY_CONFLICT) {
		(void)add_taken(sc, it->how, label, i18n(zh, "changed"), words[BODY_BASE],
		    words[it->how == BODY_FROM_MINE ? BODY_MINE : BODY_THEIRS]);
		return;
	}
	c = new_conflict(sc, label);
	c->name = merge_field_choice(a, it->field);
	c->note = str_of(i18n(zh, "You both changed it."));
	c->has_base = words[BODY_BASE].n > 0;
	c->base = words[BODY_BASE];
	diff_pair(a, sc->work, words[BODY_BASE], words[BODY_THEIRS], &c->theirs.diff);
	diff_pair(a, sc->work, words[BODY_BASE], words[BODY_MINE], &c->mine.diff);
	c->theirs.gone = words[BODY_THEIRS].n == 0;
	c->mine.gone = words[BODY_MINE].n == 0;
	c->choice = choices[it->choice];
	c->may_take_both = it->may_take_both;
}

/* What happened to a block that is in conflict. */
static const char *
conflict_note(const struct body_merge_block *b, bool zh)
{
	if (b->version[BODY_THEIRS] == NULL)
		return i18n(zh, "You changed it; the newer version dropped it.");
	if (b->version[BODY_MINE] == NULL)
		return i18n(zh, "The newer version changed it; you dropped it.");
	if (b->version[BODY_BASE] == NULL)
		return i18n(zh, "You both added it, with different words.");
	if (b->moved && (body_item_eq(b->version[BODY_THEIRS], b->version[BODY_BASE]) ||
			    body_item_eq(b->version[BODY_MINE], b->version[BODY_BASE])))
		return i18n(zh, "You both moved it, to different places.");
	return i18n(zh, "You both changed it.");
}

/* What one side did to a block that the other left alone. */
static const char *
taken_note(const struct body_merge_block *b, enum body_version by, bool zh)
{
	if (b->version[by] == NULL)
		return i18n(zh, "dropped");
	if (b->version[BODY_BASE] == NULL)
		return i18n(zh, "added");
	if (body_item_eq(b->version[by], b->version[BODY_BASE]))
		return i18n(zh, "moved");
	return i18n(zh, "changed");
}

static const struct body_item *
any_version(const struct body_merge_block *b)
{
	if (b->version[BODY_MINE] != NULL)
		return b->version[BODY_MINE];
	return b->version[BODY_THEIRS] != NULL ? b->version[BODY_THEIRS] : b->version[BODY_BASE];
}

static void
add_block(struct scene *sc, const struct body_merge_block *b)
{
	struct arena *a = sc->req->arena;
	bool zh = sc->cx->zh;
	const char *what = block_word(any_version(b)->type, zh);
	enum body_version by = b->how == BODY_FROM_MINE ? BODY_MINE : BODY_THEIRS;
	struct str words[BODY_VERSIONS];
	struct desk_conflict *c;
	struct desk_taken *t;

	if (b->how == BODY_KEPT)
		return;
	for (int v = 0; v < BODY_VERSIONS; v++)
		words[v] = block_words(sc, b->version[v]);
	if (b->how != BODY_CONFLICT) {
		t = add_taken(sc, b->how, what, taken_note(b, by, zh), words[BODY_BASE], words[by]);
		if (t != NULL)
			t->notes_n = side_notes(sc, b, by, &t->notes);
		return;
	}
	c = new_conflict(sc, what);
	c->alone = b->conflict >= MERGE_BLOCKS_MAX;
	c->name = merge_block_choice(a, b->conflict);
	c->note = str_of(conflict_note(b, zh));
	c->has_base = b->version[BODY_BASE] != NULL;
	c->base = words[BODY_BASE];
	c->theirs.gone = b->version[BODY_THEIRS] == NULL;
	c->mine.gone = b->version[BODY_MINE] == NULL;
	diff_pair(a, sc->work, words[BODY_BASE], words[BODY_THEIRS], &c->theirs.diff);
	diff_pair(a, sc->work, words[BODY_BASE], words[BODY_MINE], &c->mine.diff);
	c->theirs.notes_n = side_notes(sc, b, BODY_THEIRS, &c->theirs.notes);
	c->mine.notes_n = side_notes(sc, b, BODY_MINE, &c->mine.notes);
	c->may_take_both = !c->theirs.gone && !c->mine.gone;
	c->choice = choices[c->alone ? sc->merge->rest : sc->merge->block[b->conflict]];
}

static struct desk_taken_list
taken_list(struct scene *sc, enum body_version by)
{
	struct desk_taken_list l = {.v = sc->taken[by], .n = sc->taken_n[by]};

	if (sc->more[by] > 0)
		l.more =
		    page_printf(sc->req->arena, i18n(sc->cx->zh, "and %zu more"), sc->more[by]);
	return l;
}

/* All that was typed, for the way there and back; not what the page itself asks. */
static struct desk_kept_list
keep_typed(struct request *req)
{
	struct desk_kept *kept = ARENA_ARRAY(req->arena, req->form.n, struct desk_kept);
	size_t n = 0;

	for (size_t i = 0; i < req->form.n; i++) {
		struct str name = req->form.v[i].name;

		if (!str_eq(name, STR(WEB_FIELD_CSRF)) && !str_eq(name, STR("action")) &&
		    !str_eq(name, STR("theirs")) && !str_starts(name, STR("choice_")))
			kept[n++] = (struct desk_kept){name, req->form.v[i].value};
	}
	return (struct desk_kept_list){kept, n};
}

static void
about_merge(struct scene *sc)
{
	const struct revision *theirs = &sc->merge->version[BODY_THEIRS];
	struct desk_merge_view *view = sc->view;
	struct arena *a = sc->req->arena;
	bool zh = sc->cx->zh;
	size_t alone = sc->merge->body.conflicts;

	view->intro =
	    page_printf(a, i18n(zh, "%.*s saved version %d on %.*s."), STR_ARG(theirs->saved_by),
		(int)theirs->number, STR_ARG(page_time(a, theirs->saved_at, zh).text));
	view->theirs_word =
	    str_z(a, page_printf(a, "%.*s%s%.*s", STR_ARG(page_version(a, theirs->number, zh)),
			 zh ? "，" : ", ", STR_ARG(theirs->saved_by)));
	view->theirs = page_printf(a, "%lld", (long long)theirs->id.v);
	if (sc->conflicts_n == 0)
		view->asks = str_of(i18n(zh, "No two changes are in each other’s way: all of it "
					     "goes together by itself."));
	else
		view->asks = page_printf(a,
		    i18n(zh, "What only one of you changed goes together by itself. What you both "
			     "changed is left for you to decide: %zu in all."),
		    sc->conflicts_n);
	if (alone > MERGE_BLOCKS_MAX) {
		view->rest = page_printf(a,
		    i18n(zh, "%zu places are too many to choose one by one: for these it is all "
			     "alike."),
		    alone - MERGE_BLOCKS_MAX);
		view->rest_choice = choices[sc->merge->rest];
	}
	view->conflicts = sc->conflicts;
	view->conflicts_n = sc->conflicts_n;
	view->from_theirs = taken_list(sc, BODY_THEIRS);
	view->from_mine = taken_list(sc, BODY_MINE);
}

void
conflict_page(struct ctx *cx, struct request *req, struct response *res, const struct article *it,
    const struct merge *m, struct str problem)
{
	struct arena *a = req->arena;
	struct desk_merge_view view = {
	    .page = page_make(
		cx, req, str_of(i18n(cx->zh, "Bring two versions together")), DESK_ARTICLES),
	    .headline = it->headline,
	    .lang = page_lang(it->lang),
	    .article_href = page_path(a, it->id, ""),
	    .review_href = page_path(a, it->id, "/review"),
	    .action = page_path(a, it->id, "/merge"),
	    .kept = keep_typed(req),
	    .problem = problem,
	};
	struct scene sc = {.cx = cx, .req = req, .article = it, .merge = m, .view = &view};
	struct tmpl_ctx tc = page_tmpl(cx);
	struct channel *channels;
	enum status s = channel_list(cx->db, a, &channels, &sc.channels_n);

	if (s != STATUS_OK) {
		refuse_again(cx, req, res, web_http_status(s), status_name(s));
		return;
	}
	sc.channels = channels;
	sc.work = myers_new(a);
	sc.lang = page_lang(m->version[BODY_MINE].lang);
	sc.conflicts = ARENA_ARRAY(a, m->fields_n + m->body.conflicts, struct desk_conflict);
	sc.taken[BODY_THEIRS] = ARENA_ARRAY(a, TAKEN_MAX, struct desk_taken);
	sc.taken[BODY_MINE] = ARENA_ARRAY(a, TAKEN_MAX, struct desk_taken);
	for (size_t i = 0; i < m->fields_n; i++)
		add_field(&sc, &m->field[i]);
	for (size_t i = 0; i < m->body.n; i++)
		add_block(&sc, &m->body.block[i]);
	about_merge(&sc);
	view.page.busy = view.page.faulty = true;
	t_desk_merge(res->body, &tc, &view);
}

void
conflict_show(struct ctx *cx, struct request *req, struct response *res, struct form *f,
    const struct article *it)
{
	struct merge m;
	enum status s = merge_with(cx, req, it, f, it->head, &m);

	if (s != STATUS_OK) {
		refuse_again(cx, req, res, web_http_status(s), status_name(s));
		return;
	}
	res->status = 409;
	res->error = "stale";
	conflict_page(cx, req, res, it, &m, STR(""));
}
