#include "http/multipart.h"

#include <string.h>

#include "base/utf8.h"

#define ROOM ((size_t)64 * 1024)
#define HEAD_MAX ((size_t)4096) /* the header lines of a part */
#define PARTS_MAX 64
#define BOUNDARY_MAX 70 /* RFC 2046, 5.1.1 */
#define NAME_MAX_BYTES 100

enum where {
	AT_DELIMITER, /* what follows a delimiter comes next */
	IN_PART,
	AT_END,
	BROKEN
};

struct multipart {
	struct arena *arena;
	struct body_stream in;
	size_t left; /* bytes that may yet be taken */
	char delimiter[4 + BOUNDARY_MAX];
	size_t delimiter_n;
	char *buf;
	size_t from, to; /* what of buf is not yet consumed */
	bool ended;      /* the stream */
	enum where where;
	enum request_fault fault;
	size_t parts;
};

static enum request_fault
broken(struct multipart *m, enum request_fault fault)
{
	m->where = BROKEN;
	m->fault = fault;
	return fault;
}

static struct str
seen(const struct multipart *m)
{
	return (struct str){m->buf + m->from, m->to - m->from};
}

/* Have more of the stream in the buffer, whose caller made sure that there is room. */
static enum request_fault
fill(struct multipart *m)
{
	size_t want;
	ssize_t n;

	if (m->ended)
		return broken(m, REQUEST_BAD); /* cut off */
	memmove(m->buf, m->buf + m->from, m->to - m->from);
	m->to -= m->from;
	m->from = 0;
	want = ROOM - m->to;
	n = m->in.read(m->in.arg, m->buf + m->to, want);
	if (n < 0)
		return broken(m, REQUEST_BAD);
	if ((size_t)n > m->left)
		return broken(m, REQUEST_TOO_LARGE);
	m->left -= (size_t)n;
	m->to += (size_t)n;
	m->ended = (size_t)n < want;
	return REQUEST_FINE;
}

/* RFC 2046, 5.1.1: bchars. */
static bool
is_boundary(struct str s)
{
	if (s.n == 0 || s.n > BOUNDARY_MAX || s.p[s.n - 1] == ' ')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool alnum = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');

		if (c == '\0' || (!alnum && strchr("'()+_,-./:=? ", c) == NULL))
			return false;
	}
	return true;
}

static bool
read_boundary(struct str content_type, struct str *out)
{
	struct str param;

	*out = STR_NULL;
	if (!str_split(&content_type, ';', &param) ||
	    !str_eq_nocase(str_trim(param), STR("multipart/form-data")))
		return false;
	while (str_split(&content_type, ';', &param)) {
		size_t eq = str_chr(param, '=');
		struct str value = str_trim(str_sub(param, eq + 1, param.n));

		if (!str_eq_nocase(str_trim(str_sub(param, 0, eq)), STR("boundary")))
			continue;
		if (out->p != NULL)
			return false;
		if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = str_sub(value, 1, value.n - 2);
		*out = value;
	}
	return out->p != NULL && is_boundary(*out);
}

enum request_fault
multipart_open(struct arena *a, struct str content_type, struct body_stream in, size_t max,
    struct multipart **out)
{
	struct multipart *m = arena_alloc(a, sizeof(*m));
	struct str boundary;

	if (!read_boundary(content_type, &boundary))
		return REQUEST_TYPE;
	m->arena = a;
	m->in = in;
	m->left = max;
	m->buf = arena_alloc(a, ROOM);
	memcpy(m->delimiter, "\r\n--", 4);
	memcpy(m->delimiter + 4, boundary.p, boundary.n);
	m->delimiter_n = 4 + boundary.n;
	/* The first delimiter is like all others but for the line end before it. */
	memcpy(m->buf, "\r\n", 2);
	m->to = 2;
	m->where = IN_PART;
	*out = m;
	return REQUEST_FINE;
}

enum request_fault
multipart_read(struct multipart *m, char *p, size_t n, size_t *got)
{
	*got = 0;
	if (m->where == BROKEN)
		return m->fault;
	if (m->where != IN_PART)
		return REQUEST_FINE;
	for (;;) {
		struct str s = seen(m);
		size_t sure = str_find(s, (struct str){m->delimiter, m->delimiter_n});
		enum request_fault fault;

		if (sure == 0 && s.n > 0) {
			m->from += m->delimiter_n;
			m->where = AT_DELIMITER;
			return REQUEST_FINE;
		}
		/* The last bytes may be the beginning of a delimiter. */
		if (sure == s.n)
			sure = s.n >= m->delimiter_n ? s.n - (m->delimiter_n - 1) : 0;
		if (sure > 0) {
			*got = sure < n ? sure : n;
			memcpy(p, s.p, *got);
			m->from += *got;
			return REQUEST_FINE;
		}
		fault = fill(m);
		if (fault != REQUEST_FINE)
			return fault;
	}
}

/* A quoted string: RFC 7578 leaves it to browsers, which write %22 (WHATWG HTML, 4.10.22.8), and
 * others a backslash. */
static bool
take_quoted(struct arena *a, struct str *rest, struct str *out)
{
	char *p = arena_alloc(a, rest->n + 1);
	size_t n = 0;
	size_t i = 1;

	if (!str_starts(*rest, STR("\"")))
		return false;
	for (; i < rest->n && rest->p[i] != '"'; i++) {
		struct str left = str_sub(*rest, i, rest->n);

		if (str_starts(left, STR("\\\"")) || str_starts(left, STR("\\\\"))) {
			p[n++] = left.p[1];
			i++;
		} else if (str_starts(left, STR("%22"))) {
			p[n++] = '"';
			i += 2;
		} else if (str_starts(left, STR("%0D")) || str_starts(left, STR("%0A"))) {
			p[n++] = left.p[2] == 'D' ? '\r' : '\n';
			i += 2;
		} else {
			p[n++] = rest->p[i];
		}
	}
	if (i == rest->n)
		return false;
	*rest = str_sub(*rest, i + 1, rest->n);
	*out = (struct str){p, n};
	return utf8_valid(*out) && str_chr(*out, '\0') == out->n;
}

/* form-data; name="file"; filename="harbour.jpg" */
static bool
read_disposition(struct arena *a, struct str value, struct multipart_part *part)
{
	if (!str_starts(value, STR("form-data")))
		return false;
	value = str_sub(value, 9, value.n);
	while (value.n > 0) {
		struct str *to;
		size_t eq;
		struct str name;

		if (value.p[0] != ';')
			return false;
		value = str_trim(str_sub(value, 1, value.n));
		eq = str_chr(value, '=');
		name = str_sub(value, 0, eq);
		value = str_sub(value, eq + 1, value.n);
		if (str_eq(name, STR("name")))
			to = &part->name;
		else if (str_eq(name, STR("filename")))
			to = &part->filename;
		else
			return false;
		if (to->p != NULL || !take_quoted(a, &value, to))
			return false;
		value = str_trim(value);
	}
	return part->name.n > 0 && part->name.n <= NAME_MAX_BYTES;
}

static bool
is_plain_encoding(struct str s)
{
	return str_eq_nocase(s, STR("binary")) || str_eq_nocase(s, STR("8bit")) ||
	       str_eq_nocase(s, STR("7bit"));
}

static bool
starts_nocase(struct str s, struct str prefix)
{
	return str_eq_nocase(str_sub(s, 0, prefix.n), prefix);
}

/* One line of a part's head. */
static bool
read_line(struct arena *a, struct str line, struct multipart_part *part)
{
	size_t colon = str_chr(line, ':');
	struct str name = str_sub(line, 0, colon);
	struct str value = str_trim(str_sub(line, colon + 1, line.n));

	/* A space at its beginning would continue the line before. */
	if (colon == line.n || colon == 0 || name.p[0] == ' ' || name.p[0] == '\t' ||
	    str_chr(line, '\r') < line.n || str_chr(line, '\n') < line.n)
		return false;
	if (str_eq_nocase(name, STR("content-disposition")))
		return part->name.p == NULL && read_disposition(a, value, part);
	if (str_eq_nocase(name, STR("content-type")))
		return !starts_nocase(value, STR("multipart/"));
	if (str_eq_nocase(name, STR("content-transfer-encoding")))
		return is_plain_encoding(value);
	return true;
}

/* The head of a part, which its first empty line ends. */
static enum request_fault
read_part_head(struct multipart *m, struct multipart_part *part)
{
	static const struct str end = STR("\r\n\r\n");
	struct str head;

	for (;;) {
		enum request_fault fault;
		size_t at = str_find(str_sub(seen(m), 0, HEAD_MAX), end);

		head = str_sub(seen(m), 0, at);
		if (at < seen(m).n && at + end.n <= HEAD_MAX)
			break;
		if (seen(m).n >= HEAD_MAX)
			return broken(m, REQUEST_BAD);
		fault = fill(m);
		if (fault != REQUEST_FINE)
			return fault;
	}
	m->from += head.n + end.n;
	while (head.p != NULL) {
		size_t n = str_find(head, STR("\r\n"));

		if (!read_line(m->arena, str_sub(head, 0, n), part))
			return broken(m, REQUEST_BAD);
		head = n < head.n ? str_sub(head, n + 2, head.n) : STR_NULL;
	}
	return part->name.p != NULL ? REQUEST_FINE : broken(m, REQUEST_BAD);
}

/* Have at least ${n} bytes in the buffer, or all that there are. */
static enum request_fault
want(struct multipart *m, size_t n)
{
	while (seen(m).n < n && !m->ended) {
		enum request_fault fault = fill(m);

		if (fault != REQUEST_FINE)
			return fault;
	}
	return REQUEST_FINE;
}

/* After the last delimiter: nothing, or the end of its line. */
static enum request_fault
read_end(struct multipart *m)
{
	enum request_fault fault;

	m->from += 2;
	fault = want(m, 3);
	if (fault != REQUEST_FINE)
		return fault;
	if (seen(m).n != 0 && !str_eq(seen(m), STR("\r\n")))
		return broken(m, REQUEST_BAD);
	m->where = AT_END;
	return REQUEST_FINE;
}

/* Leave the part that is being read. */
static enum request_fault
skip_rest(struct multipart *m)
{
	char scrap[4096];
	enum request_fault fault;
	size_t n;

	do {
		fault = multipart_read(m, scrap, sizeof(scrap), &n);
		/* What comes before the first delimiter is nobody's. */
		if (fault == REQUEST_FINE && n > 0 && m->parts == 0)
			fault = broken(m, REQUEST_BAD);
	} while (fault == REQUEST_FINE && n > 0);
	return fault;
}

enum request_fault
multipart_next(struct multipart *m, struct multipart_part *part, bool *more)
{
	enum request_fault fault = skip_rest(m);

	*part = (struct multipart_part){.name = STR_NULL};
	*more = false;
	if (fault != REQUEST_FINE || m->where == AT_END)
		return fault;
	fault = want(m, 2);
	if (fault != REQUEST_FINE)
		return fault;
	if (m->parts > 0 && str_starts(seen(m), STR("--")))
		return read_end(m);
	if (!str_starts(seen(m), STR("\r\n")) || ++m->parts > PARTS_MAX)
		return broken(m, REQUEST_BAD);
	m->from += 2;
	fault = read_part_head(m, part);
	if (fault != REQUEST_FINE)
		return fault;
	m->where = IN_PART;
	*more = true;
	return REQUEST_FINE;
}

enum request_fault
multipart_text(struct multipart *m, size_t max, struct str *out)
{
	char *p = arena_alloc(m->arena, max + 1);
	enum request_fault fault;
	size_t n = 0;
	size_t got;

	do {
		fault = multipart_read(m, p + n, max + 1 - n, &got);
		n += got;
		if (fault == REQUEST_FINE && n > max)
			fault = broken(m, REQUEST_TOO_LARGE);
	} while (fault == REQUEST_FINE && got > 0);
	*out = (struct str){p, n};
	if (fault == REQUEST_FINE && (!utf8_valid(*out) || str_chr(*out, '\0') < n))
		return broken(m, REQUEST_BAD);
	return fault;
}
