#include "web/desk/shared.h"

#include "base/num.h"
#include "domain/preview.h"
#include "gen/t_desk_preview.h"
#include "view/preview_view.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"
#include "web/site/preview.h"
#include "web/web.h"

/*
 * Shared previews, for who was sent the address of one and has no account.  The secret is in that
 * address alone: it leads at once to one that names the link, and goes along in a cookie of this
 * link, so that no page, history or picture's request has it, and several are open side by side.
 */

#define COOKIE_SECONDS 86400
/* With a hundred bytes for each, a request stays far below the header that nginx takes. */
#define OPEN_MAX 8
/* The key of a picture in the name of its file, "9f/9f...": 32 hex digits. */
#define KEY_AT 3
#define KEY_HEX 32

static const char *
cookie_name(struct arena *a, struct row_id link)
{
	return str_z(a, page_printf(a, WEB_COOKIE_PREVIEW "%lld", (long long)link.v));
}

/* Which link's cookie this is; false for any other cookie. */
static bool
cookie_link(const struct http_pair *cookie, struct row_id *link)
{
	struct str prefix = STR(WEB_COOKIE_PREVIEW);

	return str_starts(cookie->name, prefix) &&
	       num_i64(str_sub(cookie->name, prefix.n, cookie->name.n), 1, INT64_MAX, &link->v);
}

/* How many links but ${opened} this browser has a cookie of that are newer than ${oldest}; then
 * ${oldest} is the oldest of these. */
static size_t
others(const struct request *req, struct row_id opened, struct row_id *oldest)
{
	struct row_id after = *oldest, link;
	size_t n = 0;

	for (size_t i = 0; i < req->cookies.n; i++) {
		if (!cookie_link(&req->cookies.v[i], &link) || link.v == opened.v ||
		    link.v <= after.v)
			continue;
		if (n++ == 0 || link.v < oldest->v)
			*oldest = link;
	}
	return n;
}

static void
remember(const struct request *req, struct response *res, const struct preview_key *key)
{
	struct row_id oldest = {0};

	while (others(req, key->link, &oldest) >= OPEN_MAX)
		response_cookie(res, cookie_name(req->arena, oldest), STR(""), 0);
	response_cookie(
	    res, cookie_name(req->arena, key->link), str_of(key->secret.hex), COOKIE_SECONDS);
}

static void
answer_closed(struct ctx *cx, struct response *res, bool has_cookie)
{
	struct tmpl_ctx tc = page_tmpl(cx);
	struct preview_closed_view v = {
	    .page = {.lang = cx->zh ? "zh-Hans" : "en", .name = cx->zh ? cx->name_zh : cx->name_en},
	    .has_cookie = has_cookie,
	};

	res->status = 404;
	res->error = "preview";
	t_desk_preview_closed(res->body, &tc, &v);
}

static void
keep_from_search(struct response *res)
{
	response_header(res, "X-Robots-Tag", STR("noindex, nofollow, noarchive"));
}

void
desk_preview_open(struct ctx *cx, struct request *req, struct response *res)
{
	struct preview_key key;
	enum status s = STATUS_NOT_FOUND;

	keep_from_search(res);
	if (token_parse(req->param[0], &key.secret))
		s = preview_find(cx->db, req->arena, &key.secret, &key.link);
	if (s == STATUS_NOT_FOUND) {
		/* Unknown, expired, revoked, blocked: from one answer nobody learns which. */
		answer_closed(cx, res, true);
	} else if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
	} else {
		/* Who only asks whether there is something opens nothing. */
		if (req->method != HTTP_HEAD)
			remember(req, res, &key);
		response_redirect(
		    res, 303, page_printf(req->arena, "/preview/v/%lld", (long long)key.link.v));
	}
	token_wipe(&key.secret);
}

void
desk_preview_read(struct ctx *cx, struct request *req, struct response *res)
{
	bool reads = req->method != HTTP_HEAD, has_cookie = false;
	struct live_article in;
	struct preview_key key;
	enum status s = STATUS_NOT_FOUND;

	keep_from_search(res);
	if (num_i64(req->param[0], 1, INT64_MAX, &key.link.v))
		has_cookie = web_token(req, cookie_name(req->arena, key.link), &key.secret);
	if (has_cookie)
		s = preview_open(
		    cx->db, req->arena, &key, reads, req->remote_addr, req->user_agent, &in);
	token_wipe(&key.secret);
	if (s == STATUS_OK)
		s = site_preview_write(cx->site, req->arena, &in, false, res->body);
	if (s == STATUS_NOT_FOUND) {
		answer_closed(cx, res, has_cookie);
	} else if (s != STATUS_OK) {
		buf_reset(res->body);
		refuse_status(cx, req, res, s);
	}
}

enum status
shared_shows(struct ctx *cx, struct request *req, struct str file)
{
	struct preview_key keys[OPEN_MAX];
	bool shows = false;
	enum status s = STATUS_OK;
	size_t n = 0;

	if (file.n < KEY_AT + KEY_HEX)
		return STATUS_DENIED;
	for (size_t i = 0; i < req->cookies.n && n < OPEN_MAX; i++) {
		if (cookie_link(&req->cookies.v[i], &keys[n].link) &&
		    token_parse(req->cookies.v[i].value, &keys[n].secret))
			n++;
	}
	if (n > 0)
		s = preview_shows(
		    cx->db, req->arena, keys, n, str_sub(file, KEY_AT, KEY_HEX), &shows);
	secret_wipe(keys, sizeof(keys));
	return s == STATUS_OK && !shows ? STATUS_DENIED : s;
}
