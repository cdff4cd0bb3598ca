#include <getopt.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "cmd/cli.h"
#include "cmd/secret.h"
#include "crypto/password.h"
#include "domain/user.h"

#define STATEMENT_MS 10000

/* Text for the terminal: a name from the database must not steer it. */
static void
print_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		putchar((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f ? '?' : s.p[i]);
}

static int
failed(const struct db *db, enum status st, const char *login)
{
	if (st == STATUS_NOT_FOUND)
		return cli_fail("There is no account \"%s\".", login);
	if (db_sqlstate_is(db, "23505"))
		return cli_fail("There is an account \"%s\" already.", login);
	if (db_sqlstate_is(db, "22023"))
		return cli_fail("%s: the roles are reporter, editor, deputy, chief, admin.",
		    db_last_error(db)->message);
	if (db_sqlstate_is(db, "23514"))
		return cli_fail("A login is 1 to 32 of a-z 0-9 . _ - and begins with a letter or "
				"digit; a name has 1 to 60 characters; the language is zh or en.");
	return cli_db_failed(db, st);
}

/* "editor,chief" as "editor chief". */
static struct str
role_words(struct arena *a, const char *list)
{
	struct str rest = str_of(list), role;
	struct buf b;

	buf_init(&b, a, 1024);
	while (str_split(&rest, ',', &role)) {
		if (b.n > 0)
			buf_char(&b, ' ');
		buf_str(&b, str_trim(role));
	}
	return buf_view(&b);
}

/*
 * Get a password from where ${from} says and hash it.  A generated one is
 * shown by the caller, once it counts.
 */
static bool
hash_new(struct cli *c, enum secret_from from, const char *login, struct secret *s,
    char hash[PASSWORD_HASH_MAX])
{
	const char *common = config_get(c->config, "common_passwords", NULL);
	bool ok;

	if (common != NULL && !password_load_common(common))
		return false;
	ok = secret_new(from, str_of(login), s);
	if (ok && password_hash((struct str){s->text, s->n}, hash) != STATUS_OK) {
		cli_fail("There is not enough memory to hash a password (64 MiB).");
		ok = false;
	}
	return ok;
}

static void
show_generated(enum secret_from from, const struct secret *s)
{
	if (from == SECRET_GENERATED)
		printf("%.*s\n", (int)s->n, s->text);
}

/* What "user add" was told. */
struct adding {
	const char *name, *roles, *lang;
	enum secret_from from;
};

static bool
read_adding(int argc, char **argv, struct adding *o)
{
	static const struct option options[] = {{"name", required_argument, NULL, 'n'},
	    {"role", required_argument, NULL, 'r'}, {"lang", required_argument, NULL, 'l'},
	    {"password-stdin", no_argument, NULL, 's'}, {"generate", no_argument, NULL, 'g'},
	    {NULL, 0, NULL, 0}};
	int opt;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (opt == 'n')
			o->name = optarg;
		else if (opt == 'r')
			o->roles = optarg;
		else if (opt == 'l')
			o->lang = optarg;
		else if (opt == '?')
			return false;
		else
			o->from = opt == 's' ? SECRET_STDIN : SECRET_GENERATED;
	}
	return optind + 1 == argc && o->name != NULL && o->roles != NULL;
}

int
cmd_user_add(struct cli *c, int argc, char **argv)
{
	struct adding o = {.lang = config_get(c->config, "newsroom_lang", "zh")};
	char hash[PASSWORD_HASH_MAX];
	struct secret secret;
	struct user_id id;
	struct db *db;
	int code = CLI_FAILED;

	if (!read_adding(argc, argv, &o))
		return cli_usage(c);
	db = cli_owner(c, STATEMENT_MS);
	if (db == NULL)
		return CLI_FAILED;
	if (hash_new(c, o.from, argv[optind], &secret, hash)) {
		struct user_new u = {.login = str_of(argv[optind]),
		    .name = str_of(o.name),
		    .roles = role_words(c->arena, o.roles),
		    .lang = str_of(o.lang),
		    .hash = hash};
		enum status st = user_add(db, c->arena, &u, &id);

		code = st == STATUS_OK ? CLI_DONE : failed(db, st, argv[optind]);
		if (code == CLI_DONE)
			show_generated(o.from, &secret);
	}
	secret_forget(&secret);
	db_free(db);
	return code;
}

int
cmd_user_password(struct cli *c, int argc, char **argv)
{
	static const struct option options[] = {{"password-stdin", no_argument, NULL, 's'},
	    {"generate", no_argument, NULL, 'g'}, {NULL, 0, NULL, 0}};
	enum secret_from from = SECRET_TERMINAL;
	char hash[PASSWORD_HASH_MAX];
	struct secret secret;
	struct db *db;
	int opt, code = CLI_FAILED;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (opt == '?')
			return cli_usage(c);
		from = opt == 's' ? SECRET_STDIN : SECRET_GENERATED;
	}
	if (optind + 1 != argc)
		return cli_usage(c);
	db = cli_owner(c, STATEMENT_MS);
	if (db == NULL)
		return CLI_FAILED;
	if (hash_new(c, from, argv[optind], &secret, hash)) {
		enum status st = user_set_password(db, c->arena, str_of(argv[optind]), hash);

		code = st == STATUS_OK ? CLI_DONE : failed(db, st, argv[optind]);
		if (code == CLI_DONE)
			show_generated(from, &secret);
	}
	secret_forget(&secret);
	db_free(db);
	return code;
}

static int
set_active(struct cli *c, int argc, char **argv, bool active)
{
	struct db *db;
	enum status st;
	int code;

	if (argc != 2)
		return cli_usage(c);
	db = cli_owner(c, STATEMENT_MS);
	if (db == NULL)
		return CLI_FAILED;
	st = user_set_active(db, c->arena, str_of(argv[1]), active);
	code = st == STATUS_OK ? CLI_DONE : failed(db, st, argv[1]);
	db_free(db);
	return code;
}

int
cmd_user_disable(struct cli *c, int argc, char **argv)
{
	return set_active(c, argc, argv, false);
}

int
cmd_user_enable(struct cli *c, int argc, char **argv)
{
	return set_active(c, argc, argv, true);
}

int
cmd_user_role(struct cli *c, int argc, char **argv)
{
	struct db *db;
	enum status st;
	int code;

	if (argc != 3)
		return cli_usage(c);
	db = cli_owner(c, STATEMENT_MS);
	if (db == NULL)
		return CLI_FAILED;
	st = user_set_roles(db, c->arena, str_of(argv[1]), role_words(c->arena, argv[2]));
	code = st == STATUS_OK ? CLI_DONE : failed(db, st, argv[1]);
	db_free(db);
	return code;
}

static void
print_user(struct arena *a, const struct user *u)
{
	struct buf when;

	buf_init(&when, a, 64);
	if (u->has_signed_in)
		clock_rfc3339(&when, u->last_sign_in);
	else
		buf_z(&when, "never");
	printf("%-16.*s  %-8s  %-24.*s  %-25.*s  ", STR_ARG(u->login),
	    u->active ? "active" : "disabled", STR_ARG(u->roles), STR_ARG(buf_view(&when)));
	print_plain(u->name);
	putchar('\n');
}

int
cmd_user_list(struct cli *c, int argc, char **argv)
{
	struct user *rows;
	struct db *db;
	enum status st;
	size_t n;
	int code = CLI_DONE;

	(void)argv;
	if (!cli_no_arguments(argc))
		return cli_usage(c);
	if (!clock_set_zone(config_get(c->config, "zone", "Asia/Shanghai")))
		return cli_fail("The setting zone is no time zone.");
	db = cli_owner(c, STATEMENT_MS);
	if (db == NULL)
		return CLI_FAILED;
	st = user_list(db, c->arena, &rows, &n);
	if (st != STATUS_OK)
		code = cli_db_failed(db, st);
	for (size_t i = 0; i < n; i++)
		print_user(c->arena, &rows[i]);
	db_free(db);
	return code;
}
