/* Made by tools/tmplc from ./layout.html; do not edit. */
#ifndef COPYDESK_GEN_t_layout_H
#define COPYDESK_GEN_t_layout_H

#include "base/buf.h"
#include "html/html.h"
#include <stdint.h>

void t_layout(struct buf *tmpl_out, const struct tmpl_ctx *cx, const char *title, int64_t n);

#endif
