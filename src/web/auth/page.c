#include "web/auth/page.h"

#include "base/url.h"
#include "gen/t_auth_error.h"
#include "web/web.h"

#define ADDRESS_MAX 16384

void
page_begin(const struct ctx *cx, const char *title, struct auth_page *p)
{
	*p = (struct auth_page){
	    .lang = cx->zh ? "zh-Hans" : "en",
	    .title = title,
	    .name = cx->zh ? cx->name_zh : cx->name_en,
	};
}

struct str
page_address(struct arena *a, struct str path, bool zh, struct str next)
{
	struct buf b;

	buf_init(&b, a, ADDRESS_MAX);
	buf_str(&b, path);
	buf_z(&b, zh ? "?lang=zh" : "?lang=en");
	if (next.n > 0) {
		BUF_LIT(&b, "&next=");
		url_encode(&b, next);
	}
	return buf_ok(&b) ? buf_view(&b) : path;
}

struct str
page_csrf(const struct token *secret, struct arena *a)
{
	struct token t;

	web_csrf_token(secret, &t);
	return str_dup(a, (struct str){t.hex, TOKEN_HEX});
}

void
page_error(struct ctx *cx, struct request *req, struct response *res, int http_status)
{
	const struct tmpl_ctx tc = {.zh = cx->zh};
	struct auth_error_view v;

	web_error_view(req, http_status, cx->zh, &v.error);
	page_begin(cx, v.error.title, &v.page);
	res->status = v.error.status;
	buf_reset(res->body);
	t_auth_error(res->body, &tc, &v);
}
