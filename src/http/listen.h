#ifndef COPYDESK_HTTP_LISTEN_H
#define COPYDESK_HTTP_LISTEN_H

#include <stdbool.h>
#include <stddef.h>

/* Sockets that came with the process: from systemd, or from the master before a reload. */
struct listen_inherited {
	int fd[72];
	size_t n;
};

/**
 * listen_from_systemd(in):
 * Collect the sockets that systemd passed (sd_listen_fds(3)); false with a
 * message if it passed more than there is room for.
 */
bool listen_from_systemd(struct listen_inherited *in);

/**
 * listen_open(path, backlog, in):
 * Return a listening, non-blocking Unix socket at ${path}: the one of ${in}
 * that is bound there, else a new one of mode 0660.  A socket left behind by a
 * dead server is replaced; if a living one answers there, -1 with a message.
 */
int listen_open(const char *path, int backlog, struct listen_inherited *in);

/** listen_close(fd): Close ${fd}, and remove it from the file system unless it is systemd's. */
void listen_close(int fd);

/** listen_close_rest(in): Close what nobody asked for. */
void listen_close_rest(struct listen_inherited *in);

/** listen_keep(fd, keep): Should ${fd} live on over an exec? */
bool listen_keep(int fd, bool keep);

#endif
