#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "domain/revision.h"
#include "html/body_anchor.h"
#include "web/desk/page.h"
#include "web/desk/remark.h"

struct maker {
	struct ctx *cx;
	struct arena *a;
	const struct body_anchor *anchors;
	size_t anchors_n;
	const struct remark_fault *fault; /* NULL: none */
};

/* A thread and where it stands in the text. */
struct placed {
	const struct remark_thread *thread;
	size_t place; /* after all anchors: the whole article, or words that are gone */
	size_t begun;
};

static struct str
fresh_hex(struct arena *a)
{
	struct token t;
	struct str s;

	token_new(&t);
	s = str_dup(a, (struct str){t.hex, REMARK_THREAD_HEX});
	token_wipe(&t);
	return s;
}

static size_t
place_of(const struct maker *m, const struct remark_thread *t)
{
	bool is_block = t->block.n > 0;
	struct str name = is_block ? t->block : t->id;
	size_t i;

	for (i = 0; i < m->anchors_n; i++) {
		if (m->anchors[i].is_block == is_block && str_eq(m->anchors[i].name, name))
			return i;
	}
	return m->anchors_n;
}

static int
compare_placed(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;

	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return a->begun < b->begun ? -1 : a->begun > b->begun;
}

/* Which of the text's blocks the place is in, counted from 1; 0 for none. */
static size_t
block_number(const struct maker *m, size_t place)
{
	size_t i, n = 0;

	if (place == m->anchors_n)
		return 0;
	for (i = 0; i <= place; i++)
		n += m->anchors[i].is_block;
	return n;
}

static const struct remark_row *
make_rows(const struct maker *m, const struct remark_thread *t)
{
	struct remark_row *v = ARENA_ARRAY(m->a, t->n, struct remark_row);
	size_t i;

	for (i = 0; i < t->n; i++) {
		const struct remark *r = &t->v[i];

		v[i] = (struct remark_row){
		    .id = page_printf(m->a, "%lld", (long long)r->id.v),
		    .by = r->by,
		    .text = r->text,
		    .at = page_time_listed(m->a, r->at, m->cx->zh),
		    .changed = r->changed,
		    .can_change = r->can_change,
		};
		if (m->fault != NULL && str_eq(m->fault->remark, v[i].id)) {
			v[i].typed = m->fault->text;
			v[i].error = m->fault->error;
		}
	}
	return v;
}

/* Is the remark that was to be changed one of ${t}, and can be no more?  Its words are a reply
 * then. */
static bool
has_closed(const struct remark_thread *t, struct str remark)
{
	int64_t id;
	size_t i;

	for (i = 0; i < t->n; i++) {
		if (num_i64(remark, 1, INT64_MAX, &id) && t->v[i].id.v == id)
			return !t->v[i].can_change;
	}
	return false;
}

static void
make_thread(const struct maker *m, const struct placed *p, struct remark_thread_row *out)
{
	const struct remark_thread *t = p->thread;
	bool whole = t->block.n == 0 && t->quote.n == 0;
	size_t number = block_number(m, p->place);

	*out = (struct remark_thread_row){
	    .id = t->id,
	    .block = t->block.n > 0 ? t->block : STR(""),
	    .about = t->quote,
	    .note = p->place == m->anchors_n && !whole
			? i18n(m->cx->zh, "Its text was removed from the article.")
			: NULL,
	    .number = number > 0 ? page_printf(m->a, "%zu", number) : STR(""),
	    .resolved = t->resolved,
	    .can_resolve = t->can_resolve,
	    .v = make_rows(m, t),
	    .n = t->n,
	    .key = fresh_hex(m->a),
	};
	if (t->resolved)
		out->resolved_text = page_printf(m->a, i18n(m->cx->zh, "Resolved by %.*s, %.*s"),
		    STR_ARG(t->resolved_by),
		    STR_ARG(page_time_listed(m->a, t->resolved_at, m->cx->zh).text));
	if (m->fault != NULL && (m->fault->remark.p == NULL ? str_eq(m->fault->thread, t->id)
							    : has_closed(t, m->fault->remark))) {
		out->typed = m->fault->text;
		out->error = m->fault->error;
	}
}

/* "The whole article", then the blocks by their beginnings. */
static void
make_places(const struct maker *m, struct remarks_view *out)
{
	struct desk_option *v = ARENA_ARRAY(m->a, m->anchors_n + 1, struct desk_option);
	size_t i, n = 0;

	v[n++] = (struct desk_option){
	    .value = STR(""), .label = str_of(i18n(m->cx->zh, "The whole article"))};
	for (i = 0; i < m->anchors_n; i++) {
		const struct body_anchor *it = &m->anchors[i];

		if (!it->is_block)
			continue;
		v[n] = (struct desk_option){
		    .value = it->name,
		    .label = page_printf(m->a, "%zu. %.*s", n, STR_ARG(it->text)),
		    .chosen = m->fault != NULL && m->fault->thread.p == NULL &&
			      str_eq(m->fault->block, it->name),
		};
		n++;
	}
	out->places = v;
	out->places_n = n;
}

static void
make_threads(
    const struct maker *m, const struct remark_thread *threads, size_t n, struct remarks_view *out)
{
	struct placed *order = ARENA_ARRAY(m->a, n, struct placed);
	struct remark_thread_row *rows = ARENA_ARRAY(m->a, n, struct remark_thread_row);
	size_t i, open = 0, resolved = 0;

	for (i = 0; i < n; i++) {
		order[i] = (struct placed){&threads[i], place_of(m, &threads[i]), i};
		open += !threads[i].resolved;
	}
	if (n > 0)
		qsort(order, n, sizeof(order[0]), compare_placed);
	out->open = rows;
	out->resolved = rows + open;
	for (i = 0; i < n; i++) {
		bool closed = order[i].thread->resolved;

		make_thread(m, &order[i], closed ? &rows[open + resolved++] : &rows[out->open_n++]);
	}
	out->resolved_n = resolved;
}

enum status
remark_view(struct ctx *cx, struct request *req, const struct article *article, struct str body,
    struct str back, const struct remark_fault *fault, struct remarks_view *out)
{
	struct maker m = {.cx = cx, .a = req->arena, .fault = fault};
	struct body_anchor *anchors;
	struct remark_thread *threads;
	size_t n;
	enum status s = remark_threads(cx->db, m.a, article->id, &threads, &n);

	if (s != STATUS_OK)
		return s;
	/* A body that cannot be read has no places; what was said of it is there all the same. */
	if (body_anchors(m.a, body, &anchors, &m.anchors_n) == STATUS_OK)
		m.anchors = anchors;
	else
		m.anchors_n = 0;
	*out = (struct remarks_view){
	    .csrf = str_of(cx->csrf.hex),
	    .back = back,
	    .action = page_path(m.a, article->id, "/remarks"),
	    .lang = page_lang(article->lang),
	    .thread = fresh_hex(m.a),
	    .key = fresh_hex(m.a),
	    .problem = fault != NULL ? fault->error : STR(""),
	};
	if (fault != NULL && fault->thread.p == NULL && fault->remark.p == NULL) {
		out->typed = fault->text;
		out->error = fault->error;
	}
	make_places(&m, out);
	make_threads(&m, threads, n, out);
	return STATUS_OK;
}

enum status
remark_view_head(struct ctx *cx, struct request *req, const struct article *article,
    const char *tail, struct remarks_view *out)
{
	struct revision head;
	enum status s = revision_get(cx->db, req->arena, article->head, &head);

	if (s != STATUS_OK)
		return s;
	return remark_view(
	    cx, req, article, head.body_json, page_path(req->arena, article->id, tail), NULL, out);
}
