#include "domain/topic.h"
#include "gen/q_article.h"

enum status
topic_used(struct db *db, struct arena *a, struct topic_list *out)
{
	struct q_topic_used *rows;
	size_t n;
	enum status s = q_topic_used(db, a, &rows, &n);

	if (s != STATUS_OK)
		return s;
	*out = (struct topic_list){.v = ARENA_ARRAY(a, n, struct str), .n = n};
	for (size_t i = 0; i < n; i++)
		out->v[i] = rows[i].topic;
	return STATUS_OK;
}
