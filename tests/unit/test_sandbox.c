#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "imaging/sandbox.h"

/* Each attempt is made by a child that went into the sandbox; it exits with 0 if it was refused. */
static int
inside(bool (*refused)(void))
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0)
		_exit(sandbox_isolate() && sandbox_enter() ? !refused() : 99);
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static bool
opens(void)
{
	return open("/etc/passwd", O_RDONLY) < 0 && errno == EPERM;
}

static bool
creates(void)
{
	return open("/tmp/copydesk-sandbox", O_WRONLY | O_CREAT, 0600) < 0 && errno == EPERM;
}

static bool
connects(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM &&
	       socket(AF_UNIX, SOCK_STREAM, 0) < 0 && errno == EPERM;
}

static bool
forks(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid < 0 && errno == EPERM;
}

static bool
executes(void)
{
	char *const argv[] = {(char[]){"true"}, NULL};

	return execve("/bin/true", argv, argv + 1) < 0 && errno == EPERM;
}

static bool
traces(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0 && errno == EPERM;
}

static bool
kills(void)
{
	return kill(getppid(), 0) < 0 && errno == EPERM;
}

static bool
removes(void)
{
	return unlink("/tmp/copydesk-sandbox") < 0 && errno == EPERM;
}

static void *
open_in_thread(void *arg)
{
	*(bool *)arg = opens();
	return NULL;
}

/* A thread can be had, and it is inside as well. */
static bool
threads(void)
{
	bool refused = false;
	pthread_t t;

	return pthread_create(&t, NULL, open_in_thread, &refused) == 0 &&
	       pthread_join(t, NULL) == 0 && refused;
}

/* What it is there for still works. */
static bool
computes(void)
{
	size_t n = (size_t)8 << 20;
	char *p = malloc(n);
	int ends[2] = {STDERR_FILENO, STDERR_FILENO};

	if (p == NULL)
		return false;
	memset(p, 'x', n);
	free(p);
	return write(ends[0], "", 0) == 0;
}

static void
test_refusals(void **state)
{
	bool (*const all[])(void) = {
	    opens, creates, connects, forks, executes, traces, kills, removes, threads, computes};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_int_equal(inside(all[i]), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_refusals)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
