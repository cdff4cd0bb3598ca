#include "cmd/import_media.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cmd/worker_media.h"
#include "crypto/hash.h"
#include "domain/media.h"
#include "domain/media_store.h"
#include "gen/q_owner.h"
#include "imaging/picture.h"

#define WAIT_S 120
#define HELPERS_MAX 3
#define STATEMENT_MS 30000
#define WORK_MAX ((size_t)16 * 1024 * 1024)
#define LOOK_MS 250

struct media_id
import_media_id(const struct import_newsroom *room, struct str file)
{
	for (size_t i = 0; i < room->pictures_n; i++)
		if (str_eq(room->pictures[i].figure.file, file))
			return room->pictures[i].id;
	return (struct media_id){0};
}

static enum status
refuse(struct import_trouble *t, const char *why, struct str word)
{
	t->step = "pictures";
	snprintf(t->more, sizeof(t->more), "%s \"%.*s\"", why, STR_ARG(word));
	return STATUS_INVALID;
}

/* The file ${path} into ${d}; it is not to be read twice. */
static bool
copy_in(const char *path, struct media_draft *d)
{
	FILE *in = fopen(path, "rb");
	char part[65536];
	bool ok = in != NULL;
	size_t n;

	while (ok && (n = fread(part, 1, sizeof(part), in)) > 0)
		ok = media_draft_size(d) + n <= MEDIA_BYTES_MAX &&
		     media_draft_write(d, part, n) == STORE_FINE;
	ok = ok && ferror(in) == 0;
	if (in != NULL)
		(void)fclose(in);
	return ok;
}

static enum status
store(struct cli *c, struct db *db, const char *dir, struct import_picture *p,
    struct import_trouble *trouble)
{
	struct media_new in = {.name = p->figure.file,
	    .alt = p->figure.alt,
	    .caption = p->figure.caption,
	    .credit = p->figure.credit};
	struct media_draft *d;
	struct picture look;
	struct str bytes;
	char path[4096];

	if (str_chr(p->figure.file, '/') < p->figure.file.n)
		return refuse(trouble, "a picture is a file of media/, not", p->figure.file);
	snprintf(path, sizeof(path), "%s/media/%.*s", dir, STR_ARG(p->figure.file));
	if (media_draft_open(c->arena, config_get(c->config, "media_dir", MEDIA_DIR_DEFAULT), &d) !=
	    STORE_FINE)
		return refuse(trouble, "the setting media_dir has no room for", p->figure.file);
	if (!copy_in(path, d) || media_draft_view(d, &bytes) != STORE_FINE ||
	    picture_read(bytes, &look) != PICTURE_FINE)
		return refuse(trouble, "this is no picture that can be shown:", p->figure.file);
	in.type = str_of(picture_type_name(look.type));
	in.bytes = (int64_t)bytes.n;
	in.width = look.width;
	in.height = look.height;
	hash_sha256(bytes, in.sha256);
	if (media_draft_keep(d, in.sha256) != STORE_FINE)
		return refuse(trouble, "the setting media_dir has no room for", p->figure.file);
	return media_add(db, c->arena, &in, &p->id);
}

/* Note the picture of ${figure}, unless another article named it before. */
static bool
note(struct import_newsroom *room, const struct import_figure *figure, struct str author)
{
	for (size_t i = 0; i < room->pictures_n; i++)
		if (str_eq(room->pictures[i].figure.file, figure->file))
			return true;
	if (room->pictures_n == IMPORT_PICTURES_MAX)
		return false;
	room->pictures[room->pictures_n++] =
	    (struct import_picture){.figure = *figure, .author = author};
	return true;
}

static bool
note_all(struct import_newsroom *room, const struct import_article *x)
{
	struct str rest = x->draft.body_text;
	struct str line;
	struct import_figure figure = {.file = x->lead_file,
	    .alt = x->draft.lead.alt,
	    .caption = x->draft.lead.caption,
	    .credit = x->draft.lead.credit};

	if (x->lead_file.n > 0 && !note(room, &figure, x->author))
		return false;
	while (str_split(&rest, '\n', &line))
		if (import_media_line(line, &figure) && !note(room, &figure, x->author))
			return false;
	return true;
}

enum status
import_media_store(struct cli *c, struct db *db, const char *dir, struct import_newsroom *room,
    const struct import_people *people, struct import_trouble *trouble)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; i < room->articles_n; i++)
		if (!note_all(room, &room->articles[i]))
			return refuse(trouble, "more pictures than there is room for, at",
			    str_of(room->articles[i].file));
	for (size_t i = 0; st == STATUS_OK && i < room->pictures_n; i++) {
		st = import_act_as(db, c->arena, people, room->pictures[i].author);
		if (st == STATUS_OK)
			st = store(c, db, dir, &room->pictures[i], trouble);
	}
	return st;
}

/*
 * The imager is one of the programs of the system: beside this one in a build folder, in libexec
 * where it is installed.
 */
static const char *
imager_path(const struct cli *c)
{
	static const char *const beside[] = {
	    "copydesk-imager", "../libexec/copydesk/copydesk-imager"};
	const char *set = config_get(c->config, "imager", NULL);
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (set != NULL || n <= 0)
		return set;
	path[n] = '\0';
	slash = strrchr(path, '/');
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		snprintf(slash + 1, sizeof(path) - (size_t)(slash + 1 - path), "%s", beside[i]);
		if (access(path, X_OK) == 0)
			return str_z(c->arena, str_of(path));
	}
	return NULL;
}

/* Make ready all that waits, as the worker does, which may well do some of it. */
static enum status
make_ready(const struct worker_media *m, struct db *db)
{
	struct arena *a = arena_new(WORK_MAX);
	enum status st;

	if (a == NULL)
		return STATUS_BUSY;
	do {
		st = worker_media(m, db, a);
		arena_reset(a);
	} while (st == STATUS_OK);
	arena_free(a);
	return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

/* The same in a process of its own for each processor but one: it is all computing. */
static size_t
start_helpers(const struct cli *c, const struct worker_media *m, pid_t *pids)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t n = 0;

	while ((long)n + 1 < processors && n < HELPERS_MAX) {
		pid_t pid = fork();

		if (pid < 0)
			break;
		if (pid == 0) {
			struct db *own = cli_owner(c, STATEMENT_MS);

			_exit(own != NULL && make_ready(m, own) == STATUS_OK ? 0 : 1);
		}
		pids[n++] = pid;
	}
	return n;
}

enum status
import_media_ready(struct cli *c, struct db *db, struct import_trouble *trouble)
{
	const struct timespec look = {.tv_nsec = LOOK_MS * 1000000L};
	const struct worker_media m = {
	    .dir = config_get(c->config, "media_dir", MEDIA_DIR_DEFAULT), .imager = imager_path(c)};
	pid_t helpers[HELPERS_MAX];
	size_t helpers_n;
	enum status st;

	trouble->step = "pictures";
	if (m.imager == NULL)
		return refuse(trouble, "there is no", STR("copydesk-imager"));
	helpers_n = start_helpers(c, &m, helpers);
	st = make_ready(&m, db);
	/* What one of them left undone is seen below. */
	for (size_t i = 0; i < helpers_n; i++)
		(void)waitpid(helpers[i], NULL, 0);
	if (st != STATUS_OK)
		return st;
	for (int i = 0; i < WAIT_S * 1000 / LOOK_MS; i++) {
		struct q_import_media_left row;

		st = q_import_media_left(db, c->arena, &row);
		if (st != STATUS_OK)
			return st;
		if (row.failed > 0)
			return refuse(trouble, "no picture could be made of", row.name);
		if (row.pending == 0)
			return STATUS_OK;
		/* Another worker has it, or had it. */
		(void)nanosleep(&look, NULL);
		st = make_ready(&m, db);
		if (st != STATUS_OK)
			return st;
	}
	return refuse(trouble, "in minutes nobody made ready all of", STR("media"));
}
