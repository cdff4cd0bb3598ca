#include "domain/media.h"

#include <string.h>

#include "gen/q_media.h"
#include "gen/q_media_site.h"

enum status
media_add(struct db *db, struct arena *a, const struct media_new *in, struct media_id *id)
{
	const struct q_media_add_params p = {
	    .sha256 = {(const char *)in->sha256, MEDIA_HASH},
	    .type = in->type,
	    .bytes = in->bytes,
	    .width = in->width,
	    .height = in->height,
	    .name = in->name,
	    .alt = in->alt,
	    .caption = in->caption,
	    .credit = in->credit,
	};
	struct q_media_add row;
	enum status st = q_media_add(db, a, &p, &row);

	if (st == STATUS_OK)
		*id = row.id;
	return st;
}

enum status
media_get(struct db *db, struct arena *a, struct media_id id, struct media *out)
{
	const struct q_media_by_id_params p = {.id = id};
	struct q_media_by_id row;
	enum status st = q_media_by_id(db, a, &p, &row);

	if (st == STATUS_OK)
		*out = (struct media){
		    .id = row.id,
		    .key = row.key,
		    .type = row.type,
		    .state = row.state,
		    .failure = row.failure,
		    .bytes = row.bytes,
		    .width = row.width,
		    .height = row.height,
		    .focal_x = row.focal_x,
		    .focal_y = row.focal_y,
		    .crop_x = row.crop_x,
		    .crop_y = row.crop_y,
		    .blur = row.blur,
		    .alt = row.alt,
		    .caption = row.caption,
		    .credit = row.credit,
		    .name = row.name,
		};
	return st;
}

enum status
media_find_file(struct db *db, struct arena *a, struct media_id id, struct media_file *out)
{
	const struct q_media_file_params p = {.id = id};
	struct q_media_file row;
	enum status st = q_media_file(db, a, &p, &row);

	if (st != STATUS_OK)
		return st;
	if (row.sha256.n != MEDIA_HASH)
		return STATUS_INTERNAL;
	*out = (struct media_file){
	    .key = row.key,
	    .type = row.type,
	    .ready = str_eq(row.state, STR("ready")),
	    .width = row.width,
	    .height = row.height,
	    .crop_x = row.crop_x,
	    .crop_y = row.crop_y,
	};
	memcpy(out->sha256, row.sha256.p, MEDIA_HASH);
	return STATUS_OK;
}

enum status
media_is_live(struct db *db, struct arena *a, struct str key, bool *live)
{
	const struct q_media_is_live_params p = {.key = key};
	struct q_media_is_live row;
	enum status st = q_media_is_live(db, a, &p, &row);

	if (st == STATUS_OK)
		*live = row.live;
	return st;
}
