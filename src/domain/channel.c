#include "domain/channel.h"

#include "gen/q_channel.h"

enum status
channel_list(struct db *db, struct arena *a, struct channel **rows, size_t *n)
{
	struct q_channel_list *found;
	enum status s = q_channel_list(db, a, &found, n);
	size_t i;

	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct channel);
	for (i = 0; i < *n; i++) {
		(*rows)[i] = (struct channel){
		    .id = found[i].id,
		    .slug = found[i].slug,
		    .name_zh = found[i].name_zh,
		    .name_en = found[i].name_en,
		    .levels = found[i].levels,
		};
	}
	return STATUS_OK;
}
