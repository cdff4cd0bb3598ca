#include "domain/audit.h"

#include <string.h>

#include "gen/q_audit.h"

enum status
audit_verify(struct db *db, struct arena *a, struct audit_result *out)
{
	struct q_audit_verify row;
	enum status st = q_audit_verify(db, a, &row);

	if (st != STATUS_OK)
		return st;
	if (row.hash.n != sizeof(out->head.hash))
		return STATUS_INTERNAL;
	*out = (struct audit_result){.rows = row.rows,
	    .broken = row.has_first_bad,
	    .first_bad = row.first_bad,
	    .head_ok = row.head_ok,
	    .head = {.seq = row.seq}};
	memcpy(out->head.hash, row.hash.p, sizeof(out->head.hash));
	return STATUS_OK;
}

enum status
audit_find(struct db *db, struct arena *a, const struct audit_head *noted, int64_t *seq)
{
	struct q_audit_find_params in = {
	    .hash = {(const char *)noted->hash, sizeof(noted->hash)},
	    .has_seq = noted->seq != AUDIT_SEQ_ANY,
	    .seq = noted->seq,
	};
	struct q_audit_find row;
	enum status st = q_audit_find(db, a, &in, &row);

	if (st == STATUS_OK)
		*seq = row.seq;
	return st;
}

bool
audit_whole(const struct audit_result *r)
{
	return !r->broken && r->head_ok;
}
