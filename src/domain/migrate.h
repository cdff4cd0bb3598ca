#ifndef COPYDESK_DOMAIN_MIGRATE_H
#define COPYDESK_DOMAIN_MIGRATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"
#include "db/db.h"

/*
 * Migrations are the files NNNN_name.sql of one folder, run once each in the order of their
 * numbers.  What ran is kept in core.migration with the SHA-256 of the file, so that a file that
 * was edited afterwards, or that is missing, is noticed.
 */

struct migrate_file {
	int32_t number;
	struct str name;  /* "0001_people.sql" */
	const char *text; /* terminated */
	uint8_t sha256[32];
};

struct migrate_files {
	struct migrate_file *v; /* by number */
	size_t n;
	const char *ledger; /* text of ledger.sql, which makes core.migration */
};

/**
 * migrate_load(a, sql_dir, out, why):
 * Read ${sql_dir}/ledger.sql and ${sql_dir}/migrations/.  STATUS_INVALID with the
 * reason in ${why} if a file cannot be read, is misnamed, or a number stands twice.
 */
enum status migrate_load(
    struct arena *a, const char *sql_dir, struct migrate_files *out, struct buf *why) MUST_CHECK;

/* Called after each migration that ran. */
typedef void migrate_told(const struct migrate_file *f, void *arg);

/**
 * migrate_run(db, a, files, told, arg, why):
 * Bring the database of ${db} (connected as the owner) up to ${files}.  Each
 * file is one transaction, held against others who migrate at the same time.  A refusal or failure
 * leaves what ran before and says in ${why} which file and what to do: STATUS_CONFLICT if files and
 * database do not belong together, else what the database said.
 */
enum status migrate_run(struct db *db, struct arena *a, const struct migrate_files *files,
    migrate_told *told, void *arg, struct buf *why) MUST_CHECK;

/**
 * migrate_pending(db, a, files, pending, why):
 * Set ${pending} to the number of ${files} that did not run yet.  Changes nothing.  Fails as
 * migrate_run().
 */
enum status migrate_pending(struct db *db, struct arena *a, const struct migrate_files *files,
    size_t *pending, struct buf *why) MUST_CHECK;

#endif
