#ifndef COPYDESK_HTTP_RELOAD_H
#define COPYDESK_HTTP_RELOAD_H

#include <stdbool.h>

#include "http/sockets.h"

/* What a master finds that was executed by its predecessor in the same process. */
struct reload_inherited {
	int board; /* the scoreboard's descriptor; -1: this is a first start */
	struct listen_inherited sockets;
};

/** reload_inherit(in): Take over what the environment tells of; false with a message if it is
 * garbled. */
bool reload_inherit(struct reload_inherited *in);

/**
 * reload_exec(argv, board, sockets):
 * Become ${argv} anew, handing over the scoreboard and the sockets.  First
 * the program is asked for its routes, which also makes it read its settings: if it fails at
 * that, or cannot be executed, this logs why and returns, all being as before.
 */
void reload_exec(char **argv, int board, const struct sockets *sockets);

#endif
