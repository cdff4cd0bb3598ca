#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cmd/cli.h"
#include "crypto/token.h"

#define ARENA_MAX ((size_t)512 * 1024 * 1024)

#define PASSWORD_HELP                                                                              \
	"The password is asked for twice on the terminal. With --password-stdin it is the first\n" \
	"line of the standard input; with --generate one is made and printed. It has 15 or more\n" \
	"characters and is none of the common ones.\n"

static const struct command commands[] = {
    {"init", "--superuser CONNINFO [--database NAME]", "make the database roles and the database",
	"Once per PostgreSQL cluster, with the connection string of a superuser; safe to repeat.\n"
	"It makes the roles cms_owner, site_reader, desk_app, auth_app, worker_app and\n"
	"audit_reader, without passwords, and the database (copydesk) that cms_owner owns.\n",
	cmd_init},
    {"migrate", "", "bring the database up to this program's version",
	"Runs the files sql/migrations/NNNN_name.sql that did not run yet, each in a transaction.\n"
	"Refuses when one was edited after it ran, is missing, or when the database is newer.\n"
	"Safe when two start at once.\n",
	cmd_migrate},
    {"user add",
	"LOGIN --name NAME --role ROLE[,ROLE...] [--lang zh|en] [--password-stdin|--generate]",
	"make an account", "Roles: reporter, editor, deputy, chief, admin.\n" PASSWORD_HELP,
	cmd_user_add},
    {"user disable", "LOGIN", "shut an account and end its sessions", "", cmd_user_disable},
    {"user enable", "LOGIN", "open an account again", "", cmd_user_enable},
    {"user list", "", "show all accounts", "", cmd_user_list},
    {"user password", "LOGIN [--password-stdin|--generate]", "set a new password",
	"Ends the sessions of the account.\n" PASSWORD_HELP, cmd_user_password},
    {"user role", "LOGIN ROLE[,ROLE...]", "give an account exactly these roles",
	"Roles: reporter, editor, deputy, chief, admin. Ends the sessions of the account.\n",
	cmd_user_role},
    {"channel set", "SLUG --zh NAME --en NAME [--position N] [--levels 1|2|3]",
	"make or change a channel",
	"Levels: 1 review by an editor, 2 also by a deputy, 3 (the default) also by the chief.\n",
	cmd_channel_set},
    {"channel list", "", "show all channels", "", cmd_channel_list},
    {"export", "[FILE]", "write all that the newsroom has, as JSON Lines",
	"Channels, people (without passwords), pictures, articles, every revision with its\n"
	"reviews, publications, withdrawals and the audit chain, one JSON object to a line, as\n"
	"they stood at one moment. To FILE, which only its owner may read and which is\n"
	"whole or not there, or to the standard output.\n",
	cmd_export},
    {"import", "DIR", "load a sample newsroom, once",
	"Reads DIR/newsroom.txt and DIR/articles/*.txt and acts for the accounts named there, "
	"which\n"
	"must exist. All of it or nothing; a second time does nothing.\n",
	cmd_import},
    {"media gc", "[--delete]", "find pictures that nobody uses",
	"Lists pictures that no version of an article and no unsaved text shows and that were "
	"uploaded\n"
	"more than 7 days ago, and files that belong to no picture. With --delete they go; what is "
	"used\n"
	"never does.\n",
	cmd_media_gc},
    {"audit verify", "[--head SEQ:HASH|HASH]", "walk the chain of audit rows",
	"Exits 1 if a row was changed, removed or cut off. Prints the head of the chain; keep it "
	"on\n"
	"another machine. With --head it also looks for an earlier head and exits 1 if that is "
	"not\n"
	"in the chain any more: then somebody made the chain anew.\n",
	cmd_audit_verify},
    {"doctor", "", "look for what is wrong or unwise",
	"Looks at the connection, migrations, rights of the roles, audit chain, addresses and "
	"disk.\n",
	cmd_doctor},
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void
list_commands(FILE *out)
{
	fputs("usage: copydesk [-c FILE] COMMAND ...\n\n", out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-14s %s\n", commands[i].name, commands[i].summary);
	fputs("  help           this list; copydesk COMMAND --help tells more\n\n"
	      "-c FILE names the settings file; COPYDESK_NAME in the environment wins over its "
	      "\"name\".\n"
	      "Exit code: 0 done, 1 refused or failed, 2 wrong usage.\n",
	    out);
}

static void
explain(const struct command *cmd)
{
	printf("usage: copydesk [-c FILE] %s%s%s\n\n%c%s.\n%s", cmd->name,
	    cmd->args[0] != '\0' ? " " : "", cmd->args, cmd->summary[0] - 'a' + 'A',
	    cmd->summary + 1, cmd->help);
}

/* How many of ${argv} are the words of ${name}?  0: they are not. */
static int
match(const char *name, int argc, char **argv)
{
	struct str rest = str_of(name), word;
	int n = 0;

	while (str_split(&rest, ' ', &word)) {
		if (n == argc || !str_eq(word, str_of(argv[n])))
			return 0;
		n++;
	}
	return n;
}

static const struct command *
find(int argc, char **argv, int *words)
{
	for (size_t i = 0; i < COMMANDS; i++) {
		*words = match(commands[i].name, argc, argv);
		if (*words > 0)
			return &commands[i];
	}
	return NULL;
}

static bool
wants_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

static int
run(const struct command *cmd, const char *config_path, int argc, char **argv)
{
	struct cli c = {.command = cmd, .config = config_load(config_path)};
	int code = CLI_FAILED;

	if (c.config == NULL)
		return CLI_FAILED;
	c.arena = arena_new(ARENA_MAX);
	if (c.arena == NULL)
		cli_fail("Out of memory.");
	else if (!crypto_init())
		cli_fail("The system gives no randomness.");
	else
		code = cmd->run(&c, argc, argv);
	arena_free(c.arena);
	config_free(c.config);
	/* A full disk under a redirected output is a failure too. */
	if (fflush(stdout) != 0 && code == CLI_DONE)
		code = cli_fail("The output could not be written.");
	return code;
}

int
main(int argc, char **argv)
{
	const struct command *cmd;
	const char *config_path = NULL;
	int opt, words;

	/* What the database says is told by the commands themselves. */
	log_init("copydesk", (enum log_level)(LOG_ERROR + 1));
	while ((opt = getopt(argc, argv, "+c:h")) != -1) {
		if (opt == 'h') {
			list_commands(stdout);
			return CLI_DONE;
		}
		if (opt != 'c') {
			list_commands(stderr);
			return CLI_USAGE;
		}
		config_path = optarg;
	}
	argc -= optind;
	argv += optind;
	if (argc > 0 && (strcmp(argv[0], "help") == 0 || strcmp(argv[0], "--help") == 0)) {
		cmd = find(argc - 1, argv + 1, &words);
		if (cmd != NULL)
			explain(cmd);
		else
			list_commands(stdout);
		return CLI_DONE;
	}
	cmd = find(argc, argv, &words);
	if (cmd == NULL) {
		if (argc > 0)
			cli_fail("There is no command \"%s%s%s\".", argv[0], argc > 1 ? " " : "",
			    argc > 1 ? argv[1] : "");
		list_commands(stderr);
		return CLI_USAGE;
	}
	if (wants_help(argc - words + 1, argv + words - 1)) {
		explain(cmd);
		return CLI_DONE;
	}
	optind = 0; /* glibc: begin anew, with another argv */
	return run(cmd, config_path, argc - words + 1, argv + words - 1);
}
