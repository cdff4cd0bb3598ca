#include <stdio.h>

#include "cmd/cli.h"
#include "cmd/import_media.h"
#include "gen/q_owner.h"

#define STATEMENT_MS 30000
#define PROGRESS_EVERY 10

/* What the dating of an article shares. */
struct dating {
	struct str zone;
	struct str newest; /* date of the newest published article */
	int32_t days;      /* from there to now */
};

static enum status
make_channels(struct db *db, struct arena *a, struct import_newsroom *room)
{
	for (size_t i = 0; i < room->channels_n; i++) {
		struct import_channel *c = &room->channels[i];
		struct q_channel_set_params in = {.slug = c->slug,
		    .name_zh = c->name_zh,
		    .name_en = c->name_en,
		    .position = (int32_t)i + 1,
		    .levels = c->levels};
		struct q_channel_set row;
		enum status st = q_channel_set(db, a, &in, &row);

		if (st != STATUS_OK)
			return st;
		c->id = row.id;
	}
	return STATUS_OK;
}

/* When it appeared: as its file says, with the days moved up to now. */
static enum status
date_article(
    struct db *db, struct arena *a, const struct dating *dating, const struct import_article *x)
{
	struct q_import_local_time_params at = {
	    .at = x->date, .zone = dating->zone, .newest = dating->newest, .days = dating->days};
	struct q_import_local_time row;
	enum status st = q_import_local_time(db, a, &at, &row);

	if (st != STATUS_OK)
		return st;
	if (x->state == IMPORT_WITHDRAWN) {
		struct q_import_date_gone_params in = {.article_id = x->article, .at = row.later};

		return q_import_date_gone(db, a, &in);
	}
	struct q_import_date_live_params in = {.article_id = x->article,
	    .first = row.at,
	    .last = x->state == IMPORT_UPDATED ? row.later : row.at};

	return q_import_date_live(db, a, &in);
}

/* The articles are sorted by date. */
static struct str
newest_live(const struct import_newsroom *room)
{
	struct str date = room->articles[room->articles_n - 1].date;

	for (size_t i = 0; i < room->articles_n; i++)
		if (room->articles[i].state >= IMPORT_PUBLISHED)
			date = room->articles[i].date;
	return date;
}

static enum status
date_all(struct cli *c, struct db *db, const struct import_newsroom *room)
{
	struct dating dating = {.zone = str_of(config_get(c->config, "zone", "Asia/Shanghai")),
	    .newest = newest_live(room)};
	struct q_import_shift_params in = {.newest = dating.newest, .zone = dating.zone};
	struct q_import_shift row;
	enum status st = q_import_shift(db, c->arena, &in, &row);

	if (st != STATUS_OK)
		return st;
	dating.days = row.days;
	for (size_t i = 0; st == STATUS_OK && i < room->articles_n; i++)
		st = date_article(db, c->arena, &dating, &room->articles[i]);
	return st == STATUS_OK ? q_import_dated(db, c->arena) : st;
}

/*
 * The pictures go before, as the worker may help to make them ready.  They are in the library then,
 * also if the newsroom is refused.
 */
static enum status
load_pictures(struct cli *c, struct db *db, const char *dir, struct import_newsroom *room,
    struct import_trouble *trouble)
{
	struct import_people people;
	enum status st = db_begin(db);

	if (st == STATUS_OK)
		st = import_sign_in(db, c->arena, room, &people, trouble);
	if (st == STATUS_OK)
		st = import_media_store(c, db, dir, room, &people, trouble);
	if (st == STATUS_OK)
		st = import_sign_out(db, c->arena, &people);
	if (st == STATUS_OK)
		st = db_commit(db);
	else
		db_rollback(db);
	return st == STATUS_OK ? import_media_ready(c, db, trouble) : st;
}

/* All in one transaction: the whole newsroom, or nothing. */
static enum status
load(struct cli *c, struct db *db, struct import_newsroom *room, struct import_trouble *trouble,
    const char **file)
{
	struct import_people people;
	struct q_import_note_params note = {.detail = STR("")};
	struct buf detail;
	enum status st;

	trouble->step = "channels";
	st = make_channels(db, c->arena, room);
	if (st == STATUS_OK)
		st = import_sign_in(db, c->arena, room, &people, trouble);
	for (size_t i = 0; st == STATUS_OK && i < room->articles_n; i++) {
		*file = room->articles[i].file;
		st = import_play(db, c->arena, room, &people, &room->articles[i], trouble);
		if (st == STATUS_OK && (i + 1) % PROGRESS_EVERY == 0) {
			printf("%zu of %zu articles\n", i + 1, room->articles_n);
			fflush(stdout);
		}
	}
	if (st != STATUS_OK)
		return st;
	*file = "newsroom.txt";
	trouble->step = "dates";
	st = date_all(c, db, room);
	if (st == STATUS_OK)
		st = import_sign_out(db, c->arena, &people);
	buf_init(&detail, c->arena, 64);
	buf_printf(&detail, "%zu articles", room->articles_n);
	note.detail = buf_view(&detail);
	if (st == STATUS_OK)
		st = q_import_note(db, c->arena, &note);
	return st;
}

static int
failed(const struct db *db, enum status st, const struct import_trouble *t, const char *file)
{
	if (t->more[0] != '\0')
		return cli_fail("%s: %s: %s. Nothing was loaded.", file, t->step, t->more);
	fprintf(stderr, "copydesk: %s: %s: nothing was loaded.\n", file, t->step);
	return cli_db_failed(db, st);
}

/* Two imports at once: one of them waits, and finds that it was done. */
static enum status
begin(struct cli *c, struct db *db, bool *done)
{
	struct q_import_was_done row;
	enum status st = db_begin(db);

	if (st == STATUS_OK)
		st = q_migration_lock(db, c->arena);
	if (st == STATUS_OK)
		st = q_import_was_done(db, c->arena, &row);
	if (st == STATUS_OK)
		*done = row.done;
	if (st != STATUS_OK || row.done)
		db_rollback(db);
	return st;
}

static int
import(struct cli *c, struct db *db, const char *dir, struct import_newsroom *room)
{
	struct import_trouble trouble = {.step = "start"};
	const char *file = "newsroom.txt";
	bool done = false;
	enum status st = begin(c, db, &done);

	if (st == STATUS_OK && !done) {
		db_rollback(db);
		st = load_pictures(c, db, dir, room, &trouble);
		if (st == STATUS_OK)
			st = begin(c, db, &done);
	}
	if (st == STATUS_OK && done) {
		puts("A newsroom was loaded before; nothing to do.");
		return CLI_DONE;
	}
	if (st == STATUS_OK)
		st = load(c, db, room, &trouble, &file);
	if (st == STATUS_OK) {
		trouble.step = "commit";
		st = db_commit(db);
	} else {
		db_rollback(db);
	}
	if (st != STATUS_OK)
		return failed(db, st, &trouble, file);
	printf("%zu channels and %zu articles are loaded.\n", room->channels_n, room->articles_n);
	return CLI_DONE;
}

int
cmd_import(struct cli *c, int argc, char **argv)
{
	struct import_newsroom *room = ARENA_NEW(c->arena, struct import_newsroom);
	struct db *db;
	int code;

	if (argc != 2)
		return cli_usage(c);
	if (!import_load(c->arena, argv[1], room))
		return CLI_FAILED;
	db = cli_owner(c, STATEMENT_MS);
	if (db == NULL)
		return CLI_FAILED;
	code = import(c, db, argv[1], room);
	db_free(db);
	return code;
}
