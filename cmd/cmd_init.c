#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cmd/cli.h"
#include "db/script.h"
#include "gen/q_owner.h"

#define SCRIPT_MAX (1u << 20)
#define NAME_MAX_BYTES 63

/* A name that means the same with and without quotes. */
static bool
plain_name(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n <= NAME_MAX_BYTES && name[0] >= 'a' && name[0] <= 'z' &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static int
make_database(struct cli *c, struct db *db, const char *name, bool *made)
{
	struct q_init_database_params in = {.name = str_of(name)};
	struct q_init_database row;
	struct buf sql;
	enum status st = q_init_database(db, c->arena, &in, &row);

	if (st != STATUS_OK)
		return cli_db_failed(db, st);
	if (row.there && !row.mine)
		return cli_fail("There is a database \"%s\" that does not belong to cms_owner. "
				"Rename it, or give "
				"another name by --database.",
		    name);
	*made = !row.there;
	if (row.there)
		return CLI_DONE;
	buf_init(&sql, c->arena, 512);
	buf_printf(&sql,
	    "CREATE DATABASE %s OWNER cms_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE "
	    "'C.UTF-8'",
	    name);
	st = db_script(db, str_z(c->arena, buf_view(&sql)));
	return st == STATUS_OK ? CLI_DONE : cli_db_failed(db, st);
}

/* Run a file of the schema's folder. */
static int
run_file(struct cli *c, struct db *db, const char *file)
{
	char path[4096];
	struct str script;
	enum status st;

	snprintf(path, sizeof(path), "%s/%s", cli_sql_dir(c), file);
	script = cli_read_file(c->arena, path, SCRIPT_MAX);
	if (script.p == NULL)
		return CLI_FAILED;
	st = db_script(db, script.p);
	return st == STATUS_OK ? CLI_DONE : cli_db_failed(db, st);
}

/* ${o} is how to connect as superuser to any database of the cluster. */
static int
init(struct cli *c, struct db_options *o, const char *name)
{
	bool made = false;
	struct db *db = db_new(o);
	int code;

	if (db == NULL)
		return cli_fail("Out of memory.");
	code = run_file(c, db, "roles.sql");
	if (code == CLI_DONE)
		code = make_database(c, db, name, &made);
	db_free(db);
	if (code != CLI_DONE)
		return code;
	o->database = name;
	db = db_new(o);
	if (db == NULL)
		return cli_fail("Out of memory.");
	code = run_file(c, db, "database.sql");
	db_free(db);
	if (code != CLI_DONE)
		return code;
	printf(made ? "The database %s is made. Next: copydesk migrate\n"
		    : "The database %s is there already.\n",
	    name);
	return CLI_DONE;
}

int
cmd_init(struct cli *c, int argc, char **argv)
{
	static const struct option options[] = {
	    {"superuser", required_argument, NULL, 's'},
	    {"database", required_argument, NULL, 'd'},
	    {NULL, 0, NULL, 0},
	};
	struct db_options o = {.program = "copydesk", .connect_ms = 10000};
	const char *name = "copydesk";
	int opt;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (opt == 's')
			o.conninfo = optarg;
		else if (opt == 'd')
			name = optarg;
		else
			return cli_usage(c);
	}
	if (optind != argc || o.conninfo == NULL)
		return cli_usage(c);
	if (!plain_name(name))
		return cli_fail("A database is named by a-z, 0-9 and _, beginning with a letter.");
	return init(c, &o, name);
}
