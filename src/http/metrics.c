#include "http/metrics.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define PATIENCE_US 200000
#define PAGE_MAX ((size_t)64 * 1024)

/* The figures of all slots added up. */
struct sums {
	uint64_t requests[BOARD_CLASSES];
	uint64_t bucket[BOARD_BUCKETS];
	uint64_t request_us;
	uint64_t db_us;
	uint64_t queries;
	uint64_t bytes;
	uint64_t exhausted;
	int busy;
	int idle;
	int starting;
	int leaving;
	int kept;
};

static void
add_state(struct sums *sum, const struct board_slot *s)
{
	sum->kept += s->kept;
	if (s->leaving)
		sum->leaving++;
	else if (!s->ready)
		sum->starting++;
	else if (s->busy_since_us != 0)
		sum->busy++;
	else
		sum->idle++;
}

static void
add_up(const struct board *board, struct sums *sum)
{
	*sum = (struct sums){.busy = 0};
	for (size_t i = 0; i < BOARD_SLOTS; i++) {
		const struct board_slot *s = &board->slot[i];

		for (size_t k = 0; k < BOARD_CLASSES; k++)
			sum->requests[k] += s->requests[k];
		for (size_t k = 0; k < BOARD_BUCKETS; k++)
			sum->bucket[k] += s->bucket[k];
		sum->request_us += s->request_us;
		sum->db_us += s->db_us;
		sum->queries += s->queries;
		sum->bytes += s->bytes;
		sum->exhausted += s->exhausted;
		if (board->pid[i] != 0)
			add_state(sum, s);
	}
}

static void
head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
seconds(struct buf *b, const char *program, const char *name, uint64_t us)
{
	buf_printf(b, "%s{program=\"%s\"} %.6f\n", name, program, (double)us / 1e6);
}

static void
number(struct buf *b, const char *program, const char *name, const char *type, const char *help,
    uint64_t v)
{
	head(b, name, type, help);
	buf_printf(b, "%s{program=\"%s\"} %llu\n", name, program, (unsigned long long)v);
}

static void
histogram(struct buf *b, const char *program, const struct sums *sum)
{
	const char *name = "copydesk_request_duration_seconds";
	uint64_t upto = 0;

	head(b, name, "histogram", "Time from the request's arrival to the end of its answer.");
	for (size_t i = 0; i < BOARD_BUCKETS - 1; i++) {
		upto += sum->bucket[i];
		buf_printf(b, "%s_bucket{program=\"%s\",le=\"%g\"} %llu\n", name, program,
		    (double)board_bucket_us[i] / 1e6, (unsigned long long)upto);
	}
	upto += sum->bucket[BOARD_BUCKETS - 1];
	buf_printf(b, "%s_bucket{program=\"%s\",le=\"+Inf\"} %llu\n", name, program,
	    (unsigned long long)upto);
	seconds(b, program, "copydesk_request_duration_seconds_sum", sum->request_us);
	buf_printf(b, "%s_count{program=\"%s\"} %llu\n", name, program, (unsigned long long)upto);
}

static void
workers(struct buf *b, const char *program, const struct board *board, const struct sums *sum)
{
	static const char *const why[BOARD_EXITS] = {"crash", "deadline", "recycle"};
	const struct {
		const char *state;
		int n;
	} state[] = {{"busy", sum->busy}, {"idle", sum->idle}, {"starting", sum->starting},
	    {"leaving", sum->leaving}};

	head(b, "copydesk_workers", "gauge", "Worker processes by state.");
	for (size_t i = 0; i < sizeof(state) / sizeof(state[0]); i++)
		buf_printf(b, "copydesk_workers{program=\"%s\",state=\"%s\"} %d\n", program,
		    state[i].state, state[i].n);
	head(b, "copydesk_worker_restarts_total", "counter", "Workers replaced, by reason.");
	for (size_t i = 0; i < BOARD_EXITS; i++)
		buf_printf(b, "copydesk_worker_restarts_total{program=\"%s\",reason=\"%s\"} %llu\n",
		    program, why[i], (unsigned long long)board->exits[i]);
}

void
metrics_write(struct buf *b, const char *program, const struct board *board)
{
	struct sums sum;

	add_up(board, &sum);
	head(b, "copydesk_requests_total", "counter", "Requests answered, by class of status.");
	for (int i = 0; i < BOARD_CLASSES; i++)
		buf_printf(b, "copydesk_requests_total{program=\"%s\",class=\"%dxx\"} %llu\n",
		    program, i + 1, (unsigned long long)sum.requests[i]);
	histogram(b, program, &sum);
	workers(b, program, board, &sum);
	number(b, program, "copydesk_connections_kept", "gauge",
	    "Connections from the web server that are open.", (uint64_t)sum.kept);
	number(b, program, "copydesk_response_bytes_total", "counter", "Bytes of bodies sent.",
	    sum.bytes);
	head(b, "copydesk_database_seconds_total", "counter",
	    "Time spent waiting for the database.");
	seconds(b, program, "copydesk_database_seconds_total", sum.db_us);
	number(b, program, "copydesk_database_queries_total", "counter",
	    "Statements sent to the database.", sum.queries);
	number(b, program, "copydesk_memory_exhausted_total", "counter",
	    "Requests ended because they wanted more memory than one may have.", sum.exhausted);
	number(b, program, "copydesk_reloads_total", "counter", "Reloads of the program.",
	    board->reloads);
}

static void
answer(int fd, const char *program, const struct board *board)
{
	struct str request;
	char line[1024];
	struct buf page;
	struct buf out;
	ssize_t n = recv(fd, line, sizeof(line), 0);

	if (n <= 0)
		return;
	request = (struct str){line, (size_t)n};
	buf_init(&page, NULL, PAGE_MAX);
	buf_init(&out, NULL, 2 * PAGE_MAX);
	if (str_starts(request, STR("GET /metrics ")))
		metrics_write(&page, program, board);
	buf_printf(&out,
	    "HTTP/1.0 %s\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
	    "Content-Length: %zu\r\nConnection: close\r\n\r\n",
	    page.n > 0 ? "200 OK" : "404 Not Found", page.n);
	buf_str(&out, buf_view(&page));
	if (buf_ok(&page) && buf_ok(&out))
		(void)!send(fd, out.p, out.n, MSG_NOSIGNAL);
	buf_free(&out);
	buf_free(&page);
}

void
metrics_answer(int listener, const char *program, const struct board *board)
{
	const struct timeval patience = {.tv_usec = PATIENCE_US};
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) == 0)
		answer(fd, program, board);
	close(fd);
}
