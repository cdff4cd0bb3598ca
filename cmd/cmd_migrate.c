#include <stdio.h>

#include "cmd/cli.h"
#include "domain/migrate.h"

#define WHY_MAX 4096

static void
told(const struct migrate_file *f, void *arg)
{
	size_t *n = arg;

	(*n)++;
	printf("%.*s\n", STR_ARG(f->name));
	fflush(stdout);
}

static int
migrate(struct cli *c, struct db *db)
{
	struct migrate_files files;
	struct buf why;
	size_t n = 0;
	enum status st;

	buf_init(&why, c->arena, WHY_MAX);
	st = migrate_load(c->arena, cli_sql_dir(c), &files, &why);
	if (st == STATUS_OK)
		st = migrate_run(db, c->arena, &files, told, &n, &why);
	if (st != STATUS_OK)
		return cli_fail("%.*s", STR_ARG(buf_view(&why)));
	if (n == 0)
		puts("The database is up to date.");
	else
		printf("%zu migration%s done; the database is up to date.\n", n, n == 1 ? "" : "s");
	return CLI_DONE;
}

int
cmd_migrate(struct cli *c, int argc, char **argv)
{
	struct db *db;
	int code;

	(void)argv;
	if (!cli_no_arguments(argc))
		return cli_usage(c);
	db = cli_owner(c, 0);
	if (db == NULL)
		return CLI_FAILED;
	code = migrate(c, db);
	db_free(db);
	return code;
}
