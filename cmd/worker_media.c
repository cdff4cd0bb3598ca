#include "cmd/worker_media.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/num.h"
#include "cmd/imager_run.h"
#include "cmd/imager_talk.h"
#include "cmd/worker_sizes.h"
#include "domain/media_store.h"
#include "domain/media_work.h"

/*
 * One picture: the imager makes the renditions, and this writes them, under names that it made up
 * itself.  Nothing is kept in memory between pictures; whatever ends this process, the next one
 * does the same again.
 */

#define OUTPUT_MAX ((size_t)48 * 1024 * 1024)
#define PATH_ROOM 4096

/* One picture's way. */
struct turn {
	const struct worker_media *m;
	struct arena *arena;
	struct media_job job;
	struct picture original; /* by its frame */
	struct media_result result;
	char folder[PATH_ROOM];
	struct buf output;
	size_t files; /* that were written */
};

/* How it went. */
enum outcome {
	DONE,
	FAILED, /* for good, for t->word */
	LATER,
	LATER_FULL
};

static int
open_original(struct turn *t)
{
	char path[PATH_ROOM];
	const char *rel = media_store_original(t->arena, t->job.sha256);
	int n = snprintf(path, sizeof(path), "%s/%s", t->m->dir, rel);
	int fd = n > 0 && (size_t)n < sizeof(path) ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0)
		log_msg(LOG_ERROR, "media: open %s: %s", path, strerror(errno));
	return fd;
}

/* rendition/ab/<key>, both made if need be. */
static enum store_fault
make_folder(struct turn *t)
{
	char hex[2 * MEDIA_HASH + 1];
	char above[PATH_ROOM];
	struct str key = {hex, MEDIA_KEY_HEX};
	enum store_fault fault;
	int n;

	for (size_t i = 0; i < MEDIA_HASH; i++)
		snprintf(hex + 2 * i, 3, "%02x", t->job.sha256[i]);
	n = snprintf(
	    t->folder, sizeof(t->folder), "%s/%s", t->m->dir, media_store_rendition(t->arena, key));
	if (n < 0 || (size_t)n >= sizeof(t->folder))
		return media_store_fault(ENAMETOOLONG, "make", t->m->dir);
	snprintf(above, sizeof(above), "%.*s", n - MEDIA_KEY_HEX - 1, t->folder);
	fault = media_store_folder(above);
	return fault == STORE_FINE ? media_store_folder(t->folder) : fault;
}

/* Beside its place; moved there when all are safe. */
static enum store_fault
write_file(struct turn *t, struct str name, struct str bytes)
{
	char path[PATH_ROOM + 64];
	enum store_fault fault = STORE_FINE;
	int fd;

	snprintf(path, sizeof(path), "%s/%.*s.new", t->folder, STR_ARG(name));
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	if (fd < 0)
		return media_store_fault(errno, "open", path);
	while (bytes.n > 0 && fault == STORE_FINE) {
		ssize_t k = write(fd, bytes.p, bytes.n);

		if (k < 0 && errno != EINTR)
			fault = media_store_fault(errno, "write", path);
		else if (k > 0)
			bytes = str_sub(bytes, (size_t)k, bytes.n);
	}
	/* The umask may have taken the group's right. */
	if (fault == STORE_FINE && (fchmod(fd, 0640) != 0 || fsync(fd) != 0))
		fault = media_store_fault(errno, "sync", path);
	close(fd);
	if (fault != STORE_FINE)
		unlink(path);
	return fault;
}

static enum store_fault
move_file(struct turn *t, struct str name)
{
	char from[PATH_ROOM + 64];
	char to[PATH_ROOM + 64];

	snprintf(from, sizeof(from), "%s/%.*s.new", t->folder, STR_ARG(name));
	snprintf(to, sizeof(to), "%s/%.*s", t->folder, STR_ARG(name));
	return rename(from, to) == 0 ? STORE_FINE : media_store_fault(errno, "move", to);
}

/* Take a line off ${rest}. */
static bool
next_line(struct str *rest, struct str *line)
{
	size_t n = str_chr(str_sub(*rest, 0, IMAGER_LINE_MAX), '\n');

	if (n >= rest->n || n >= IMAGER_LINE_MAX)
		return false;
	*line = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n + 1, rest->n);
	return true;
}

/* "size 4000 3000" */
static bool
read_size(struct str line, struct media_result *out)
{
	struct str word;
	int64_t w, h;

	if (!str_split(&line, ' ', &word) || !str_eq(word, STR("size")) ||
	    !str_split(&line, ' ', &word) || !num_i64(word, 1, INT32_MAX, &w) ||
	    !num_i64(line, 1, INT32_MAX, &h))
		return false;
	out->width = (int32_t)w;
	out->height = (int32_t)h;
	return true;
}

/* The next "file NAME BYTES" with its bytes, if it is named ${want}. */
static bool
take_file(struct str *rest, const char *want, struct str *bytes)
{
	struct str line;
	struct str word;
	int64_t n;

	if (!next_line(rest, &line) || !str_split(&line, ' ', &word) ||
	    !str_eq(word, STR("file")) || !str_split(&line, ' ', &word) ||
	    !str_eq(word, str_of(want)) || !num_i64(line, 1, (int64_t)rest->n, &n))
		return false;
	*bytes = str_sub(*rest, 0, (size_t)n);
	*rest = str_sub(*rest, (size_t)n, rest->n);
	return true;
}

static const struct {
	const char *name;
	enum picture_type type;
} extensions[] = {{"jpg", PICTURE_JPEG}, {"webp", PICTURE_WEBP}, {"avif", PICTURE_AVIF}};
#define EXTENSIONS (sizeof(extensions) / sizeof(extensions[0]))

/* What there is to be, in each of those. */
struct stem {
	char name[40];
	int32_t width, height;
};

static int32_t
whole_height(const struct media_result *r, int32_t width)
{
	int64_t h = ((int64_t)r->height * width + r->width / 2) / r->width;

	return h > 0 ? (int32_t)h : 1;
}

/* In the order in which they come. */
static size_t
list_stems(const struct turn *t, bool whole, struct stem *stems)
{
	int32_t widths[MEDIA_WIDTHS_MAX];
	size_t n = 0;

	if (whole) {
		n = media_widths(t->result.width, widths);
		for (size_t i = 0; i < n; i++) {
			snprintf(stems[i].name, sizeof(stems[i].name), "w-%" PRId32, widths[i]);
			stems[i].width = widths[i];
			stems[i].height = whole_height(&t->result, widths[i]);
		}
		return n;
	}
	for (int c = 0; c < MEDIA_CROPS; c++) {
		size_t k = media_crop_widths(
		    (enum media_crop)c, t->result.width, t->result.height, widths);

		for (size_t i = 0; i < k; i++) {
			struct stem *s = &stems[n++];

			snprintf(s->name, sizeof(s->name), "%s-%" PRId32 "-%d-%d",
			    media_ratio[c].name, widths[i], t->job.focal_x, t->job.focal_y);
			s->width = widths[i];
			s->height = media_crop_height((enum media_crop)c, widths[i]);
		}
	}
	return n;
}

#define STEMS_MAX (MEDIA_CROPS * MEDIA_CROP_WIDTHS_MAX)

static bool
take_head(struct turn *t, bool whole, struct str *output)
{
	struct str line, blur;
	struct picture p;

	if (!next_line(output, &line) || !read_size(line, &t->result) ||
	    !worker_sizes_agree(&t->original, t->result.width, t->result.height))
		return false;
	if (!whole)
		return true;
	if (!take_file(output, "blur.webp", &blur) || blur.n > IMAGER_BLUR_MAX ||
	    picture_read(blur, &p) != PICTURE_FINE || p.type != PICTURE_WEBP)
		return false;
	t->result.blur = str_dup(t->arena, blur);
	return true;
}

/* Either every file of ${output} is written, or none is moved to its place. */
static enum outcome
store(struct turn *t, bool whole, struct str output)
{
	struct stem stems[STEMS_MAX];
	struct str names[STEMS_MAX * EXTENSIONS];
	struct str bytes;
	size_t n, files = 0;

	if (!take_head(t, whole, &output))
		return FAILED;
	n = list_stems(t, whole, stems);
	for (size_t i = 0; i < n * EXTENSIONS; i++) {
		const struct stem *stem = &stems[i / EXTENSIONS];
		char name[48];
		enum store_fault fault;

		snprintf(name, sizeof(name), "%s.%s", stem->name, extensions[i % EXTENSIONS].name);
		if (!take_file(&output, name, &bytes) ||
		    !worker_sizes_rendition(
			bytes, extensions[i % EXTENSIONS].type, stem->width, stem->height))
			return FAILED;
		names[files] = str_dup(t->arena, str_of(name));
		fault = write_file(t, names[files++], bytes);
		if (fault != STORE_FINE)
			return fault == STORE_FULL ? LATER_FULL : LATER;
	}
	if (!str_eq(output, STR("end\n")))
		return FAILED;
	for (size_t i = 0; i < files; i++)
		if (move_file(t, names[i]) != STORE_FINE)
			return LATER;
	t->files += files;
	return media_store_sync(t->folder) == STORE_FINE ? DONE : LATER;
}

/* One run of the imager: all of the picture in its widths, or its crops. */
static enum outcome
run_once(struct turn *t, int original, bool whole, struct str *word)
{
	char x[8], y[8];
	const char *const words[] = {
	    str_z(t->arena, t->job.type), whole ? "whole" : "crops", x, y, NULL};

	snprintf(x, sizeof(x), "%d", t->job.focal_x);
	snprintf(y, sizeof(y), "%d", t->job.focal_y);
	if (lseek(original, 0, SEEK_SET) != 0)
		return LATER;
	buf_reset(&t->output);
	switch (imager_run(t->m->imager, original, words, &t->output)) {
	case IMAGER_END_DONE:
		*word = STR("output");
		return store(t, whole, buf_view(&t->output));
	case IMAGER_END_BROKEN:
		*word = STR("broken");
		return FAILED;
	case IMAGER_END_MEMORY:
		*word = STR("memory");
		return FAILED;
	case IMAGER_END_TIME:
		/* A busy machine may be why. */
		*word = STR("time");
		return t->job.attempts < MEDIA_ATTEMPTS_MAX ? LATER : FAILED;
	case IMAGER_END_CRASH:
		break;
	}
	*word = STR("crash");
	return t->job.attempts < MEDIA_ATTEMPTS_MAX ? LATER : FAILED;
}

static enum outcome
make_all(struct turn *t, struct str *word)
{
	enum outcome how = DONE;
	enum store_fault fault = make_folder(t);
	int original;

	if (fault != STORE_FINE)
		return fault == STORE_FULL ? LATER_FULL : LATER;
	/* Of a worker that was killed over it. */
	media_store_sweep(t->folder, 0);
	original = open_original(t);
	if (original < 0) {
		*word = STR("missing");
		return t->job.attempts < MEDIA_ATTEMPTS_MAX ? LATER : FAILED;
	}
	if (worker_sizes_original(original, &t->original)) {
		if (t->job.whole)
			how = run_once(t, original, true, word);
		if (how == DONE)
			how = run_once(t, original, false, word);
	} else {
		*word = STR("broken");
		how = FAILED;
	}
	close(original);
	if (how != DONE)
		media_store_sweep(t->folder, 0);
	return how;
}

static enum status
report(struct turn *t, struct db *db, enum outcome how, struct str word)
{
	switch (how) {
	case DONE:
		return media_done(db, t->arena, &t->job, &t->result);
	case FAILED:
		return media_failed(db, t->arena, &t->job, word);
	case LATER:
		return media_later(db, t->arena, &t->job, true);
	case LATER_FULL:
		break;
	}
	return media_later(db, t->arena, &t->job, false);
}

enum status
worker_media(const struct worker_media *m, struct db *db, struct arena *a)
{
	static const char *const how_word[] = {
	    [DONE] = "done", [FAILED] = "failed", [LATER] = "later", [LATER_FULL] = "disk full"};
	struct turn *t = ARENA_NEW(a, struct turn);
	struct str word = STR("");
	enum outcome how;
	struct log_line l;
	enum status st = media_claim(db, a, &t->job);

	if (st != STATUS_OK)
		return st;
	t->m = m;
	t->arena = a;
	buf_init(&t->output, NULL, OUTPUT_MAX);
	how = make_all(t, &word);
	buf_free(&t->output);
	log_open(&l, how == DONE ? LOG_INFO : LOG_WARN, "picture");
	log_field_i64(&l, "id", t->job.id.v);
	log_field_str(&l, "outcome", str_of(how_word[how]));
	if (how != DONE)
		log_field_str(&l, "why", word);
	log_field_i64(&l, "attempt", t->job.attempts);
	log_field_i64(&l, "files", (int64_t)t->files);
	log_close(&l);
	return report(t, db, how, word);
}
