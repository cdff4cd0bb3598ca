#ifndef COPYDESK_TESTS_UNIT_ARENA_EACH_H
#define COPYDESK_TESTS_UNIT_ARENA_EACH_H

#include "base/arena.h"

/* For cmocka: an arena of ARENA_CAP bytes, which the including file defines, for each test. */
static struct arena *arena;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new(ARENA_CAP);
	return arena == NULL;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

#endif
