#include "domain/migrate.h"

#include <string.h>

#include "db/script.h"
#include "gen/q_owner.h"

static bool
same_sha(struct str stored, const struct migrate_file *f)
{
	return stored.n == sizeof(f->sha256) && memcmp(stored.p, f->sha256, stored.n) == 0;
}

static const struct migrate_file *
file_of(const struct migrate_files *files, int32_t number)
{
	for (size_t i = 0; i < files->n; i++)
		if (files->v[i].number == number)
			return &files->v[i];
	return NULL;
}

/* Does what ran fit the files?  If so, ${first} is the index of the first that did not run. */
static enum status
compare(const struct migrate_files *files, const struct q_migration_list *ran, size_t n,
    size_t *first, struct buf *why)
{
	int32_t newest_file = files->n > 0 ? files->v[files->n - 1].number : 0;
	int32_t newest_ran = n > 0 ? ran[n - 1].number : 0;

	for (size_t i = 0; i < n; i++) {
		const struct migrate_file *f = file_of(files, ran[i].number);

		if (f != NULL && same_sha(ran[i].sha256, f))
			continue;
		if (f != NULL)
			buf_printf(why,
			    "%.*s was edited after it ran here. Restore it, and put the change "
			    "into a new "
			    "migration.",
			    STR_ARG(f->name));
		else if (ran[i].number > newest_file)
			buf_printf(why,
			    "The database is newer than this program: %.*s ran already. Use the "
			    "newer "
			    "program.",
			    STR_ARG(ran[i].name));
		else
			buf_printf(why, "%.*s ran here, but the file is missing. Restore it.",
			    STR_ARG(ran[i].name));
		return STATUS_CONFLICT;
	}
	for (*first = 0; *first < files->n && files->v[*first].number <= newest_ran;)
		(*first)++;
	/* All that ran is a file, so a larger index means one that came in between. */
	if (*first > n) {
		buf_printf(why,
		    "A migration has a number below %04d, which ran already. Give it a higher "
		    "number.",
		    (int)newest_ran);
		return STATUS_CONFLICT;
	}
	return STATUS_OK;
}

static void
say_error(const struct db *db, enum status st, struct buf *why)
{
	const struct db_error *e = db_last_error(db);

	if (st == STATUS_BUSY && e->sqlstate[0] == '\0')
		buf_z(why, "The database does not answer: ");
	buf_z(why, e->message[0] != '\0' ? e->message : status_name(st));
	if (e->sqlstate[0] != '\0')
		buf_printf(why, " (SQLSTATE %s)", e->sqlstate);
	if (e->detail[0] != '\0')
		buf_printf(why, ": %s", e->detail);
}

/* The line of the ${position}th character, from 1. */
static int
line_of(const char *text, int position)
{
	int line = 1;

	for (int at = 1; *text != '\0' && at < position; text++) {
		line += *text == '\n';
		at += ((unsigned char)text[1] & 0xc0) != 0x80; /* not inside a UTF-8 sequence */
	}
	return line;
}

static enum status
fail_at(const struct db *db, const char *file, const char *text, enum status st, struct buf *why)
{
	int position = db_last_error(db)->position;

	if (position > 0)
		buf_printf(why, "%s:%d: ", file, line_of(text, position));
	else
		buf_printf(why, "%s: ", file);
	say_error(db, st, why);
	return st;
}

/* In a transaction: wait for others, then see where we stand. */
static enum status
look(struct db *db, struct arena *a, const struct migrate_files *files, size_t *first,
    struct buf *why)
{
	struct q_migration_list *ran;
	size_t n;
	enum status st = q_migration_lock(db, a);

	if (st == STATUS_OK) {
		st = db_script(db, files->ledger);
		if (st != STATUS_OK)
			return fail_at(db, "ledger.sql", files->ledger, st, why);
		st = q_migration_list(db, a, &ran, &n);
	}
	if (st != STATUS_OK) {
		say_error(db, st, why);
		return st;
	}
	return compare(files, ran, n, first, why);
}

static enum status
apply(struct db *db, struct arena *a, const struct migrate_file *f, struct buf *why)
{
	struct q_migration_add_params in = {.number = f->number,
	    .name = f->name,
	    .sha256 = {(const char *)f->sha256, sizeof(f->sha256)}};
	enum status st = db_script(db, f->text);

	if (st == STATUS_OK)
		st = q_migration_add(db, a, &in);
	if (st != STATUS_OK)
		return fail_at(db, f->name.p, f->text, st, why);
	st = db_commit(db);
	if (st != STATUS_OK) {
		buf_printf(why, "%s: ", f->name.p);
		say_error(db, st, why);
	}
	return st;
}

enum status
migrate_run(struct db *db, struct arena *a, const struct migrate_files *files, migrate_told *told,
    void *arg, struct buf *why)
{
	for (;;) {
		size_t first;
		enum status st = db_begin(db);

		if (st == STATUS_OK)
			st = look(db, a, files, &first, why);
		if (st == STATUS_OK && first == files->n) {
			st = db_commit(db);
			if (st != STATUS_OK)
				say_error(db, st, why);
			return st;
		}
		if (st == STATUS_OK)
			st = apply(db, a, &files->v[first], why);
		if (st != STATUS_OK) {
			db_rollback(db);
			return st;
		}
		told(&files->v[first], arg);
	}
}

enum status
migrate_pending(struct db *db, struct arena *a, const struct migrate_files *files, size_t *pending,
    struct buf *why)
{
	struct q_migration_has_ledger ledger;
	struct q_migration_list *ran = NULL;
	size_t n = 0, first = 0;
	enum status st = q_migration_has_ledger(db, a, &ledger);

	if (st == STATUS_OK && ledger.there)
		st = q_migration_list(db, a, &ran, &n);
	if (st != STATUS_OK) {
		say_error(db, st, why);
		return st;
	}
	st = compare(files, ran, n, &first, why);
	*pending = files->n - first;
	return st;
}
