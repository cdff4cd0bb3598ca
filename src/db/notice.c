#include "db/notice.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "db/exchange.h"
#include "db/wire.h"

enum status
notice_listen(struct db *db, const char *channel)
{
	char sql[64];
	int n;

	assert(strspn(channel, "abcdefghijklmnopqrstuvwxyz_") == strlen(channel));
	n = snprintf(sql, sizeof(sql), "LISTEN %s", channel);
	assert(n > 0 && (size_t)n < sizeof(sql));
	return exchange_command(db, sql, NULL);
}

/* Hand over what libpq holds already: it may have come with the answer to a statement. */
static int
hand_over(struct db *db, notice_fn *fn, void *arg)
{
	PGnotify *one;
	int n = 0;

	while ((one = PQnotifies(db->conn)) != NULL) {
		fn(arg, str_of(one->extra));
		PQfreemem(one);
		n++;
	}
	return n;
}

enum status
notice_wait(struct db *db, int ms, notice_fn *fn, void *arg, int *n)
{
	struct pollfd p = {.events = POLLIN};

	*n = 0;
	if (db->conn == NULL)
		return STATUS_BUSY;
	*n = hand_over(db, fn, arg);
	if (*n > 0)
		return STATUS_OK;
	p.fd = PQsocket(db->conn);
	if (p.fd < 0 || (poll(&p, 1, ms) < 0 && errno != EINTR))
		return wire_lost(db, "notices");
	if (!PQconsumeInput(db->conn) || PQstatus(db->conn) != CONNECTION_OK)
		return wire_lost(db, "notices");
	*n = hand_over(db, fn, arg);
	return STATUS_OK;
}
