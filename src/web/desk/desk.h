#ifndef COPYDESK_WEB_DESK_DESK_H
#define COPYDESK_WEB_DESK_DESK_H

#include "base/config.h"
#include "http/server.h"

/** desk_program(c): The newsroom's desk as the server takes it, by the settings ${c}. */
struct program desk_program(struct config *c);

#endif
