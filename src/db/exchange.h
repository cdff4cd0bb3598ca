#ifndef COPYDESK_DB_EXCHANGE_H
#define COPYDESK_DB_EXCHANGE_H

#include "db/codec.h"
#include "db/wire.h"

/*
 * One round trip each, and what it means for the transaction.  For src/db/ alone.
 */

/**
 * exchange_statement(db, s, values, r):
 * Run ${s}, preceded in the same round trip by a BEGIN that is pending and by its preparation
 * where this connection does not know it.  On STATUS_OK ${r} is a result to be cleared.  A failure
 * inside a transaction ends it.
 */
enum status exchange_statement(struct db *db, const struct db_statement *s,
    const struct codec_value *values, PGresult **r) MUST_CHECK;

/**
 * exchange_command(db, sql, tag):
 * Send the constant ${sql} without parameters; ${tag}, if not NULL, gets the start of the command
 * tag.
 */
enum status exchange_command(struct db *db, const char *sql, char tag[16]) MUST_CHECK;

/** exchange_failed(db, st): Note that a statement failed: an open transaction is over.  Returns
 * ${st}. */
enum status exchange_failed(struct db *db, enum status st);

#endif
