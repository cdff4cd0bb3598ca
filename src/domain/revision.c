#include "domain/revision.h"

#include "gen/q_article.h"

/* Two statements return the same columns in structs of their own. */
#define REVISION_OF(row)                                                                           \
	(struct revision)                                                                          \
	{                                                                                          \
		.id = (row).id, .article = (row).article_id, .number = (row).number,               \
		.has_base = (row).has_base_id, .base = (row).base_id, .headline = (row).headline,  \
		.shoulder = (row).shoulder, .subhead = (row).subhead, .summary = (row).summary,    \
		.channel = (row).channel_id, .lang = (row).lang, .slug = (row).slug,               \
		.source_kind = (row).source_kind, .source_name = (row).source_name,                \
		.reprint_author = (row).reprint_author, .reprint_title = (row).reprint_title,      \
		.reprint_url = (row).reprint_url, .responsible_editor = (row).responsible_editor,  \
		.reprint_notice = (row).reprint_notice, .social_title = (row).social_title,        \
		.body_json = (row).body, .body_html = (row).body_html, .words = (row).words,       \
		.sha = (row).sha, .saved_by = (row).saved_by_name, .saved_at = (row).saved_at,     \
		.is_head = (row).is_head, .is_live = (row).is_live                                 \
	}

static enum status
take_lists(
    struct arena *a, struct str bylines, struct str topics, struct str lead, struct revision *out)
{
	enum status s = byline_from_json(a, bylines, &out->bylines);

	if (s == STATUS_OK)
		s = topic_from_json(a, topics, &out->topics);
	return s == STATUS_OK ? lead_from_json(a, lead, &out->lead) : s;
}

enum status
revision_get(struct db *db, struct arena *a, struct revision_id id, struct revision *out)
{
	struct q_revision_by_id_params in = {.id = id};
	struct q_revision_by_id row;
	enum status s = q_revision_by_id(db, a, &in, &row);

	if (s != STATUS_OK)
		return s;
	*out = REVISION_OF(row);
	return take_lists(a, row.bylines, row.topics, row.lead, out);
}

enum status
revision_by_number(
    struct db *db, struct arena *a, struct article_id article, int32_t number, struct revision *out)
{
	struct q_revision_by_number_params in = {.article_id = article, .number = number};
	struct q_revision_by_number row;
	enum status s = q_revision_by_number(db, a, &in, &row);

	if (s != STATUS_OK)
		return s;
	*out = REVISION_OF(row);
	return take_lists(a, row.bylines, row.topics, row.lead, out);
}

enum status
revision_list(struct db *db, struct arena *a, struct article_id article,
    struct revision_line **rows, size_t *n)
{
	struct q_revision_list_params in = {.article_id = article};
	struct q_revision_list *found;
	enum status s = q_revision_list(db, a, &in, &found, n);
	size_t i;

	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct revision_line);
	for (i = 0; i < *n; i++) {
		(*rows)[i] = (struct revision_line){
		    .id = found[i].id,
		    .number = found[i].number,
		    .headline = found[i].headline,
		    .saved_by = found[i].saved_by_name,
		    .words = found[i].words,
		    .saved_at = found[i].saved_at,
		    .is_head = found[i].is_head,
		    .is_live = found[i].is_live,
		};
	}
	return STATUS_OK;
}

enum status
revision_bodies(struct db *db, struct arena *a, struct article_id article, int32_t most,
    int64_t bytes, struct revision_body **rows, size_t *n)
{
	struct q_revision_bodies_params in = {.article_id = article, .rows = most, .bytes = bytes};
	struct q_revision_bodies *found;
	enum status s = q_revision_bodies(db, a, &in, &found, n);

	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct revision_body);
	for (size_t i = 0; i < *n; i++)
		(*rows)[i] = (struct revision_body){found[i].id, found[i].body};
	return STATUS_OK;
}

enum status
revision_diff_base(
    struct db *db, struct arena *a, struct article_id article, bool *found, struct revision_id *out)
{
	struct q_article_diff_base_params in = {.article_id = article};
	struct q_article_diff_base row;
	enum status s = q_article_diff_base(db, a, &in, &row);

	if (s != STATUS_OK)
		return s;
	*found = row.has_revision_id;
	*out = row.revision_id;
	return STATUS_OK;
}

bool
revision_same(const struct revision *a, const struct revision *b)
{
	return str_eq(a->headline, b->headline) && str_eq(a->shoulder, b->shoulder) &&
	       str_eq(a->subhead, b->subhead) && str_eq(a->summary, b->summary) &&
	       a->channel.v == b->channel.v && str_eq(a->lang, b->lang) &&
	       str_eq(a->slug, b->slug) && str_eq(a->source_kind, b->source_kind) &&
	       str_eq(a->source_name, b->source_name) &&
	       str_eq(a->reprint_author, b->reprint_author) &&
	       str_eq(a->reprint_title, b->reprint_title) &&
	       str_eq(a->reprint_url, b->reprint_url) &&
	       str_eq(a->responsible_editor, b->responsible_editor) &&
	       str_eq(a->reprint_notice, b->reprint_notice) &&
	       byline_same(&a->bylines, &b->bylines) && topic_same(&a->topics, &b->topics) &&
	       str_eq(a->social_title, b->social_title) && lead_same(&a->lead, &b->lead) &&
	       str_eq(a->body_html, b->body_html);
}
