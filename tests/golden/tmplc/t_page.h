/* Made by tools/tmplc from ./page.html; do not edit. */
#ifndef COPYDESK_GEN_t_page_H
#define COPYDESK_GEN_t_page_H

#include "base/buf.h"
#include "html/html.h"
#include "base/str.h"

void t_page(struct buf *tmpl_out, const struct tmpl_ctx *cx, struct str *v, size_t count, const char *name);

void t_item(struct buf *tmpl_out, const struct tmpl_ctx *cx, const struct str *s, const char *label);

#endif
