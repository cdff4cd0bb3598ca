#ifndef COPYDESK_BASE_STATUS_H
#define COPYDESK_BASE_STATUS_H

/*
 * The one error type of the house.  What the user reads and what the log says
 * are two messages, and neither is in here: a status only says what kind of
 * outcome it was, so that one table can map it to an HTTP status.
 */
enum status {
	STATUS_OK = 0,
	STATUS_NOT_FOUND, /* no such thing, or not for this user */
	STATUS_DENIED,    /* the right is missing, or the session is not valid */
	STATUS_CONFLICT,  /* the state changed meanwhile; look again */
	STATUS_INVALID,   /* the input cannot be accepted as it is */
	STATUS_BUSY,      /* try again shortly: overload, database away, no memory */
	STATUS_UNCERTAIN, /* COMMIT was lost: the idempotency key settles it */
	STATUS_INTERNAL   /* a fault of ours */
};

/* A result that must be looked at. */
#define MUST_CHECK __attribute__((warn_unused_result))
/* Checks the arguments of a printf-like function. */
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/**
 * status_name(s):
 * Return the name of ${s} as a log field ("ok", "not_found", ...).
 */
const char *status_name(enum status s);

#endif
