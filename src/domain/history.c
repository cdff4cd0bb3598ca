#include "domain/history.h"

#include "gen/q_desk.h"

enum status
history_of(struct db *db, struct arena *a, struct article_id article, struct history_entry **rows,
    size_t *n)
{
	struct q_desk_history_params in = {.article_id = article};
	struct q_desk_history *found;
	enum status s = q_desk_history(db, a, &in, &found, n);
	size_t i;

	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct history_entry);
	for (i = 0; i < *n; i++) {
		(*rows)[i] = (struct history_entry){
		    .seq = found[i].seq,
		    .at = found[i].at,
		    .actor = found[i].actor_name,
		    .action = found[i].action,
		    .revision_number = found[i].has_revision_number ? found[i].revision_number : 0,
		    .detail = found[i].detail,
		};
	}
	return STATUS_OK;
}

enum status
history_audit(
    struct db *db, struct arena *a, int64_t before, struct history_entry **rows, size_t *n)
{
	struct q_desk_audit_params in = {.has_before = before > 0, .before = before};
	struct q_desk_audit *found;
	enum status s = q_desk_audit(db, a, &in, &found, n);
	size_t i;

	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct history_entry);
	for (i = 0; i < *n; i++) {
		(*rows)[i] = (struct history_entry){
		    .seq = found[i].seq,
		    .at = found[i].at,
		    .actor = found[i].actor_name,
		    .action = found[i].action,
		    .subject = found[i].subject,
		    .detail = found[i].detail,
		};
	}
	return STATUS_OK;
}
