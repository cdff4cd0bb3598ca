#include "base/log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"

/* Kept free at the end of a line: a mark that something was left out, and its end. */
#define TAIL ",\"cut\":true}\n"

static const char *program = "copydesk";
static enum log_level threshold = LOG_INFO;

void
log_init(const char *name, enum log_level min)
{
	program = name;
	threshold = min;
}

static const char *
level_name(enum log_level level)
{
	switch (level) {
	case LOG_DEBUG:
		return "debug";
	case LOG_INFO:
		return "info";
	case LOG_WARN:
		return "warn";
	case LOG_ERROR:
		return "error";
	}
	return "error";
}

/* Forget a field that did not fit: the line stays valid JSON. */
static void
settle(struct log_line *l, size_t before)
{
	if (buf_ok(&l->b))
		return;
	l->b.n = before;
}

/* Lines come by the thousand a second: the text of one second is made once. */
static const char *
second_text(time_t now)
{
	static char text[32];
	static time_t of = -1;
	struct tm tm = {0};

	if (now != of) {
		gmtime_r(&now, &tm);
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
		of = now;
	}
	return text;
}

static void
thousandths(struct buf *b, int64_t n)
{
	buf_char(b, (char)('0' + n / 100 % 10));
	buf_char(b, (char)('0' + n / 10 % 10));
	buf_char(b, (char)('0' + n % 10));
}

void
log_open(struct log_line *l, enum log_level level, const char *msg)
{
	struct timespec ts;

	l->muted = level < threshold;
	l->b = (struct buf){.p = l->room,
	    .cap = sizeof(l->room) - sizeof(TAIL),
	    .max = sizeof(l->room) - sizeof(TAIL)};
	clock_gettime(CLOCK_REALTIME, &ts);
	BUF_LIT(&l->b, "{\"ts\":\"");
	buf_z(&l->b, second_text(ts.tv_sec));
	buf_char(&l->b, '.');
	thousandths(&l->b, ts.tv_nsec / 1000000);
	BUF_LIT(&l->b, "Z\",\"level\":\"");
	buf_z(&l->b, level_name(level));
	buf_char(&l->b, '"');
	log_field_str(l, "program", str_of(program));
	log_field_i64(l, "pid", getpid());
	log_field_str(l, "msg", str_of(msg));
}

static void
key(struct log_line *l, const char *name)
{
	buf_char(&l->b, ',');
	json_str(&l->b, str_of(name));
	buf_char(&l->b, ':');
}

void
log_field_str(struct log_line *l, const char *name, struct str value)
{
	size_t before = l->b.n;

	if (l->b.failed)
		return;
	key(l, name);
	if (value.p != NULL)
		json_str(&l->b, value);
	else
		BUF_LIT(&l->b, "null");
	settle(l, before);
}

void
log_field_i64(struct log_line *l, const char *name, int64_t value)
{
	size_t before = l->b.n;

	if (l->b.failed)
		return;
	key(l, name);
	buf_i64(&l->b, value);
	settle(l, before);
}

void
log_field_ms(struct log_line *l, const char *name, int64_t us)
{
	size_t before = l->b.n;

	if (l->b.failed)
		return;
	key(l, name);
	buf_printf(&l->b, "%" PRId64 ".%03" PRId64, us / 1000, us % 1000);
	settle(l, before);
}

void
log_close(struct log_line *l)
{
	bool cut = l->b.failed;
	struct str tail = cut ? STR(TAIL) : STR("}\n");
	ssize_t n;

	if (l->muted)
		return;
	for (size_t i = 0; i < tail.n; i++)
		l->room[l->b.n + i] = tail.p[i];
	do
		n = write(STDERR_FILENO, l->room, l->b.n + tail.n);
	while (n < 0 && errno == EINTR);
}

void
log_msg(enum log_level level, const char *fmt, ...)
{
	struct log_line l;
	char msg[1024];
	va_list ap;

	if (level < threshold)
		return;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	log_open(&l, level, msg);
	log_close(&l);
}
