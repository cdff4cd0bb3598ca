#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/sqlstate.h"

static void
states_have_their_class(void **state)
{
	static const struct {
		const char *state;
		enum status status;
	} want[] = {{"28000", STATUS_DENIED}, {"42501", STATUS_DENIED}, {"CD003", STATUS_DENIED},
	    {"CD004", STATUS_DENIED}, {"CD008", STATUS_DENIED}, {"P0002", STATUS_NOT_FOUND},
	    {"CD001", STATUS_CONFLICT}, {"CD002", STATUS_CONFLICT}, {"CD005", STATUS_CONFLICT},
	    {"CD006", STATUS_CONFLICT}, {"CD007", STATUS_CONFLICT}, {"23505", STATUS_CONFLICT},
	    {"40001", STATUS_CONFLICT}, {"40P01", STATUS_CONFLICT}, {"40003", STATUS_UNCERTAIN},
	    {"22001", STATUS_INVALID}, {"22023", STATUS_INVALID}, {"22P02", STATUS_INVALID},
	    {"23514", STATUS_INVALID}, {"23502", STATUS_INVALID}, {"23503", STATUS_INVALID},
	    {"57014", STATUS_BUSY}, {"53300", STATUS_BUSY}, {"57P01", STATUS_BUSY},
	    {"57P03", STATUS_BUSY}, {"08006", STATUS_BUSY}, {"55P03", STATUS_BUSY},
	    {"25P03", STATUS_BUSY}, {"25P02", STATUS_INTERNAL}, {"42P01", STATUS_INTERNAL},
	    {"42883", STATUS_INTERNAL}, {"XX000", STATUS_INTERNAL}, {"P0001", STATUS_INTERNAL},
	    {"CD999", STATUS_INTERNAL}, {"57000", STATUS_INTERNAL}, {"", STATUS_INTERNAL}};

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		if (sqlstate_status(want[i].state) != want[i].status)
			fail_msg("%s: %s, not %s", want[i].state,
			    status_name(sqlstate_status(want[i].state)),
			    status_name(want[i].status));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(states_have_their_class)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
