#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/num.h"
#include "cmd/cli.h"
#include "domain/media_store.h"
#include "gen/q_media_owner.h"

/*
 * copydesk media gc: what nobody uses goes, after it was shown.  The row goes first and in the
 * database's own terms; its files follow while uploads wait, so that none of them takes a file for
 * stored that is about to go.
 */

#define STATEMENT_MS 60000
#define UNUSED_DAYS 7
#define ORPHAN_S (24 * 60 * 60) /* younger ones may be on their way in */
#define PATH_ROOM 4096
#define MB (1024 * 1024)

struct gc {
	struct cli *c;
	struct db *db;
	const char *dir;
	bool deletes;
	int64_t pictures, files, bytes;
	bool failed;
};

static bool
path_of(char out[PATH_ROOM], const char *a, const char *b)
{
	int n = snprintf(out, PATH_ROOM, "%s/%s", a, b);

	return n > 0 && n < PATH_ROOM;
}

static void
complain(struct gc *g, const char *path)
{
	(void)cli_fail("%s: %s", path, strerror(errno));
	g->failed = true;
}

/* A folder of renditions has files alone. */
static void
remove_tree(struct gc *g, const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	char file[PATH_ROOM];

	if (d == NULL) {
		if (errno != ENOENT)
			complain(g, path);
		return;
	}
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.' && path_of(file, path, e->d_name) && unlink(file) != 0)
			complain(g, file);
	closedir(d);
	if (rmdir(path) != 0)
		complain(g, path);
}

static void
remove_files(struct gc *g, const struct q_media_unused *m)
{
	uint8_t sha256[MEDIA_HASH];
	char path[PATH_ROOM];

	if (m->sha256.n != MEDIA_HASH)
		return;
	memcpy(sha256, m->sha256.p, MEDIA_HASH);
	if (path_of(path, g->dir, media_store_original(g->c->arena, sha256)) && unlink(path) != 0 &&
	    errno != ENOENT)
		complain(g, path);
	if (path_of(path, g->dir, media_store_rendition(g->c->arena, m->key)))
		remove_tree(g, path);
}

/* The row and its files, while no upload is between its file and its row. */
static enum status
delete_one(struct gc *g, const struct q_media_unused *m)
{
	const struct q_media_delete_params in = {.id = m->id, .days = UNUSED_DAYS};
	struct q_media_delete row;
	int lock = media_store_lock(g->dir, true);
	enum status st;

	if (lock < 0) {
		g->failed = true;
		return STATUS_INTERNAL;
	}
	st = q_media_delete(g->db, g->c->arena, &in, &row);
	if (st == STATUS_OK && row.deleted)
		remove_files(g, m);
	else if (st == STATUS_OK)
		printf("%10" PRId64 "  is used again and stays\n", m->id.v);
	close(lock);
	return st;
}

static enum status
collect_unused(struct gc *g)
{
	const struct q_media_unused_params in = {.days = UNUSED_DAYS};
	struct q_media_unused *rows;
	size_t n;
	enum status st = q_media_unused(g->db, g->c->arena, &in, &rows, &n);

	for (size_t i = 0; st == STATUS_OK && i < n; i++) {
		printf("%10" PRId64 "  %9" PRId64 " bytes  %-16.*s  %.*s\n", rows[i].id.v,
		    rows[i].bytes, STR_ARG(rows[i].uploaded_by), STR_ARG(rows[i].name));
		g->pictures++;
		g->bytes += rows[i].bytes;
		if (g->deletes)
			st = delete_one(g, &rows[i]);
	}
	return st;
}

static bool
is_old(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_mtime < time(NULL) - ORPHAN_S;
}

/* Does a row know what is called ${name} here?  Anything that is not called as ours are is known to
 * somebody. */
static enum status
is_known(struct gc *g, bool originals, const char *name, bool *known)
{
	uint8_t hash[MEDIA_HASH];

	*known = true;
	if (originals && num_hex(str_of(name), hash, MEDIA_HASH)) {
		const struct q_media_hash_known_params in = {
		    .sha256 = {(const char *)hash, MEDIA_HASH}};
		struct q_media_hash_known row;
		enum status st = q_media_hash_known(g->db, g->c->arena, &in, &row);

		*known = st != STATUS_OK || row.known;
		return st;
	}
	if (!originals && num_hex(str_of(name), hash, MEDIA_KEY_HEX / 2)) {
		const struct q_media_key_known_params in = {.key = str_of(name)};
		struct q_media_key_known row;
		enum status st = q_media_key_known(g->db, g->c->arena, &in, &row);

		*known = st != STATUS_OK || row.known;
		return st;
	}
	return STATUS_OK;
}

static void
drop_orphan(struct gc *g, bool originals, const char *path)
{
	printf("%10s  %s\n", "no row", path);
	g->files++;
	if (!g->deletes)
		return;
	if (!originals)
		remove_tree(g, path);
	else if (unlink(path) != 0)
		complain(g, path);
}

/* One folder "ab" of originals or renditions. */
static enum status
collect_in(struct gc *g, bool originals, const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	enum status st = STATUS_OK;

	if (d == NULL)
		return STATUS_OK;
	while (st == STATUS_OK && (e = readdir(d)) != NULL) {
		char path[PATH_ROOM];
		bool known;
		int lock;

		if (e->d_name[0] == '.' || !path_of(path, folder, e->d_name) || !is_old(path))
			continue;
		lock = media_store_lock(g->dir, true);
		if (lock < 0) {
			g->failed = true;
			break;
		}
		st = is_known(g, originals, e->d_name, &known);
		if (st == STATUS_OK && !known)
			drop_orphan(g, originals, path);
		else if (st == STATUS_OK && !originals && g->deletes)
			g->files += (int64_t)media_store_sweep(path, ORPHAN_S);
		close(lock);
	}
	closedir(d);
	return st;
}

/* Files that no row knows, and uploads that broke off: of the last day none. */
static enum status
collect_orphans(struct gc *g, bool originals)
{
	char top[PATH_ROOM];
	enum status st = STATUS_OK;
	struct dirent *e;
	DIR *d;

	if (!path_of(top, g->dir, originals ? "original" : "rendition"))
		return STATUS_INTERNAL;
	d = opendir(top);
	if (d == NULL) {
		complain(g, top);
		return STATUS_OK;
	}
	while (st == STATUS_OK && (e = readdir(d)) != NULL) {
		char path[PATH_ROOM];

		if (e->d_name[0] == '.' || !path_of(path, top, e->d_name))
			continue;
		if (strncmp(e->d_name, "new-", 4) == 0 && is_old(path))
			drop_orphan(g, true, path);
		else if (strlen(e->d_name) == 2)
			st = collect_in(g, originals, path);
	}
	closedir(d);
	return st;
}

static int
collect(struct gc *g)
{
	enum status st = collect_unused(g);

	if (st == STATUS_OK)
		st = collect_orphans(g, true);
	if (st == STATUS_OK)
		st = collect_orphans(g, false);
	if (st != STATUS_OK)
		return g->failed ? CLI_FAILED : cli_db_failed(g->db, st);
	printf("%" PRId64 " unused pictures (%" PRId64 " MB), %" PRId64
	       " files without a row: %s\n",
	    g->pictures, g->bytes / MB, g->files,
	    g->deletes ? "deleted" : "kept; --delete deletes them");
	return g->failed ? CLI_FAILED : CLI_DONE;
}

int
cmd_media_gc(struct cli *c, int argc, char **argv)
{
	static const struct option options[] = {
	    {"delete", no_argument, NULL, 'd'}, {NULL, 0, NULL, 0}};
	struct gc g = {.c = c, .dir = config_get(c->config, "media_dir", MEDIA_DIR_DEFAULT)};
	bool ok = true;
	int opt, code;

	while (ok && (opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		ok = opt == 'd';
		g.deletes = true;
	}
	if (!ok || optind != argc)
		return cli_usage(c);
	g.db = cli_owner(c, STATEMENT_MS);
	if (g.db == NULL)
		return CLI_FAILED;
	code = collect(&g);
	db_free(g.db);
	return code;
}
