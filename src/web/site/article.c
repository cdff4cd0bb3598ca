#include "web/site/article.h"

#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "domain/live.h"
#include "gen/t_site_article.h"
#include "gen/t_site_plain.h"
#include "html/html.h"
#include "web/site/credit.h"
#include "web/site/frame.h"
#include "web/site/kept.h"
#include "web/site/lead.h"
#include "web/site/link.h"
#include "web/site/page.h"
#include "web/site/when.h"
#include "web/web.h"

#define ARTICLE_LATEST 8
#define ARTICLE_FEW 4
#define GONE_LATEST 5
#define TITLE_MAX 512

static bool
has_card(struct site_cards cards, struct str href)
{
	for (size_t i = 0; i < cards.n; i++)
		if (str_eq(cards.v[i].href, href))
			return true;
	return false;
}

/* The first ${max} of ${from} that are neither this article nor among ${shown}. */
static struct site_cards
take(struct arena *a, struct site_cards from, struct str self, struct site_cards shown, size_t max)
{
	struct site_card *cards = ARENA_ARRAY(a, max, struct site_card);
	size_t n = 0;

	for (size_t i = 0; i < from.n && n < max; i++)
		if (!str_eq(from.v[i].href, self) && !has_card(shown, from.v[i].href))
			cards[n++] = from.v[i];
	return (struct site_cards){cards, n};
}

/* The channel's latest but this article; where there are few, or it was closed, the paper's too. */
static void
fill_latest(struct arena *a, const struct site_edition *e, size_t section, struct str self,
    struct site_article_view *v)
{
	struct site_cards none = {NULL, 0};
	struct buf title;

	if (section < e->n)
		v->latest = take(a, e->sections[section].cards, self, none, ARTICLE_LATEST);
	if (v->latest.n < ARTICLE_FEW)
		v->others = take(a, e->latest, self, v->latest, ARTICLE_LATEST - v->latest.n);
	buf_init(&title, a, TITLE_MAX);
	buf_printf(&title, i18n(v->page.zh, "Latest in %s"), str_z(a, v->channel.name));
	v->latest_title = buf_view(&title);
}

static void
fill_times(struct ctx *cx, struct arena *a, const struct live_article *in, bool zh,
    struct site_article_view *v)
{
	v->published = when_full(a, in->card.at, zh);
	v->zone = when_zone(a, v->published);
	if (in->published_at.us != in->card.at.us)
		v->updated = when_full(a, in->published_at, zh);
	v->aged = when_aged(a, in->published_at, cx->now, zh);
}

static void
fill_topics(const struct ctx *cx, struct arena *a, const struct topic_list *in, bool zh,
    struct site_article_view *v)
{
	struct site_link *topics = ARENA_ARRAY(a, in->n, struct site_link);

	for (size_t i = 0; i < in->n; i++)
		topics[i] = (struct site_link){link_topic(cx, a, in->v[i], zh, NULL), in->v[i]};
	v->topics = topics;
	v->topics_n = in->n;
}

static void
fill_source(const struct live_article *in, struct site_article_view *v)
{
	v->reprint = in->reprint;
	v->source_name = in->source_name;
	v->reprint_author = in->reprint_author;
	v->reprint_title = in->reprint_title;
	v->reprint_url = in->reprint_url;
	v->responsible_editor = in->responsible_editor;
	v->reprint_notice = in->reprint_notice;
}

void
article_view(struct ctx *cx, struct arena *a, const struct live_article *in, bool zh,
    struct str self, struct site_article_view *v)
{
	const struct site_edition *e = frame_edition(cx, zh);
	size_t section = frame_section(e, in->card.channel);

	*v = (struct site_article_view){
	    .lang = link_lang(zh),
	    .channel = {.name = zh ? in->channel_zh : in->channel_en},
	    .headline = in->card.headline,
	    .shoulder = in->card.shoulder,
	    .subhead = in->subhead,
	    .summary = in->card.summary,
	    .body = {in->body_html},
	    .words = in->words,
	    .social_title =
		utf8_straight(a, in->social_title.n > 0 ? in->social_title : in->card.headline),
	    .site_url = cx->url,
	};
	page_begin(cx, a, zh, in->card.headline, &v->page);
	page_address(cx, a, &v->page, self, STR_NULL);
	v->page.description =
	    utf8_straight(a, in->card.summary.n > 0 ? in->card.summary : in->subhead);
	v->page.channel = section;
	v->page.current = "true";
	if (section < e->n)
		v->channel = e->channels[section];
	v->credits = credit_line(cx, a, &in->bylines, zh, &v->credits_n);
	fill_topics(cx, a, &in->topics, zh, v);
	fill_times(cx, a, in, zh, v);
	fill_source(in, v);
	lead_fill(cx, a, in, &v->lead);
	fill_latest(a, e, section, self, v);
}

/* Nothing is live under this id: perhaps it was withdrawn. */
static void
answer_gone(struct ctx *cx, struct request *req, struct response *res, struct article_id id,
    int64_t version)
{
	struct live_tombstone t;
	struct site_gone_view v = {.latest = {NULL, 0}};
	enum status st = live_tombstone_get(cx->db, req->arena, id, &t);
	struct tmpl_ctx tc;
	bool zh;

	if (st == STATUS_OK)
		st = frame_at(cx, version);
	if (st != STATUS_OK) {
		page_refuse(cx, req, res, web_http_status(st), status_name(st));
		return;
	}
	zh = web_lang_of(t.lang, LANG_ZH) == LANG_ZH;
	tc.zh = zh;
	v.lang = link_lang(zh);
	v.withdrawn = when_full(req->arena, t.withdrawn_at, zh);
	v.zone = when_zone(req->arena, v.withdrawn);
	v.reason = t.public_reason;
	v.latest = frame_edition(cx, zh)->latest;
	if (v.latest.n > GONE_LATEST)
		v.latest.n = GONE_LATEST;
	page_begin(
	    cx, req->arena, zh, str_of(i18n(zh, "This article has been withdrawn")), &v.page);
	res->status = 410;
	t_site_gone(res->body, &tc, &v);
	page_send(cx, req, res);
}

/* The other address of an article leads to its own. */
static bool
leads_on(struct ctx *cx, struct request *req, struct response *res, struct str self)
{
	if (str_eq(req->raw_path, self))
		return false;
	response_redirect(res, 301, str_dup(req->arena, self));
	page_cache(cx, res);
	return true;
}

/*
 * Send the kept page again, if the database says that it is still the one: the
 * same publication, in a frame of the same version and day.
 */
static bool
answer_kept(struct ctx *cx, struct request *req, struct response *res, struct article_id id)
{
	const struct kept_page *kept = kept_find(cx->kept, id);
	struct publication_id live;
	int64_t version;

	if (kept == NULL || kept->frame != frame_serial(cx))
		return false;
	if (live_current(cx->db, req->arena, id, &version, &live) != STATUS_OK ||
	    live.v != kept->publication.v || version != frame_version(cx))
		return false;
	if (leads_on(cx, req, res, str_of(kept->address)))
		return true;
	buf_str(res->body, kept->html);
	page_send_tagged(cx, req, res, kept->etag);
	return true;
}

/* Keep what was just rendered, if all of it is of one version. */
static void
keep(struct ctx *cx, const struct live_article *in, int64_t version, struct str self,
    const struct response *res)
{
	struct kept_page p = {.article = in->card.id,
	    .publication = in->publication,
	    .frame = frame_serial(cx),
	    .html = buf_view(res->body)};

	if (res->status != 200 || frame_version(cx) != version || self.n >= sizeof(p.address))
		return;
	memcpy(p.address, self.p, self.n);
	memcpy(p.etag, res->etag, sizeof(p.etag));
	kept_put(cx->kept, &p);
}

static void
answer_new(struct ctx *cx, struct request *req, struct response *res, const struct live_article *in,
    int64_t version)
{
	struct str self = link_article(cx, req->arena, in->card.id, in->card.slug);
	struct tmpl_ctx tc = {.zh = web_lang_of(in->card.lang, LANG_ZH) == LANG_ZH};
	struct site_article_view v;

	if (leads_on(cx, req, res, self))
		return;
	article_view(cx, req->arena, in, tc.zh, self, &v);
	t_site_article(res->body, &tc, &v);
	page_send(cx, req, res);
	keep(cx, in, version, self, res);
}

void
site_article(struct ctx *cx, struct request *req, struct response *res)
{
	struct live_article in;
	struct article_id id;
	int64_t version;
	enum status st;

	if (!num_i64(req->param[0], 1, INT64_MAX, &id.v)) {
		page_refuse(cx, req, res, 404, "not an article id");
		return;
	}
	if (answer_kept(cx, req, res, id))
		return;
	st = live_article_get(cx->db, req->arena, id, &version, &in);
	if (st == STATUS_NOT_FOUND) {
		answer_gone(cx, req, res, id, version);
		return;
	}
	if (st == STATUS_OK)
		st = frame_at(cx, version);
	if (st != STATUS_OK) {
		page_refuse(cx, req, res, web_http_status(st), status_name(st));
		return;
	}
	answer_new(cx, req, res, &in, version);
}
