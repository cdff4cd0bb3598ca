#ifndef COPYDESK_HTTP_WORKER_H
#define COPYDESK_HTTP_WORKER_H

#include <sys/types.h>

#include "http/board.h"
#include "http/server.h"

/* Signals from the master. */
#define WORKER_STOP SIGTERM  /* finish what is under way, close all connections, exit */
#define WORKER_LEAVE SIGUSR1 /* accept no more; go when the last connection has gone */
/* Signal to the master: look at the board, a worker is leaving by itself. */
#define WORKER_WAKES_MASTER SIGUSR1

/**
 * worker_run(p, o, listener, slot, master):
 * Serve requests from the connections to ${listener} until told to stop; the
 * exit status is for the process, a child of ${master}, that calls this.
 */
int worker_run(const struct program *p, const struct server_options *o, int listener,
    struct board_slot *slot, pid_t master);

#endif
