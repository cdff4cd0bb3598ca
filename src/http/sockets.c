#include "http/sockets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BACKLOG_USUAL 511
#define METRICS_BACKLOG 8

/* "dir/site.sock" for worker 0 is "dir/site.0.sock". */
static char *
numbered(const char *path, int index)
{
	const char *end = strrchr(path, '.');
	char *out;
	int failed;

	if (end == NULL || strchr(end, '/') != NULL)
		end = path + strlen(path);
	failed = asprintf(&out, "%.*s.%d%s", (int)(end - path), path, index, end) < 0;
	return failed ? NULL : out;
}

static bool
open_workers(struct sockets *s, const struct server_options *o, struct listen_inherited *in)
{
	int backlog = o->backlog > 0 ? o->backlog : BACKLOG_USUAL;
	int wanted = o->per_worker_socket ? o->workers : 1;

	for (int i = 0; i < wanted; i++) {
		char *path =
		    o->per_worker_socket ? numbered(o->socket_path, i) : strdup(o->socket_path);

		s->fd[i] = path != NULL ? listen_open(path, backlog, in) : -1;
		free(path);
		if (s->fd[i] < 0)
			return false;
		s->n++;
	}
	return true;
}

bool
sockets_open(struct sockets *s, const struct server_options *o, struct listen_inherited *in)
{
	*s = (struct sockets){.metrics = -1};
	/* After a reload systemd's are among those that the earlier master left. */
	if (in->n == 0 && !listen_from_systemd(in))
		return false;
	if (!open_workers(s, o, in))
		goto err1;
	if (o->metrics_path != NULL) {
		s->metrics = listen_open(o->metrics_path, METRICS_BACKLOG, in);
		if (s->metrics < 0)
			goto err1;
	}
	listen_close_rest(in);
	return true;

err1:
	sockets_close(s);
	return false;
}

int
sockets_keep_only(struct sockets *s, int index)
{
	int mine = s->n > 1 ? index : 0;

	for (int i = 0; i < s->n; i++)
		if (i != mine)
			close(s->fd[i]);
	if (s->metrics >= 0)
		close(s->metrics);
	return s->fd[mine];
}

bool
sockets_keep(const struct sockets *s, bool keep)
{
	for (int i = 0; i < s->n; i++)
		if (!listen_keep(s->fd[i], keep))
			return false;
	return s->metrics < 0 || listen_keep(s->metrics, keep);
}

void
sockets_close(struct sockets *s)
{
	for (int i = 0; i < s->n; i++)
		listen_close(s->fd[i]);
	if (s->metrics >= 0)
		listen_close(s->metrics);
	*s = (struct sockets){.metrics = -1};
}
