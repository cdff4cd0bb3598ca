#ifndef COPYDESK_HTTP_READ_H
#define COPYDESK_HTTP_READ_H

#include "base/arena.h"
#include "base/status.h"
#include "http/fcgi.h"
#include "http/request.h"

/**
 * read_head(a, params, req):
 * Fill ${req} from the FastCGI ${params} ("NAME=value" strings ended by
 * NULL), which must live as long as ${a} is not reset.  All of ${req} is safe
 * to use afterwards, whatever the return value.
 */
enum request_fault read_head(struct arena *a, char *const *params, struct request *req) MUST_CHECK;

/**
 * read_body(c, req, max, json):
 * Read the body of ${req}, of at most ${max} bytes, and parse the form in it; with ${json} it
 * may be a JSON object as well.
 */
enum request_fault read_body(struct fcgi *c, struct request *req, size_t max, bool json) MUST_CHECK;

#endif
