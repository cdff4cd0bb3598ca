#include "domain/remark.h"

#include "gen/q_remark.h"

enum status
remark_say(struct db *db, struct arena *a, const struct remark_text *t)
{
	const struct q_remark_say_params in = {
	    .article_id = t->article,
	    .thread = t->thread,
	    .key = t->key,
	    .block = t->block.n > 0 ? t->block : STR_NULL,
	    .quote = t->quote,
	    .text = t->text,
	};
	struct q_remark_say row;

	return q_remark_say(db, a, &in, &row);
}

enum status
remark_change(
    struct db *db, struct arena *a, struct article_id article, struct row_id id, struct str text)
{
	const struct q_remark_change_params in = {.article_id = article, .id = id, .text = text};

	return q_remark_change(db, a, &in);
}

enum status
remark_resolve(
    struct db *db, struct arena *a, struct article_id article, struct str thread, bool resolved)
{
	const struct q_remark_resolve_params in = {
	    .article_id = article, .thread = thread, .resolved = resolved};

	return q_remark_resolve(db, a, &in);
}

/* The rows of ${thread} among ${rows}, which the database sorted by thread. */
static void
take_remarks(
    struct arena *a, struct remark_thread *thread, const struct q_remark_list *rows, size_t rows_n)
{
	struct remark *v;
	size_t first, n = 0, i;

	for (first = 0; first < rows_n && !str_eq(rows[first].thread, thread->id); first++)
		;
	while (first + n < rows_n && str_eq(rows[first + n].thread, thread->id))
		n++;
	v = ARENA_ARRAY(a, n, struct remark);
	for (i = 0; i < n; i++) {
		const struct q_remark_list *row = &rows[first + i];

		v[i] = (struct remark){
		    .id = row->id,
		    .by = row->by_name,
		    .text = row->text,
		    .mine = row->mine,
		    .can_change = row->can_change,
		    .at = row->at,
		    .changed = row->has_changed_at,
		    .changed_at = row->changed_at,
		};
	}
	thread->v = v;
	thread->n = n;
}

enum status
remark_threads(struct db *db, struct arena *a, struct article_id article,
    struct remark_thread **threads, size_t *n)
{
	const struct q_remark_threads_params in = {.article_id = article};
	const struct q_remark_list_params said_in = {.article_id = article};
	struct q_remark_threads *rows;
	struct q_remark_list *said;
	size_t i, said_n;
	enum status s = q_remark_threads(db, a, &in, &rows, n);

	if (s == STATUS_OK)
		s = q_remark_list(db, a, &said_in, &said, &said_n);
	if (s != STATUS_OK)
		return s;
	*threads = ARENA_ARRAY(a, *n, struct remark_thread);
	for (i = 0; i < *n; i++) {
		struct remark_thread *t = &(*threads)[i];

		*t = (struct remark_thread){
		    .id = rows[i].id,
		    .block = rows[i].block,
		    .quote = rows[i].quote,
		    .resolved = rows[i].has_resolved_at,
		    .can_resolve = rows[i].can_resolve,
		    .resolved_at = rows[i].resolved_at,
		    .resolved_by = rows[i].resolved_by,
		};
		take_remarks(a, t, said, said_n);
	}
	return STATUS_OK;
}
