#include "web/site/ctx.h"

#include "domain/live.h"
#include "gen/t_site_front.h"
#include "web/site/frame.h"
#include "web/site/link.h"
#include "web/site/page.h"
#include "web/web.h"

static void
make_view(const struct ctx *cx, struct arena *a, bool zh, struct site_front_view *v)
{
	const struct site_edition *e = frame_edition(cx, zh);

	page_begin(cx, a, zh, STR_NULL, &v->page);
	page_address(cx, a, &v->page, link_home(cx, a, zh), link_home(cx, a, !zh));
	v->page.home = true;
	v->lead = e->lead;
	v->subs = e->subs;
	v->seconds = e->seconds;
	v->blocks = e->blocks;
	v->blocks_n = e->blocks_n;
	v->latest = e->latest;
}

void
site_front(struct ctx *cx, struct request *req, struct response *res)
{
	bool zh = page_in_chinese(cx, req);
	const struct tmpl_ctx tc = {.zh = zh};
	struct site_front_view v;
	int64_t version;
	enum status st;

	st = live_version(cx->db, req->arena, &version);
	if (st == STATUS_OK)
		st = frame_at(cx, version);
	if (st != STATUS_OK) {
		page_refuse(cx, req, res, web_http_status(st), status_name(st));
		return;
	}
	make_view(cx, req->arena, zh, &v);
	t_site_front(res->body, &tc, &v);
	page_send(cx, req, res);
}
