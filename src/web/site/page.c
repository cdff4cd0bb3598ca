#include "web/site/page.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "crypto/hash.h"
#include "domain/live.h"
#include "gen/t_site_plain.h"
#include "html/html.h"
#include "web/site/frame.h"
#include "web/site/link.h"
#include "web/site/when.h"
#include "web/startup.h"
#include "web/web.h"

#define TITLE_MAX 8192
#define ERROR_LATEST 5

bool
page_in_chinese(const struct ctx *cx, const struct request *req)
{
	enum http_lang own = cx->newsroom_zh ? LANG_ZH : LANG_EN;

	return web_lang_of(request_query(req, STR("lang")), own) == LANG_ZH;
}

void
page_paper(const struct config *c, struct ctx *cx)
{
	struct newsroom room;

	startup_newsroom(c, &room);
	cx->newsroom_zh = room.lang == LANG_ZH;
	cx->name_zh = room.name_zh;
	cx->name_en = room.name_en;
	cx->url = room.site_url;
}

static struct str
full_title(struct arena *a, struct str title, struct str name)
{
	struct buf b;

	if (title.n == 0)
		return name;
	buf_init(&b, a, TITLE_MAX);
	buf_str(&b, utf8_straight(a, title));
	BUF_LIT(&b, " - ");
	buf_str(&b, name);
	return buf_view(&b);
}

void
page_begin(const struct ctx *cx, struct arena *a, bool zh, struct str title, struct site_page *p)
{
	const struct site_edition *e = frame_edition(cx, zh);

	*p = (struct site_page){
	    .zh = zh,
	    .lang = link_lang(zh),
	    .name = zh ? cx->name_zh : cx->name_en,
	    .home_href = link_home(cx, a, zh),
	    .switch_href = link_home(cx, a, !zh),
	    .channel = PAGE_NO_CHANNEL,
	    .current = "page",
	};
	p->title = full_title(a, title, p->name);
	if (e == NULL) {
		p->today = when_today(a, cx->now, zh);
		p->year = clock_year(cx->now);
		return;
	}
	p->today = e->today;
	p->year = e->year;
	p->channels = e->channels;
	p->channels_n = e->n;
}

void
page_address(
    const struct ctx *cx, struct arena *a, struct site_page *p, struct str path, struct str other)
{
	p->canonical = link_absolute(cx, a, path);
	if (other.p == NULL)
		return;
	p->other = link_absolute(cx, a, other);
	p->switch_href = other;
}

/*
 * nginx counts whole seconds: what is valid "for 1 s" lives for up to two.  An absolute time
 * (nginx, "X-Accel-Expires: @time") ends with the second in which the database was asked, so
 * that a withdrawal is seen within one.
 */
static void
keep_this_second(const struct ctx *cx, struct response *res)
{
	char at[24];

	snprintf(at, sizeof(at), "@%" PRId64, cx->now.us / 1000000);
	response_header(res, "X-Accel-Expires", str_of(at));
}

void
page_cache(const struct ctx *cx, struct response *res)
{
	res->cache = STR("public, max-age=0, s-maxage=1");
	keep_this_second(cx, res);
}

void
page_send_tagged(
    const struct ctx *cx, const struct request *req, struct response *res, const char *etag)
{
	page_cache(cx, res);
	snprintf(res->etag, sizeof(res->etag), "%s", etag);
	if (res->status == 200)
		response_not_modified(req, res);
}

void
page_send(const struct ctx *cx, const struct request *req, struct response *res)
{
	char hash[33], etag[sizeof(res->etag)];

	if (!buf_ok(res->body)) {
		web_refuse(res, 500, "page too large");
		return;
	}
	hash_etag(buf_view(res->body), hash);
	snprintf(etag, sizeof(etag), "\"%s\"", hash);
	page_send_tagged(cx, req, res, etag);
}

/* The latest for a page that was not found; without the database there are none. */
static struct site_cards
latest_now(struct ctx *cx, struct arena *a, bool zh)
{
	struct site_cards none = {NULL, 0}, latest;
	int64_t version;

	if (live_version(cx->db, a, &version) != STATUS_OK || frame_at(cx, version) != STATUS_OK)
		return none;
	latest = frame_edition(cx, zh)->latest;
	if (latest.n > ERROR_LATEST)
		latest.n = ERROR_LATEST;
	return latest;
}

void
page_error(struct ctx *cx, struct request *req, struct response *res, int http_status)
{
	enum http_lang own = cx->newsroom_zh ? LANG_ZH : LANG_EN;
	bool zh = request_lang(req->accept_language, own) == LANG_ZH;
	const struct tmpl_ctx tc = {.zh = zh};
	struct site_error_view v = {.latest = {NULL, 0}};

	cx->now = clock_now();
	web_refuse(res, http_status, res->error);
	response_header(res, "Vary", STR("Accept-Language"));
	web_error_view(req, http_status, zh, &v.error);
	if (http_status == 404) {
		v.error.message = i18n(zh, "Sorry: there is no page at this address.");
		v.error.action = i18n(zh, "It may have been mistyped. The latest articles are "
					  "below; all others are on the channel pages.");
		v.latest = latest_now(cx, req->arena, zh);
		keep_this_second(cx, res);
	}
	page_begin(cx, req->arena, zh, str_of(v.error.title), &v.page);
	t_site_error(res->body, &tc, &v);
}

void
page_refuse(
    struct ctx *cx, struct request *req, struct response *res, int http_status, const char *why)
{
	res->error = why;
	page_error(cx, req, res, http_status);
}
