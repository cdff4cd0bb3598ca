#include "domain/watch.h"

#include "gen/q_event.h"

enum status
watch_newer(struct db *db, struct arena *a, struct article_id article, struct revision_id base,
    struct watch_newer *out)
{
	const struct q_event_newer_params in = {.article_id = article, .base = base};
	struct q_event_newer *rows;
	size_t n;
	enum status s = q_event_newer(db, a, &in, &rows, &n);

	*out = (struct watch_newer){.found = false};
	if (s == STATUS_OK && n > 0)
		*out = (struct watch_newer){
		    true, rows[0].number, rows[0].base_number, rows[0].names, rows[0].at};
	return s;
}

enum status
watch_waiting(struct db *db, struct arena *a, struct article_id **ids, size_t *n)
{
	struct q_event_waiting *rows;
	enum status s = q_event_waiting(db, a, &rows, n);
	size_t i;

	if (s != STATUS_OK)
		return s;
	*ids = ARENA_ARRAY(a, *n, struct article_id);
	for (i = 0; i < *n; i++)
		(*ids)[i] = rows[i].id;
	return STATUS_OK;
}
