#ifndef COPYDESK_BASE_CLOCK_H
#define COPYDESK_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* An instant: microseconds since 1970-01-01T00:00:00Z. */
struct instant {
	int64_t us;
};

/** clock_mono_us(): Return a monotonic time in microseconds, for durations. */
int64_t clock_mono_us(void);
/** clock_now(): Return the wall clock.  Decisions use the database's clock, not this. */
struct instant clock_now(void);

/** clock_set_zone(iana): Make ${iana} ("Asia/Shanghai") the newsroom's zone; false if unknown. */
bool clock_set_zone(const char *iana);

/** clock_rfc3339(b, t): Append RFC 3339 in the newsroom's zone, with its offset. */
void clock_rfc3339(struct buf *b, struct instant t);
/** clock_date_time(b, t, zh): Append "2025年3月9日 11:20" or "9 March 2025, 11:20", newsroom's
 * zone. */
void clock_date_time(struct buf *b, struct instant t, bool zh);
/** clock_date(b, t, zh): Append the date alone, as above. */
void clock_date(struct buf *b, struct instant t, bool zh);
/** clock_calendar(b, iso, zh): The same of ${iso}, "2025-03-09", which is a day of the calendar. */
void clock_calendar(struct buf *b, struct str iso, bool zh);
/** clock_day(b, t, zh): Append the date without its year: "3月9日" or "9 March". */
void clock_day(struct buf *b, struct instant t, bool zh);
/** clock_weekday(t): Return the day of the week in the newsroom's zone, 0 for Sunday. */
int clock_weekday(struct instant t);
/** clock_year(t): Return the year in the newsroom's zone. */
int clock_year(struct instant t);
/** clock_hm(b, t): Append "11:20". */
void clock_hm(struct buf *b, struct instant t);
/** clock_same_day(a, b): Do both fall on one day of the newsroom's zone? */
bool clock_same_day(struct instant a, struct instant b);

#endif
