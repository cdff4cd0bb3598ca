#include "html/body_upgrade.h"

#include "gen/body_schema.h"

/* Schema 2 brought pictures and remarks: every document of schema 1 is one of schema 2. */
static bool
to_2(json_t *doc)
{
	return json_is_object(doc);
}

const body_upgrade_step body_upgrades[] = {to_2};

_Static_assert(sizeof(body_upgrades) / sizeof(body_upgrades[0]) == BODY_SCHEMA_VERSION - 1,
    "a step from each schema to the next");

bool
body_upgrade(json_t *doc, int64_t from, int64_t to, const body_upgrade_step *steps)
{
	for (int64_t schema = from; schema < to; schema++) {
		if (!steps[schema - 1](doc))
			return false;
	}
	return true;
}
