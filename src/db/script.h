#ifndef COPYDESK_DB_SCRIPT_H
#define COPYDESK_DB_SCRIPT_H

#include "base/status.h"
#include "db/db.h"

/**
 * db_script(db, text):
 * Send ${text}, any number of statements, as it stands.  For migrations and set-up, whose text
 * comes from our own files, and for nothing else.  On failure db_last_error() has the position in
 * ${text}.
 */
enum status db_script(struct db *db, const char *text) MUST_CHECK;

#endif
