#ifndef COPYDESK_WEB_SITE_PAGE_H
#define COPYDESK_WEB_SITE_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/str.h"
#include "http/request.h"
#include "http/response.h"
#include "view/site_view.h"
#include "web/site/ctx.h"

/* The channel of a page that is in none. */
#define PAGE_NO_CHANNEL SIZE_MAX

/** page_paper(c, cx): Take from the settings what all pages say: names, language, address of the
 * site. */
void page_paper(const struct config *c, struct ctx *cx);

/** page_in_chinese(cx, req): Is the page wanted in Chinese?  By ?lang=, else the newsroom's
 * language. */
bool page_in_chinese(const struct ctx *cx, const struct request *req);

/**
 * page_begin(cx, a, zh, title, p):
 * Fill ${p} for a page of that language, from the present frame: the paper's
 * name, channels, date, links home and to the other language.  ${title} absent:
 * the paper's name alone.  No canonical address yet: the page is not for search engines.
 */
void page_begin(
    const struct ctx *cx, struct arena *a, bool zh, struct str title, struct site_page *p);

/** page_address(cx, a, p, path, other): Say the page's own address and, if it is there in the other
 * language too (else absent), that one's. */
void page_address(
    const struct ctx *cx, struct arena *a, struct site_page *p, struct str path, struct str other);

/**
 * page_send(cx, req, res):
 * Finish the page in res->body: cache rules, entity tag, 304 where the reader
 * has it.  A page that outgrew the buffer is a 500.
 */
void page_send(const struct ctx *cx, const struct request *req, struct response *res);

/** page_send_tagged(cx, req, res, etag): The same, with the tag that was taken of the page before.
 */
void page_send_tagged(
    const struct ctx *cx, const struct request *req, struct response *res, const char *etag);

/**
 * page_cache(cx, res):
 * Say how a public answer is kept: by nginx to the end of the second in which the
 * request came, and by browsers only to be asked for again.
 */
void page_cache(const struct ctx *cx, struct response *res);

/** page_refuse(cx, req, res, http_status, why): Answer with an error page; ${why} goes to the log.
 */
void page_refuse(
    struct ctx *cx, struct request *req, struct response *res, int http_status, const char *why);

/** page_error(cx, req, res, http_status): The same, as the server asks for it. */
void page_error(struct ctx *cx, struct request *req, struct response *res, int http_status);

#endif
