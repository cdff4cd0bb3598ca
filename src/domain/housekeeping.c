#include "domain/housekeeping.h"

#include "gen/q_worker.h"

enum status
housekeeping_run(struct db *db, struct arena *a, struct housekeeping *out)
{
	struct q_worker_housekeeping row;
	enum status st = q_worker_housekeeping(db, a, &row);

	if (st == STATUS_OK)
		*out = (struct housekeeping){row.sessions, row.keys, row.throttles};
	return st;
}
