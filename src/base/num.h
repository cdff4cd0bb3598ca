#ifndef COPYDESK_BASE_NUM_H
#define COPYDESK_BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/**
 * num_i64(s, min, max, out):
 * Parse the whole of ${s} as a decimal number in [${min}, ${max}] into
 * ${out}.  Only an optional '-' and digits; no sign '+', no spaces, no leading
 * zeros.  Return false, ${out} untouched, for anything else.
 */
bool num_i64(struct str s, int64_t min, int64_t max, int64_t *out);

/** num_hex(s, out, n): Decode exactly 2*${n} lower-case hex digits into ${out}. */
bool num_hex(struct str s, uint8_t *out, size_t n);

#endif
