#include "http/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "base/num.h"

#define SYSTEMD_FIRST 3
/* How long a predecessor whose master was killed may take to follow it. */
#define TRIES 30
#define TRY_US 100000

/* How many descriptors systemd has passed; after a reload the process is still the one named. */
static int64_t
passed_by_systemd(void)
{
	int64_t pid;
	int64_t n;

	if (!num_i64(str_of(getenv("LISTEN_PID")), 1, INT32_MAX, &pid) || pid != getpid() ||
	    !num_i64(str_of(getenv("LISTEN_FDS")), 0, INT32_MAX, &n))
		return 0;
	return n;
}

bool
listen_from_systemd(struct listen_inherited *in)
{
	int64_t n = passed_by_systemd();

	if ((size_t)n > sizeof(in->fd) / sizeof(in->fd[0]) - in->n) {
		log_msg(LOG_ERROR, "too many sockets were passed by LISTEN_FDS");
		return false;
	}
	for (int i = 0; i < (int)n; i++)
		in->fd[in->n++] = SYSTEMD_FIRST + i;
	return true;
}

/* Take the socket bound to ${path} out of ${in}, or return -1. */
static int
take_inherited(const struct sockaddr_un *path, struct listen_inherited *in)
{
	for (size_t i = 0; i < in->n; i++) {
		struct sockaddr_un bound = {.sun_family = AF_UNSPEC};
		socklen_t len = sizeof(bound);
		int fd = in->fd[i];

		if (getsockname(fd, (struct sockaddr *)&bound, &len) != 0 ||
		    bound.sun_family != AF_UNIX ||
		    strncmp(bound.sun_path, path->sun_path, sizeof(bound.sun_path)) != 0)
			continue;
		in->fd[i] = in->fd[--in->n];
		return fd;
	}
	return -1;
}

/* Does somebody answer at this address? */
static bool
is_alive(const struct sockaddr_un *path)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool alive;

	if (fd < 0)
		return true;
	alive = connect(fd, (const struct sockaddr *)path, sizeof(*path)) == 0 || errno == EAGAIN;
	close(fd);
	return alive;
}

static bool
make_way(const struct sockaddr_un *path)
{
	struct stat st;

	if (lstat(path->sun_path, &st) != 0)
		return errno == ENOENT;
	if (!S_ISSOCK(st.st_mode)) {
		log_msg(LOG_ERROR, "%s is in the way: it is no socket", path->sun_path);
		return false;
	}
	for (int i = 0; is_alive(path); i++) {
		if (i == TRIES) {
			log_msg(LOG_ERROR, "another server answers at %s: stop it first",
			    path->sun_path);
			return false;
		}
		usleep(TRY_US);
	}
	return unlink(path->sun_path) == 0 || errno == ENOENT;
}

static int
bind_new(const struct sockaddr_un *path)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	mode_t before;
	int failed;

	if (fd < 0)
		return -1;
	/* From its first moment the socket is for owner and group alone. */
	before = umask(0117);
	failed = bind(fd, (const struct sockaddr *)path, sizeof(*path));
	umask(before);
	if (failed) {
		close(fd);
		return -1;
	}
	return fd;
}

int
listen_open(const char *path, int backlog, struct listen_inherited *in)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	size_t n = strlen(path);
	int fd;

	if (n >= sizeof(at.sun_path)) {
		log_msg(LOG_ERROR, "the path of a socket may have %zu bytes; too long: %s",
		    sizeof(at.sun_path) - 1, path);
		return -1;
	}
	memcpy(at.sun_path, path, n);
	fd = take_inherited(&at, in);
	if (fd < 0) {
		if (!make_way(&at))
			return -1;
		fd = bind_new(&at);
	}
	if (fd < 0 || listen(fd, backlog) != 0 || !listen_keep(fd, false) ||
	    fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
		log_msg(LOG_ERROR, "cannot listen at %s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

void
listen_close_rest(struct listen_inherited *in)
{
	for (size_t i = 0; i < in->n; i++)
		listen_close(in->fd[i]);
	in->n = 0;
}

void
listen_close(int fd)
{
	struct sockaddr_un bound = {.sun_family = AF_UNSPEC};
	socklen_t len = sizeof(bound);
	bool ours = fd < SYSTEMD_FIRST || fd >= SYSTEMD_FIRST + passed_by_systemd();

	if (ours && getsockname(fd, (struct sockaddr *)&bound, &len) == 0 &&
	    bound.sun_family == AF_UNIX)
		unlink(bound.sun_path);
	close(fd);
}

bool
listen_keep(int fd, bool keep)
{
	return fcntl(fd, F_SETFD, keep ? 0 : FD_CLOEXEC) == 0;
}
