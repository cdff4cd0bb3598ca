#ifndef COPYDESK_HTTP_FCGI_H
#define COPYDESK_HTTP_FCGI_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/status.h"
#include "base/str.h"

/*
 * One connection from the web server, over which requests come one after
 * another.  Reading is libfcgi's; the answer is written here, because the
 * whole of it is known and one sendmsg(2) does what libfcgi does in many.
 */
struct fcgi;

/** fcgi_setup(): Prepare the library.  It installs signal handlers: install yours afterwards. */
void fcgi_setup(void);

/**
 * fcgi_open(fd, io_ms):
 * Take over the accepted connection ${fd}, which fcgi_close() closes.  No
 * single wait for the other side lasts longer than ${io_ms}.  Return NULL,
 * ${fd} closed, if there is no memory.
 */
struct fcgi *fcgi_open(int fd, int io_ms);

/** fcgi_close(c): End the connection and release ${c}. */
void fcgi_close(struct fcgi *c);

/**
 * fcgi_next(c):
 * Read the beginning and the parameters of the next request.  Return false
 * if the other side has gone or does not speak FastCGI: nothing but
 * fcgi_close() is allowed then.
 */
bool fcgi_next(struct fcgi *c) MUST_CHECK;

/** fcgi_params(c): Return the "NAME=value" strings of the request; NULL ends the list. */
char *const *fcgi_params(const struct fcgi *c);

/** fcgi_body(c, p, n): Read up to ${n} bytes of the body; fewer at its end, -1 if it was cut off.
 */
ssize_t fcgi_body(struct fcgi *c, char *p, size_t n) MUST_CHECK;

/* What became of an answer. */
enum fcgi_sent {
	FCGI_SENT_KEEP,  /* sent; the connection may carry another request */
	FCGI_SENT_CLOSE, /* sent; the web server wants the connection closed */
	FCGI_SENT_LOST   /* the other side has gone */
};

/**
 * fcgi_answer(c, head, body):
 * Discard what was not read of the request's body, and send ${head} and
 * ${body}.  The parameters stay until fcgi_finish().
 */
enum fcgi_sent fcgi_answer(struct fcgi *c, struct str head, struct str body) MUST_CHECK;

/** fcgi_finish(c): Release what belongs to the request: its parameters are gone. */
void fcgi_finish(struct fcgi *c);

#endif
