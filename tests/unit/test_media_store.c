#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "domain/media_store.h"

static struct arena *arena;
static char dir[64];
static const uint8_t hash[MEDIA_HASH] = {0xab, 0xcd};

static int
set_up(void **state)
{
	char original[80];

	(void)state;
	log_init("test", (enum log_level)(LOG_ERROR + 1));
	snprintf(dir, sizeof(dir), "/tmp/copydesk-store-XXXXXX");
	arena = arena_new((size_t)1024 * 1024);
	if (arena == NULL || mkdtemp(dir) == NULL)
		return 1;
	snprintf(original, sizeof(original), "%s/original", dir);
	return mkdir(original, 0750);
}

static int
tear_down(void **state)
{
	char path[200];

	(void)state;
	arena_free(arena);
	snprintf(path, sizeof(path), "%s/%s", dir, "original/ab");
	for (int i = 0; i < 2; i++) {
		char file[300];

		snprintf(file, sizeof(file), "%s/abcd%060d", path, 0);
		unlink(file);
	}
	rmdir(path);
	snprintf(path, sizeof(path), "%s/original", dir);
	rmdir(path);
	/* Nothing was left there. */
	return rmdir(dir);
}

static void
put(struct media_draft **d, const char *bytes)
{
	assert_int_equal(media_draft_open(arena, dir, d), STORE_FINE);
	assert_int_equal(media_draft_write(*d, bytes, strlen(bytes)), STORE_FINE);
	assert_int_equal(media_draft_size(*d), strlen(bytes));
}

static void
test_keep(void **state)
{
	struct media_draft *d;
	struct str view;
	struct stat st;
	char path[200];
	mode_t mask = umask(0077);

	(void)state;
	put(&d, "a picture");
	assert_int_equal(media_draft_view(d, &view), STORE_FINE);
	assert_true(str_eq(view, STR("a picture")));
	assert_int_equal(media_draft_keep(d, hash), STORE_FINE);
	snprintf(path, sizeof(path), "%s/%s", dir, media_store_original(arena, hash));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(st.st_size, 9);
	/* The same once more, while another upload has the lock too. */
	put(&d, "a picture");
	assert_int_equal(media_draft_keep(d, hash), STORE_FINE);
	umask(mask);
	arena_reset(arena);
	assert_int_equal(stat(path, &st), 0);
}

/* What is not kept goes; tear_down() finds the folder empty. */
static void
test_drop(void **state)
{
	struct media_draft *d;
	struct str view;

	(void)state;
	put(&d, "gone");
	assert_int_equal(media_draft_view(d, &view), STORE_FINE);
	put(&d, "");
	assert_int_equal(media_draft_view(d, &view), STORE_FINE);
	assert_int_equal(view.n, 0);
}

static void
test_no_place(void **state)
{
	struct media_draft *d;

	(void)state;
	assert_int_equal(media_draft_open(arena, "/nonexistent", &d), STORE_FAILED);
	assert_int_equal(media_store_lock("/nonexistent", true), -1);
}

/* In a child with a disk of 64 kB: 0 if it is told that this is full, 77 if there can be none. */
static int
fill_disk(void)
{
	char original[80];
	char piece[4096] = {0};
	struct media_draft *d;
	enum store_fault fault;

	if ((unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("none", dir, "tmpfs", 0, "size=64k") != 0)
		return 77;
	snprintf(original, sizeof(original), "%s/original", dir);
	if (mkdir(original, 0750) != 0 || media_draft_open(arena, dir, &d) != STORE_FINE)
		return 1;
	for (int i = 0; i < 32; i++) {
		fault = media_draft_write(d, piece, sizeof(piece));
		if (fault != STORE_FINE)
			break;
	}
	if (fault != STORE_FULL)
		return 2;
	/* And the room is free again. */
	arena_reset(arena);
	return media_draft_open(arena, dir, &d) == STORE_FINE &&
		       media_draft_write(d, piece, sizeof(piece)) == STORE_FINE
		   ? 0
		   : 3;
}

static void
test_full(void **state)
{
	int status = 0;
	pid_t pid = fork();

	(void)state;
	if (pid == 0)
		_exit(fill_disk());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_keep, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_drop, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_no_place, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_full, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
