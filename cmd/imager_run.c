#include "cmd/imager_run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "cmd/imager_talk.h"

/* Twice its computing: a busy machine refuses no picture. */
#define WALL_MS 20000
#define CPU_S 10
/* What it may write on, for 60 megapixels of any kind.  Its programs and libraries, 200 MB that all
 * share, count in the second. */
#if defined(__SANITIZE_ADDRESS__) /* whose shadow is laid over the whole address space */
#define DATA_MAX RLIM_INFINITY
#define SPACE_MAX RLIM_INFINITY
#else
#define DATA_MAX ((rlim_t)512 * 1024 * 1024)
#define SPACE_MAX ((rlim_t)1024 * 1024 * 1024)
#endif
#define FILES_MAX 16
#define WORDS_MAX 8

/* One thread, one heap: nothing but the picture is in memory twice.  No code made at run time. */
static char *const environment[] = {(char[]){"LC_ALL=C.UTF-8"}, (char[]){"MALLOC_ARENA_MAX=1"},
    (char[]){"VIPS_CONCURRENCY=1"}, (char[]){"VIPS_NOVECTOR=1"}, (char[]){"VIPS_DISC_THRESHOLD=4g"},
#if defined(__SANITIZE_ADDRESS__) /* looking for leaks takes rights that it has not */
    (char[]){"ASAN_OPTIONS=detect_leaks=0"},
#endif
    NULL};

/* The kernel ends at once, and says nothing of it, at the hard limit of RLIMIT_CPU: its signal
 * comes at the soft one. */
static bool
limit(int what, rlim_t max)
{
	const struct rlimit l = {.rlim_cur = max, .rlim_max = what == RLIMIT_CPU ? max + 1 : max};

	return setrlimit((__rlimit_resource_t)what, &l) == 0;
}

/*
 * The processor that it is on is its own for good.  By their number dav1d decides how many frames
 * to decode at once, and for more than one it keeps the coefficients of a whole frame: 60
 * megapixels of AVIF fit without.  A host that forbids it loses the largest of them, no more.
 */
static void
stay(void)
{
	int here = sched_getcpu();
	cpu_set_t set;

	if (here < 0)
		return;
	CPU_ZERO(&set);
	CPU_SET((unsigned)here, &set);
	(void)sched_setaffinity(0, sizeof(set), &set);
}

/*
 * In the child.  The number of processes is not limited, as that counts all of the user's: the
 * imager's own filter knows only threads.
 */
static void __attribute__((noreturn)) become(const char *program, int original, int output,
    int complaints, pid_t parent, const char *const *words)
{
	char *argv[WORDS_MAX + 2] = {strdup(program)};
	sigset_t none;

	for (size_t i = 0; i < WORDS_MAX && words[i] != NULL; i++)
		argv[i + 1] = strdup(words[i]);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* A session of its own: no terminal reaches it. */
	setsid();
	stay();
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent ||
	    dup2(original, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
	    dup2(complaints, STDERR_FILENO) < 0 || close_range(STDERR_FILENO + 1, ~0U, 0) != 0 ||
	    chdir("/") != 0)
		_exit(IMAGER_FAILED);
	if (!limit(RLIMIT_DATA, DATA_MAX) || !limit(RLIMIT_AS, SPACE_MAX) ||
	    !limit(RLIMIT_CPU, CPU_S) || !limit(RLIMIT_NOFILE, FILES_MAX) ||
	    !limit(RLIMIT_FSIZE, 0) || !limit(RLIMIT_CORE, 0))
		_exit(IMAGER_FAILED);
	execve(program, argv, environment);
	_exit(IMAGER_FAILED);
}

/* Read to the end, or until the time is up or the room. */
static bool
collect(int fd, struct buf *out, bool *late)
{
	int64_t end = clock_mono_us() + (int64_t)WALL_MS * 1000;

	for (;;) {
		int64_t left = end - clock_mono_us();
		struct pollfd p = {.fd = fd, .events = POLLIN};
		char *room;
		ssize_t n;

		*late = left <= 0;
		if (*late)
			return false;
		if (poll(&p, 1, (int)((left + 999) / 1000)) <= 0)
			continue;
		room = buf_room(out, 65536);
		if (room == NULL)
			return false;
		n = read(fd, room, 65536);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		out->n += (size_t)n;
	}
}

/* Its end, for which a process that closed its output but lives on is not waited. */
static int
reap(pid_t pid, bool kill_first)
{
	int status = 0;

	if (kill_first)
		kill(pid, SIGKILL);
	for (int i = 0; !kill_first && i < 100; i++) {
		pid_t done = waitpid(pid, &status, WNOHANG);

		if (done == pid)
			return status;
		usleep(10000);
	}
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

/* The first line of what it complained of. */
static void
tell(int fd)
{
	char text[300];
	ssize_t n = read(fd, text, sizeof(text) - 1);

	if (n <= 0)
		return;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	log_msg(LOG_WARN, "%s", text);
}

static enum imager_end
end_of(int status)
{
	if (WIFEXITED(status)) {
		switch (WEXITSTATUS(status)) {
		case IMAGER_DONE:
			return IMAGER_END_DONE;
		case IMAGER_BROKEN:
			return IMAGER_END_BROKEN;
		case IMAGER_MEMORY:
			return IMAGER_END_MEMORY;
		default:
			return IMAGER_END_CRASH;
		}
	}
	/* GLib ends by a trap where it finds no memory. */
	if (WTERMSIG(status) == SIGTRAP || WTERMSIG(status) == SIGABRT)
		return IMAGER_END_MEMORY;
	return WTERMSIG(status) == SIGXCPU ? IMAGER_END_TIME : IMAGER_END_CRASH;
}

enum imager_end
imager_run(const char *program, int original, const char *const *words, struct buf *out)
{
	pid_t parent = getpid();
	bool late = false;
	bool whole = false;
	int output[2];
	int complaints[2];
	int status = 0;
	pid_t pid;

	if (pipe2(output, O_CLOEXEC) != 0)
		goto err0;
	/* What does not fit in the pipe is lost: nobody waits for complaints. */
	if (pipe2(complaints, O_CLOEXEC | O_NONBLOCK) != 0)
		goto err1;
	pid = fork();
	if (pid < 0)
		goto err2;
	if (pid == 0)
		become(program, original, output[1], complaints[1], parent, words);
	close(output[1]);
	close(complaints[1]);
	whole = collect(output[0], out, &late);
	close(output[0]);
	status = reap(pid, !whole);
	tell(complaints[0]);
	close(complaints[0]);
	if (late)
		return IMAGER_END_TIME;
	if (!whole)
		return IMAGER_END_CRASH;
	return end_of(status);

err2:
	close(complaints[0]);
	close(complaints[1]);
err1:
	close(output[0]);
	close(output[1]);
err0:
	log_msg(LOG_ERROR, "imager: start: %s", strerror(errno));
	return IMAGER_END_CRASH;
}
