#include "domain/article.h"

#include "base/buf.h"
#include "gen/q_article.h"

static const char *const state_words[ARTICLE_STATES] = {
    [ARTICLE_DRAFT] = "draft",
    [ARTICLE_SUBMITTED] = "submitted",
    [ARTICLE_RETURNED] = "returned",
    [ARTICLE_APPROVED] = "approved",
    [ARTICLE_PUBLISHED] = "published",
    [ARTICLE_WITHDRAWN] = "withdrawn",
};

const char *
article_state_word(enum article_state s)
{
	return state_words[s];
}

bool
article_state_of(struct str word, enum article_state *out)
{
	unsigned i;

	for (i = 0; i < ARTICLE_STATES; i++) {
		if (str_eq(word, str_of(state_words[i]))) {
			*out = (enum article_state)i;
			return true;
		}
	}
	return false;
}

/* The lists, as the database takes them: each character at most an escape of six bytes. */
static bool
take_json(struct arena *a, const struct article_draft *d, struct q_article_save_params *in)
{
	struct buf bylines, topics, lead;

	buf_init(&bylines, a, (size_t)BYLINE_MAX * (2 * BYLINE_NAME_MAX * 6 + 64) + 2);
	byline_to_json(&bylines, &d->bylines);
	buf_init(&topics, a, (size_t)TOPIC_MAX * (TOPIC_LENGTH_MAX * 6 + 4) + 2);
	topic_to_json(&topics, &d->topics);
	buf_init(&lead, a, (LEAD_ALT_MAX + LEAD_CAPTION_MAX + LEAD_CREDIT_MAX) * 6 + 128);
	if (d->lead.media.v > 0)
		lead_to_json(&lead, &d->lead);
	in->bylines = buf_view(&bylines);
	in->topics = buf_view(&topics);
	in->lead = d->lead.media.v > 0 ? buf_view(&lead) : STR_NULL;
	return buf_ok(&bylines) && buf_ok(&topics) && buf_ok(&lead);
}

enum status
article_save(
    struct db *db, struct arena *a, const struct article_draft *d, struct article_saved *out)
{
	struct q_article_save_params in = {
	    .has_article_id = d->has_article,
	    .article_id = d->article,
	    .has_base = d->has_base,
	    .base = d->base,
	    .key = d->key,
	    .headline = d->headline,
	    .shoulder = d->shoulder,
	    .subhead = d->subhead,
	    .summary = d->summary,
	    .channel_id = d->channel,
	    .lang = d->lang,
	    .slug = d->slug,
	    .source_kind = d->source_kind,
	    .source_name = d->source_name,
	    .reprint_author = d->reprint_author,
	    .reprint_title = d->reprint_title,
	    .reprint_url = d->reprint_url,
	    .responsible_editor = d->responsible_editor,
	    .reprint_notice = d->reprint_notice,
	    .social_title = d->social_title,
	    .body = d->body_json,
	    .body_schema = d->body_schema,
	    .body_html = d->body_html,
	    .words = d->words,
	};
	struct q_article_save row;
	enum status s;

	if (!take_json(a, d, &in))
		return STATUS_INVALID;
	s = q_article_save(db, a, &in, &row);
	if (s != STATUS_OK)
		return s;
	*out = (struct article_saved){
	    .article = row.article_id,
	    .revision = row.revision_id,
	    .number = row.number,
	};
	return STATUS_OK;
}

enum status
article_restore(struct db *db, struct arena *a, struct article_id article, int32_t number,
    struct revision_id base, struct str key, struct article_saved *out)
{
	struct q_article_restore_params in = {
	    .article_id = article, .number = number, .base = base, .key = key};
	struct q_article_restore row;
	enum status s = q_article_restore(db, a, &in, &row);

	if (s == STATUS_OK)
		*out = (struct article_saved){row.article_id, row.revision_id, row.number};
	return s;
}

enum status
article_submit(
    struct db *db, struct arena *a, struct article_id article, struct revision_id revision)
{
	struct q_article_submit_params in = {.article_id = article, .revision_id = revision};

	return q_article_submit(db, a, &in);
}

/* Two statements return the same columns in structs of their own. */
#define ARTICLE_OF(row)                                                                            \
	(struct article)                                                                           \
	{                                                                                          \
		.id = (row).id, .channel = (row).channel_id, .channel_slug = (row).channel_slug,   \
		.channel_zh = (row).channel_zh, .channel_en = (row).channel_en,                    \
		.head = (row).head_revision, .head_number = (row).head_number,                     \
		.headline = (row).headline, .lang = (row).lang, .slug = (row).slug,                \
		.authors = (row).authors, .words = (row).words, .created_at = (row).created_at,    \
		.changed_at = (row).changed_at, .saved_at = (row).saved_at,                        \
		.saved_by = (row).saved_by_name, .mine = (row).mine,                               \
		.levels_done = (row).levels_done, .levels_needed = (row).levels_needed,            \
		.next_right = (row).next_right, .can_review = (row).can_review,                    \
		.can_publish = (row).can_publish, .own_words = (row).own_words,                    \
		.is_live = (row).has_live_revision, .live = (row).live_revision,                   \
		.live_at = (row).live_at, .live_slug = (row).live_slug,                            \
		.is_withdrawn = (row).has_withdrawn_at, .withdrawn_at = (row).withdrawn_at,        \
		.return_reason = (row).return_reason, .returned_by = (row).returned_by             \
	}

enum status
article_get(struct db *db, struct arena *a, struct article_id id, struct article *out)
{
	struct q_article_by_id_params in = {.id = id};
	struct q_article_by_id row;
	enum status s = q_article_by_id(db, a, &in, &row);

	if (s != STATUS_OK)
		return s;
	*out = ARTICLE_OF(row);
	return article_state_of(row.state, &out->state) ? STATUS_OK : STATUS_INTERNAL;
}

/* Fill ${rows} from ${found}, whichever statement found it. */
#define TAKE(found)                                                                                \
	do {                                                                                       \
		*rows = ARENA_ARRAY(a, *n, struct article);                                        \
		for (i = 0; i < *n; i++) {                                                         \
			(*rows)[i] = ARTICLE_OF((found)[i]);                                       \
			if (!article_state_of((found)[i].state, &(*rows)[i].state))                \
				return STATUS_INTERNAL;                                            \
		}                                                                                  \
	} while (0)

static enum status
list_own(struct db *db, struct arena *a, const struct q_article_own_params *in,
    struct article **rows, size_t *n)
{
	struct q_article_own *found;
	enum status s = q_article_own(db, a, in, &found, n);
	size_t i;

	if (s == STATUS_OK)
		TAKE(found);
	return s;
}

static enum status
list_all(struct db *db, struct arena *a, const struct q_article_list_params *in,
    struct article **rows, size_t *n)
{
	struct q_article_list *found;
	enum status s = q_article_list(db, a, in, &found, n);
	size_t i;

	if (s == STATUS_OK)
		TAKE(found);
	return s;
}

#define FILTER_PARAMS(f)                                                                           \
	{                                                                                          \
		.has_pending = (f)->progress != PROGRESS_ANY,                                      \
		.pending = (f)->progress == PROGRESS_PENDING,                                      \
		.state = (f)->has_state ? str_of(state_words[(f)->state]) : STR_NULL,              \
		.has_before = (f)->has_before, .before = (f)->before,                              \
		.has_before_id = (f)->has_before, .before_id = (f)->before_id, .rows = (f)->limit  \
	}

enum status
article_list(struct db *db, struct arena *a, const struct article_filter *f, struct article **rows,
    size_t *n)
{
	struct q_article_own_params own = FILTER_PARAMS(f);
	struct q_article_list_params all = FILTER_PARAMS(f);

	return f->mine ? list_own(db, a, &own, rows, n) : list_all(db, a, &all, rows, n);
}

enum status
article_waiting(struct db *db, struct arena *a, struct article **rows, size_t *n)
{
	struct q_article_waiting *found;
	enum status s = q_article_waiting(db, a, &found, n);
	size_t i;

	if (s == STATUS_OK)
		TAKE(found);
	return s;
}
