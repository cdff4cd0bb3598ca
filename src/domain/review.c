#include "domain/review.h"

#include "gen/q_review.h"

static enum review_kind
kind_of(struct str word)
{
	if (str_eq(word, STR("approve")))
		return REVIEW_APPROVE;
	if (str_eq(word, STR("return")))
		return REVIEW_RETURN;
	return REVIEW_AUTHOR;
}

enum status
review_of(
    struct db *db, struct arena *a, struct revision_id revision, struct review **rows, size_t *n)
{
	struct q_review_of_params in = {.revision_id = revision};
	struct q_review_of *found;
	enum status s = q_review_of(db, a, &in, &found, n);
	size_t i;

	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct review);
	for (i = 0; i < *n; i++) {
		(*rows)[i] = (struct review){
		    .user = found[i].user_id,
		    .user_name = found[i].user_name,
		    .kind = kind_of(found[i].kind),
		    .level = found[i].has_level ? found[i].level : (int16_t)0,
		    .at = found[i].at,
		    .reason = found[i].reason,
		};
	}
	return STATUS_OK;
}

enum status
review_approve(struct db *db, struct arena *a, struct revision_id revision, int16_t level,
    struct str sha, int16_t *done)
{
	struct q_review_approve_params in = {.revision_id = revision, .level = level, .sha = sha};
	struct q_review_approve row;
	enum status s = q_review_approve(db, a, &in, &row);

	if (s == STATUS_OK)
		*done = row.done;
	return s;
}

enum status
review_return(
    struct db *db, struct arena *a, struct revision_id revision, struct str sha, struct str reason)
{
	struct q_review_return_params in = {.revision_id = revision, .sha = sha, .reason = reason};

	return q_review_return(db, a, &in);
}
