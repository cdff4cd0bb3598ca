#ifndef COPYDESK_HTTP_MASTER_H
#define COPYDESK_HTTP_MASTER_H

#include "http/server.h"

/**
 * master_run(p, o, argv):
 * Bind the sockets, start the workers and look after them until told to
 * stop; return the exit status.  A reload executes ${argv} again.
 */
int master_run(const struct program *p, const struct server_options *o, char **argv);

#endif
