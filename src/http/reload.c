#include "http/reload.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/num.h"

/* "BOARD SOCKET SOCKET ...", descriptors in decimal. */
#define HANDOVER "COPYDESK_HANDOVER"
#define ARGS_MAX 64
#define TRIAL_TICKS 100 /* of 50 ms */

bool
reload_inherit(struct reload_inherited *in)
{
	struct str rest = str_of(getenv(HANDOVER));
	struct str word;
	int64_t fd;

	*in = (struct reload_inherited){.board = -1};
	for (bool first = true; str_split(&rest, ' ', &word); first = false) {
		if (!num_i64(word, 3, INT32_MAX, &fd) ||
		    in->sockets.n == sizeof(in->sockets.fd) / sizeof(in->sockets.fd[0])) {
			log_msg(LOG_ERROR, "the variable " HANDOVER " is garbled: unset it");
			return false;
		}
		if (first)
			in->board = (int)fd;
		else
			in->sockets.fd[in->sockets.n++] = (int)fd;
	}
	unsetenv(HANDOVER);
	return true;
}

/* /proc/self/exe would name the old file even after an upgrade has replaced it. */
static const char *
program_file(char **argv)
{
	return argv[0] != NULL && strchr(argv[0], '/') != NULL ? argv[0] : "/proc/self/exe";
}

static _Noreturn void
run_trial(char **argv)
{
	char *args[ARGS_MAX + 2];
	static char routes[] = "--routes";
	sigset_t none;
	size_t n = 0;
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	while (n < ARGS_MAX && argv[n] != NULL) {
		args[n] = argv[n];
		n++;
	}
	args[n] = routes;
	args[n + 1] = NULL;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (null >= 0)
		dup2(null, STDOUT_FILENO);
	execv(program_file(argv), args);
	_exit(EXIT_FAILURE);
}

/* Can the program that is there now run at all? */
static bool
trial(char **argv)
{
	const struct timespec tick = {.tv_nsec = 50000000};
	pid_t pid = fork();
	pid_t ended = 0;
	int status = 0;

	if (pid < 0)
		return false;
	if (pid == 0)
		run_trial(argv);
	for (int i = 0; i < TRIAL_TICKS && ended == 0; i++) {
		nanosleep(&tick, NULL);
		ended = waitpid(pid, &status, WNOHANG);
	}
	if (ended == 0) {
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
	}
	return ended == pid && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

static bool
set_handover(int board, const struct sockets *sockets)
{
	struct buf b;
	bool set;

	buf_init(&b, NULL, 4096);
	buf_i64(&b, board);
	for (int i = 0; i < sockets->n; i++)
		buf_printf(&b, " %d", sockets->fd[i]);
	if (sockets->metrics >= 0)
		buf_printf(&b, " %d", sockets->metrics);
	buf_append(&b, "", 1);
	set = buf_ok(&b) && setenv(HANDOVER, b.p, 1) == 0;
	buf_free(&b);
	return set;
}

void
reload_exec(char **argv, int board, const struct sockets *sockets)
{
	if (!trial(argv)) {
		log_msg(LOG_ERROR, "not reloaded: %s --routes failed; the old program goes on",
		    argv[0]);
		return;
	}
	if (!set_handover(board, sockets)) {
		log_msg(LOG_ERROR, "not reloaded: no memory");
		return;
	}
	log_msg(LOG_INFO, "reloading");
	if (listen_keep(board, true) && sockets_keep(sockets, true))
		execv(program_file(argv), argv);
	log_msg(LOG_ERROR, "not reloaded: %s: %s", argv[0], strerror(errno));
	sockets_keep(sockets, false);
	listen_keep(board, false);
	unsetenv(HANDOVER);
}
