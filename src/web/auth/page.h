#ifndef COPYDESK_WEB_AUTH_PAGE_H
#define COPYDESK_WEB_AUTH_PAGE_H

#include "html/html.h"
#include "view/auth_view.h"
#include "web/auth/ctx.h"

/** page_begin(cx, title, p): Begin ${p} in the language of this request. */
void page_begin(const struct ctx *cx, const char *title, struct auth_page *p);

/** page_address(a, path, zh, next): "/login?lang=zh&next=..." in ${a}; without next if absent. */
struct str page_address(struct arena *a, struct str path, bool zh, struct str next);

/** page_csrf(secret, a): The form token of ${secret}, in ${a}. */
struct str page_csrf(const struct token *secret, struct arena *a);

/** page_error(cx, req, res, http_status): Answer with the error page. */
void page_error(struct ctx *cx, struct request *req, struct response *res, int http_status);

#endif
