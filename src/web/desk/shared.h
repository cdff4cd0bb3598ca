#ifndef COPYDESK_WEB_DESK_SHARED_H
#define COPYDESK_WEB_DESK_SHARED_H

#include "web/desk/ctx.h"

/**
 * shared_shows(cx, req, file):
 * STATUS_OK if ${req} comes from a browser that opened a shared preview with the picture whose
 * rendition is ${file}, and the link is still good; else STATUS_DENIED.
 */
enum status shared_shows(struct ctx *cx, struct request *req, struct str file) MUST_CHECK;

#endif
