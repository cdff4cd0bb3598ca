#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/log.h"

/* What goes to standard error from here to log_end(). */
static int saved, reading;

static void
capture(void)
{
	int fds[2];

	assert_int_equal(pipe(fds), 0);
	saved = dup(STDERR_FILENO);
	dup2(fds[1], STDERR_FILENO);
	close(fds[1]);
	reading = fds[0];
}

static size_t
captured(char *to, size_t size)
{
	ssize_t n;

	dup2(saved, STDERR_FILENO);
	close(saved);
	n = read(reading, to, size - 1);
	close(reading);
	assert_true(n >= 0);
	to[n] = '\0';
	return (size_t)n;
}

/* Any JSON parser must be able to read a line: jansson judges. */
static json_t *
parse(const char *line)
{
	json_error_t e;
	json_t *o = json_loads(line, JSON_REJECT_DUPLICATES, &e);

	if (o == NULL)
		fail_msg("%s in %s", e.text, line);
	return o;
}

static void
test_message(void **state)
{
	char line[8192];
	size_t n;
	json_t *o;

	(void)state;
	log_init("test", LOG_INFO);
	capture();
	log_msg(LOG_WARN, "a \"%s\" \\ \n\x01\x7f %s", "quote", "标题");
	n = captured(line, sizeof(line));
	assert_ptr_equal(strchr(line, '\n'), line + n - 1); /* one line */
	o = parse(line);
	assert_string_equal(
	    json_string_value(json_object_get(o, "msg")), "a \"quote\" \\ \n\x01\x7f 标题");
	assert_string_equal(json_string_value(json_object_get(o, "level")), "warn");
	assert_string_equal(json_string_value(json_object_get(o, "program")), "test");
	assert_int_equal(json_integer_value(json_object_get(o, "pid")), getpid());
	assert_int_equal(strlen(json_string_value(json_object_get(o, "ts"))), 24);
	json_decref(o);
}

static void
test_threshold(void **state)
{
	struct log_line l;
	char line[100];

	(void)state;
	log_init("test", LOG_WARN);
	capture();
	log_msg(LOG_INFO, "not said");
	log_open(&l, LOG_DEBUG, "nor this");
	log_field_i64(&l, "n", 1);
	log_close(&l);
	assert_int_equal(captured(line, sizeof(line)), 0);
	log_init("test", LOG_INFO);
}

static void
test_fields_and_bad_utf8(void **state)
{
	struct log_line l;
	char line[8192];
	json_t *o;

	(void)state;
	capture();
	log_open(&l, LOG_INFO, "request");
	log_field_str(&l, "path", STR("/a\xff\xe6\xa0"));
	log_field_str(&l, "absent", STR_NULL);
	log_field_str(&l, "nul", STR("a\0b"));
	log_field_i64(&l, "n", INT64_MIN);
	log_field_ms(&l, "ms", 12034);
	log_close(&l);
	captured(line, sizeof(line));
	assert_non_null(strstr(line, "\"nul\":\"a\\u0000b\""));
	assert_non_null(strstr(line, "\"n\":-9223372036854775808,\"ms\":12.034}\n"));
	line[strstr(line, ",\"nul\"") - line] = '}'; /* jansson has no NUL in strings */
	line[strstr(line, "\"nul\"") - line] = '\0';
	o = parse(line);
	assert_string_equal(json_string_value(json_object_get(o, "path")),
	    "/a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	assert_true(json_is_null(json_object_get(o, "absent")));
	json_decref(o);
}

static void
test_overlong_line_stays_json(void **state)
{
	static char big[8000];
	char line[8192];

	(void)state;
	memset(big, '"', sizeof(big));
	for (size_t length = 3700; length < 4100; length++) {
		struct log_line l;
		json_t *o;
		bool cut;

		memset(big, 'x', sizeof(big));
		capture();
		log_open(&l, LOG_INFO, "big");
		log_field_i64(&l, "before", 1);
		log_field_str(&l, "big", (struct str){big, length});
		log_field_i64(&l, "after", 2);
		log_close(&l);
		assert_true(captured(line, sizeof(line)) <= sizeof(l.room));
		o = parse(line);
		cut = json_is_true(json_object_get(o, "cut"));
		assert_int_equal(json_integer_value(json_object_get(o, "before")), 1);
		assert_true(cut == (json_object_get(o, "after") == NULL));
		if (length == 3700)
			assert_false(cut);
		if (length == 4099)
			assert_true(cut);
		json_decref(o);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_message),
	    cmocka_unit_test(test_threshold),
	    cmocka_unit_test(test_fields_and_bad_utf8),
	    cmocka_unit_test(test_overlong_line_stays_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
