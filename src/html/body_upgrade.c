#include "html/body_upgrade.h"

#include "gen/body_schema.h"

/* Schema 2 brought pictures and remarks: every document of schema 1 is one of schema 2. */
static bool
to_2(struct arena *a, struct json_value *doc)
{
	(void)a;
	return json_is(doc, JSON_IS_OBJECT);
}

const body_upgrade_step body_upgrades[] = {to_2};

_Static_assert(sizeof(body_upgrades) / sizeof(body_upgrades[0]) == BODY_SCHEMA_VERSION - 1,
    "a step from each schema to the next");

bool
body_upgrade(struct arena *a, struct json_value *doc, int64_t from, int64_t to,
    const body_upgrade_step *steps)
{
	for (int64_t schema = from; schema < to; schema++) {
		if (!steps[schema - 1](a, doc))
			return false;
	}
	return true;
}
