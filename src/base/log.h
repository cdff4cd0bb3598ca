#ifndef COPYDESK_BASE_LOG_H
#define COPYDESK_BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

/*
 * One JSON object a line on standard error, written by one write(2).  A line
 * never carries a body, a cookie, a token or a password.
 */
enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/** log_init(program, min): Name the program that speaks; lines below ${min} are dropped. */
void log_init(const char *program, enum log_level min);

/** log_msg(level, fmt, ...): Write {"ts","level","program","pid","msg"}. */
void log_msg(enum log_level level, const char *fmt, ...) PRINTF_LIKE(2, 3);

/*
 * A line with fields: log_open, any number of log_field_*, log_close.  From the
 * first field that does not fit, fields are left out and "cut":true is said instead.
 */
struct log_line {
	struct buf b;
	char room[4096];
	bool muted; /* below the threshold */
};
void log_open(struct log_line *l, enum log_level level, const char *msg);
void log_field_str(struct log_line *l, const char *key, struct str value);
void log_field_i64(struct log_line *l, const char *key, int64_t value);
/** log_field_ms(l, key, us): A duration of ${us} microseconds as milliseconds with three decimals.
 */
void log_field_ms(struct log_line *l, const char *key, int64_t us);
void log_close(struct log_line *l);

#endif
