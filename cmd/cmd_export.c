#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cli.h"
#include "gen/q_export.h"

/* A page of the largest revisions, document and page each of 8 MB, stays within the arena. */
#define ARENA_MAX ((size_t)512 * 1024 * 1024)
#define REVISIONS 16
#define SMALL_ROWS 500

/* In the order in which a reader needs them: what is named stands before what names it. */
static const struct {
	const char *kind;
	int64_t most; /* rows of one round trip */
} kinds[] = {{"channel", SMALL_ROWS}, {"person", SMALL_ROWS}, {"picture", SMALL_ROWS},
    {"article", SMALL_ROWS}, {"revision", REVISIONS}, {"publication", SMALL_ROWS},
    {"audit", SMALL_ROWS}};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* False: the output took no more. */
static bool
write_line(FILE *out, struct str line)
{
	return fwrite(line.p, 1, line.n, out) == line.n && putc('\n', out) != EOF;
}

/* ${written}: set to false when the output took no more. */
static enum status
export_kind(
    struct db *db, struct arena *a, const char *kind, int64_t most, FILE *out, bool *written)
{
	struct q_export_page_params in = {.kind = str_of(kind), .after = -1, .most = most};
	size_t n;

	do {
		struct q_export_page *rows;
		enum status st;

		arena_reset(a);
		st = q_export_page(db, a, &in, &rows, &n);
		if (st != STATUS_OK)
			return st;
		for (size_t i = 0; i < n && *written; i++) {
			*written = write_line(out, rows[i].line);
			in.after = rows[i].id;
		}
	} while (*written && n == (size_t)most);
	return STATUS_OK;
}

/* All of it as it stood at one moment. */
static int
export_all(struct db *db, struct arena *a, FILE *out)
{
	bool written = true;
	enum status st = db_begin_snapshot(db);

	for (size_t i = 0; st == STATUS_OK && written && i < KINDS; i++)
		st = export_kind(db, a, kinds[i].kind, kinds[i].most, out, &written);
	if (st != STATUS_OK) {
		int code = cli_db_failed(db, st);

		db_rollback(db);
		return code;
	}
	db_rollback(db); /* it read, no more */
	if (!written || fflush(out) != 0)
		return cli_fail("The output could not be written: %s.", strerror(errno));
	return CLI_DONE;
}

/* Whole or not there: beside it first, then in its place. */
static int
export_to(struct db *db, struct arena *a, const char *path)
{
	struct buf part;
	char *name;
	FILE *out;
	int fd, code;

	buf_init(&part, a, strlen(path) + sizeof(".part"));
	buf_printf(&part, "%s.part", path);
	buf_char(&part, '\0');
	/* Pages of rows come and go with the arena. */
	name = strdup(buf_view(&part).p);
	if (name == NULL)
		return cli_fail("Out of memory.");
	fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	out = fd < 0 ? NULL : fdopen(fd, "w");
	if (out == NULL) {
		code = cli_fail("%s: %s.", name, strerror(errno));
		if (fd >= 0)
			close(fd);
		goto no_file;
	}
	code = export_all(db, a, out);
	if (code == CLI_DONE && fsync(fd) != 0)
		code = cli_fail("%s: %s.", name, strerror(errno));
	if (fclose(out) != 0 && code == CLI_DONE)
		code = cli_fail("%s: %s.", name, strerror(errno));
	if (code == CLI_DONE && rename(name, path) != 0)
		code = cli_fail("%s: %s.", path, strerror(errno));
	if (code != CLI_DONE)
		unlink(name);
no_file:
	free(name);
	return code;
}

int
cmd_export(struct cli *c, int argc, char **argv)
{
	struct arena *a;
	struct db *db;
	int code = CLI_FAILED;

	if (argc > 2)
		return cli_usage(c);
	db = cli_owner(c, 0);
	if (db == NULL)
		return CLI_FAILED;
	a = arena_new(ARENA_MAX);
	if (a == NULL)
		cli_fail("Out of memory.");
	else
		code = argc == 2 ? export_to(db, a, argv[1]) : export_all(db, a, stdout);
	arena_free(a);
	db_free(db);
	return code;
}
