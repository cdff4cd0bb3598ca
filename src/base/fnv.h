#ifndef COPYDESK_BASE_FNV_H
#define COPYDESK_BASE_FNV_H

#include <stdint.h>

#include "base/str.h"

/**
 * fnv_32(s):
 * Return FNV-1a of ${s}, 32 bits (draft-eastlake-fnv, 2): quick and even for the slots of a small
 * table.  Anybody can make texts that collide, so a table of what strangers send must bound its
 * probes or its size.  Not for anything that is stored, sent or trusted: that is hash_sha256().
 */
uint32_t fnv_32(struct str s);

#endif
