#include "tmplc.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* The pool is a list of blocks, so that a build with the leak checker stays quiet. */
struct kept {
	struct kept *next;
	_Alignas(max_align_t) unsigned char data[];
};

static struct kept *pool;

void *
keep(size_t n)
{
	struct kept *k = calloc(1, sizeof(*k) + n);

	if (k == NULL) {
		fputs("tmplc: out of memory\n", stderr);
		exit(1);
	}
	k->next = pool;
	pool = k;
	return k->data;
}

char *
keep_z(const char *p, size_t n)
{
	char *z = keep(n + 1);

	if (n > 0)
		memcpy(z, p, n);
	return z;
}

void
pool_free(void)
{
	while (pool != NULL) {
		struct kept *next = pool->next;

		free(pool);
		pool = next;
	}
}

void
die_at(const struct file *f, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: ", f->path, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

bool
span_is(struct span s, const char *z)
{
	return s.n == strlen(z) && memcmp(s.p, z, s.n) == 0;
}

bool
span_eq(struct span a, struct span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

struct span
span_sub(struct span s, size_t from, size_t n)
{
	struct span r;

	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	r = (struct span){s.p + from, n, s.line};
	for (size_t i = 0; i < from; i++)
		r.line += s.p[i] == '\n';
	return r;
}

struct span
span_trim(struct span s)
{
	size_t from = 0;
	size_t to = s.n;

	while (from < to && isspace((unsigned char)s.p[from]))
		from++;
	while (to > from && isspace((unsigned char)s.p[to - 1]))
		to--;
	return span_sub(s, from, to - from);
}

struct span
span_word(struct span *s)
{
	struct span in = span_trim(*s);
	struct span word;
	size_t n = 0;

	while (n < in.n && (isalnum((unsigned char)in.p[n]) || in.p[n] == '_'))
		n++;
	if (n > 0 && isdigit((unsigned char)in.p[0]))
		n = 0;
	word = span_sub(in, 0, n);
	*s = span_trim(span_sub(in, n, in.n - n));
	return word;
}

size_t
span_skip_c(struct span s, size_t at)
{
	char quote = s.p[at++];

	if (quote != '"' && quote != '\'')
		return at;
	while (at < s.n && s.p[at] != quote)
		at += s.p[at] == '\\' ? 2 : 1;
	return at < s.n ? at + 1 : s.n;
}

size_t
span_top(struct span s, size_t from, char c)
{
	int depth = 0;

	for (size_t i = from; i < s.n; i = span_skip_c(s, i)) {
		if (s.p[i] == c && depth == 0)
			return i;
		if (strchr("([{", s.p[i]) != NULL)
			depth++;
		else if (strchr(")]}", s.p[i]) != NULL)
			depth--;
	}
	return s.n;
}
