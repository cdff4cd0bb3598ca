#ifndef COPYDESK_WEB_AUTH_CTX_H
#define COPYDESK_WEB_AUTH_CTX_H

#include <stdbool.h>

#include "base/str.h"
#include "crypto/token.h"
#include "db/db.h"
#include "domain/account.h"
#include "http/request.h"
#include "http/response.h"
#include "http/route.h"

#define AUTH_SECRETS_MAX 5

/* What a worker of auth holds from request to request. */
struct ctx {
	struct db *db;
	bool newsroom_zh;
	struct str name_zh, name_en;
	struct str desk_url; /* "http://localhost:8081", without a slash at its end */

	/* Of this request alone; begun in before() or error(), forgotten in after(). */
	bool zh;
	bool signed_in;
	struct token token; /* of the session, when signed in */
	struct account who;
	struct str
	    secret[AUTH_SECRETS_MAX]; /* what after() wipes: passwords, the body that held them */
	size_t secrets;
};

/* The handlers. */
handler_fn auth_sign_in_form, auth_sign_in, auth_sign_out, auth_sign_out_everywhere;
handler_fn auth_password_form, auth_password;

/** auth_sign_in_stale(cx, req, res): Answer a sign-in whose form token does not fit with a fresh
 * form that keeps what was typed. */
void auth_sign_in_stale(struct ctx *cx, struct request *req, struct response *res);

#endif
