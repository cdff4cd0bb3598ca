#include "web/auth/page.h"
#include "web/web.h"

static void
leave(struct response *res)
{
	response_cookie(res, WEB_COOKIE_SESSION, STR(""), 0);
	response_redirect(res, 303, STR("/login?out=1"));
}

static void
answer(struct ctx *cx, struct request *req, struct response *res, enum status st)
{
	/* Denied: the session has ended by itself meanwhile. */
	if (st == STATUS_OK || st == STATUS_DENIED) {
		leave(res);
		return;
	}
	web_refuse(res, web_http_status(st), "sign-out failed");
	page_error(cx, req, res, res->status);
}

void
auth_sign_out(struct ctx *cx, struct request *req, struct response *res)
{
	answer(cx, req, res, account_sign_out(cx->db, req->arena, &cx->token));
}

void
auth_sign_out_everywhere(struct ctx *cx, struct request *req, struct response *res)
{
	answer(cx, req, res, account_sign_out_everywhere(cx->db, req->arena, &cx->token));
}
