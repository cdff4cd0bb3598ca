#ifndef COPYDESK_WEB_DESK_BLOCK_H
#define COPYDESK_WEB_DESK_BLOCK_H

#include "html/body_tree.h"

/** block_word(type, zh): What people call a block: "Table", "Picture". */
const char *block_word(enum body_node type, bool zh);

/** block_text(a, item, zh): What ${item} says, as body_item_text(), with the day of a correction as
 * people read it. */
struct str block_text(struct arena *a, const struct body_item *item, bool zh);

#endif
