#include "domain/media_store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"

#define PATH_ROOM 4096

struct media_draft {
	const char *dir;
	char path[PATH_ROOM]; /* "" once it was moved */
	int fd;
	int lock; /* from the file in its place to the end of the request; -1: not held */
	size_t n;
	void *mapped; /* NULL: not */
};

enum store_fault
media_store_fault(int err, const char *what, const char *path)
{
	log_msg(LOG_ERROR, "media: %s %s: %s", what, path, strerror(err));
	return err == ENOSPC || err == EDQUOT ? STORE_FULL : STORE_FAILED;
}

static void
drop(void *arg)
{
	struct media_draft *d = arg;

	if (d->mapped != NULL)
		munmap(d->mapped, d->n);
	if (d->fd >= 0)
		close(d->fd);
	if (d->path[0] != '\0')
		unlink(d->path);
	if (d->lock >= 0)
		close(d->lock);
}

enum store_fault
media_draft_open(struct arena *a, const char *dir, struct media_draft **out)
{
	struct media_draft *d = ARENA_NEW(a, struct media_draft);
	int n = snprintf(d->path, sizeof(d->path), "%s/original/new-XXXXXX", dir);

	d->dir = dir;
	d->fd = d->lock = -1;
	*out = d;
	if (n < 0 || (size_t)n >= sizeof(d->path)) {
		d->path[0] = '\0';
		return media_store_fault(ENAMETOOLONG, "open", dir);
	}
	d->fd = mkostemp(d->path, O_CLOEXEC);
	if (d->fd < 0) {
		enum store_fault fault = media_store_fault(errno, "open", d->path);

		d->path[0] = '\0';
		return fault;
	}
	arena_cleanup(a, drop, d);
	return STORE_FINE;
}

enum store_fault
media_draft_write(struct media_draft *d, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = write(d->fd, p, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return media_store_fault(k < 0 ? errno : ENOSPC, "write", d->path);
		p += k;
		n -= (size_t)k;
		d->n += (size_t)k;
	}
	return STORE_FINE;
}

size_t
media_draft_size(const struct media_draft *d)
{
	return d->n;
}

enum store_fault
media_draft_view(struct media_draft *d, struct str *out)
{
	void *p;

	*out = STR("");
	if (d->n == 0)
		return STORE_FINE;
	if (d->mapped == NULL) {
		p = mmap(NULL, d->n, PROT_READ, MAP_PRIVATE, d->fd, 0);
		if (p == MAP_FAILED)
			return media_store_fault(errno, "map", d->path);
		d->mapped = p;
	}
	*out = (struct str){d->mapped, d->n};
	return STORE_FINE;
}

/* ${path} up to its last slash. */
static const char *
folder_of(const char *path, char out[PATH_ROOM])
{
	const char *slash = strrchr(path, '/');

	snprintf(out, PATH_ROOM, "%.*s", (int)(slash - path), path);
	return out;
}

enum store_fault
media_store_folder(const char *path)
{
	char above[PATH_ROOM];
	struct stat st;

	/* The set-group-id bit, if the folder above has it, comes along. */
	if (mkdir(path, 0750) != 0) {
		if (errno != EEXIST)
			return media_store_fault(errno, "make", path);
	} else if (stat(path, &st) != 0 || chmod(path, (st.st_mode & 07000) | 0750) != 0) {
		/* The umask may have taken the group's rights. */
		return media_store_fault(errno, "open up", path);
	}
	/* Also where it was there: whoever made it may not have come so far. */
	return media_store_sync(folder_of(path, above));
}

size_t
media_store_sweep(const char *folder, int64_t age)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	size_t n = 0;

	if (d == NULL)
		return 0;
	while ((e = readdir(d)) != NULL) {
		struct stat st;

		if (!str_ends(str_of(e->d_name), STR(".new")) ||
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
		    !S_ISREG(st.st_mode) || st.st_mtime > time(NULL) - age)
			continue;
		if (unlinkat(dirfd(d), e->d_name, 0) == 0)
			n++;
		else if (errno != ENOENT)
			(void)media_store_fault(errno, "delete", e->d_name);
	}
	closedir(d);
	return n;
}

int
media_store_lock(const char *dir, bool alone)
{
	char path[PATH_ROOM];
	int n = snprintf(path, sizeof(path), "%s/original", dir);
	int fd = -1;

	if (n > 0 && (size_t)n < sizeof(path))
		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		(void)media_store_fault(errno, "open", path);
		return -1;
	}
	while (flock(fd, alone ? LOCK_EX : LOCK_SH) != 0) {
		if (errno == EINTR)
			continue;
		(void)media_store_fault(errno, "lock", path);
		close(fd);
		return -1;
	}
	return fd;
}

enum store_fault
media_store_sync(const char *folder)
{
	enum store_fault fault = STORE_FINE;
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return media_store_fault(errno, "open", folder);
	if (fsync(fd) != 0)
		fault = media_store_fault(errno, "sync", folder);
	close(fd);
	return fault;
}

static bool
is_there(const char *path, size_t n)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && (size_t)st.st_size == n;
}

static void
hex_of(const uint8_t sha256[MEDIA_HASH], char out[2 * MEDIA_HASH + 1])
{
	for (size_t i = 0; i < MEDIA_HASH; i++)
		snprintf(out + 2 * i, 3, "%02x", sha256[i]);
}

enum store_fault
media_draft_keep(struct media_draft *d, const uint8_t sha256[MEDIA_HASH])
{
	char hex[2 * MEDIA_HASH + 1];
	char place[PATH_ROOM];
	char folder[PATH_ROOM];
	enum store_fault fault;

	hex_of(sha256, hex);
	int n = snprintf(place, sizeof(place), "%s/original/%.2s/%s", d->dir, hex, hex);

	if (n < 0 || (size_t)n >= sizeof(place))
		return media_store_fault(ENAMETOOLONG, "move", d->path);
	d->lock = media_store_lock(d->dir, false);
	if (d->lock < 0)
		return STORE_FAILED;
	/* The draft then goes with the arena; who moved the other there may not have come so far.
	 */
	if (is_there(place, d->n))
		return media_store_sync(folder_of(place, folder));
	if (fchmod(d->fd, 0640) != 0 || fsync(d->fd) != 0)
		return media_store_fault(errno, "sync", d->path);
	fault = media_store_folder(folder_of(place, folder));
	if (fault != STORE_FINE)
		return fault;
	if (rename(d->path, place) != 0)
		return media_store_fault(errno, "move", place);
	d->path[0] = '\0';
	return media_store_sync(folder);
}

const char *
media_store_original(struct arena *a, const uint8_t sha256[MEDIA_HASH])
{
	char hex[2 * MEDIA_HASH + 1];
	struct buf b;

	hex_of(sha256, hex);
	buf_init(&b, a, 128);
	buf_printf(&b, "original/%.2s/%s", hex, hex);
	return str_z(a, buf_view(&b));
}

const char *
media_store_rendition(struct arena *a, struct str key)
{
	struct buf b;

	buf_init(&b, a, 128);
	buf_printf(&b, "rendition/%.*s/%.*s", STR_ARG(str_sub(key, 0, 2)), STR_ARG(key));
	return str_z(a, buf_view(&b));
}
