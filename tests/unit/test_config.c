#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/str.h"

/* Load ${text} as a settings file; what was said goes to ${said}. */
static struct config *
load(const char *text, char said[500])
{
	char path[] = "/tmp/test_config.XXXXXX";
	int fd = mkstemp(path), fds[2], saved = dup(STDERR_FILENO);
	struct config *c;
	ssize_t n;

	assert_true(fd >= 0 && pipe(fds) == 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	dup2(fds[1], STDERR_FILENO);
	close(fds[1]);
	c = config_load(path);
	dup2(saved, STDERR_FILENO);
	close(saved);
	n = read(fds[0], said, 499);
	close(fds[0]);
	said[n > 0 ? n : 0] = '\0';
	unlink(path);
	return c;
}

static void
test_file_then_environment(void **state)
{
	char said[500];
	struct config *c =
	    load("# a comment\nsite_workers = 4\nzone=Asia/Shanghai ; ours\n\nempty =\n", said);

	(void)state;
	assert_non_null(c);
	assert_string_equal(said, "");
	assert_string_equal(config_get(c, "site_workers", "2"), "4");
	assert_string_equal(config_get(c, "zone", NULL), "Asia/Shanghai");
	assert_string_equal(config_get(c, "empty", "x"), "");
	assert_string_equal(config_get(c, "other", "fallback"), "fallback");
	assert_null(config_get(c, "other", NULL));
	setenv("COPYDESK_SITE_WORKERS", "9", 1);
	assert_string_equal(config_get(c, "site_workers", "2"), "9");
	unsetenv("COPYDESK_SITE_WORKERS");
	config_free(c);
	config_free(NULL);
}

static void
test_environment_alone(void **state)
{
	struct config *c = config_load(NULL);

	(void)state;
	setenv("COPYDESK_SITE_URL", "http://x", 1);
	assert_string_equal(config_get(c, "site_url", NULL), "http://x");
	unsetenv("COPYDESK_SITE_URL");
	config_free(c);
}

static void
test_refused_lines(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
	    {"a = 1\nnonsense\n", ":2: not understood"},
	    {"[section]\na = 1\n", ":2: sections"},
	    {"a = 1\nA = 2\n", ":2: a name"},
	    {"a-b = 2\n", ":1: a name"},
	    {" = 2\n", ":1:"},
	    {"a = 1\na = 2\n", ":2: set a second time"},
	    {"a = 1\n  2\n", ":2: set a second time"},
	    {"this_name_has_more_letters_than_any_name_ever_should_have_had = 1\n", ":1: a name"},
	};
	char said[500];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_null(load(bad[i].text, said));
		if (strstr(said, bad[i].why) == NULL)
			fail_msg("\"%s\" said \"%s\"", bad[i].text, said);
	}
}

static void
test_long_line_is_refused_not_cut(void **state)
{
	char text[600], said[500];
	struct config *c;

	(void)state;
	for (size_t n = 150; n < 450; n += 10) {
		memset(text, 'x', sizeof(text));
		memcpy(text, "a = 1\nb = ", 10);
		memcpy(text + 6 + n, "\n", 2); /* n bytes in the second line */
		c = load(text, said);
		if (n <= 198) {
			assert_non_null(c);
			assert_int_equal(strlen(config_get(c, "b", "")), n - 4);
			config_free(c);
		} else {
			assert_null(c);
			assert_non_null(strstr(said, ":2: the line is too long"));
		}
	}
}

static void
test_no_file(void **state)
{
	int saved = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY);

	(void)state;
	dup2(null, STDERR_FILENO);
	assert_null(config_load("/nonexistent/copydesk.conf"));
	assert_null(config_load("/tmp")); /* a folder */
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(null);
}

static void
test_numbers(void **state)
{
	char said[500];
	struct config *c = load("a = 12\nb = many\nc = 01\n", said);
	int saved = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY);
	int64_t v = 0;

	(void)state;
	assert_true(config_int(c, "a", 1, 12, 5, &v) && v == 12);
	assert_true(config_int(c, "none", 1, 12, 5, &v) && v == 5);
	dup2(null, STDERR_FILENO);
	assert_false(config_int(c, "a", 1, 11, 5, &v));
	assert_false(config_int(c, "b", 1, 11, 5, &v));
	assert_false(config_int(c, "c", 1, 11, 5, &v));
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(null);
	assert_int_equal(v, 5);
	config_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_file_then_environment),
	    cmocka_unit_test(test_environment_alone),
	    cmocka_unit_test(test_refused_lines),
	    cmocka_unit_test(test_long_line_is_refused_not_cut),
	    cmocka_unit_test(test_no_file),
	    cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
