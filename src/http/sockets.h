#ifndef COPYDESK_HTTP_SOCKETS_H
#define COPYDESK_HTTP_SOCKETS_H

#include <stdbool.h>

#include "http/listen.h"
#include "http/server.h"

#define SOCKETS_MAX 64

/* The sockets that a master owns: one for all workers or one each, and the one for /metrics. */
struct sockets {
	int fd[SOCKETS_MAX];
	int n;
	int metrics; /* -1: none */
};

/** sockets_open(s, o, in): Bind what ${o} wants, or find it among ${in} and systemd's; false with a
 * message. */
bool sockets_open(struct sockets *s, const struct server_options *o, struct listen_inherited *in);

/** sockets_keep_only(s, index): In a worker: close all but the socket of worker ${index}; return
 * that. */
int sockets_keep_only(struct sockets *s, int index);

/** sockets_keep(s, keep): Should they live on over an exec? */
bool sockets_keep(const struct sockets *s, bool keep);

/** sockets_close(s): Close them, and remove those that we bound. */
void sockets_close(struct sockets *s);

#endif
