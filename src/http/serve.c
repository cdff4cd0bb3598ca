#include "http/serve.h"

#include <setjmp.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/read.h"

#define BODY_MAX ((size_t)8 * 1024 * 1024)
/* The web server takes no more than 16 KiB (fastcgi_buffer_size), a record's header included. */
#define HEAD_MAX ((size_t)16 * 1024 - 64)

/* One request on its way through. */
struct turn {
	struct request req;
	struct response res;
	const struct route *route;
	struct request_cost cost;
	bool settled; /* the program's after() was called */
	bool exhausted;
	size_t arena_used;
	size_t bytes; /* of the body, as sent */
};

bool
serve_init(struct serve *s, const struct program *p, size_t arena_max, struct board_slot *slot)
{
	*s = (struct serve){.program = p, .slot = slot};
	buf_init(&s->head, NULL, HEAD_MAX);
	buf_init(&s->body, NULL, BODY_MAX);
	s->arena = arena_new(arena_max);
	if (s->arena == NULL)
		return false;
	s->ctx = p->start(p->arg);
	return s->ctx != NULL;
}

/* Replace whatever answer there is by an error page. */
static void
fail(struct serve *s, struct turn *t, int status)
{
	struct str allow = t->res.allow;

	response_init(&t->res, s->arena, &s->body);
	t->res.status = status;
	t->res.allow = allow;
	if (status == 503)
		t->res.retry_after = 3;
	s->program->error(s->ctx, &t->req, &t->res, status);
}

static int
fault_status(enum request_fault fault)
{
	switch (fault) {
	case REQUEST_TOO_LARGE:
		return 413;
	case REQUEST_TYPE:
		return 415;
	case REQUEST_URI_LONG:
		return 414;
	case REQUEST_BAD:
	case REQUEST_FINE:
		break;
	}
	return 400;
}

static ssize_t
read_stream(void *arg, char *p, size_t n)
{
	return fcgi_body(arg, p, n);
}

static enum request_fault
take_body(struct fcgi *c, struct turn *t)
{
	if (t->route->csrf != CSRF_UPLOAD)
		return read_body(c, &t->req, t->route->body_max, t->route->csrf == CSRF_JSON);
	t->req.stream = (struct body_stream){read_stream, c};
	return REQUEST_FINE;
}

static void
respond(struct serve *s, struct fcgi *c, struct turn *t)
{
	const struct program *p = s->program;
	enum request_fault fault = read_head(s->arena, fcgi_params(c), &t->req);
	enum status found;

	response_init(&t->res, s->arena, &s->body);
	if (fault != REQUEST_FINE) {
		fail(s, t, fault_status(fault));
		return;
	}
	found = route_find(&p->routes, &t->req, &t->route, &t->res.allow);
	if (found != STATUS_OK) {
		fail(s, t, found == STATUS_NOT_FOUND ? 404 : 405);
		return;
	}
	board_route(s->slot, t->route->pattern);
	fault = take_body(c, t);
	if (fault != REQUEST_FINE) {
		fail(s, t, fault_status(fault));
		return;
	}
	if (p->before == NULL || p->before(s->ctx, &t->req, t->route, &t->res))
		t->route->handler(s->ctx, &t->req, &t->res);
}

static void
settle(struct serve *s, struct turn *t)
{
	if (t->settled)
		return;
	t->settled = true;
	if (s->program->after != NULL)
		s->program->after(s->ctx, &t->cost);
}

/*
 * The request wanted more memory than one may have.  All that it built is
 * given up; its beginning is read again, for the error page.
 */
static void
rescue(struct serve *s, struct fcgi *c, struct turn *t)
{
	enum request_fault fault;

	t->exhausted = true;
	settle(s, t);
	arena_reset(s->arena);
	fault = read_head(s->arena, fcgi_params(c), &t->req);
	t->res.allow = STR_NULL;
	fail(s, t, 500);
	t->res.error = fault == REQUEST_FINE ? "memory" : "memory, bad request";
}

/* Set down the head, which ends the answer; false if any part of it did not fit. */
static bool
complete(struct serve *s, const struct turn *t)
{
	buf_reset(&s->head);
	response_head(&t->res, &s->head);
	return buf_ok(t->res.body) && buf_ok(&t->res.extra) && buf_ok(&s->head);
}

/* When there is not even memory for an error page. */
static void
give_up(struct serve *s, struct turn *t)
{
	arena_reset(s->arena);
	response_init(&t->res, s->arena, &s->body);
	t->req = (struct request){.arena = s->arena, .method = t->req.method};
	t->res.status = 500;
	t->res.type = STR("text/plain; charset=utf-8");
	t->res.error = "memory";
	BUF_LIT(&s->body, "Internal Server Error\n");
	(void)complete(s, t);
}

static void
build(struct serve *s, struct fcgi *c, struct turn *t)
{
	jmp_buf first;
	jmp_buf second;

	arena_on_exhausted(s->arena, &first);
	if (setjmp(first) == 0) {
		respond(s, c, t);
		if (complete(s, t))
			goto built;
	}
	t->arena_used = arena_used(s->arena);
	arena_on_exhausted(s->arena, &second);
	if (setjmp(second) == 0) {
		rescue(s, c, t);
		if (complete(s, t))
			goto built;
	}
	arena_on_exhausted(s->arena, NULL);
	give_up(s, t);
built:
	arena_on_exhausted(s->arena, NULL);
	if (arena_used(s->arena) > t->arena_used)
		t->arena_used = arena_used(s->arena);
}

static enum fcgi_sent
answer(struct serve *s, struct fcgi *c, struct turn *t)
{
	bool head_only = t->req.method == HTTP_HEAD || !response_has_body(&t->res);
	struct str body = head_only ? STR("") : buf_view(&s->body);

	t->bytes = body.n;
	return fcgi_answer(c, buf_view(&s->head), body);
}

static void
record(const struct serve *s, const struct turn *t, enum fcgi_sent sent, int64_t us)
{
	struct log_line l;
	const struct board_request counted = {.status = t->res.status,
	    .us = us,
	    .db_us = t->cost.db_us,
	    .queries = t->cost.queries,
	    .bytes = t->bytes,
	    .exhausted = t->exhausted};

	board_count(s->slot, &counted);
	log_open(&l, t->res.status >= 500 ? LOG_ERROR : LOG_INFO, "request");
	log_field_str(&l, "id", t->req.id);
	log_field_str(&l, "method", t->req.method_text);
	log_field_str(&l, "route", str_of(t->route != NULL ? t->route->pattern : NULL));
	log_field_i64(&l, "status", t->res.status);
	log_field_ms(&l, "ms", us);
	log_field_ms(&l, "db_ms", t->cost.db_us);
	log_field_i64(&l, "queries", t->cost.queries);
	log_field_i64(&l, "arena", (int64_t)t->arena_used);
	log_field_i64(&l, "bytes", (int64_t)t->bytes);
	log_field_i64(&l, "user", t->cost.user);
	if (t->res.error != NULL)
		log_field_str(&l, "error", str_of(t->res.error));
	if (sent == FCGI_SENT_LOST)
		log_field_str(&l, "lost", STR("client gone"));
	log_close(&l);
}

enum serve_outcome
serve_one(struct serve *s, struct fcgi *c)
{
	struct turn t = {.route = NULL};
	int64_t started = board_begin(s->slot);
	enum fcgi_sent sent;

	if (!fcgi_next(c)) {
		board_idle(s->slot);
		return SERVE_NOTHING;
	}
	build(s, c, &t);
	sent = answer(s, c, &t);
	settle(s, &t);
	record(s, &t, sent, clock_mono_us() - started);
	arena_reset(s->arena);
	fcgi_finish(c);
	board_idle(s->slot);
	return sent == FCGI_SENT_KEEP ? SERVE_KEEP : SERVE_CLOSE;
}
