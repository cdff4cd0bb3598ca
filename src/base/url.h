#ifndef COPYDESK_BASE_URL_H
#define COPYDESK_BASE_URL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/** url_encode(b, s): Append ${s} to ${b}, percent-encoded but for RFC 3986 unreserved. */
void url_encode(struct buf *b, struct str s);

/**
 * url_decode(a, s, plus, out):
 * Percent-decode ${s} into ${a}; with ${plus}, '+' is a space (forms).
 * Return false for a broken escape.
 */
bool url_decode(struct arena *a, struct str s, bool plus, struct str *out);

/**
 * url_safe(s):
 * May ${s} stand in a link?  http:, https:, mailto:, tel: or a relative
 * address that cannot become another host ("//", "\", control characters).
 */
bool url_safe(struct str s);

/** url_local(s): Is ${s} a path on our own host ("/..." but not "//" or "/\")? */
bool url_local(struct str s);

#endif
