/*
 * A program for the tests of src/http: it answers with what it understood of
 * the request, and misbehaves when asked to.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/num.h"
#include "http/server.h"

struct ctx {
	int served;
	int afters; /* after() was called so often */
};

static struct ctx *
start(void *arg)
{
	static struct ctx cx;

	if (arg != NULL && access(arg, F_OK) == 0)
		return NULL;
	return &cx;
}

static void
pairs(struct buf *b, const char *what, const struct http_pairs *p)
{
	for (size_t i = 0; i < p->n; i++)
		buf_printf(
		    b, "%s %.*s=%.*s\n", what, STR_ARG(p->v[i].name), STR_ARG(p->v[i].value));
}

static void
plain(struct response *res)
{
	res->type = STR("text/plain; charset=utf-8");
}

static void
echo(struct ctx *cx, struct request *req, struct response *res)
{
	struct buf *b = res->body;

	cx->served++;
	plain(res);
	buf_printf(b, "method %.*s\npath %.*s\n", STR_ARG(req->method_text), STR_ARG(req->path));
	for (size_t i = 0; i < ROUTE_PARAMS_MAX && req->param[i].p != NULL; i++)
		buf_printf(b, "param %.*s\n", STR_ARG(req->param[i]));
	pairs(b, "query", &req->query);
	pairs(b, "cookie", &req->cookies);
	pairs(b, "form", &req->form);
	buf_printf(b, "length %zu\nafters %d\n", req->body.n, cx->afters);
}

static void
fixed(struct ctx *cx, struct request *req, struct response *res)
{
	(void)cx;
	plain(res);
	snprintf(res->etag, sizeof(res->etag), "\"0123456789abcdef\"");
	res->cache = STR("public, max-age=0");
	if (response_not_modified(req, res))
		return;
	BUF_LIT(res->body, "always the same\n");
}

static void
pid(struct ctx *cx, struct request *req, struct response *res)
{
	(void)cx;
	(void)req;
	plain(res);
	buf_printf(res->body, "%d\n", (int)getpid());
}

static int64_t
number(const struct request *req, struct str name)
{
	int64_t n = 0;

	(void)num_i64(request_query(req, name), 0, INT32_MAX, &n);
	return n;
}

/* /sleep?ms=100 */
static void
sleepy(struct ctx *cx, struct request *req, struct response *res)
{
	usleep((useconds_t)(number(req, STR("ms")) * 1000));
	pid(cx, req, res);
}

/* /big?n=1000000 */
static void
big(struct ctx *cx, struct request *req, struct response *res)
{
	int64_t n = number(req, STR("n"));

	(void)cx;
	plain(res);
	for (int64_t i = 0; i < n; i++)
		buf_char(res->body, (char)('a' + i % 26));
}

static void
greedy(struct ctx *cx, struct request *req, struct response *res)
{
	(void)cx;
	(void)res;
	for (;;)
		arena_alloc(req->arena, 1000);
}

static void
crash(struct ctx *cx, struct request *req, struct response *res)
{
	(void)cx;
	(void)req;
	(void)res;
	raise(SIGKILL);
}

/* /away; with ?n=20000 to an address of so many bytes more */
static void
go_away(struct ctx *cx, struct request *req, struct response *res)
{
	int64_t n = number(req, STR("n"));
	struct buf to;

	(void)cx;
	buf_init(&to, req->arena, 1024 * 1024);
	BUF_LIT(&to, "/echo");
	for (int64_t i = 0; i < n; i++)
		buf_char(&to, 'a');
	response_cookie(res, "__Host-echo", STR("a.b"), 60);
	response_redirect(res, 303, buf_view(&to));
}

static void
error(struct ctx *cx, struct request *req, struct response *res, int status)
{
	(void)cx;
	plain(res);
	buf_printf(res->body, "error %d %s\n", status,
	    request_lang(req->accept_language, LANG_EN) == LANG_ZH ? "zh" : "en");
}

static void
after(struct ctx *cx, struct request_cost *cost)
{
	cx->afters++;
	cost->queries = 0;
}

static const struct route routes[] = {
    ROUTE(HTTP_GET, "/echo", PERM_PUBLIC, CSRF_SAFE, 0, echo),
    ROUTE(HTTP_POST, "/echo", PERM_PUBLIC, CSRF, 1000, echo),
    ROUTE(HTTP_POST, "/echo/large", PERM_PUBLIC, CSRF, 4 * 1024 * 1024, echo),
    ROUTE(HTTP_GET, "/echo/:one/and/:two", PERM_PUBLIC, CSRF_SAFE, 0, echo),
    ROUTE(HTTP_GET, "/fixed", PERM_PUBLIC, CSRF_SAFE, 0, fixed),
    ROUTE(HTTP_GET, "/pid", PERM_PUBLIC, CSRF_SAFE, 0, pid),
    ROUTE(HTTP_GET, "/sleep", PERM_PUBLIC, CSRF_SAFE, 0, sleepy),
    ROUTE(HTTP_GET, "/big", PERM_PUBLIC, CSRF_SAFE, 0, big),
    ROUTE(HTTP_GET, "/greedy", PERM_PUBLIC, CSRF_SAFE, 0, greedy),
    ROUTE(HTTP_GET, "/crash", PERM_PUBLIC, CSRF_SAFE, 0, crash),
    ROUTE(HTTP_GET, "/away", PERM_PUBLIC, CSRF_SAFE, 0, go_away),
};

static int
setting(const char *name, int fallback)
{
	int64_t n;

	return num_i64(str_of(getenv(name)), 0, INT32_MAX, &n) ? (int)n : fallback;
}

/* ECHO_SOCKET and the like: the options of the server. */
int
main(int argc, char **argv)
{
	const struct program p = {.name = "echo",
	    .routes = {routes, sizeof(routes) / sizeof(routes[0])},
	    .start = start,
	    .arg = getenv("ECHO_BROKEN_BY"),
	    .error = error,
	    .after = after};
	const struct server_options o = {.socket_path = getenv("ECHO_SOCKET"),
	    .per_worker_socket = setting("ECHO_PER_WORKER", 0) != 0,
	    .workers = setting("ECHO_WORKERS", 2),
	    .kept_max = setting("ECHO_KEPT", 1),
	    .max_requests = setting("ECHO_MAX_REQUESTS", 0),
	    .deadline_ms = setting("ECHO_DEADLINE_MS", 5000),
	    .arena_max = 1024 * 1024 * 6,
	    .metrics_path = getenv("ECHO_METRICS")};

	log_init("echo", LOG_INFO);
	if (o.socket_path == NULL) {
		fprintf(stderr, "ECHO_SOCKET is not set\n");
		return 2;
	}
	return server_main(&p, &o, argc, argv);
}
