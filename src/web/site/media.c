#include "web/site/ctx.h"

#include "domain/media.h"
#include "web/site/page.h"
#include "web/web.h"

/* nginx asks before it shows a picture: 204 if a published article shows it. */
void
site_media_verdict(struct ctx *cx, struct request *req, struct response *res)
{
	struct str key = req->param[0];
	bool live = false;
	enum status st = STATUS_OK;

	if (key.n == MEDIA_KEY_HEX)
		st = media_is_live(cx->db, req->arena, key, &live);
	if (st != STATUS_OK) {
		web_refuse(res, 503, status_name(st));
		return;
	}
	res->status = live ? 204 : 403;
	page_cache(cx, res);
}
