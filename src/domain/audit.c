#include "domain/audit.h"

#include "gen/q_audit.h"

enum status
audit_verify(struct db *db, struct arena *a, struct audit_result *out)
{
	struct q_audit_verify row;
	enum status st = q_audit_verify(db, a, &row);

	if (st == STATUS_OK)
		*out = (struct audit_result){.rows = row.rows,
		    .broken = row.has_first_bad,
		    .first_bad = row.first_bad,
		    .head_ok = row.head_ok};
	return st;
}

bool
audit_whole(const struct audit_result *r)
{
	return !r->broken && r->head_ok;
}
