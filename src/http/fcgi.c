#include "http/fcgi.h"

#include <assert.h>
#include <errno.h>
#include <fcgiapp.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

/* FastCGI 1.0, 3.3 and 8: the records that an answer consists of. */
#define VERSION 1
#define TYPE_END_REQUEST 3
#define TYPE_STDOUT 6
#define HEADER_LEN 8
#define CONTENT_MAX ((size_t)65528) /* the largest multiple of 8: no record wants padding */

/* A body that nobody wants is read this far, so that the answer is not lost to a reset. */
#define DISCARD_MAX ((size_t)64 * 1024 * 1024)

/* Records sent by one system call: a header and a content each. */
#define BATCH 64

struct fcgi {
	FCGX_Request r;
	int fd;
};

struct header {
	unsigned char b[HEADER_LEN];
};

void
fcgi_setup(void)
{
	int failed = FCGX_Init();

	assert(!failed);
}

struct fcgi *
fcgi_open(int fd, int io_ms)
{
	const struct timeval limit = {.tv_sec = io_ms / 1000, .tv_usec = io_ms % 1000 * 1000};
	struct fcgi *c = calloc(1, sizeof(*c));

	if (c == NULL || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) != 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) != 0) {
		close(fd);
		free(c);
		return NULL;
	}
	/* With no socket to listen on, FCGX_Accept_r() fails where it would wait for another. */
	FCGX_InitRequest(&c->r, -1, 0);
	c->r.ipcFd = fd;
	c->fd = fd;
	return c;
}

void
fcgi_close(struct fcgi *c)
{
	FCGX_Free(&c->r, 0);
	if (c->r.ipcFd >= 0)
		close(c->r.ipcFd);
	free(c);
}

bool
fcgi_next(struct fcgi *c)
{
	/* Detached: should it close the connection, then without lingering two seconds over it. */
	FCGX_Detach(&c->r);
	/* It first ends the request before, though there is none: that must not end the connection.
	 */
	c->r.keepConnection = 1;
	if (FCGX_Accept_r(&c->r) != 0)
		return false;
	/* It takes parameters that were cut off for complete ones. */
	return FCGX_GetError(c->r.in) == 0;
}

char *const *
fcgi_params(const struct fcgi *c)
{
	return c->r.envp;
}

ssize_t
fcgi_body(struct fcgi *c, char *p, size_t n)
{
	int got = FCGX_GetStr(p, n < INT_MAX ? (int)n : INT_MAX, c->r.in);

	return FCGX_GetError(c->r.in) == 0 ? got : -1;
}

/* What stays unread would be taken for the beginning of the next request. */
static bool
discard(struct fcgi *c)
{
	char scrap[16384];
	size_t sum = 0;
	ssize_t n;

	while ((n = fcgi_body(c, scrap, sizeof(scrap))) == (ssize_t)sizeof(scrap)) {
		sum += (size_t)n;
		if (sum > DISCARD_MAX)
			return false;
	}
	return n >= 0;
}

static struct header
header(const struct fcgi *c, unsigned char type, size_t n)
{
	return (struct header){{VERSION, type, (unsigned char)(c->r.requestId >> 8),
	    (unsigned char)c->r.requestId, (unsigned char)(n >> 8), (unsigned char)n, 0, 0}};
}

static bool
send_all(int fd, struct iovec *v, size_t n)
{
	while (n > 0) {
		struct msghdr m = {.msg_iov = v, .msg_iovlen = n};
		ssize_t sent = sendmsg(fd, &m, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return false;
		while (n > 0 && (size_t)sent >= v->iov_len) {
			sent -= (ssize_t)v->iov_len;
			v++;
			n--;
		}
		if (n > 0) {
			v->iov_base = (char *)v->iov_base + sent;
			v->iov_len -= (size_t)sent;
		}
	}
	return true;
}

/* The records under way to one sendmsg(). */
struct batch {
	struct header h[BATCH];
	struct iovec v[2 * BATCH];
	size_t records;
};

static bool
flush(struct fcgi *c, struct batch *b)
{
	bool sent = send_all(c->fd, b->v, 2 * b->records);

	b->records = 0;
	return sent;
}

static bool
put_record(struct fcgi *c, struct batch *b, unsigned char type, const void *p, size_t n)
{
	if (b->records == BATCH && !flush(c, b))
		return false;
	b->h[b->records] = header(c, type, n);
	b->v[2 * b->records] = (struct iovec){&b->h[b->records], HEADER_LEN};
	b->v[2 * b->records + 1] = (struct iovec){(void *)(uintptr_t)p, n};
	b->records++;
	return true;
}

static bool
put_stdout(struct fcgi *c, struct batch *b, struct str s)
{
	while (s.n > 0) {
		size_t n = s.n < CONTENT_MAX ? s.n : CONTENT_MAX;

		if (!put_record(c, b, TYPE_STDOUT, s.p, n))
			return false;
		s = str_sub(s, n, s.n);
	}
	return true;
}

enum fcgi_sent
fcgi_answer(struct fcgi *c, struct str head, struct str body)
{
	static const unsigned char complete[8]; /* application status 0, FCGI_REQUEST_COMPLETE */
	bool whole = discard(c);
	bool keep = c->r.keepConnection != 0;
	struct batch b = {.records = 0};
	bool sent = put_stdout(c, &b, head) && put_stdout(c, &b, body) &&
		    put_record(c, &b, TYPE_STDOUT, NULL, 0) &&
		    put_record(c, &b, TYPE_END_REQUEST, complete, sizeof(complete)) && flush(c, &b);

	if (!sent)
		return FCGI_SENT_LOST;
	return keep && whole ? FCGI_SENT_KEEP : FCGI_SENT_CLOSE;
}

void
fcgi_finish(struct fcgi *c)
{
	/* Not FCGX_Finish_r(): the answer and its end have been written. */
	FCGX_Free(&c->r, 0);
}
