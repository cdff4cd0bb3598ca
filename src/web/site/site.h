#ifndef COPYDESK_WEB_SITE_SITE_H
#define COPYDESK_WEB_SITE_SITE_H

#include "base/config.h"
#include "http/server.h"

/** site_program(c): The public site as the server runs it, with the settings ${c}, which it keeps
 * using. */
struct program site_program(struct config *c);

#endif
