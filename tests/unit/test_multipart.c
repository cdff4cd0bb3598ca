#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "http/multipart.h"

#define ARENA_CAP ((size_t)16 * 1024 * 1024)
#include "tests/unit/arena_each.h"

#define TYPE "multipart/form-data; boundary=XyZ"
#define PART(name) "--XyZ\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_PART(name, file)                                                                      \
	"--XyZ\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" file             \
	"\"\r\nContent-Type: image/jpeg\r\n\r\n"
#define END "--XyZ--\r\n"

/* The stream that it is read from: so many bytes at a time. */
struct source {
	struct str rest;
	size_t step;
	bool fails_at_end;
};

static ssize_t
read_source(void *arg, char *p, size_t n)
{
	struct source *s = arg;
	size_t done = 0;

	/* As fcgi_body(): fewer than asked for is the end. */
	while (done < n && s->rest.n > 0) {
		size_t k = n - done < s->rest.n ? n - done : s->rest.n;

		k = k < s->step ? k : s->step;
		memcpy(p + done, s->rest.p, k);
		s->rest = str_sub(s->rest, k, s->rest.n);
		done += k;
	}
	return done < n && s->fails_at_end ? -1 : (ssize_t)done;
}

/* "name=value;" and "name[filename]=value;" for each part, or "fault N". */
static const char *
all_of(const char *type, struct str body, size_t max)
{
	static char out[4096];
	struct source source = {body, 7, false};
	struct body_stream in = {read_source, &source};
	struct multipart_part part;
	struct multipart *m;
	enum request_fault fault;
	bool more;
	struct buf b;

	buf_init(&b, arena, sizeof(out));
	fault = multipart_open(arena, str_of(type), in, max, &m);
	while (fault == REQUEST_FINE) {
		struct str text;

		fault = multipart_next(m, &part, &more);
		if (fault != REQUEST_FINE || !more)
			break;
		buf_str(&b, part.name);
		if (part.filename.p != NULL)
			buf_printf(&b, "[%.*s]", STR_ARG(part.filename));
		fault = multipart_text(m, 2000, &text);
		if (fault == REQUEST_FINE)
			buf_printf(&b, "=%.*s;", STR_ARG(text));
	}
	if (fault != REQUEST_FINE) {
		snprintf(out, sizeof(out), "fault %d", (int)fault);
		/* A fault stays one. */
		if (fault != REQUEST_TYPE)
			assert_int_equal(multipart_next(m, &part, &more), fault);
		return out;
	}
	snprintf(out, sizeof(out), "%.*s", STR_ARG(buf_view(&b)));
	return out;
}

#define ALL(body) all_of(TYPE, STR(body), 100000)
#define BAD "fault 1"
#define LARGE "fault 2"
#define WRONG_TYPE "fault 3"

static void
test_parts(void **state)
{
	(void)state;
	assert_int_equal(REQUEST_BAD, 1);
	assert_int_equal(REQUEST_TOO_LARGE, 2);
	assert_int_equal(REQUEST_TYPE, 3);
	assert_string_equal(ALL(PART("a") "1\r\n" END), "a=1;");
	assert_string_equal(ALL(PART("a") "\r\n" END), "a=;");
	assert_string_equal(ALL(PART("a") "1\r\n" PART("b") "2\r\n--XyZ--"), "a=1;b=2;");
	assert_string_equal(
	    ALL(PART("a") "1\r\n" FILE_PART("file", "海港.jpg") "\xe4\xbd\xa0\r\n" END),
	    "a=1;file[海港.jpg]=你;");
	assert_string_equal(ALL(FILE_PART("file", "") "\r\n" END), "file[]=;");
	/* What only looks like a delimiter is data. */
	assert_string_equal(ALL(PART("a") "\r\n--XyY\r\n--Xy\r\n" END), "a=\r\n--XyY\r\n--Xy;");
	assert_string_equal(ALL(PART("a") "x--XyZ\n--XyZ\r\n" END), "a=x--XyZ\n--XyZ;");
}

static void
test_names(void **state)
{
	(void)state;
	assert_string_equal(
	    ALL(FILE_PART("f", "a%22b%0D%0A%20.jpg") "\r\n" END), "f[a\"b\r\n%20.jpg]=;");
	assert_string_equal(
	    ALL(FILE_PART("f", "a\\\"b\\\\c\\d.jpg") "\r\n" END), "f[a\"b\\c\\d.jpg]=;");
	assert_string_equal(ALL(PART("") "\r\n" END), BAD);
	assert_string_equal(ALL(PART("\xff") "\r\n" END), BAD);
	assert_string_equal(ALL(PART("a\0b") "\r\n" END), BAD);
	assert_string_equal(ALL(FILE_PART("f", "\xc4\xe3.jpg") "\r\n" END), BAD);
}

static void
test_heads(void **state)
{
	(void)state;
	assert_string_equal(ALL("--XyZ\r\n\r\n1\r\n" END), BAD);
	assert_string_equal(ALL("--XyZ\r\nContent-Type: text/plain\r\n\r\n1\r\n" END), BAD);
	assert_string_equal(ALL("--XyZ\r\ncontent-disposition: form-data; name=\"a\"\r\n"
				"content-transfer-encoding: BINARY\r\nX: y\r\n\r\n1\r\n" END),
	    "a=1;");
#define HEAD(line)                                                                                 \
	ALL("--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n" line "\r\n\r\n1\r\n" END)
	assert_string_equal(HEAD("Content-Transfer-Encoding: base64"), BAD);
	assert_string_equal(HEAD("Content-Type: multipart/mixed; boundary=y"), BAD);
	assert_string_equal(HEAD("Content-Disposition: form-data; name=\"b\""), BAD);
	assert_string_equal(HEAD(" folded"), BAD);
	assert_string_equal(HEAD("no colon"), BAD);
	assert_string_equal(HEAD(": no name"), BAD);
	assert_string_equal(HEAD("X: a\nY: b"), BAD);
#define DISPOSITION(d) ALL("--XyZ\r\nContent-Disposition: " d "\r\n\r\n1\r\n" END)
	assert_string_equal(DISPOSITION("attachment; name=\"a\""), BAD);
	assert_string_equal(DISPOSITION("form-data"), BAD);
	assert_string_equal(DISPOSITION("form-data; name=a"), BAD);
	assert_string_equal(DISPOSITION("form-data; name=\"a"), BAD);
	assert_string_equal(DISPOSITION("form-data; name=\"a\"; name=\"b\""), BAD);
	assert_string_equal(DISPOSITION("form-data; name=\"a\" x"), BAD);
	assert_string_equal(DISPOSITION("form-data; name=\"a\"; filename*=UTF-8''x"), BAD);
}

static void
test_frames(void **state)
{
	(void)state;
	assert_string_equal(ALL(""), BAD);
	assert_string_equal(ALL(END), BAD);
	assert_string_equal(ALL("preamble\r\n" PART("a") "1\r\n" END), BAD);
	assert_string_equal(ALL("\r\n" PART("a") "1\r\n" END), BAD);
	assert_string_equal(ALL(PART("a") "1\r\n" END "epilogue"), BAD);
	assert_string_equal(ALL(PART("a") "1\r\n" END "\r\n"), BAD);
	assert_string_equal(ALL(PART("a") "1\r\n--XyZ -- "), BAD);
	assert_string_equal(ALL(PART("a") "1\r\n--XyZ"), BAD);
	assert_string_equal(ALL(PART("a") "1\r\n--Xy"), BAD);
	assert_string_equal(ALL(PART("a") "1"), BAD);
	assert_string_equal(ALL("--XyZ\r\nContent-Disp"), BAD);
}

static void
test_type(void **state)
{
	static const struct str body = STR(PART("a") "1\r\n" END);

	(void)state;
	assert_string_equal(
	    all_of("Multipart/Form-Data; charset=utf-8; boundary=\"XyZ\"", body, 1000), "a=1;");
	assert_string_equal(all_of(NULL, body, 1000), WRONG_TYPE);
	assert_string_equal(all_of("multipart/form-data", body, 1000), WRONG_TYPE);
	assert_string_equal(all_of("multipart/mixed; boundary=XyZ", body, 1000), WRONG_TYPE);
	assert_string_equal(all_of("multipart/form-data; boundary=", body, 1000), WRONG_TYPE);
	assert_string_equal(all_of("multipart/form-data; boundary=a\"b", body, 1000), WRONG_TYPE);
	assert_string_equal(
	    all_of("multipart/form-data; boundary=a; boundary=b", body, 1000), WRONG_TYPE);
	assert_string_equal(
	    all_of("multipart/form-data; boundary="
		   "01234567890123456789012345678901234567890123456789012345678901234567890",
		body, 1000),
	    WRONG_TYPE);
}

static void
test_limits(void **state)
{
	static const struct str body = STR(PART("a") "1\r\n" END);
	struct source cut = {body, 1, true};
	struct multipart_part part;
	struct multipart *m;
	bool more = true;
	struct str text;
	struct buf b;

	(void)state;
	assert_string_equal(all_of(TYPE, body, body.n), "a=1;");
	assert_string_equal(all_of(TYPE, body, body.n - 1), LARGE);
	/* More parts than any form has. */
	buf_init(&b, arena, 100000);
	for (int i = 0; i < 65; i++)
		BUF_LIT(&b, PART("a") "1\r\n");
	BUF_LIT(&b, END);
	assert_string_equal(all_of(TYPE, buf_view(&b), 100000), BAD);
	/* A head without end. */
	buf_init(&b, arena, 100000);
	BUF_LIT(&b, "--XyZ\r\nX: ");
	for (int i = 0; i < 5000; i++)
		buf_char(&b, 'x');
	assert_string_equal(all_of(TYPE, buf_view(&b), 100000), BAD);
	/* A text that is too long for its field. */
	buf_init(&b, arena, 100000);
	BUF_LIT(&b, PART("a"));
	for (int i = 0; i < 2001; i++)
		buf_char(&b, 'x');
	BUF_LIT(&b, "\r\n" END);
	assert_string_equal(all_of(TYPE, buf_view(&b), 100000), LARGE);
	/* The other side went away. */
	assert_int_equal(
	    multipart_open(arena, STR(TYPE), (struct body_stream){read_source, &cut}, 1000, &m),
	    REQUEST_FINE);
	assert_int_equal(multipart_next(m, &part, &more), REQUEST_BAD);
	assert_false(more);
	assert_int_equal(multipart_text(m, 10, &text), REQUEST_BAD);
}

/* A file larger than the buffer, with what nearly is the delimiter at every place. */
static void
test_large(void **state)
{
	static const char near[] = "\r\n--XyY";
	size_t want = 0;
	size_t n = 0;
	size_t got;
	struct source source;
	struct multipart_part part;
	struct multipart *m;
	char piece[5000];
	bool more;
	struct buf b;

	(void)state;
	buf_init(&b, arena, 1000000);
	BUF_LIT(&b, FILE_PART("f", "x"));
	want = b.n;
	for (size_t i = 0; i < 300000; i++)
		buf_char(&b, near[i % (sizeof(near) - 1)]);
	want = b.n - want;
	BUF_LIT(&b, "\r\n" END);
	source = (struct source){buf_view(&b), 1000, false};
	assert_int_equal(multipart_open(arena, STR(TYPE),
			     (struct body_stream){read_source, &source}, 1000000, &m),
	    REQUEST_FINE);
	assert_int_equal(multipart_next(m, &part, &more), REQUEST_FINE);
	assert_true(more);
	do {
		assert_int_equal(multipart_read(m, piece, sizeof(piece), &got), REQUEST_FINE);
		for (size_t i = 0; i < got; i++)
			assert_int_equal(piece[i], near[(n + i) % (sizeof(near) - 1)]);
		n += got;
	} while (got > 0);
	assert_int_equal(n, want);
	assert_int_equal(multipart_next(m, &part, &more), REQUEST_FINE);
	assert_false(more);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_parts, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_heads, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_frames, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_type, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_large, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
