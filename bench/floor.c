/*
 * The floor: the least that a program of our kind can do for an article page.
 * libfcgi, epoll over kept connections, one prepared query by id, a frame
 * that never changes.  No routes, no checks, no logs, no templates.  What
 * site.fcgi does beyond this is what it costs.
 *
 * usage: FLOOR_DATABASE=CONNINFO floor SOCKET ID BEFORE AFTER
 * BEFORE and AFTER are files with what stands round the article's body.  The connection
 * string has a password in it, which the list of processes must not show.
 */
#include <fcgiapp.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define CONNECTIONS 256
#define QUERY "SELECT body_html FROM site.article WHERE article_id = $1"

static struct {
	char *text;
	int n;
} before, after;

static void
die(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static char *
slurp(const char *path, int *n)
{
	FILE *f = fopen(path, "r");
	struct stat st;
	char *p;

	if (f == NULL || fstat(fileno(f), &st) != 0)
		die(path);
	p = malloc((size_t)st.st_size + 1);
	if (p == NULL || fread(p, 1, (size_t)st.st_size, f) != (size_t)st.st_size)
		die(path);
	fclose(f);
	*n = (int)st.st_size;
	return p;
}

static int
listen_at(const char *path)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	snprintf(at.sun_path, sizeof(at.sun_path), "%s", path);
	unlink(path);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(fd, 511) != 0)
		die(path);
	return fd;
}

static void
answer(FCGX_Request *r, PGconn *db, const char *id)
{
	const char *values[] = {id};
	PGresult *res = PQexecPrepared(db, "article", 1, values, NULL, NULL, 1);
	int n;

	if (PQresultStatus(res) != PGRES_TUPLES_OK || PQntuples(res) != 1) {
		fprintf(stderr, "floor: %s\n", PQerrorMessage(db));
		exit(EXIT_FAILURE);
	}
	n = PQgetlength(res, 0, 0);
	FCGX_FPrintF(r->out, "Content-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n",
	    before.n + n + after.n);
	FCGX_PutStr(before.text, before.n, r->out);
	FCGX_PutStr(PQgetvalue(res, 0, 0), n, r->out);
	FCGX_PutStr(after.text, after.n, r->out);
	PQclear(res);
}

static void
watch(int ep, int fd, void *ptr)
{
	struct epoll_event ev = {.events = EPOLLIN, .data.ptr = ptr};

	if (epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev) != 0)
		die("epoll_ctl");
}

static void
accept_one(int ep, int listener)
{
	int fd = accept(listener, NULL, NULL);
	FCGX_Request *r;

	if (fd < 0)
		return;
	r = malloc(sizeof(*r));
	if (r == NULL)
		die("malloc");
	FCGX_InitRequest(r, -1, 0);
	r->ipcFd = fd;
	r->keepConnection = 1;
	watch(ep, fd, r);
}

static void
serve(FCGX_Request *r, PGconn *db, const char *id)
{
	if (FCGX_Accept_r(r) != 0) {
		free(r);
		return;
	}
	answer(r, db, id);
	FCGX_Finish_r(r);
	if (r->ipcFd < 0)
		free(r);
}

int
main(int argc, char **argv)
{
	struct epoll_event ev[CONNECTIONS];
	PGconn *db;
	int listener, ep;

	if (argc != 5 || getenv("FLOOR_DATABASE") == NULL) {
		fprintf(stderr, "usage: FLOOR_DATABASE=CONNINFO floor SOCKET ID BEFORE AFTER\n");
		return 2;
	}
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	before.text = slurp(argv[3], &before.n);
	after.text = slurp(argv[4], &after.n);
	db = PQconnectdb(getenv("FLOOR_DATABASE"));
	PQclear(PQprepare(db, "article", QUERY, 1, NULL));
	if (FCGX_Init() != 0 || (ep = epoll_create1(0)) < 0)
		die("start");
	signal(SIGTERM, SIG_DFL); /* the library catches it */
	signal(SIGPIPE, SIG_IGN);
	listener = listen_at(argv[1]);
	watch(ep, listener, NULL);
	for (;;) {
		int n = epoll_wait(ep, ev, CONNECTIONS, -1);

		for (int i = 0; i < n; i++) {
			if (ev[i].data.ptr == NULL)
				accept_one(ep, listener);
			else
				serve(ev[i].data.ptr, db, argv[2]);
		}
	}
}
