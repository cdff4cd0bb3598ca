#include <getopt.h>
#include <stdio.h>

#include "base/num.h"
#include "cmd/cli.h"
#include "gen/q_owner.h"

#define STATEMENT_MS 10000
#define POSITION_MAX 10000

static int
failed(const struct db *db, enum status st)
{
	if (db_sqlstate_is(db, "23514"))
		return cli_fail(
		    "A slug is at most 40 of a-z 0-9 and single hyphens; the Chinese name "
		    "has 1 to 20 characters, the English one 1 to 40.");
	return cli_db_failed(db, st);
}

static int
set(struct cli *c, const struct q_channel_set_params *in)
{
	struct q_channel_set row;
	struct db *db = cli_owner(c, STATEMENT_MS);
	enum status st;
	int code;

	if (db == NULL)
		return CLI_FAILED;
	st = q_channel_set(db, c->arena, in, &row);
	code = st == STATUS_OK ? CLI_DONE : failed(db, st);
	db_free(db);
	return code;
}

int
cmd_channel_set(struct cli *c, int argc, char **argv)
{
	static const struct option options[] = {{"zh", required_argument, NULL, 'z'},
	    {"en", required_argument, NULL, 'e'}, {"position", required_argument, NULL, 'p'},
	    {"levels", required_argument, NULL, 'l'}, {NULL, 0, NULL, 0}};
	struct q_channel_set_params in = {.levels = 3};
	int64_t position = 0, levels = 3;
	bool ok = true;
	int opt;

	while (ok && (opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (opt == 'z')
			in.name_zh = str_of(optarg);
		else if (opt == 'e')
			in.name_en = str_of(optarg);
		else if (opt == 'p')
			ok = num_i64(str_of(optarg), 0, POSITION_MAX, &position);
		else
			ok = opt == 'l' && num_i64(str_of(optarg), 1, 3, &levels);
	}
	if (!ok || optind + 1 != argc || in.name_zh.p == NULL || in.name_en.p == NULL)
		return cli_usage(c);
	in.slug = str_of(argv[optind]);
	in.position = (int32_t)position;
	in.levels = (int32_t)levels;
	return set(c, &in);
}

int
cmd_channel_list(struct cli *c, int argc, char **argv)
{
	struct q_channel_all *rows;
	struct db *db;
	enum status st;
	size_t n;
	int code = CLI_DONE;

	(void)argv;
	if (!cli_no_arguments(argc))
		return cli_usage(c);
	db = cli_owner(c, STATEMENT_MS);
	if (db == NULL)
		return CLI_FAILED;
	st = q_channel_all(db, c->arena, &rows, &n);
	if (st != STATUS_OK)
		code = cli_db_failed(db, st);
	for (size_t i = 0; i < n; i++)
		printf("%4d  %-16.*s  %-8s  %.*s  %.*s / %.*s\n", (int)rows[i].position,
		    STR_ARG(rows[i].slug), rows[i].active ? "active" : "closed",
		    STR_ARG(rows[i].rights), STR_ARG(rows[i].name_zh), STR_ARG(rows[i].name_en));
	db_free(db);
	return code;
}
