#include "db/sqlstate.h"

#include <stddef.h>
#include <string.h>

/* The first row whose letters begin the SQLSTATE decides, so a single state stands before its
 * class. */
static const struct {
	const char *prefix;
	enum status status;
} table[] = {
    {"CD001", STATUS_CONFLICT},  /* stale base revision */
    {"CD002", STATUS_CONFLICT},  /* the state does not allow it */
    {"CD003", STATUS_DENIED},    /* own words */
    {"CD004", STATUS_DENIED},    /* already reviewed this revision */
    {"CD005", STATUS_CONFLICT},  /* approvals missing */
    {"CD006", STATUS_CONFLICT},  /* what is live differs */
    {"CD007", STATUS_CONFLICT},  /* idempotency key reused */
    {"CD008", STATUS_DENIED},    /* append-only */
    {"28000", STATUS_DENIED},    /* no valid session */
    {"42501", STATUS_DENIED},    /* insufficient_privilege */
    {"P0002", STATUS_NOT_FOUND}, /* no_data_found */
    {"23505", STATUS_CONFLICT},  /* unique_violation */
    {"40003", STATUS_UNCERTAIN}, /* statement_completion_unknown */
    {"40001", STATUS_CONFLICT},  /* serialization_failure */
    {"40P01", STATUS_CONFLICT},  /* deadlock_detected */
    {"55P03", STATUS_BUSY},      /* lock_not_available */
    {"25P03", STATUS_BUSY},      /* idle_in_transaction_session_timeout */
    {"57014", STATUS_BUSY},      /* query_canceled: statement_timeout */
    {"57P", STATUS_BUSY},        /* shutting down, crashed, starting up */
    {"53", STATUS_BUSY},         /* insufficient resources */
    {"08", STATUS_BUSY},         /* connection exception */
    {"22", STATUS_INVALID},      /* data exception */
    {"23", STATUS_INVALID},      /* integrity constraint violation */
};

enum status
sqlstate_status(const char *state)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strncmp(state, table[i].prefix, strlen(table[i].prefix)) == 0)
			return table[i].status;
	return STATUS_INTERNAL;
}
