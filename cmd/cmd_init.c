#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cmd/cli.h"
#include "db/script.h"
#include "gen/q_owner.h"

#define ROLES_MAX (1u << 20)
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
make_database(struct cli *c, struct db *db, const char *name)
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
	if (row.there) {
		printf("The database %s is there already.\n", name);
		return CLI_DONE;
	}
	buf_init(&sql, c->arena, 512);
	buf_printf(&sql,
	    "CREATE DATABASE %s OWNER cms_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE "
	    "'C.UTF-8'",
	    name);
	st = db_script(db, str_z(c->arena, buf_view(&sql)));
	if (st != STATUS_OK)
		return cli_db_failed(db, st);
	printf("The database %s is made. Next: copydesk migrate\n", name);
	return CLI_DONE;
}

static int
init(struct cli *c, struct db *db, const char *name)
{
	char path[4096];
	struct str roles;
	enum status st;

	snprintf(path, sizeof(path), "%s/roles.sql", cli_sql_dir(c));
	roles = cli_read_file(c->arena, path, ROLES_MAX);
	if (roles.p == NULL)
		return CLI_FAILED;
	st = db_script(db, roles.p);
	if (st != STATUS_OK)
		return cli_db_failed(db, st);
	return make_database(c, db, name);
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
	struct db *db;
	int opt, code;

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
	db = db_new(&o);
	if (db == NULL)
		return cli_fail("Out of memory.");
	code = init(c, db, name);
	db_free(db);
	return code;
}
