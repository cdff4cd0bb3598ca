#ifndef COPYDESK_WEB_DESK_BLOCK_H
#define COPYDESK_WEB_DESK_BLOCK_H

#include "html/body_tree.h"

/** block_word(type, zh): What people call a block: "Table", "Picture". */
const char *block_word(enum body_node type, bool zh);

#endif
