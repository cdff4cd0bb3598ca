#include <inttypes.h>

#include "base/json.h"
#include "base/num.h"
#include "domain/access.h"
#include "domain/refusal.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/desk/shared.h"
#include "web/desk/upload.h"
#include "web/web.h"

/* Pictures come in, and staff sees them; what readers see of them is nginx's
 * (conf/nginx/media.conf). */

/* Without its last brace. */
static void
json_media(struct buf *b, const struct media *m)
{
	buf_printf(b, "{\"id\":%" PRId64 ",\"width\":%" PRId32 ",\"height\":%" PRId32, m->id.v,
	    m->width, m->height);
	json_member(b, "key", m->key);
	json_member(b, "state", m->state);
	json_member(b, "name", m->name);
}

static void
refuse_upload(struct ctx *cx, struct request *req, struct response *res, enum upload_fault fault,
    const struct upload *u)
{
	struct str message = upload_message(req->arena, fault, u, cx->zh);
	struct error_view e = {
	    .status = upload_status(fault),
	    .title = i18n(cx->zh, "The picture was not stored"),
	    .message = str_z(req->arena, message),
	    .action = "",
	};

	refuse_words(cx, req, res, upload_word(fault), &e, STR("/media"),
	    i18n(cx->zh, "Back to the pictures"));
}

struct add {
	const struct upload *u;
	struct media_id first;
	struct media media;
};

static enum status
add_all(struct db *db, struct arena *a, void *arg)
{
	struct add *it = arg;
	enum status s = STATUS_OK;

	for (size_t i = 0; i < it->u->n && s == STATUS_OK; i++) {
		struct media_id id;

		s = media_add(db, a, &it->u->files[i], &id);
		if (i == 0)
			it->first = id;
	}
	return s == STATUS_OK ? media_get(db, a, it->first, &it->media) : s;
}

void
desk_upload(struct ctx *cx, struct request *req, struct response *res)
{
	struct upload *u = ARENA_NEW(req->arena, struct upload);
	struct add it = {.u = u};
	enum upload_fault fault = upload_read(cx, req, u);
	enum status s;

	if (fault == UPLOAD_FINE && cx->json && u->n > 1)
		fault = UPLOAD_MANY;
	if (fault != UPLOAD_FINE) {
		refuse_upload(cx, req, res, fault, u);
		return;
	}
	s = session_settle(cx->db, req->arena, &cx->token, add_all, &it);
	if (s == STATUS_BUSY || s == STATUS_UNCERTAIN) {
		refuse_upload(cx, req, res, UPLOAD_BUSY, u);
		return;
	}
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	if (!cx->json) {
		response_redirect(res, 303,
		    u->n > 1 ? STR("/media")
			     : page_printf(req->arena, "/media/%" PRId64, it.first.v));
		return;
	}
	res->status = 201;
	res->type = STR("application/json");
	json_media(res->body, &it.media);
	buf_z(res->body, "}\n");
}

static bool
read_id(const struct request *req, struct media_id *out)
{
	return num_i64(req->param[0], 1, INT64_MAX, &out->v);
}

void
desk_media_state(struct ctx *cx, struct request *req, struct response *res)
{
	struct media_id id;
	struct media m;
	enum status s = STATUS_NOT_FOUND;

	if (read_id(req, &id))
		s = media_get(cx->db, req->arena, id, &m);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	res->type = STR("application/json");
	json_media(res->body, &m);
	buf_printf(res->body, ",\"focal_x\":%d,\"focal_y\":%d", m.focal_x, m.focal_y);
	json_member(res->body, "alt", m.alt);
	json_member(res->body, "caption", m.caption);
	json_member(res->body, "credit", m.credit);
	json_member(res->body, "failure", str_of(upload_failure(m.failure, cx->zh)));
	buf_z(res->body, "}\n");
}

/* "w-640.webp", "16x9-640.avif": what is asked for, before the sizes that there are. */
struct variant {
	int crop; /* enum media_crop; -1: the whole picture */
	int32_t width;
	struct str ext;
};

static bool
read_variant(struct str s, struct variant *out)
{
	size_t dash = str_chr(s, '-');
	size_t dot = str_chr(s, '.');
	struct str kind = str_sub(s, 0, dash);
	int64_t width;

	if (dash >= dot || dot == s.n)
		return false;
	out->ext = str_sub(s, dot + 1, s.n);
	if (!str_eq(out->ext, STR("avif")) && !str_eq(out->ext, STR("webp")) &&
	    !str_eq(out->ext, STR("jpg")))
		return false;
	if (!num_i64(str_sub(s, dash + 1, dot - dash - 1), 1, 10000, &width))
		return false;
	out->width = (int32_t)width;
	out->crop = -1;
	for (int i = 0; i < MEDIA_CROPS; i++)
		if (str_eq(kind, str_of(media_ratio[i].name)))
			out->crop = i;
	return out->crop >= 0 || str_eq(kind, STR("w"));
}

/* The smallest that is not smaller than asked for; else the largest. */
static int32_t
nearest(const int32_t *widths, size_t n, int32_t wanted)
{
	for (size_t i = 0; i < n; i++)
		if (widths[i] >= wanted)
			return widths[i];
	return widths[n - 1];
}

/* The file in the store that shows ${v}; a picture without renditions yet shows itself. */
static struct str
file_of(struct arena *a, const struct media_file *f, const struct variant *v)
{
	const char *folder = media_store_rendition(a, f->key);
	int32_t widths[MEDIA_WIDTHS_MAX];
	size_t n;

	if (v == NULL || !f->ready)
		return str_of(media_store_original(a, f->sha256));
	if (v->crop < 0) {
		n = media_widths(f->width, widths);
		return page_printf(a, "%s/w-%" PRId32 ".%.*s", folder, nearest(widths, n, v->width),
		    STR_ARG(v->ext));
	}
	n = media_crop_widths((enum media_crop)v->crop, f->width, f->height, widths);
	return page_printf(a, "%s/%s-%" PRId32 "-%d-%d.%.*s", folder, media_ratio[v->crop].name,
	    nearest(widths, n, v->width), f->crop_x, f->crop_y, STR_ARG(v->ext));
}

void
desk_media_file(struct ctx *cx, struct request *req, struct response *res)
{
	struct str name = req->param[1];
	bool original = str_eq(name, STR("original"));
	struct media_file f;
	struct variant v;
	struct media_id id;
	enum status s = STATUS_NOT_FOUND;

	if (read_id(req, &id) && (original || read_variant(name, &v)))
		s = media_find_file(cx->db, req->arena, id, &f);
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	if (original || !f.ready)
		res->type = page_printf(req->arena, "image/%.*s", STR_ARG(f.type));
	else
		res->type = str_eq(v.ext, STR("jpg"))
				? STR("image/jpeg")
				: page_printf(req->arena, "image/%.*s", STR_ARG(v.ext));
	/* What there is under this address changes with the focal point: asked for again by its
	 * tag. */
	res->cache = STR("private, no-cache");
	response_header(res, "X-Accel-Redirect",
	    page_printf(req->arena, "/_files/%.*s",
		STR_ARG(file_of(req->arena, &f, original ? NULL : &v))));
}

/*
 * nginx asks before it shows a file under its public address on this host: who works with pictures
 * may see it, and who holds a link to a preview what that shows.
 */
void
desk_media_verdict(struct ctx *cx, struct request *req, struct response *res)
{
	enum status s = STATUS_DENIED;

	if (web_token(req, WEB_COOKIE_SESSION, &cx->token))
		s = session_look(cx->db, req->arena, &cx->token, &cx->session);
	cx->signed_in = cx->reading = s == STATUS_OK;
	if (s == STATUS_OK && !access_any(cx->session.rights, RIGHT_WRITE | RIGHT_REVIEW_ANY))
		s = STATUS_DENIED;
	if (s == STATUS_DENIED)
		s = shared_shows(cx, req, request_query(req, STR("file")));
	res->status = s == STATUS_OK ? 204 : s == STATUS_DENIED ? 401 : web_http_status(s);
}
