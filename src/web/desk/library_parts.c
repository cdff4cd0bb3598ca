#include "web/desk/library.h"

#include "base/json.h"
#include "web/desk/page.h"

/* Parts of the library's pages: images, states, licences, and a picture as JSON. */

struct str
library_href(struct arena *a, struct media_id id, const char *tail)
{
	return page_printf(a, "/media/%lld%s", (long long)id.v, tail);
}

/* The least of ${widths} that fills ${wanted}, else the greatest. */
static int32_t
enough(const int32_t *widths, size_t n, int32_t wanted)
{
	size_t i = 0;

	while (i + 1 < n && widths[i] < wanted)
		i++;
	return widths[i];
}

static int32_t
height_for(const struct library_item *p, int32_t width)
{
	int64_t h = (int64_t)p->height * width / p->width;

	return h > 0 ? (int32_t)h : 1;
}

struct library_image
library_image(struct arena *a, const struct library_item *p, int32_t wanted)
{
	int32_t widths[MEDIA_WIDTHS_MAX];
	size_t n = media_widths(p->width, widths);
	int32_t w = enough(widths, n, wanted);

	return (struct library_image){
	    .src = page_printf(a, "/media/%lld/file/w-%d.webp", (long long)p->id.v, (int)w),
	    .width = w,
	    .height = height_for(p, w),
	};
}

struct library_image
library_crop_image(
    struct arena *a, const struct library_item *p, enum media_crop crop, int32_t wanted)
{
	int32_t widths[MEDIA_CROP_WIDTHS_MAX];
	size_t n = media_crop_widths(crop, p->width, p->height, widths);
	int32_t w = enough(widths, n, wanted);

	return (struct library_image){
	    /* The point is of no matter to the server; it makes another crop another address. */
	    .src = page_printf(a, "/media/%lld/file/%s-%d.webp?at=%d-%d", (long long)p->id.v,
		media_ratio[crop].name, (int)w, (int)p->focal_x, (int)p->focal_y),
	    .width = w,
	    .height = media_crop_height(crop, w),
	};
}

struct desk_state *
library_states(struct arena *a, const struct library_item *p, bool zh, size_t *n)
{
	struct desk_state *out = ARENA_ARRAY(a, 4, struct desk_state);

	*n = 0;
	if (p->ended)
		out[(*n)++] = (struct desk_state){"withdrawn", "■", i18n(zh, "Rights ended")};
	if (str_eq(p->state, STR("failed")))
		out[(*n)++] = (struct desk_state){"withdrawn", "!", i18n(zh, "Not usable")};
	else if (str_eq(p->state, STR("pending")))
		out[(*n)++] = (struct desk_state){"submitted", "◐", i18n(zh, "Being prepared")};
	if (p->alt.n == 0)
		out[(*n)++] = (struct desk_state){"returned", "…", i18n(zh, "No alt text")};
	if (p->credit.n == 0)
		out[(*n)++] = (struct desk_state){"returned", "…", i18n(zh, "No credit")};
	return out;
}

static const struct {
	const char *code;
	const char *word;
} licences[LIBRARY_LICENCES] = {
    {"own", N_("Our own")},
    {"supplied", N_("Supplied for publication")},
    {"agency", N_("Agency contract")},
    {"once", N_("For one article only")},
    {"cc-by", "CC BY 4.0"},
    {"cc-by-sa", "CC BY-SA 4.0"},
    {"cc0", "CC0"},
    {"public-domain", N_("Public domain")},
};

const char *
library_licence(size_t i, bool zh, const char **code)
{
	*code = licences[i].code;
	return i18n(zh, licences[i].word);
}

struct str
library_licence_text(struct str licence, bool zh)
{
	size_t i;

	for (i = 0; i < LIBRARY_LICENCES; i++) {
		if (str_eq(licence, str_of(licences[i].code)))
			return str_of(i18n(zh, licences[i].word));
	}
	return licence;
}

void
library_json(struct buf *b, struct arena *a, const struct library_item *p)
{
	buf_printf(b, "{\"id\":%lld,\"width\":%d,\"height\":%d,\"focal_x\":%d,\"focal_y\":%d",
	    (long long)p->id.v, (int)p->width, (int)p->height, p->focal_x, p->focal_y);
	buf_printf(b, ",\"uses\":%d,\"ended\":%s", (int)p->uses, p->ended ? "true" : "false");
	json_member(b, "key", p->key);
	json_member(b, "state", p->state);
	json_member(b, "failure", p->failure);
	json_member(b, "name", p->name);
	json_member(b, "alt", p->alt);
	json_member(b, "caption", p->caption);
	json_member(b, "credit", p->credit);
	json_member(b, "source", p->source);
	json_member(b, "licence", p->licence);
	json_member(b, "expires_on", p->expires_on);
	json_member(b, "uploaded_by", p->uploaded_by_name);
	json_member(b, "uploaded_at", page_time(a, p->uploaded_at, false).iso);
	buf_char(b, '}');
}

void
library_refuse_json(struct response *res, const char *word, struct str message)
{
	res->type = STR("application/json");
	buf_printf(res->body, "{\"error\":\"%s\"", word);
	json_member(res->body, "message", message);
	buf_z(res->body, "}\n");
}
