#ifndef COPYDESK_WEB_SITE_WHEN_H
#define COPYDESK_WEB_SITE_WHEN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "view/site_view.h"

/* Instants in the reader's words; all in the newsroom's zone. */

/** when_short(a, t, now, zh): For a list: "11:20" today, "3月9日 11:20" this year, else the date.
 */
struct site_time when_short(struct arena *a, struct instant t, struct instant now, bool zh);
/** when_full(a, t, zh): For an article: date and time. */
struct site_time when_full(struct arena *a, struct instant t, bool zh);
/** when_today(a, now, zh): For the masthead: date and day of the week. */
struct site_time when_today(struct arena *a, struct instant now, bool zh);
/** when_hm(a, t): The time of day alone. */
struct str when_hm(struct arena *a, struct instant t);
/** when_day(a, t, now, zh): The day that a river's part is headed with; its year if not this one.
 */
struct str when_day(struct arena *a, struct instant t, struct instant now, bool zh);
/** when_zone(a, t): The newsroom's zone at ${t}: "UTC+8", "UTC-3:30". */
struct str when_zone(struct arena *a, struct site_time t);
/** when_aged(a, t, now, zh): A warning for what is older than 30 days; n == 0 for what is not. */
struct str when_aged(struct arena *a, struct instant t, struct instant now, bool zh);

#endif
