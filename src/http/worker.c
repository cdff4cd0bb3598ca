#include "http/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "http/fcgi.h"
#include "http/serve.h"

#define EVENTS 16
#define IO_MS 10000     /* one wait for the web server, which has the whole request already */
#define SILENT_MS 10000 /* a connection that is our only one, and says nothing */

struct worker {
	struct serve serve;
	const struct server_options *options;
	struct board_slot *slot;
	pid_t master;
	sigset_t waiting; /* the signal mask while waiting */
	int epoll;
	int listener;
	bool listening;
	bool leaving;
	bool stopping;
	int served;
	struct fcgi **conn;
	int conns;
};

static volatile sig_atomic_t told_to_stop;
static volatile sig_atomic_t told_to_leave;

static void
on_signal(int sig)
{
	if (sig == WORKER_STOP)
		told_to_stop = 1;
	else
		told_to_leave = 1;
}

/*
 * The two signals are let in only while the worker waits for events, so that
 * none interrupts a request.  After fcgi_setup(), which installs handlers too.
 */
static void
set_signals(struct worker *w)
{
	struct sigaction handle = {.sa_handler = on_signal};
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	struct sigaction usual = {.sa_handler = SIG_DFL};
	sigset_t blocked;

	sigaction(WORKER_STOP, &handle, NULL);
	sigaction(WORKER_LEAVE, &handle, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	/* A terminal sends these to all of its processes; the master decides what they mean. */
	sigaction(SIGINT, &ignore, NULL);
	sigaction(SIGHUP, &ignore, NULL);
	sigaction(SIGCHLD, &usual, NULL);
	sigemptyset(&w->waiting);
	sigemptyset(&blocked);
	sigaddset(&blocked, WORKER_STOP);
	sigaddset(&blocked, WORKER_LEAVE);
	sigprocmask(SIG_SETMASK, &blocked, NULL);
}

static void
set_kept(struct worker *w, int n)
{
	w->conns = n;
	w->slot->kept = n;
}

static void
drop(struct worker *w, struct fcgi *c)
{
	for (int i = 0; i < w->conns; i++) {
		if (w->conn[i] != c)
			continue;
		w->conn[i] = w->conn[w->conns - 1];
		break;
	}
	set_kept(w, w->conns - 1);
	fcgi_close(c);
}

static void
drop_all(struct worker *w)
{
	while (w->conns > 0)
		drop(w, w->conn[w->conns - 1]);
}

static void
accept_one(struct worker *w)
{
	struct epoll_event ev = {.events = EPOLLIN};
	struct fcgi *c;
	int fd;

	if (w->conns == w->options->kept_max)
		return;
	fd = accept4(w->listener, NULL, NULL, SOCK_CLOEXEC);
	if (fd < 0) {
		/* Another worker may have been faster, or the other side has gone again. */
		if (errno != EAGAIN && errno != ECONNABORTED && errno != EINTR)
			log_msg(LOG_ERROR, "accept: %s", strerror(errno));
		return;
	}
	c = fcgi_open(fd, IO_MS);
	if (c == NULL)
		return;
	ev.data.ptr = c;
	if (epoll_ctl(w->epoll, EPOLL_CTL_ADD, fd, &ev) != 0) {
		fcgi_close(c);
		return;
	}
	w->conn[w->conns] = c;
	set_kept(w, w->conns + 1);
}

/* Leave of one's own accord: the master starts a successor when it looks. */
static void
recycle(struct worker *w)
{
	w->leaving = true;
	w->slot->leaving = 1;
	kill(w->master, WORKER_WAKES_MASTER);
}

static void
serve(struct worker *w, struct fcgi *c)
{
	enum serve_outcome outcome = serve_one(&w->serve, c);

	if (outcome != SERVE_NOTHING)
		w->served++;
	if (!w->leaving && w->options->max_requests > 0 && w->served >= w->options->max_requests)
		recycle(w);
	if (outcome != SERVE_KEEP || w->leaving)
		drop(w, c);
}

/* Listen while there is room for another connection. */
static bool
set_listening(struct worker *w)
{
	bool want = !w->leaving && w->conns < w->options->kept_max;
	struct epoll_event ev = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.ptr = NULL};

	if (want == w->listening)
		return true;
	w->listening = want;
	return epoll_ctl(w->epoll, want ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, w->listener, &ev) == 0;
}

static int
wait_ms(const struct worker *w)
{
	if (w->stopping)
		return 0;
	return w->options->kept_max == 1 && w->conns == 1 ? SILENT_MS : -1;
}

static void
heed_signals(struct worker *w)
{
	if (told_to_stop)
		w->stopping = w->leaving = true;
	if (told_to_leave)
		w->leaving = true;
	if (w->leaving)
		w->slot->leaving = 1;
}

/*
 * A worker that leaves closes each connection after its next answer, or when
 * the web server lets go.  One that stops answers what has arrived, and goes.
 */
static int
loop(struct worker *w)
{
	struct epoll_event ev[EVENTS];

	for (;;) {
		int n;

		heed_signals(w);
		if (w->leaving && w->conns == 0)
			return EXIT_SUCCESS;
		if (!set_listening(w)) {
			log_msg(LOG_ERROR, "epoll_ctl: %s", strerror(errno));
			return EXIT_FAILURE;
		}
		n = epoll_pwait(w->epoll, ev, EVENTS, wait_ms(w), &w->waiting);
		if (n < 0 && errno != EINTR) {
			log_msg(LOG_ERROR, "epoll_pwait: %s", strerror(errno));
			return EXIT_FAILURE;
		}
		if (n == 0)
			drop_all(w);
		for (int i = 0; i < n; i++) {
			if (ev[i].data.ptr == NULL)
				accept_one(w);
			else
				serve(w, ev[i].data.ptr);
		}
	}
}

int
worker_run(const struct program *p, const struct server_options *o, int listener,
    struct board_slot *slot, pid_t master)
{
	struct worker w = {
	    .options = o, .slot = slot, .master = master, .listener = listener, .epoll = -1};
	int result;

	/* Should the master be killed, finish and go: another will come. */
	prctl(PR_SET_PDEATHSIG, WORKER_STOP);
	if (getppid() != master)
		return EXIT_FAILURE;
	fcgi_setup();
	set_signals(&w);
	w.epoll = epoll_create1(EPOLL_CLOEXEC);
	w.conn = calloc((size_t)o->kept_max, sizeof(struct fcgi *));
	if (w.epoll < 0 || w.conn == NULL || !serve_init(&w.serve, p, o->arena_max, slot)) {
		log_msg(LOG_ERROR, "a worker cannot start");
		free(w.conn);
		return EXIT_FAILURE;
	}
	slot->ready = 1;
	kill(master, WORKER_WAKES_MASTER);
	result = loop(&w);
	drop_all(&w);
	free(w.conn);
	close(w.epoll);
	return result;
}
