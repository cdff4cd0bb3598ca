#ifndef COPYDESK_WEB_AUTH_AUTH_H
#define COPYDESK_WEB_AUTH_AUTH_H

#include "base/config.h"
#include "http/server.h"

/** auth_routes(): Return the table of this program's addresses. */
struct route_table auth_routes(void);

/** auth_program(c): Return what the server needs to serve signing in with the settings ${c}, which
 * must outlive it. */
struct program auth_program(struct config *c);

#endif
