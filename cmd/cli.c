#include "cmd/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
cli_fail(const char *fmt, ...)
{
	va_list ap;

	fputs("copydesk: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return CLI_FAILED;
}

int
cli_usage(const struct cli *c)
{
	fprintf(stderr, "usage: copydesk [-c FILE] %s%s%s\n", c->command->name,
	    c->command->args[0] != '\0' ? " " : "", c->command->args);
	return CLI_USAGE;
}

bool
cli_no_arguments(int argc)
{
	return argc == 1;
}

struct db *
cli_owner(const struct cli *c, int statement_ms)
{
	struct db_options o = {.conninfo = config_get(c->config, "database_owner", NULL),
	    .program = "copydesk",
	    .statement_ms = statement_ms,
	    .connect_ms = 10000};
	struct db *db;

	if (o.conninfo == NULL) {
		cli_fail(
		    "The setting database_owner is missing: give the settings file by -c FILE, "
		    "or set COPYDESK_DATABASE_OWNER.");
		return NULL;
	}
	db = db_new(&o);
	if (db == NULL)
		cli_fail("Out of memory.");
	return db;
}

int
cli_db_failed(const struct db *db, enum status st)
{
	const struct db_error *e = db_last_error(db);
	const char *said = e->message[0] != '\0' ? e->message : status_name(st);

	if (st == STATUS_UNCERTAIN)
		return cli_fail("The connection was lost at the last moment: look whether it was "
				"done before you repeat it. (%s)",
		    said);
	if (e->sqlstate[0] == '\0')
		return cli_fail(
		    "%s%s", st == STATUS_BUSY ? "The database does not answer: " : "", said);
	return cli_fail(
	    "%s%s%s (SQLSTATE %s)", said, e->detail[0] != '\0' ? ": " : "", e->detail, e->sqlstate);
}

const char *
cli_sql_dir(const struct cli *c)
{
	return config_get(c->config, "sql_dir", COPYDESK_PKGDATADIR "/sql");
}

struct str
cli_read_file(struct arena *a, const char *path, size_t max)
{
	FILE *f = fopen(path, "rbe");
	struct buf b;

	if (f == NULL) {
		cli_fail("%s: %s", path, strerror(errno));
		return STR_NULL;
	}
	buf_init(&b, a, max + 1);
	for (size_t got = 1; got > 0 && buf_ok(&b);) {
		size_t want = max - b.n < 65536 ? max - b.n : 65536;
		char *room = want > 0 ? buf_room(&b, want) : NULL;

		got = room != NULL ? fread(room, 1, want, f) : 0;
		b.n += got;
	}
	bool whole = !ferror(f) && fgetc(f) == EOF;

	fclose(f);
	buf_char(&b, '\0');
	if (!whole || !buf_ok(&b) || memchr(b.p, '\0', b.n - 1) != NULL) {
		cli_fail(
		    "%s cannot be read, is larger than %zu bytes, or has a NUL byte.", path, max);
		return STR_NULL;
	}
	return (struct str){b.p, b.n - 1};
}
