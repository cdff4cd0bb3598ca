#ifndef COPYDESK_DB_NOTICE_H
#define COPYDESK_DB_NOTICE_H

#include <stdbool.h>

#include "base/status.h"
#include "base/str.h"
#include "db/db.h"

/*
 * Messages that others sent by NOTIFY.  They are a hint that something changed: whatever was sent
 * while the connection was away is lost.
 */

/**
 * notice_listen(db, channel):
 * Connect if need be, and hear from now on what is sent to ${channel}, a lower-case word.
 */
enum status notice_listen(struct db *db, const char *channel) MUST_CHECK;

typedef void notice_fn(void *arg, struct str payload);

/**
 * notice_wait(db, ms, fn, arg, n):
 * Wait up to ${ms} milliseconds for messages, give each to ${fn}, and count them in ${n}.
 * STATUS_BUSY if the connection is lost: listen again.
 */
enum status notice_wait(struct db *db, int ms, notice_fn *fn, void *arg, int *n) MUST_CHECK;

#endif
