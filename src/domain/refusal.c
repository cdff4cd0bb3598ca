#include "domain/refusal.h"

static const struct {
	char sqlstate[6];
	enum refusal refusal;
} refusals[] = {
    {"28000", REFUSAL_SESSION},
    {"42501", REFUSAL_RIGHT},
    {"P0002", REFUSAL_GONE},
    {"CD001", REFUSAL_STALE},
    {"CD002", REFUSAL_STATE},
    {"CD003", REFUSAL_OWN},
    {"CD004", REFUSAL_TWICE},
    {"CD005", REFUSAL_APPROVALS},
    {"CD006", REFUSAL_LIVE},
    {"CD007", REFUSAL_KEY},
    {"22023", REFUSAL_VALUE},
    {"23514", REFUSAL_VALUE},
};

enum refusal
refusal_of(const struct db *db)
{
	size_t i;

	if (db_sqlstate_is(db, "CD002") && str_eq(str_of(db_last_error(db)->detail), STR("rights")))
		return REFUSAL_RIGHTS;

	for (i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		if (db_sqlstate_is(db, refusals[i].sqlstate))
			return refusals[i].refusal;
	}
	return REFUSAL_NONE;
}
