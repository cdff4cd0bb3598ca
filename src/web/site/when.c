#include "web/site/when.h"

#include "base/buf.h"
#include "html/html.h"

#define TEXT_MAX 256
#define DAY_US INT64_C(86400000000)

static struct buf
text(struct arena *a)
{
	struct buf b;

	buf_init(&b, a, TEXT_MAX);
	return b;
}

static struct str
iso(struct arena *a, struct instant t)
{
	struct buf b = text(a);

	clock_rfc3339(&b, t);
	return buf_view(&b);
}

struct site_time
when_short(struct arena *a, struct instant t, struct instant now, bool zh)
{
	struct buf b = text(a);

	if (clock_same_day(t, now)) {
		clock_hm(&b, t);
	} else if (clock_year(t) == clock_year(now)) {
		clock_day(&b, t, zh);
		buf_z(&b, zh ? " " : ", ");
		clock_hm(&b, t);
	} else {
		clock_date(&b, t, zh);
	}
	return (struct site_time){buf_view(&b), iso(a, t)};
}

struct site_time
when_full(struct arena *a, struct instant t, bool zh)
{
	struct buf b = text(a);

	clock_date_time(&b, t, zh);
	return (struct site_time){buf_view(&b), iso(a, t)};
}

static const char *
weekday(int day, bool zh)
{
	switch (day) {
	case 0:
		return i18n(zh, "Sunday");
	case 1:
		return i18n(zh, "Monday");
	case 2:
		return i18n(zh, "Tuesday");
	case 3:
		return i18n(zh, "Wednesday");
	case 4:
		return i18n(zh, "Thursday");
	case 5:
		return i18n(zh, "Friday");
	default:
		return i18n(zh, "Saturday");
	}
}

struct site_time
when_today(struct arena *a, struct instant now, bool zh)
{
	const char *day = weekday(clock_weekday(now), zh);
	struct buf b = text(a);

	if (zh) {
		clock_date(&b, now, true);
		buf_printf(&b, " %s", day);
	} else {
		buf_printf(&b, "%s ", day);
		clock_date(&b, now, false);
	}
	return (struct site_time){buf_view(&b), str_sub(iso(a, now), 0, sizeof("2026-11-24") - 1)};
}

struct str
when_hm(struct arena *a, struct instant t)
{
	struct buf b = text(a);

	clock_hm(&b, t);
	return buf_view(&b);
}

struct str
when_day(struct arena *a, struct instant t, struct instant now, bool zh)
{
	struct buf b = text(a);

	if (clock_year(t) == clock_year(now))
		clock_day(&b, t, zh);
	else
		clock_date(&b, t, zh);
	return buf_view(&b);
}

struct str
when_zone(struct arena *a, struct site_time t)
{
	/* "...+08:00": the last six. */
	struct str offset = str_sub(t.iso, t.iso.n - 6, 6);
	struct buf b = text(a);

	BUF_LIT(&b, "UTC");
	if (str_eq(str_sub(offset, 1, 5), STR("00:00")))
		return buf_view(&b);
	buf_char(&b, offset.p[0]);
	buf_str(&b, offset.p[1] == '0' ? str_sub(offset, 2, 1) : str_sub(offset, 1, 2));
	if (!str_eq(str_sub(offset, 3, 3), STR(":00")))
		buf_str(&b, str_sub(offset, 3, 3));
	return buf_view(&b);
}

struct str
when_aged(struct arena *a, struct instant t, struct instant now, bool zh)
{
	int64_t days = (now.us - t.us) / DAY_US;
	struct buf b = text(a);

	if (days < 30)
		return STR("");
	if (days < 60)
		buf_z(&b, i18n(zh, "This article is more than a month old."));
	else if (days < 365)
		buf_printf(&b, i18n(zh, "This article is more than %d months old."),
		    (int)(days / 30 > 11 ? 11 : days / 30));
	else if (days < 730)
		buf_z(&b, i18n(zh, "This article is more than a year old."));
	else
		buf_printf(
		    &b, i18n(zh, "This article is more than %d years old."), (int)(days / 365));
	return buf_view(&b);
}
