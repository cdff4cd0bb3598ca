#ifndef COPYDESK_WEB_DESK_CHANGE_H
#define COPYDESK_WEB_DESK_CHANGE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/**
 * change_text(a, detail, zh):
 * What a row of the audit tells of changed fields, "media 17 {"credit": "old → new"}", as people
 * read it.  What cannot be read so is returned as it is: the record is not interpreted.
 */
struct str change_text(struct arena *a, struct str detail, bool zh);

#endif
