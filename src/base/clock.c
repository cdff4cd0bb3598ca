#include "base/clock.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#define US 1000000

int64_t
clock_mono_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * US + ts.tv_nsec / 1000;
}

struct instant
clock_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (struct instant){(int64_t)ts.tv_sec * US + ts.tv_nsec / 1000};
}

/*
 * A page words one instant several times, and localtime_r() reads the zone's rule anew for
 * each: the last answer is kept.  A process has one thread (docs/ARCHITECTURE.md).
 */
static struct {
	bool valid;
	time_t s;
	struct tm tm;
} last_local;

/* "Area/City" of letters, digits and "_+-": no way out of the zone folder. */
static bool
zone_name_plain(const char *iana)
{
	struct str rest = str_of(iana), part;

	while (str_split(&rest, '/', &part)) {
		if (part.n == 0)
			return false;
		for (size_t i = 0; i < part.n; i++) {
			char c = part.p[i];

			if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
				(c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-'))
				return false;
		}
	}
	return iana != NULL;
}

bool
clock_set_zone(const char *iana)
{
	const char *dir = getenv("TZDIR");
	char path[PATH_MAX];
	struct stat st;
	int n;

	/* tzset() takes an unknown name for UTC without a word: look first. */
	if (!zone_name_plain(iana))
		return false;
	n = snprintf(path, sizeof(path), "%s/%s", dir != NULL ? dir : "/usr/share/zoneinfo", iana);
	if (n < 0 || (size_t)n >= sizeof(path) || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	if (setenv("TZ", iana, 1) != 0)
		return false;
	tzset();
	last_local.valid = false;
	return true;
}

/* Whole seconds, rounded down also before 1970. */
static time_t
seconds(struct instant t)
{
	return (time_t)(t.us / US - (t.us % US < 0 ? 1 : 0));
}

static struct tm
local(struct instant t)
{
	time_t s = seconds(t);

	if (!last_local.valid || last_local.s != s) {
		last_local.tm = (struct tm){0};
		last_local.valid = localtime_r(&s, &last_local.tm) != NULL;
		last_local.s = s;
	}
	return last_local.tm;
}

static void
two_digits(struct buf *b, int n)
{
	buf_char(b, (char)('0' + n / 10 % 10));
	buf_char(b, (char)('0' + n % 10));
}

void
clock_rfc3339(struct buf *b, struct instant t)
{
	struct tm tm = local(t);
	long minutes = labs(tm.tm_gmtoff) / 60;

	two_digits(b, (tm.tm_year + 1900) / 100);
	two_digits(b, (tm.tm_year + 1900) % 100);
	buf_char(b, '-');
	two_digits(b, tm.tm_mon + 1);
	buf_char(b, '-');
	two_digits(b, tm.tm_mday);
	buf_char(b, 'T');
	clock_hm(b, t);
	buf_char(b, ':');
	two_digits(b, tm.tm_sec);
	buf_char(b, tm.tm_gmtoff < 0 ? '-' : '+');
	two_digits(b, (int)(minutes / 60));
	buf_char(b, ':');
	two_digits(b, (int)(minutes % 60));
}

static void
day(struct buf *b, const struct tm *tm, bool zh)
{
	static const char *const month[12] = {"January", "February", "March", "April", "May",
	    "June", "July", "August", "September", "October", "November", "December"};

	if (zh) {
		buf_i64(b, tm->tm_mon + 1);
		buf_z(b, "月");
		buf_i64(b, tm->tm_mday);
		buf_z(b, "日");
	} else {
		buf_i64(b, tm->tm_mday);
		buf_char(b, ' ');
		buf_z(b, month[tm->tm_mon]);
	}
}

static void
date(struct buf *b, const struct tm *tm, bool zh)
{
	if (zh) {
		buf_i64(b, tm->tm_year + 1900);
		buf_z(b, "年");
	}
	day(b, tm, zh);
	if (!zh) {
		buf_char(b, ' ');
		buf_i64(b, tm->tm_year + 1900);
	}
}

void
clock_date_time(struct buf *b, struct instant t, bool zh)
{
	struct tm tm = local(t);

	date(b, &tm, zh);
	buf_z(b, zh ? " " : ", ");
	clock_hm(b, t);
}

void
clock_date(struct buf *b, struct instant t, bool zh)
{
	struct tm tm = local(t);

	date(b, &tm, zh);
}

static int
digits(struct str s)
{
	int n = 0;

	for (size_t i = 0; i < s.n; i++)
		n = n * 10 + (s.p[i] - '0');
	return n;
}

void
clock_calendar(struct buf *b, struct str iso, bool zh)
{
	struct tm tm = {0};

	assert(iso.n == 10);
	tm.tm_year = digits(str_sub(iso, 0, 4)) - 1900;
	tm.tm_mon = digits(str_sub(iso, 5, 2)) - 1;
	tm.tm_mday = digits(str_sub(iso, 8, 2));
	assert(tm.tm_mon >= 0 && tm.tm_mon < 12);
	date(b, &tm, zh);
}

void
clock_day(struct buf *b, struct instant t, bool zh)
{
	struct tm tm = local(t);

	day(b, &tm, zh);
}

int
clock_weekday(struct instant t)
{
	return local(t).tm_wday;
}

int
clock_year(struct instant t)
{
	return local(t).tm_year + 1900;
}

void
clock_hm(struct buf *b, struct instant t)
{
	struct tm tm = local(t);

	two_digits(b, tm.tm_hour);
	buf_char(b, ':');
	two_digits(b, tm.tm_min);
}

bool
clock_same_day(struct instant a, struct instant b)
{
	struct tm ta = local(a), tb = local(b);

	return ta.tm_year == tb.tm_year && ta.tm_yday == tb.tm_yday;
}
