#include "web/site/link.h"

#include "base/buf.h"
#include "base/url.h"
#include "web/site/lead.h"
#include "web/site/when.h"

#define ADDRESS_MAX 4096

struct str
link_lang(bool zh)
{
	return zh ? STR("zh-Hans") : STR("en");
}

/* The newsroom's own language goes without saying, so that each page has one address. */
static struct str
with_query(const struct ctx *cx, struct buf *b, bool zh, const struct live_cursor *from)
{
	char sep = '?';

	if (zh != cx->newsroom_zh) {
		buf_z(b, zh ? "?lang=zh" : "?lang=en");
		sep = '&';
	}
	if (from != NULL) {
		buf_char(b, sep);
		BUF_LIT(b, "before=");
		live_cursor_format(b, *from);
	}
	return buf_view(b);
}

static struct buf
begin(const struct ctx *cx, struct arena *a)
{
	struct buf b;

	buf_init(&b, a, ADDRESS_MAX);
	buf_str(&b, cx->root);
	return b;
}

struct str
link_home(const struct ctx *cx, struct arena *a, bool zh)
{
	struct buf b = begin(cx, a);

	buf_char(&b, '/');
	return with_query(cx, &b, zh, NULL);
}

struct str
link_channel(
    const struct ctx *cx, struct arena *a, struct str slug, bool zh, const struct live_cursor *from)
{
	struct buf b = begin(cx, a);

	BUF_LIT(&b, "/c/");
	url_encode(&b, slug);
	return with_query(cx, &b, zh, from);
}

struct str
link_byline(
    const struct ctx *cx, struct arena *a, struct str name, bool zh, const struct live_cursor *from)
{
	struct buf b = begin(cx, a);

	BUF_LIT(&b, "/by/");
	url_encode(&b, name);
	return with_query(cx, &b, zh, from);
}

struct str
link_topic(const struct ctx *cx, struct arena *a, struct str topic, bool zh,
    const struct live_cursor *from)
{
	struct buf b = begin(cx, a);

	BUF_LIT(&b, "/t/");
	url_encode(&b, topic);
	return with_query(cx, &b, zh, from);
}

struct str
link_article(const struct ctx *cx, struct arena *a, struct article_id id, struct str slug)
{
	struct buf b = begin(cx, a);

	BUF_LIT(&b, "/a/");
	buf_i64(&b, id.v);
	buf_char(&b, '/');
	url_encode(&b, slug);
	return buf_view(&b);
}

struct str
link_absolute(const struct ctx *cx, struct arena *a, struct str path)
{
	struct buf b;

	if (!str_starts(path, STR("/")))
		return path;
	buf_init(&b, a, cx->url.n + path.n);
	buf_str(&b, cx->url);
	buf_str(&b, path);
	return buf_view(&b);
}

struct site_card
link_card(const struct ctx *cx, struct arena *a, const struct live_card *c, bool zh,
    struct site_link channel)
{
	bool own = str_eq(c->lang, zh ? STR("zh") : STR("en"));
	struct site_card card = {
	    .href = link_article(cx, a, c->id, c->slug),
	    .lang = own ? STR("") : link_lang(!zh),
	    .headline = c->headline,
	    .shoulder = c->shoulder,
	    .summary = c->summary,
	    .channel = channel,
	    .at = when_short(a, c->at, cx->now, zh),
	    .hm = when_hm(a, c->at),
	};

	lead_card(a, &c->lead, &card);
	return card;
}
