#include "sqlc.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/*
 * Just enough of PostgreSQL's lexer to tell a parameter from the same characters inside a
 * string, an identifier, a comment or a dollar quote.
 */
struct scan {
	const char *p;
	int line;
};

static void
step(struct scan *s)
{
	if (*s->p == '\n')
		s->line++;
	s->p++;
}

static void
skip_quoted(struct scan *s, char quote, bool backslash)
{
	step(s);
	while (*s->p != '\0') {
		if (backslash && *s->p == '\\' && s->p[1] != '\0') {
			step(s);
		} else if (*s->p == quote) {
			step(s);
			if (*s->p != quote) /* a doubled quote is the quote itself */
				return;
		}
		step(s);
	}
}

static void
skip_block_comment(struct scan *s)
{
	int depth = 0;

	do {
		if (s->p[0] == '/' && s->p[1] == '*') {
			depth++;
			step(s);
		} else if (s->p[0] == '*' && s->p[1] == '/') {
			depth--;
			step(s);
		}
		step(s);
	} while (depth > 0 && *s->p != '\0');
}

/* At a '$' that begins no parameter: skip $tag$...$tag$, or the '$' alone. */
static void
skip_dollar(struct scan *s)
{
	const char *end = s->p + 1;

	while (isalnum((unsigned char)*end) || *end == '_')
		end++;
	if (*end != '$') {
		step(s);
		return;
	}
	size_t tag = (size_t)(end - s->p) + 1;
	const char *open = s->p;

	for (size_t i = 0; i < tag; i++)
		step(s);
	while (*s->p != '\0' && strncmp(s->p, open, tag) != 0)
		step(s);
	for (size_t i = 0; i < tag && *s->p != '\0'; i++)
		step(s);
}

static bool
ident_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Skip whatever cannot hold a parameter; false if ${s} stands at none of it. */
static bool
skip_opaque(struct scan *s, char before)
{
	if (*s->p == '\'') {
		skip_quoted(s, '\'', before == 'E' || before == 'e');
	} else if (*s->p == '"') {
		skip_quoted(s, '"', false);
	} else if (s->p[0] == '-' && s->p[1] == '-') {
		while (*s->p != '\0' && *s->p != '\n')
			step(s);
	} else if (s->p[0] == '/' && s->p[1] == '*') {
		skip_block_comment(s);
	} else if (*s->p == '$' && !isdigit((unsigned char)s->p[1]) && !ident_char(before)) {
		skip_dollar(s);
	} else {
		return false;
	}
	return true;
}

/* Take the number after a '$'. */
static size_t
number(struct scan *s)
{
	size_t n = 0;

	step(s);
	while (isdigit((unsigned char)*s->p)) {
		if (n <= FIELDS_MAX)
			n = n * 10 + (size_t)(*s->p - '0');
		step(s);
	}
	return n;
}

bool
params_check(const struct query_file *f, const struct block *b)
{
	bool used[FIELDS_MAX + 1] = {false};
	struct scan s = {b->sql, b->sql_line};
	char before = '\0';

	while (*s.p != '\0') {
		char here = *s.p;

		if (skip_opaque(&s, before)) {
			before = ' ';
			continue;
		}
		if (here == ';') {
			fprintf(stderr, "%s:%d: %s: only one statement is allowed in a block\n",
			    f->path, s.line, b->name);
			return false;
		}
		if (here == '$' && isdigit((unsigned char)s.p[1]) && !ident_char(before)) {
			int line = s.line;
			size_t n = number(&s);

			if (n < 1 || n > b->params_n) {
				fprintf(stderr, "%s:%d: %s: $%zu is used but not declared\n",
				    f->path, line, b->name, n);
				return false;
			}
			used[n] = true;
		} else {
			step(&s);
		}
		before = here;
	}
	for (size_t i = 1; i <= b->params_n; i++) {
		if (!used[i]) {
			fprintf(stderr, "%s:%d: %s: parameter \"%s\" ($%zu) is never used\n",
			    f->path, b->params[i - 1].line, b->name, b->params[i - 1].name, i);
			return false;
		}
	}
	return true;
}
