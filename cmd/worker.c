#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "cmd/worker_media.h"
#include "db/notice.h"
#include "domain/housekeeping.h"
#include "domain/media_store.h"

/*
 * copydesk-worker: what has to be done by the clock, and the renditions of pictures.  It keeps
 * nothing in memory, every round is one transaction, and a round that failed is simply done again.
 */

#define ROUND_S 60
#define RETRY_S 5    /* after a round that failed: the database may be back */
#define POLL_MS 5000 /* for pictures whose notification got lost */
#define STATEMENT_MS 30000
#define CONNECT_MS 5000
#define ARENA_MAX ((size_t)16 * 1024 * 1024)

/* There is nothing to finish: the server rolls back what is under way. */
static void
on_stop(int sig)
{
	(void)sig;
	_exit(0);
}

static bool
round_done(struct db *db, struct arena *a)
{
	struct housekeeping h;
	struct log_line l;
	enum status st = housekeeping_run(db, a, &h);

	if (st == STATUS_OK) {
		log_open(&l, LOG_INFO, "housekeeping");
		log_field_i64(&l, "sessions", h.sessions);
		log_field_i64(&l, "keys", h.keys);
		log_field_i64(&l, "throttles", h.throttles);
		log_close(&l);
	}
	arena_reset(a);
	return st == STATUS_OK;
}

/* All pictures that wait; false if the database went away meanwhile. */
static bool
pictures_done(const struct worker_media *m, struct db *db, struct arena *a)
{
	enum status st;

	/* Before asking, so that what comes in after the answer is heard of. */
	st = notice_listen(db, "media");
	while (st == STATUS_OK) {
		st = worker_media(m, db, a);
		arena_reset(a);
	}
	return st == STATUS_NOT_FOUND;
}

static void
ignore(void *arg, struct str payload)
{
	(void)arg;
	(void)payload;
}

/* A notification only says that it is worth asking; without a connection none comes. */
static void
pause_until_work(struct db *db, int ms)
{
	int n;

	if (notice_wait(db, ms, ignore, NULL, &n) != STATUS_OK)
		sleep(1);
}

static void __attribute__((noreturn))
work(const struct worker_media *m, struct db *db, struct arena *a)
{
	int64_t next_round = 0;

	for (;;) {
		bool well = true;

		if (clock_mono_us() >= next_round) {
			well = round_done(db, a);
			next_round =
			    clock_mono_us() + (well ? ROUND_S : RETRY_S) * INT64_C(1000000);
		}
		well = pictures_done(m, db, a) && well;
		pause_until_work(db, well ? POLL_MS : RETRY_S * 1000);
	}
}

/* The imager lies beside this program, unless a setting says otherwise. */
static const char *
imager_path(const struct config *c)
{
	static char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (n <= 0)
		return config_get(c, "imager", "copydesk-imager");
	path[n] = '\0';
	slash = strrchr(path, '/');
	snprintf(slash + 1, sizeof(path) - (size_t)(slash + 1 - path), "copydesk-imager");
	return config_get(c, "imager", path);
}

static enum log_level
level_of(const char *word)
{
	static const char *const words[] = {
	    [LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"};

	for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], word) == 0)
			return (enum log_level)i;
	return LOG_INFO;
}

int
main(int argc, char **argv)
{
	const char *path = NULL;
	struct sigaction stop = {.sa_handler = on_stop};
	struct config *config;
	struct arena *a;
	struct db *db;
	int opt;

	while ((opt = getopt(argc, argv, "c:")) != -1) {
		if (opt != 'c') {
			fputs("usage: copydesk-worker [-c FILE]\n", stderr);
			return 2;
		}
		path = optarg;
	}
	config = config_load(path);
	if (config == NULL)
		return 1;
	log_init("worker", level_of(config_get(config, "log_level", "info")));

	struct db_options o = {.conninfo = config_get(config, "database_worker", NULL),
	    .program = "copydesk-worker",
	    .statement_ms = STATEMENT_MS,
	    .connect_ms = CONNECT_MS};

	const struct worker_media m = {
	    .dir = config_get(config, "media_dir", MEDIA_DIR_DEFAULT),
	    .imager = imager_path(config),
	};

	if (o.conninfo == NULL) {
		log_msg(LOG_ERROR, "the setting database_worker is missing");
		return 1;
	}
	db = db_new(&o);
	a = arena_new(ARENA_MAX);
	if (db == NULL || a == NULL) {
		log_msg(LOG_ERROR, "out of memory");
		return 1;
	}
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	log_msg(LOG_INFO, "started");
	work(&m, db, a);
}
