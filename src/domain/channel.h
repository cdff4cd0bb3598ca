#ifndef COPYDESK_DOMAIN_CHANNEL_H
#define COPYDESK_DOMAIN_CHANNEL_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/ids.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"

struct channel {
	struct channel_id id;
	struct str slug, name_zh, name_en;
	int16_t levels; /* review levels asked for, 1 to 3 */
};

/** channel_list(db, a, rows, n): All channels that can be written for, in their order. */
enum status channel_list(
    struct db *db, struct arena *a, struct channel **rows, size_t *n) MUST_CHECK;

#endif
