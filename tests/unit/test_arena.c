#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdalign.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

static char trace[16];

static void
note(void *arg)
{
	size_t n = strlen(trace);

	trace[n] = *(const char *)arg;
	trace[n + 1] = '\0';
}

static void
test_zeroed_and_aligned(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_non_null(a);
	for (size_t n = 0; n < 200; n++) {
		unsigned char *p = arena_alloc(a, n);

		assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
	}
	/* What was used before is zeroed again. */
	arena_reset(a);
	for (size_t n = 1; n < 200; n++) {
		unsigned char *p = arena_alloc(a, n);

		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
	}
	arena_free(a);
}

/* An array grows by copies that double, and only where it must. */
static void
test_more(void **state)
{
	struct arena *a = arena_new(1 << 20);
	int *v = NULL;
	size_t room = 0;
	size_t moves = 0;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		const int *was = v;

		ARENA_MORE(a, v, (size_t)i, &room, 1);
		moves += v != was;
		v[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(v[i], i);
	assert_int_equal(moves, 10);
	assert_int_equal(room, 1023);
	ARENA_MORE(a, v, 1000, &room, 500);
	assert_int_equal(v[999], 999);
	assert_int_equal(v[1499], 0);
	assert_int_equal(room, 2546);
	arena_free(a);
}

static void
test_empty_allocations_differ(void **state)
{
	struct arena *a = arena_new(1000);

	(void)state;
	assert_ptr_not_equal(arena_alloc(a, 0), arena_alloc(a, 0));
	arena_free(a);
}

static void
test_large_and_many(void **state)
{
	struct arena *a = arena_new(4 << 20);
	unsigned char *big, *small;

	(void)state;
	small = arena_alloc(a, 10);
	big = arena_alloc(a, 1 << 20);
	memset(big, 7, 1 << 20);
	assert_int_equal(small[9], 0);
	assert_true(arena_used(a) >= (1 << 20) + 10);
	arena_reset(a);
	assert_int_equal(arena_used(a), 0);
	for (int i = 0; i < 20000; i++)
		memset(arena_alloc(a, 100), 1, 100);
	assert_true(arena_used(a) >= 20000 * 100);
	arena_free(a);
}

static void
test_cleanups_newest_first(void **state)
{
	struct arena *a = arena_new(1000);
	static char one = '1', two = '2';

	(void)state;
	trace[0] = '\0';
	arena_cleanup(a, note, &one);
	arena_cleanup(a, note, &two);
	arena_reset(a);
	assert_string_equal(trace, "21");
	arena_reset(a);
	assert_string_equal(trace, "21");
	arena_cleanup(a, note, &one);
	arena_free(a);
	assert_string_equal(trace, "211");
	arena_free(NULL);
}

/* Its cap is its own; it jumps where the other would, and goes with it. */
static void
test_scratch_is_beside_the_arena(void **state)
{
	struct arena *a = arena_new(1u << 20);
	jmp_buf where;
	volatile bool jumped = false;

	(void)state;
	assert_non_null(a);
	(void)arena_alloc(a, 1000);
	assert_ptr_equal(arena_scratch(a), arena_scratch(a));
	(void)arena_alloc(arena_scratch(a), 500000);
	assert_int_equal(arena_used(a), 1008);
	arena_reset(arena_scratch(a));
	assert_int_equal(arena_used(arena_scratch(a)), 0);
	assert_int_equal(arena_used(a), 1008);
	arena_on_exhausted(a, &where);
	if (setjmp(where) == 0)
		(void)arena_alloc(arena_scratch(a), 2u << 20);
	else
		jumped = true;
	assert_true(jumped);
	(void)arena_alloc(arena_scratch(a), 100);
	arena_reset(a);
	assert_int_equal(arena_used(arena_scratch(a)), 0);
	arena_free(a);
}

static void
test_exhaustion_jumps_and_cleans(void **state)
{
	struct arena *a = arena_new(100000);
	static char one = '1';
	volatile int got = 0;
	jmp_buf where;

	(void)state;
	trace[0] = '\0';
	arena_cleanup(a, note, &one);
	arena_on_exhausted(a, &where);
	if (setjmp(where) == 0) {
		for (;;) {
			arena_alloc(a, 1000);
			got++;
		}
	}
	assert_in_range(got, 60, 100);
	assert_string_equal(trace, "");
	arena_reset(a);
	assert_string_equal(trace, "1");
	/* It works again after a reset. */
	assert_non_null(arena_alloc(a, 50000 - 64));
	arena_free(a);
}

static void
test_cap_is_exact_for_one_chunk(void **state)
{
	struct arena *a = arena_new(4096);
	volatile bool jumped = false;
	jmp_buf where;

	(void)state;
	arena_on_exhausted(a, &where);
	if (setjmp(where) == 0) {
		arena_alloc(a, 4096);
		arena_alloc(a, 1);
	} else {
		jumped = true;
	}
	assert_true(jumped);
	assert_int_equal(arena_used(a), 4096);
	arena_free(a);
}

static void
test_absurd_sizes(void **state)
{
	struct arena *a = arena_new(1000);
	volatile int jumps = 0;
	volatile size_t huge = SIZE_MAX;
	jmp_buf where;

	(void)state;
	arena_on_exhausted(a, &where);
	if (setjmp(where) == 0)
		arena_alloc(a, huge);
	else
		jumps++;
	if (setjmp(where) == 0)
		arena_alloc(a, huge - 15);
	else
		jumps++;
	if (setjmp(where) == 0)
		arena_array(a, huge / 2, 3);
	else
		jumps++;
	/* A product that wraps round to something small. */
	if (setjmp(where) == 0)
		arena_array(a, huge / 2 + 2, 2);
	else
		jumps++;
	assert_int_equal(jumps, 4);
	assert_non_null(arena_array(a, 3, 16));
	arena_free(a);
}

static void
test_no_room_for_a_cleanup_runs_it(void **state)
{
	struct arena *a = arena_new(64);
	static char one = '1';
	volatile bool jumped = false;
	jmp_buf where;

	(void)state;
	trace[0] = '\0';
	arena_on_exhausted(a, &where);
	if (setjmp(where) == 0) {
		arena_alloc(a, 64);
		arena_cleanup(a, note, &one);
	} else {
		jumped = true;
	}
	assert_true(jumped);
	assert_string_equal(trace, "1");
	arena_free(a);
	assert_string_equal(trace, "1");
}

static void
test_without_a_place_the_process_ends(void **state)
{
	int status, fds[2];
	char said[200] = "";
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		struct arena *a = arena_new(100);

		dup2(fds[1], STDERR_FILENO);
		arena_alloc(a, 200);
		_exit(0);
	}
	close(fds[1]);
	assert_true(read(fds[0], said, sizeof(said) - 1) > 0);
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_FAILURE);
	assert_non_null(strstr(said, "limit of 100 bytes"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_zeroed_and_aligned),
	    cmocka_unit_test(test_more),
	    cmocka_unit_test(test_empty_allocations_differ),
	    cmocka_unit_test(test_large_and_many),
	    cmocka_unit_test(test_cleanups_newest_first),
	    cmocka_unit_test(test_scratch_is_beside_the_arena),
	    cmocka_unit_test(test_exhaustion_jumps_and_cleans),
	    cmocka_unit_test(test_cap_is_exact_for_one_chunk),
	    cmocka_unit_test(test_absurd_sizes),
	    cmocka_unit_test(test_no_room_for_a_cleanup_runs_it),
	    cmocka_unit_test(test_without_a_place_the_process_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
