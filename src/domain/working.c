#include "domain/working.h"

#include "gen/q_working.h"

enum status
working_put(struct db *db, struct arena *a, const struct working_place *place,
    const struct working_text *text, struct working_stored *out)
{
	const struct q_working_put_params in = {
	    .has_article_id = place->has_article,
	    .article_id = place->article,
	    .draft = place->draft,
	    .tab = place->tab,
	    .seq = text->seq,
	    .has_base = text->has_base,
	    .base = text->base,
	    .fields = text->fields,
	    .has_over = text->has_over,
	    .over = text->over,
	};
	struct q_working_put row;
	enum status s = q_working_put(db, a, &in, &row);

	if (s == STATUS_OK)
		*out = (struct working_stored){
		    .outcome = row.outcome,
		    .seq = row.seq,
		    .has_at = row.has_at,
		    .at = row.at,
		    .holder = row.holder,
		    .since = row.since,
		};
	return s;
}

enum status
working_here(
    struct db *db, struct arena *a, const struct working_place *place, bool leaves, int64_t *saved)
{
	const struct q_working_here_params in = {
	    .has_article_id = place->has_article,
	    .article_id = place->article,
	    .draft = place->draft,
	    .tab = place->tab,
	    .leaves = leaves,
	};
	struct q_working_here row;
	enum status s = q_working_here(db, a, &in, &row);

	if (s == STATUS_OK)
		*saved = row.saved;
	return s;
}

enum status
working_take_over(struct db *db, struct arena *a, const struct working_place *place)
{
	const struct q_working_take_over_params in = {
	    .has_article_id = place->has_article,
	    .article_id = place->article,
	    .draft = place->draft,
	    .tab = place->tab,
	};

	return q_working_take_over(db, a, &in);
}

enum status
working_drop(struct db *db, struct arena *a, struct row_id copy)
{
	const struct q_working_drop_params in = {.id = copy};

	return q_working_drop(db, a, &in);
}

enum status
working_undrop(struct db *db, struct arena *a, struct row_id copy)
{
	const struct q_working_undrop_params in = {.id = copy};

	return q_working_undrop(db, a, &in);
}

enum status
working_saved(
    struct db *db, struct arena *a, struct article_id article, const struct working_end *end)
{
	const struct q_working_saved_params in = {
	    .article_id = article,
	    .draft = end->draft,
	    .tab = end->tab,
	    .has_seq = end->seq > 0,
	    .seq = end->seq,
	    .has_copy = end->has_copy,
	    .copy = end->copy,
	};

	return q_working_saved(db, a, &in);
}

enum status
working_begin(struct db *db, struct arena *a, struct str draft, struct str key)
{
	const struct q_working_draft_begin_params in = {.draft = draft, .key = key};

	return q_working_draft_begin(db, a, &in);
}

enum status
working_became(struct db *db, struct arena *a, struct str draft, struct str key,
    struct article_id *article, struct revision_id *made)
{
	const struct q_working_draft_article_params in = {.draft = draft, .key = key};
	struct q_working_draft_article row;
	enum status s = q_working_draft_article(db, a, &in, &row);

	if (s == STATUS_OK) {
		*article = row.article_id;
		*made = row.revision_id;
	}
	return s;
}

enum status
working_people(struct db *db, struct arena *a, const struct working_place *place,
    struct working_person **rows, size_t *n)
{
	const struct q_working_presence_params in = {
	    .has_article_id = place->has_article,
	    .article_id = place->article,
	    .draft = place->draft,
	};
	struct q_working_presence *found;
	enum status s = q_working_presence(db, a, &in, &found, n);
	size_t i;

	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct working_person);
	for (i = 0; i < *n; i++)
		(*rows)[i] = (struct working_person){
		    .name = found[i].name,
		    .mine = found[i].mine,
		    .here = found[i].mine && str_eq(found[i].tab, place->tab),
		    .writes = found[i].writes,
		    .since = found[i].since,
		};
	return STATUS_OK;
}

enum status
working_list(struct db *db, struct arena *a, const struct article_id *article,
    struct row_id dropped, struct working_copy **rows, size_t *n)
{
	struct q_working_list_params in = {
	    .has_article_id = article != NULL, .has_dropped = dropped.v > 0, .dropped = dropped};
	struct q_working_list *found;
	enum status s;
	size_t i;

	if (article != NULL)
		in.article_id = *article;
	s = q_working_list(db, a, &in, &found, n);
	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct working_copy);
	for (i = 0; i < *n; i++)
		(*rows)[i] = (struct working_copy){
		    .id = found[i].id,
		    .has_article = article != NULL,
		    .article = in.article_id,
		    .draft = found[i].draft,
		    .tab = found[i].tab,
		    .has_base = found[i].has_base_id,
		    .base = found[i].base_id,
		    .headline = found[i].headline,
		    .opening = found[i].opening,
		    .lang = found[i].lang,
		    .fields = found[i].fields,
		    .at = found[i].at,
		    .kept = found[i].kept,
		    .kept_for = found[i].kept_for_name,
		    .merge = found[i].merge,
		    .dropped = found[i].dropped,
		};
	return STATUS_OK;
}

enum status
working_get(struct db *db, struct arena *a, struct row_id copy, struct working_copy *out)
{
	const struct q_working_by_id_params in = {.id = copy};
	struct q_working_by_id row;
	enum status s = q_working_by_id(db, a, &in, &row);

	if (s == STATUS_OK)
		*out = (struct working_copy){
		    .id = copy,
		    .has_article = row.has_article_id,
		    .article = row.article_id,
		    .draft = row.draft,
		    .has_base = row.has_base_id,
		    .base = row.base_id,
		    .fields = row.fields,
		    .at = row.at,
		    .merge = row.merge,
		    .dropped = row.dropped,
		};
	return s;
}

enum status
working_keep(struct db *db, struct arena *a, struct article_id article, struct revision_id base,
    struct str fields, const char *merge, struct row_id *copy)
{
	const struct q_working_keep_params in = {
	    .article_id = article,
	    .has_base = base.v > 0,
	    .base = base,
	    .fields = fields,
	    .merge = str_of(merge),
	};
	struct q_working_keep row;
	enum status s = q_working_keep(db, a, &in, &row);

	if (s == STATUS_OK)
		*copy = row.id;
	return s;
}
