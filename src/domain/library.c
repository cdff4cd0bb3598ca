#include "domain/library.h"

#include "base/num.h"
#include "domain/access.h"
#include "gen/q_library.h"

static const char *const only_words[LIBRARY_ONLY] = {
    [LIBRARY_ALL] = "",
    [LIBRARY_UNUSED] = "unused",
    [LIBRARY_NO_ALT] = "no_alt",
    [LIBRARY_NO_CREDIT] = "no_credit",
    [LIBRARY_ENDED] = "ended",
    [LIBRARY_ENDED_LIVE] = "ended_live",
    [LIBRARY_ENDING] = "ending",
};

const char *
library_only_word(enum library_only o)
{
	return only_words[o];
}

bool
library_only_of(struct str word, enum library_only *out)
{
	unsigned i;

	for (i = 0; i < LIBRARY_ONLY; i++) {
		if (str_eq(word, str_of(only_words[i]))) {
			*out = (enum library_only)i;
			return true;
		}
	}
	return false;
}

/* Two digits, which num_i64() would refuse for their leading zero. */
static bool
two_digits(struct str s, int64_t max, int64_t *out)
{
	if (s.n == 2 && s.p[0] == '0')
		s = str_sub(s, 1, 1);
	return num_i64(s, 1, max, out);
}

bool
library_day(struct str s)
{
	static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t y, m, d;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' ||
	    !num_i64(str_sub(s, 0, 4), 1900, 9999, &y) || !two_digits(str_sub(s, 5, 2), 12, &m) ||
	    !two_digits(str_sub(s, 8, 2), days[m - 1], &d))
		return false;
	return !(m == 2 && d == 29) || (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
}

/* The rows of the two statements that give pictures have the same columns. */
#define PICTURE_OF(r)                                                                              \
	((struct library_item){                                                                    \
	    .id = (r).id,                                                                          \
	    .key = (r).key,                                                                        \
	    .type = (r).type,                                                                      \
	    .name = (r).name,                                                                      \
	    .bytes = (r).bytes,                                                                    \
	    .width = (r).width,                                                                    \
	    .height = (r).height,                                                                  \
	    .state = (r).state,                                                                    \
	    .failure = (r).failure,                                                                \
	    .focal_x = (r).focal_x,                                                                \
	    .focal_y = (r).focal_y,                                                                \
	    .alt = (r).alt,                                                                        \
	    .caption = (r).caption,                                                                \
	    .credit = (r).credit,                                                                  \
	    .source = (r).source,                                                                  \
	    .licence = (r).licence,                                                                \
	    .expires_on = (r).expires_on,                                                          \
	    .ended = (r).ended,                                                                    \
	    .uploaded_by = (r).uploaded_by,                                                        \
	    .uploaded_by_name = (r).uploaded_by_name,                                              \
	    .uploaded_at = (r).uploaded_at,                                                        \
	    .uses = (r).uses,                                                                      \
	})

enum status
library_find(struct db *db, struct arena *a, const struct library_filter *f,
    struct library_item **rows, size_t *n)
{
	const struct q_library_find_params in = {
	    .q = f->q,
	    .credit = f->credit,
	    .from = f->from,
	    .to = f->to,
	    .mine = f->mine,
	    .only = str_of(only_words[f->only]),
	    .has_before = f->has_before,
	    .before = f->before,
	    .has_before_id = f->has_before,
	    .before_id = f->before_id,
	    .rows = f->limit,
	};
	struct q_library_find *found;
	enum status s = q_library_find(db, a, &in, &found, n);
	size_t i;

	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct library_item);
	for (i = 0; i < *n; i++)
		(*rows)[i] = PICTURE_OF(found[i]);
	return STATUS_OK;
}

enum status
library_get(struct db *db, struct arena *a, struct media_id id, struct library_item *out)
{
	const struct q_library_get_params in = {.id = id};
	struct q_library_get row;
	enum status s = q_library_get(db, a, &in, &row);

	if (s == STATUS_OK)
		*out = PICTURE_OF(row);
	return s;
}

enum status
library_credits(struct db *db, struct arena *a, struct str **credits, size_t *n)
{
	struct q_library_credits *found;
	enum status s = q_library_credits(db, a, &found, n);
	size_t i;

	if (s != STATUS_OK)
		return s;
	*credits = ARENA_ARRAY(a, *n, struct str);
	for (i = 0; i < *n; i++)
		(*credits)[i] = found[i].credit;
	return STATUS_OK;
}

enum status
library_ended_live(struct db *db, struct arena *a, int32_t *n)
{
	struct q_library_ended_live row;
	enum status s = q_library_ended_live(db, a, &row);

	if (s == STATUS_OK)
		*n = row.pictures;
	return s;
}

enum status
library_uses(struct db *db, struct arena *a, struct media_id id, struct picture_use **rows,
    size_t *n, int32_t *all)
{
	const struct q_library_uses_params in = {.id = id};
	const struct q_library_articles_params count = {.id = id};
	struct q_library_articles total;
	struct q_library_uses *found;
	enum status s = q_library_uses(db, a, &in, &found, n);
	size_t i;

	if (s == STATUS_OK)
		s = q_library_articles(db, a, &count, &total);
	if (s != STATUS_OK)
		return s;
	*all = total.articles;
	*rows = ARENA_ARRAY(a, *n, struct picture_use);
	for (i = 0; i < *n; i++) {
		struct picture_use *u = &(*rows)[i];

		*u = (struct picture_use){
		    .article = found[i].article_id,
		    .headline = found[i].headline,
		    .lang = found[i].lang,
		    .in_head = found[i].in_head,
		    .is_live = found[i].is_live,
		};
		if (!article_state_of(found[i].state, &u->state))
			return STATUS_INTERNAL;
	}
	return STATUS_OK;
}

enum status
library_history(
    struct db *db, struct arena *a, struct media_id id, struct history_entry **rows, size_t *n)
{
	const struct q_library_history_params in = {.id = id};
	struct q_library_history *found;
	enum status s = q_library_history(db, a, &in, &found, n);
	size_t i;

	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct history_entry);
	for (i = 0; i < *n; i++)
		(*rows)[i] = (struct history_entry){
		    .seq = found[i].seq,
		    .at = found[i].at,
		    .actor = found[i].actor_name,
		    .action = found[i].action,
		    .detail = found[i].detail,
		};
	return STATUS_OK;
}

enum status
library_edit(struct db *db, struct arena *a, const struct picture_edit *edit)
{
	const struct q_library_edit_params in = {
	    .id = edit->id,
	    .alt = edit->alt,
	    .caption = edit->caption,
	    .credit = edit->credit,
	    .source = edit->source,
	    .licence = edit->licence,
	    .expires_on = edit->expires_on,
	    .has_focal_x = edit->has_focal,
	    .focal_x = edit->focal_x,
	    .has_focal_y = edit->has_focal,
	    .focal_y = edit->focal_y,
	};

	return q_library_edit(db, a, &in);
}

bool
library_may_edit(const struct library_item *p, struct user_id user, unsigned rights)
{
	return access_any(rights, RIGHT_WRITE) &&
	       (p->uploaded_by.v == user.v ||
		   access_any(rights, RIGHT_REVIEW_ANY | RIGHT_PUBLISH | RIGHT_WITHDRAW));
}

static const char *const troubles[PICTURE_TROUBLES] = {
    [PICTURE_FAILED] = "failed",
    [PICTURE_PENDING] = "pending",
    [PICTURE_ENDED] = "ended",
    [PICTURE_SHOWN] = "shown",
    [PICTURE_ENDING] = "ending",
};

const char *
library_trouble_word(enum picture_trouble kind)
{
	return troubles[kind];
}

static bool
trouble_of(struct str word, enum picture_trouble *out)
{
	for (int i = 0; i < PICTURE_TROUBLES; i++) {
		if (str_eq(word, str_of(troubles[i]))) {
			*out = (enum picture_trouble)i;
			return true;
		}
	}
	return false;
}

enum status
library_warnings(struct db *db, struct arena *a, struct article_id article, const int64_t *ids,
    size_t n, struct picture_warning **rows, size_t *rows_n)
{
	struct q_library_warnings_params in = {.has_article = article.v > 0, .article = article};
	struct q_library_warnings *found;
	struct buf list;
	enum status s;

	*rows_n = 0;
	*rows = NULL;
	if (n == 0)
		return STATUS_OK;
	buf_init(&list, a, n * 20);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&list, ',');
		buf_i64(&list, ids[i]);
	}
	in.media = buf_view(&list);
	s = q_library_warnings(db, a, &in, &found, rows_n);
	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *rows_n, struct picture_warning);
	for (size_t i = 0; i < *rows_n; i++) {
		(*rows)[i] = (struct picture_warning){
		    .id = found[i].media_id,
		    .name = found[i].name,
		    .expires_on = found[i].expires_on,
		};
		if (!trouble_of(found[i].kind, &(*rows)[i].kind))
			return STATUS_INTERNAL;
	}
	return STATUS_OK;
}
