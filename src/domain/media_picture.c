#include "domain/media_picture.h"

#include "gen/q_media.h"

_Static_assert(
    MEDIA_WIDTHS_MAX <= PICTURE_WIDTHS_MAX && MEDIA_CROP_WIDTHS_MAX <= PICTURE_WIDTHS_MAX,
    "a picture holds all its widths");

void
media_whole(struct str key, int32_t w, int32_t h, struct str blur, struct picture *out)
{
	*out = (struct picture){.key = key,
	    .variant = STR("w-"),
	    .tail = STR(""),
	    .width = w,
	    .height = h,
	    .blur = blur};
	out->widths_n = media_widths(w, out->widths);
}

void
media_cropped(struct arena *a, enum media_crop crop, const struct picture *whole, int16_t focal_x,
    int16_t focal_y, struct picture *out)
{
	struct buf variant;
	struct buf tail;

	buf_init(&variant, a, 16);
	buf_printf(&variant, "%s-", media_ratio[crop].name);
	buf_init(&tail, a, 16);
	buf_printf(&tail, "-%d-%d", focal_x, focal_y);
	*out = (struct picture){.key = whole->key,
	    .variant = buf_view(&variant),
	    .tail = buf_view(&tail),
	    .blur = whole->blur};
	out->widths_n = media_crop_widths(crop, whole->width, whole->height, out->widths);
	out->width = out->widths[out->widths_n - 1];
	out->height = media_crop_height(crop, out->width);
}

enum status
media_pictures(struct db *db, struct arena *a, const int64_t *ids, size_t n, bool zh,
    struct body_pictures *out)
{
	struct body_picture *v;
	struct q_media_pictures *rows;
	struct q_media_pictures_params p;
	struct buf list;
	size_t rows_n;
	enum status st;

	*out = (struct body_pictures){.zh = zh};
	if (n == 0)
		return STATUS_OK;
	buf_init(&list, a, n * 24);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&list, ',');
		buf_i64(&list, ids[i]);
	}
	p.ids = buf_view(&list);
	st = q_media_pictures(db, a, &p, &rows, &rows_n);
	if (st != STATUS_OK)
		return st;
	v = ARENA_ARRAY(a, rows_n, struct body_picture);
	for (size_t i = 0; i < rows_n; i++) {
		const struct q_media_pictures *r = &rows[i];

		v[i].id = r->id.v;
		media_whole(r->key, r->width, r->height, r->blur, &v[i].picture);
		/* Until it is cut, nobody knows by which point it will be. */
		if (r->has_crop_x && r->has_crop_y)
			media_cropped(
			    a, MEDIA_4X3, &v[i].picture, r->crop_x, r->crop_y, &v[i].crop);
		else
			v[i].crop = v[i].picture;
	}
	out->v = v;
	out->n = rows_n;
	return STATUS_OK;
}
