#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "crypto/hash.h"
#include "domain/migrate.h"

#define FILE_MAX_BYTES ((size_t)4 * 1024 * 1024)
#define PIECE ((size_t)64 * 1024)
#define FILES_MAX 1000
#define NUMBER_DIGITS 4

/* Read the whole of ${path} as text; NULL with the reason in ${why}. */
static const char *
read_text(struct arena *a, const char *path, size_t *n, struct buf *why)
{
	FILE *f = fopen(path, "rbe");
	char *text = NULL;
	struct buf b;

	if (f == NULL) {
		buf_printf(why, "%s: %s", path, strerror(errno));
		return NULL;
	}
	buf_init(&b, a, FILE_MAX_BYTES + 1);
	for (;;) {
		char *room = buf_room(&b, PIECE);
		size_t got = room != NULL ? fread(room, 1, PIECE, f) : 0;

		if (got == 0)
			break;
		b.n += got;
	}
	if (ferror(f) || !buf_ok(&b) || memchr(buf_view(&b).p, '\0', b.n) != NULL) {
		buf_printf(why, "%s cannot be read, is too large or has a NUL byte", path);
	} else {
		text = arena_alloc(a, b.n + 1);
		memcpy(text, b.p, b.n);
		*n = b.n;
	}
	fclose(f);
	return text;
}

/* "0001_people.sql" has the number 1; 0 for another name. */
static int32_t
number_of(struct str name)
{
	int64_t n;
	struct str digits = str_sub(name, 0, NUMBER_DIGITS);

	if (name.n < NUMBER_DIGITS + 6 || name.p[NUMBER_DIGITS] != '_' ||
	    !str_ends(name, STR(".sql")))
		return 0;
	while (digits.n > 1 && digits.p[0] == '0')
		digits = str_sub(digits, 1, digits.n);
	return num_i64(digits, 1, 9999, &n) ? (int32_t)n : 0;
}

static int
by_number(const void *x, const void *y)
{
	const struct migrate_file *f = x, *g = y;

	return f->number < g->number ? -1 : f->number > g->number;
}

static enum status
load_file(
    struct arena *a, const char *dir, const char *name, struct migrate_file *f, struct buf *why)
{
	char path[4096];
	size_t n;
	int len = snprintf(path, sizeof(path), "%s/%s", dir, name);

	f->name = str_dup(a, str_of(name));
	f->name.p = str_z(a, f->name);
	f->number = number_of(f->name);
	if (f->number == 0 || len < 0 || (size_t)len >= sizeof(path)) {
		buf_printf(why, "%s/%s: a migration is called NNNN_name.sql, from 0001", dir, name);
		return STATUS_INVALID;
	}
	f->text = read_text(a, path, &n, why);
	if (f->text == NULL)
		return STATUS_INVALID;
	hash_sha256((struct str){f->text, n}, f->sha256);
	return STATUS_OK;
}

static enum status
load_dir(struct arena *a, const char *path, struct migrate_files *out, struct buf *why)
{
	DIR *dir = opendir(path);
	struct dirent *e;
	enum status st = STATUS_OK;

	if (dir == NULL) {
		buf_printf(why, "%s: %s", path, strerror(errno));
		return STATUS_INVALID;
	}
	while (st == STATUS_OK && (e = readdir(dir)) != NULL) {
		if (e->d_name[0] == '.' || !str_ends(str_of(e->d_name), STR(".sql")))
			continue;
		if (out->n == FILES_MAX) {
			buf_printf(why, "%s: more than %d migrations", path, FILES_MAX);
			st = STATUS_INVALID;
		} else {
			st = load_file(a, path, e->d_name, &out->v[out->n++], why);
		}
	}
	closedir(dir);
	return st;
}

enum status
migrate_load(struct arena *a, const char *sql_dir, struct migrate_files *out, struct buf *why)
{
	char path[4096];
	size_t n;
	enum status st;

	*out = (struct migrate_files){.v = ARENA_ARRAY(a, FILES_MAX, struct migrate_file)};
	snprintf(path, sizeof(path), "%s/ledger.sql", sql_dir);
	out->ledger = read_text(a, path, &n, why);
	if (out->ledger == NULL)
		return STATUS_INVALID;
	snprintf(path, sizeof(path), "%s/migrations", sql_dir);
	st = load_dir(a, path, out, why);
	if (st != STATUS_OK)
		return st;
	if (out->n == 0) {
		buf_printf(why, "%s holds no migration", path);
		return STATUS_INVALID;
	}
	qsort(out->v, out->n, sizeof(out->v[0]), by_number);
	for (size_t i = 1; i < out->n; i++) {
		if (out->v[i].number != out->v[i - 1].number)
			continue;
		buf_printf(
		    why, "%s and %s have the same number", out->v[i - 1].name.p, out->v[i].name.p);
		return STATUS_INVALID;
	}
	return STATUS_OK;
}
