#include "web/site/preview.h"

#include <stdlib.h>

#include "gen/t_site_article.h"
#include "html/html.h"
#include "web/site/article.h"
#include "web/site/frame.h"
#include "web/site/link.h"
#include "web/site/page.h"
#include "web/web.h"

struct site_preview {
	struct ctx cx;
};

struct site_preview *
site_preview_new(const struct config *c, struct db *db)
{
	struct site_preview *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	page_paper(c, &p->cx);
	p->cx.db = db;
	p->cx.root = p->cx.url;
	return p;
}

enum status
site_preview_write(struct site_preview *p, struct arena *a, const struct live_article *in,
    bool framed, struct buf *out)
{
	struct ctx *cx = &p->cx;
	struct tmpl_ctx tc = {.zh = web_lang_of(in->card.lang, LANG_ZH) == LANG_ZH};
	struct site_article_view v;
	int64_t version;
	enum status st;

	cx->now = clock_now();
	st = live_version(cx->db, a, &version);
	if (st == STATUS_OK)
		st = frame_at(cx, version);
	if (st != STATUS_OK)
		return st;
	article_view(cx, a, in, tc.zh, link_article(cx, a, in->card.id, in->card.slug), &v);
	v.page.canonical = STR("");
	v.page.framed = framed;
	t_site_article(out, &tc, &v);
	return buf_ok(out) ? STATUS_OK : STATUS_INTERNAL;
}
