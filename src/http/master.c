#include "http/master.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/board.h"
#include "http/metrics.h"
#include "http/reload.h"
#include "http/sockets.h"
#include "http/worker.h"

#define TICK_MS 200
#define BACKOFF_FIRST_US 100000
#define BACKOFF_LAST_US 5000000
#define SETTLED_US 2000000 /* a worker that lived so long did not fail at its start */
#define GRACE_US 1000000   /* between SIGTERM and SIGKILL */
#define LEAVE_US 90000000  /* the web server lets idle connections go long before */

struct master {
	const struct program *program;
	const struct server_options *options;
	char **argv;
	struct board *board;
	int board_fd;
	struct sockets sockets;
	sigset_t waiting;
	/* By slot: when the worker was last told to go; 0 not yet. */
	int64_t told_us[BOARD_SLOTS];
	bool overdue[BOARD_SLOTS];
	/* By index: when the next start may be tried. */
	int64_t next_us[SOCKETS_MAX];
	int64_t backoff_us[SOCKETS_MAX];
	int64_t stop_us; /* when stopping began; 0 not yet */
};

static volatile sig_atomic_t got_stop;
static volatile sig_atomic_t got_quit;
static volatile sig_atomic_t got_reload;

static void
on_signal(int sig)
{
	switch (sig) {
	case SIGTERM:
		got_stop = 1;
		break;
	case SIGINT:
		got_quit = 1;
		break;
	case SIGHUP:
		got_reload = 1;
		break;
	default: /* SIGCHLD and WORKER_WAKES_MASTER only end the wait */
		break;
	}
}

/* Signals come in only while the master waits; over a reload they stay pending. */
static void
set_signals(struct master *m)
{
	static const int heeded[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD, WORKER_WAKES_MASTER};
	struct sigaction handle = {.sa_handler = on_signal};
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	sigset_t blocked;

	sigemptyset(&m->waiting);
	sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof(heeded) / sizeof(heeded[0]); i++)
		sigaddset(&blocked, heeded[i]);
	sigprocmask(SIG_SETMASK, &blocked, NULL);
	for (size_t i = 0; i < sizeof(heeded) / sizeof(heeded[0]); i++)
		sigaction(heeded[i], &handle, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
}

static void
start_worker(struct master *m, int index)
{
	int slot = board_claim(m->board, index);
	pid_t master = getpid();
	pid_t pid;

	m->next_us[index] = clock_mono_us() + m->backoff_us[index];
	if (slot < 0) {
		log_msg(LOG_WARN, "no free place for a worker: too many are still leaving");
		return;
	}
	pid = fork();
	if (pid == 0) {
		int listener = sockets_keep_only(&m->sockets, index);

		_exit(worker_run(m->program, m->options, listener, &m->board->slot[slot], master));
	}
	if (pid < 0) {
		log_msg(LOG_ERROR, "fork: %s", strerror(errno));
		return;
	}
	m->told_us[slot] = 0;
	m->overdue[slot] = false;
	m->board->pid[slot] = pid;
}

/* Does a worker of this generation hold post ${index}? */
static bool
is_held(const struct master *m, int index)
{
	const struct board *b = m->board;

	for (size_t i = 0; i < BOARD_SLOTS; i++)
		if (b->pid[i] != 0 && b->slot[i].index == index &&
		    b->slot[i].generation == b->generation && !b->slot[i].leaving)
			return true;
	return false;
}

static void
fill_posts(struct master *m)
{
	int64_t now = clock_mono_us();

	for (int i = 0; i < m->options->workers; i++)
		if (now >= m->next_us[i] && !is_held(m, i))
			start_worker(m, i);
}

static void
tell(struct master *m, size_t slot, int sig)
{
	kill(m->board->pid[slot], sig);
	m->told_us[slot] = clock_mono_us();
}

/*
 * Once all posts are held by workers that serve, those of earlier generations
 * may go.  Until then they serve on, for ever if the new program cannot start.
 */
static void
relieve_old(struct master *m)
{
	struct board *b = m->board;
	int ready = 0;

	for (size_t i = 0; i < BOARD_SLOTS; i++)
		ready +=
		    b->pid[i] != 0 && b->slot[i].generation == b->generation && b->slot[i].ready;
	if (ready < m->options->workers)
		return;
	for (size_t i = 0; i < BOARD_SLOTS; i++)
		if (b->pid[i] != 0 && b->slot[i].generation != b->generation && m->told_us[i] == 0)
			tell(m, i, WORKER_LEAVE);
}

static void
log_overdue(const struct master *m, size_t slot, int64_t us)
{
	struct log_line l;

	log_open(&l, LOG_ERROR, "a request took too long: its worker is ended");
	log_field_i64(&l, "worker", m->board->pid[slot]);
	log_field_str(&l, "route", str_of(m->board->slot[slot].route));
	log_field_ms(&l, "ms", us);
	log_close(&l);
}

/* First the worker is asked to go after this request, then it is made to go. */
static void
watch_deadlines(struct master *m)
{
	int64_t now = clock_mono_us();
	int64_t limit = (int64_t)m->options->deadline_ms * 1000;

	for (size_t i = 0; i < BOARD_SLOTS; i++) {
		struct board_slot *s = &m->board->slot[i];
		int64_t since = s->busy_since_us;

		if (m->board->pid[i] == 0)
			continue;
		if (since != 0 && now - since > limit && !m->overdue[i]) {
			m->overdue[i] = true;
			log_overdue(m, i, now - since);
			tell(m, i, WORKER_STOP);
		} else if (since != 0 && now - since > limit + GRACE_US) {
			tell(m, i, SIGKILL);
		} else if (s->generation != m->board->generation && m->told_us[i] != 0 &&
			   now - m->told_us[i] > LEAVE_US) {
			tell(m, i, WORKER_STOP);
		}
	}
}

static void
note_exit(struct master *m, size_t slot, int status)
{
	struct board *b = m->board;
	struct board_slot *s = &b->slot[slot];
	int64_t now = clock_mono_us();
	pid_t pid = b->pid[slot];

	b->pid[slot] = 0;
	s->kept = 0;
	board_idle(s);
	if (m->overdue[slot])
		b->exits[BOARD_OVERDUE]++;
	else if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS)
		b->exits[BOARD_RECYCLED] += s->generation == b->generation && m->stop_us == 0;
	else
		b->exits[BOARD_CRASHED]++;
	if (WIFSIGNALED(status) && !m->overdue[slot])
		log_msg(LOG_ERROR, "worker %d was ended by signal %d (%s), route %s", (int)pid,
		    WTERMSIG(status), strsignal(WTERMSIG(status)), s->route);
	if (s->index >= m->options->workers)
		return;
	if (now - s->started_us > SETTLED_US || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
		m->backoff_us[s->index] = BACKOFF_FIRST_US;
	else if (m->backoff_us[s->index] < BACKOFF_LAST_US)
		m->backoff_us[s->index] *= 2;
}

/* Return whether any worker is left. */
static bool
reap(struct master *m)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < BOARD_SLOTS; i++)
			if (m->board->pid[i] == pid)
				note_exit(m, i, status);
	return pid == 0;
}

static void
tell_all(struct master *m, int sig)
{
	for (size_t i = 0; i < BOARD_SLOTS; i++)
		if (m->board->pid[i] != 0)
			tell(m, i, sig);
}

/* Return false when the time that requests under way may take is over. */
static bool
keep_stopping(struct master *m)
{
	int64_t limit = (int64_t)m->options->deadline_ms * 1000 + GRACE_US;

	if (m->stop_us == 0) {
		m->stop_us = clock_mono_us();
		log_msg(LOG_INFO, "stopping");
		tell_all(m, WORKER_STOP);
	}
	return clock_mono_us() - m->stop_us <= limit;
}

static void
wait_for_something(struct master *m)
{
	const struct timespec tick = {.tv_nsec = TICK_MS * 1000000L};
	struct pollfd p = {.fd = m->sockets.metrics, .events = POLLIN};

	if (ppoll(&p, 1, &tick, &m->waiting) == 1)
		metrics_answer(m->sockets.metrics, m->program->name, m->board);
}

static void
reload(struct master *m)
{
	got_reload = 0;
	/* Comes back only if the new program cannot run: then the old one goes on. */
	reload_exec(m->argv, m->board_fd, &m->sockets);
}

static void
look_after(struct master *m)
{
	while (!got_quit) {
		bool any = reap(m);

		if (got_stop) {
			if (!any || !keep_stopping(m))
				break;
		} else {
			if (got_reload)
				reload(m);
			fill_posts(m);
			relieve_old(m);
		}
		watch_deadlines(m);
		wait_for_something(m);
	}
	tell_all(m, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		continue;
}

/* Take over from the master before the reload, or begin afresh. */
static bool
set_board(struct master *m, int inherited_fd)
{
	m->board_fd = inherited_fd;
	m->board = inherited_fd >= 0 ? board_adopt(&m->board_fd) : NULL;
	if (m->board != NULL) {
		m->board->generation++;
		m->board->reloads++;
		return listen_keep(m->board_fd, false);
	}
	m->board = board_new(&m->board_fd);
	if (m->board == NULL)
		log_msg(LOG_ERROR, "cannot make the scoreboard: %s", strerror(errno));
	return m->board != NULL;
}

int
master_run(const struct program *p, const struct server_options *o, char **argv)
{
	struct master m = {.program = p, .options = o, .argv = argv};
	struct reload_inherited inherited;

	set_signals(&m);
	if (!reload_inherit(&inherited) || !set_board(&m, inherited.board) ||
	    !sockets_open(&m.sockets, o, &inherited.sockets))
		return EXIT_FAILURE;
	for (int i = 0; i < SOCKETS_MAX; i++)
		m.backoff_us[i] = BACKOFF_FIRST_US;
	log_msg(LOG_INFO, "%s serves with %d workers", p->name, o->workers);
	look_after(&m);
	sockets_close(&m.sockets);
	log_msg(LOG_INFO, "stopped");
	return EXIT_SUCCESS;
}
