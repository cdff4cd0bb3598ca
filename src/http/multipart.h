#ifndef COPYDESK_HTTP_MULTIPART_H
#define COPYDESK_HTTP_MULTIPART_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "http/request.h"

/*
 * A multipart/form-data body (RFC 7578), part by part as it comes in: a file of any size passes
 * through one buffer.  It takes what browsers send and no more: no text around the parts, no
 * nested multiparts, no transfer encoding, no "filename*".
 */
struct multipart;

/* One part; its strings live in the arena. */
struct multipart_part {
	struct str name;
	struct str filename; /* absent: a field; may be "" where no file was chosen */
};

/**
 * multipart_open(a, content_type, in, max, out):
 * Prepare to read ${in}, of which no more than ${max} bytes are taken.  REQUEST_TYPE if
 * ${content_type} is not multipart/form-data with a boundary.
 */
enum request_fault multipart_open(struct arena *a, struct str content_type, struct body_stream in,
    size_t max, struct multipart **out) MUST_CHECK;

/**
 * multipart_next(m, part, more):
 * Go to the next part, past what was not read of the one before; ${more} is false after the last.
 * REQUEST_BAD for anything malformed, more than 64 parts, or a body that was cut off;
 * REQUEST_TOO_LARGE beyond the limit.  After a fault nothing but faults comes.
 */
enum request_fault multipart_next(
    struct multipart *m, struct multipart_part *part, bool *more) MUST_CHECK;

/**
 * multipart_read(m, p, n, got):
 * Read up to ${n} > 0 bytes of the part; ${got} becomes 0 at its end.
 */
enum request_fault multipart_read(struct multipart *m, char *p, size_t n, size_t *got) MUST_CHECK;

/**
 * multipart_text(m, max, out):
 * Read the whole part as text of at most ${max} bytes: REQUEST_TOO_LARGE beyond, REQUEST_BAD for
 * what is not UTF-8 or has a NUL.
 */
enum request_fault multipart_text(struct multipart *m, size_t max, struct str *out) MUST_CHECK;

#endif
