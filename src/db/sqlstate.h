#ifndef COPYDESK_DB_SQLSTATE_H
#define COPYDESK_DB_SQLSTATE_H

#include "base/status.h"

/**
 * sqlstate_status(state):
 * Return what kind of outcome the five-character ${state} is (PostgreSQL
 * documentation, appendix A; CDnnn are our own functions').
 */
enum status sqlstate_status(const char *state);

#endif
