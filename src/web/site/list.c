#include "web/site/ctx.h"

#include "base/utf8.h"
#include "domain/live.h"
#include "gen/t_site_list.h"
#include "web/site/frame.h"
#include "web/site/link.h"
#include "web/site/page.h"
#include "web/web.h"

/* Channel, byline and topic pages: twenty articles, and by ?before= those before them. */

/* Where the page begins; false for a cursor that no page of ours ever linked to. */
static bool
cursor_of(const struct request *req, struct live_cursor *from, bool *later)
{
	struct str before = request_query(req, STR("before"));

	*later = before.p != NULL;
	*from = live_cursor_first();
	return !*later || live_cursor_parse(before, from);
}

/* The cards of the list; those of a byline or topic show their channels, which differ. */
static struct site_cards
cards_of(
    const struct ctx *cx, struct arena *a, const struct live_list *list, bool zh, bool channels)
{
	const struct site_edition *e = frame_edition(cx, zh);
	struct site_card *v = ARENA_ARRAY(a, list->cards_n, struct site_card);

	for (size_t i = 0; i < list->cards_n; i++) {
		size_t s = frame_section(e, list->cards[i].channel);
		struct site_link none = {STR_NULL, STR_NULL};

		v[i] = link_card(
		    cx, a, &list->cards[i], zh, channels && s < e->n ? e->channels[s] : none);
	}
	return (struct site_cards){v, list->cards_n};
}

/* What the two have in common: fetch by one statement, and the frame of its version. */
typedef enum status list_fn(
    struct db *db, struct arena *a, struct str key, struct live_cursor from, struct live_list *out);
typedef struct str link_fn(
    const struct ctx *cx, struct arena *a, struct str key, bool zh, const struct live_cursor *from);

/* The answer of the database decides; then the frame must be there to word it. */
static enum status
fetch(struct ctx *cx, struct request *req, list_fn *list, struct live_cursor from,
    struct live_list *out)
{
	enum status st = list(cx->db, req->arena, req->param[0], from, out), frame;

	if (st != STATUS_OK)
		return st;
	frame = frame_at(cx, out->version);
	return frame;
}

static void
addresses(const struct ctx *cx, struct request *req, link_fn *link, const struct live_cursor *from,
    const struct live_list *list, struct site_list_view *v)
{
	struct arena *a = req->arena;
	struct str key = req->param[0];
	bool zh = v->page.zh;

	page_address(cx, a, &v->page, link(cx, a, key, zh, from), link(cx, a, key, !zh, from));
	if (v->later)
		v->first_href = link(cx, a, key, zh, NULL);
	if (list->has_more)
		v->more_href = link(cx, a, key, zh, &list->next);
}

void
site_channel(struct ctx *cx, struct request *req, struct response *res)
{
	bool zh = page_in_chinese(cx, req), later;
	const struct tmpl_ctx tc = {.zh = zh};
	const struct site_edition *e;
	struct site_list_view v = {.byline = false};
	struct live_cursor from;
	struct live_list list;
	size_t at = 0;
	enum status st;

	st = cursor_of(req, &from, &later) ? fetch(cx, req, live_channel_page, from, &list)
					   : STATUS_NOT_FOUND;
	if (st != STATUS_OK) {
		page_refuse(cx, req, res, web_http_status(st), status_name(st));
		return;
	}
	e = frame_edition(cx, zh);
	while (at < e->n && !str_eq(e->sections[at].slug, req->param[0]))
		at++;
	if (at == e->n) {
		/* Closed between the two statements. */
		page_refuse(cx, req, res, 404, "channel closed");
		return;
	}
	v.heading = e->channels[at].name;
	v.later = later;
	v.cards = cards_of(cx, req->arena, &list, zh, false);
	page_begin(cx, req->arena, zh, v.heading, &v.page);
	v.page.channel = at;
	addresses(cx, req, link_channel, later ? &from : NULL, &list, &v);
	t_site_list(res->body, &tc, &v);
	page_send(cx, req, res);
}

/* The articles that ${list} finds under a name, which is the heading. */
static void
show_named(struct ctx *cx, struct request *req, struct response *res, list_fn *list_of,
    link_fn *link, struct site_list_view *v)
{
	bool zh = page_in_chinese(cx, req), later;
	const struct tmpl_ctx tc = {.zh = zh};
	struct live_cursor from;
	struct live_list list;
	enum status st;

	st = cursor_of(req, &from, &later) && utf8_check(req->param[0], UTF8_NAME) == UTF8_FINE
		 ? fetch(cx, req, list_of, from, &list)
		 : STATUS_NOT_FOUND;
	/* A name that nobody bears has no page: else every address would answer 200. */
	if (st == STATUS_OK && list.cards_n == 0)
		st = STATUS_NOT_FOUND;
	if (st != STATUS_OK) {
		page_refuse(cx, req, res, web_http_status(st), status_name(st));
		return;
	}
	v->heading = req->param[0];
	v->later = later;
	v->cards = cards_of(cx, req->arena, &list, zh, true);
	page_begin(cx, req->arena, zh, v->heading, &v->page);
	addresses(cx, req, link, later ? &from : NULL, &list, v);
	t_site_list(res->body, &tc, v);
	page_send(cx, req, res);
}

void
site_byline(struct ctx *cx, struct request *req, struct response *res)
{
	struct site_list_view v = {.byline = true};

	show_named(cx, req, res, live_byline_page, link_byline, &v);
}

void
site_topic(struct ctx *cx, struct request *req, struct response *res)
{
	struct site_list_view v = {.topic = true};

	show_named(cx, req, res, live_topic_page, link_topic, &v);
}
