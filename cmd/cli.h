#ifndef COPYDESK_CMD_CLI_H
#define COPYDESK_CMD_CLI_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/config.h"
#include "base/status.h"
#include "db/db.h"

/* Exit codes. */
#define CLI_DONE 0
#define CLI_FAILED 1 /* refused or failed, with a message on standard error */
#define CLI_USAGE 2

struct command;

/* What every command is given. */
struct cli {
	const struct command *command;
	struct config *config;
	struct arena *arena;
};

/* One row of the table in copydesk.c. */
struct command {
	const char *name; /* "user add" */
	const char *args; /* "LOGIN --name NAME ..." */
	const char *summary;
	const char *help; /* further lines, each ended by a newline */
	/* ${argv}[0] is the last word of the name; returns the exit code. */
	int (*run)(struct cli *c, int argc, char **argv);
};

int cmd_init(struct cli *c, int argc, char **argv);
int cmd_migrate(struct cli *c, int argc, char **argv);
int cmd_user_add(struct cli *c, int argc, char **argv);
int cmd_user_disable(struct cli *c, int argc, char **argv);
int cmd_user_enable(struct cli *c, int argc, char **argv);
int cmd_user_list(struct cli *c, int argc, char **argv);
int cmd_user_password(struct cli *c, int argc, char **argv);
int cmd_user_role(struct cli *c, int argc, char **argv);
int cmd_channel_set(struct cli *c, int argc, char **argv);
int cmd_channel_list(struct cli *c, int argc, char **argv);
int cmd_export(struct cli *c, int argc, char **argv);
int cmd_import(struct cli *c, int argc, char **argv);
int cmd_media_gc(struct cli *c, int argc, char **argv);
int cmd_audit_verify(struct cli *c, int argc, char **argv);
int cmd_doctor(struct cli *c, int argc, char **argv);

/** cli_fail(fmt, ...): Say on standard error why it did not work; returns CLI_FAILED. */
int cli_fail(const char *fmt, ...) PRINTF_LIKE(1, 2);
/** cli_usage(c): Say on standard error how ${c} is called; returns CLI_USAGE. */
int cli_usage(const struct cli *c);
/** cli_no_arguments(argc): Were none given?  Else the caller returns cli_usage(). */
bool cli_no_arguments(int argc);

/**
 * cli_owner(c, statement_ms):
 * Return a connection as the owner (setting database_owner), or NULL after a
 * message.  statement_ms 0: no limit.
 */
struct db *cli_owner(const struct cli *c, int statement_ms);
/** cli_db_failed(db, st): Say what the database answered; returns CLI_FAILED. */
int cli_db_failed(const struct db *db, enum status st);

/** cli_sql_dir(c): Return the folder of roles.sql, database.sql, ledger.sql and migrations/. */
const char *cli_sql_dir(const struct cli *c);

/**
 * cli_read_file(a, path, max):
 * Return the terminated text of ${path}, of at most ${max} bytes; absent after a
 * message.
 */
struct str cli_read_file(struct arena *a, const char *path, size_t max);

#endif
