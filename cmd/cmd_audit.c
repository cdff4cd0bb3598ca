#include <inttypes.h>
#include <stdio.h>

#include "cmd/cli.h"
#include "domain/audit.h"

int
cmd_audit_verify(struct cli *c, int argc, char **argv)
{
	struct audit_result r;
	struct db *db;
	enum status st;
	int code = CLI_DONE;

	(void)argv;
	if (!cli_no_arguments(argc))
		return cli_usage(c);
	db = cli_owner(c, 0);
	if (db == NULL)
		return CLI_FAILED;
	st = audit_verify(db, c->arena, &r);
	if (st != STATUS_OK)
		code = cli_db_failed(db, st);
	else if (r.broken)
		code = cli_fail("The audit chain is broken at row %" PRId64 " of %" PRId64
				": it was changed, or a row before it was removed.",
		    r.first_bad, r.rows);
	else if (!r.head_ok)
		code =
		    cli_fail("The audit chain does not end where its head says: rows were cut off "
			     "after row %" PRId64 ".",
			r.rows);
	else
		printf("The audit chain is whole: %" PRId64 " rows.\n", r.rows);
	db_free(db);
	return code;
}
