#include "sqlc.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX (4L * 1024 * 1024)

static const struct type types[] = {
    {"bigint", "int64_t", "DB_BIGINT", 20, false},
    {"integer", "int32_t", "DB_INTEGER", 23, false},
    {"smallint", "int16_t", "DB_SMALLINT", 21, false},
    {"boolean", "bool", "DB_BOOLEAN", 16, false},
    {"text", "struct str", "DB_TEXT", 25, true},
    {"jsonb", "struct str", "DB_JSONB", 3802, true},
    {"bytea", "struct str", "DB_BYTEA", 17, true},
    {"timestamptz", "struct instant", "DB_TIMESTAMPTZ", 1184, false},
};

/* A field or statement of such a name would not compile. */
static const char *const c_words[] = {"auto", "bool", "break", "case", "char", "const", "continue",
    "default", "do", "double", "else", "enum", "extern", "false", "float", "for", "goto", "if",
    "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof",
    "static", "struct", "switch", "true", "typedef", "union", "unsigned", "void", "volatile",
    "while", "asm", "typeof", "linux", "unix"};

struct parser {
	struct query_file *f;
	char *next; /* the rest of the text; NULL at its end */
	int line;
	struct block *b; /* the block being read; NULL before the first */
	bool in_sql;
};

static bool __attribute__((format(printf, 2, 3)))
fault(const struct parser *p, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: ", p->f->path, p->line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return false;
}

static void *
need(void *p)
{
	if (p == NULL) {
		fputs("sqlc: out of memory\n", stderr);
		exit(1);
	}
	return p;
}

/* Append ${line} and a newline to the heap string ${*text}. */
static void
append_line(char **text, const char *line)
{
	size_t old = strlen(*text);
	size_t add = strlen(line);

	*text = need(realloc(*text, old + add + 2));
	memcpy(*text + old, line, add);
	memcpy(*text + old + add, "\n", 2);
}

static bool
take_name(const struct parser *p, const char *word, const char *what, char out[NAME_MAX_LEN + 1])
{
	size_t n = strlen(word);

	if (n == 0 || n > NAME_MAX_LEN || !islower((unsigned char)word[0]))
		return fault(p, "%s \"%s\" must be 1 to %d of a-z 0-9 _ and begin with a letter",
		    what, word, NAME_MAX_LEN);
	for (size_t i = 0; i < n; i++)
		if (!islower((unsigned char)word[i]) && !isdigit((unsigned char)word[i]) &&
		    word[i] != '_')
			return fault(p, "%s \"%s\" may have only a-z 0-9 _", what, word);
	for (size_t i = 0; i < sizeof(c_words) / sizeof(c_words[0]); i++)
		if (strcmp(word, c_words[i]) == 0)
			return fault(p, "%s \"%s\" is a word of C", what, word);
	memcpy(out, word, n + 1);
	return true;
}

/* Take the next word off ${*rest}; "" when there is none. */
static char *
take_word(char **rest)
{
	char *word = *rest + strspn(*rest, " \t");
	size_t n = strcspn(word, " \t");

	*rest = word + n;
	if (**rest != '\0')
		*(*rest)++ = '\0';
	return word;
}

static bool
read_field(struct parser *p, char *rest, const char *what, struct field *list, size_t *n)
{
	char *name = take_word(&rest);
	char *type = take_word(&rest);
	char *id = take_word(&rest);
	struct field *x = &list[*n];

	if (*take_word(&rest) != '\0')
		return fault(p, "a %s is \"name type [id]\", nothing more", what);
	if (*n == FIELDS_MAX)
		return fault(p, "more than %d of \"%s\"", FIELDS_MAX, what);
	if (!take_name(p, name, what, x->name))
		return false;
	for (size_t i = 0; i < *n; i++)
		if (strcmp(list[i].name, x->name) == 0)
			return fault(p, "%s \"%s\" is declared twice", what, x->name);

	size_t len = strlen(type);

	x->null = len > 0 && type[len - 1] == '?';
	if (x->null)
		type[len - 1] = '\0';
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].sql, type) == 0)
			x->type = &types[i];
	if (x->type == NULL)
		return fault(p,
		    "%s \"%s\": type \"%s\" is none of bigint integer smallint boolean text jsonb "
		    "bytea timestamptz",
		    what, x->name, type);
	if (*id != '\0') {
		if (!take_name(p, id, "id", x->id))
			return false;
		if (strcmp(type, "bigint") != 0)
			return fault(p, "%s \"%s\": an id is a bigint", what, x->name);
	}
	x->line = p->line;
	(*n)++;
	return true;
}

static bool
read_limit(struct parser *p, char *rest)
{
	char *word = take_word(&rest);
	char *end;

	errno = 0;
	long n = strtol(word, &end, 10);

	if (errno != 0 || end == word || *end != '\0' || n < 1 || n > LIMIT_MAX)
		return fault(p, "limit must be a number of rows, 1 to %d", LIMIT_MAX);
	if (p->b->kind != KIND_MANY)
		return fault(p, "limit is for :many");
	p->b->limit = n;
	return true;
}

/* The block that ends here must be whole. */
static bool
end_block(struct parser *p)
{
	struct block *b = p->b;
	size_t n;

	if (b == NULL)
		return true;
	n = strlen(b->sql);
	while (n > 0 && isspace((unsigned char)b->sql[n - 1]))
		n--;
	if (n > 0 && b->sql[n - 1] == ';')
		n--;
	while (n > 0 && isspace((unsigned char)b->sql[n - 1]))
		n--;
	b->sql[n] = '\0';

	int here = p->line;
	bool ok = true;

	p->line = b->line;
	if (n == 0)
		ok = fault(p, "%s has no statement", b->name);
	else if (b->kind != KIND_EXEC && b->cols_n == 0)
		ok = fault(p, "%s gives rows, so it needs a \"-- col:\"", b->name);
	else if (b->kind == KIND_EXEC && b->cols_n > 0)
		ok = fault(p, "%s is :exec, which gives no rows; no \"-- col:\"", b->name);
	p->line = here;
	return ok && params_check(p->f, b);
}

static bool
begin_block(struct parser *p, char *rest)
{
	char *name = take_word(&rest);
	char *kind = take_word(&rest);
	struct query_file *f = p->f;

	if (!end_block(p))
		return false;
	if (f->role[0] == '\0')
		return fault(p, "a \"-- role: NAME\" must come before the first block");
	f->blocks = need(realloc(f->blocks, (f->blocks_n + 1) * sizeof(*f->blocks)));
	p->b = &f->blocks[f->blocks_n];
	memset(p->b, 0, sizeof(*p->b));
	p->b->doc = need(calloc(1, 1));
	p->b->sql = need(calloc(1, 1));
	f->blocks_n++;
	p->b->line = p->line;
	p->b->limit = LIMIT_DEFAULT;
	p->in_sql = false;

	if (!take_name(p, name, "statement", p->b->name))
		return false;
	for (size_t i = 0; i + 1 < f->blocks_n; i++)
		if (strcmp(f->blocks[i].name, name) == 0)
			return fault(
			    p, "statement \"%s\" is already at line %d", name, f->blocks[i].line);
	if (strcmp(kind, ":one") == 0)
		p->b->kind = KIND_ONE;
	else if (strcmp(kind, ":many") == 0)
		p->b->kind = KIND_MANY;
	else if (strcmp(kind, ":exec") == 0)
		p->b->kind = KIND_EXEC;
	else
		return fault(p, "\"%s\" must be :one, :many or :exec", kind);
	if (*take_word(&rest) != '\0')
		return fault(p, "a block begins with \"-- name: NAME :kind\", nothing more");
	return true;
}

/* A "-- word: rest" line; ${*known} false if ${word} is no directive. */
static bool
directive(struct parser *p, const char *word, char *rest, bool *known)
{
	*known = true;
	if (strcmp(word, "name") == 0)
		return begin_block(p, rest);
	if (strcmp(word, "role") == 0) {
		if (p->f->role[0] != '\0')
			return fault(p, "a file has one role");
		return take_name(p, take_word(&rest), "role", p->f->role);
	}
	if (p->b != NULL && !p->in_sql) {
		if (strcmp(word, "param") == 0)
			return read_field(p, rest, "param", p->b->params, &p->b->params_n);
		if (strcmp(word, "col") == 0)
			return read_field(p, rest, "col", p->b->cols, &p->b->cols_n);
		if (strcmp(word, "limit") == 0)
			return read_limit(p, rest);
		/* A mistyped directive must not pass for a comment. */
		return fault(p, "\"%s\" is none of name param col limit", word);
	}
	*known = false;
	if (strcmp(word, "param") == 0 || strcmp(word, "col") == 0 || strcmp(word, "limit") == 0)
		return fault(p, "\"%s\" belongs between \"-- name:\" and the statement", word);
	return true;
}

/* Is ${line} "-- word: rest"?  Then cut it in two. */
static bool
split_directive(char *line, char **word, char **rest)
{
	if (strncmp(line, "-- ", 3) != 0)
		return false;
	size_t n = strspn(line + 3, "abcdefghijklmnopqrstuvwxyz");

	if (n == 0 || line[3 + n] != ':')
		return false;
	*word = line + 3;
	*rest = line + 3 + n + 1;
	return true;
}

static bool
read_line(struct parser *p, char *line)
{
	char *word, *rest;
	bool known = false;

	if (split_directive(line, &word, &rest)) {
		char colon[NAME_MAX_LEN + 1];
		size_t n = (size_t)(rest - word) - 1;

		if (n > NAME_MAX_LEN)
			return fault(p, "that is no directive");
		memcpy(colon, word, n);
		colon[n] = '\0';
		if (!directive(p, colon, rest, &known))
			return false;
		if (known)
			return true;
	}
	if (p->b == NULL) {
		if (line[strspn(line, " \t")] == '\0' || strncmp(line, "--", 2) == 0)
			return true;
		return fault(p, "a statement before the first \"-- name:\"");
	}
	if (!p->in_sql) {
		if (line[strspn(line, " \t")] == '\0')
			return true;
		if (strncmp(line, "--", 2) == 0) {
			append_line(&p->b->doc, line + 2 + strspn(line + 2, " "));
			return true;
		}
		p->in_sql = true;
		p->b->sql_line = p->line;
	}
	append_line(&p->b->sql, line);
	return true;
}

static char *
read_all(const char *path)
{
	FILE *in = fopen(path, "rb");
	char *text = NULL;

	if (in == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return NULL;
	}
	text = need(malloc(FILE_MAX + 1));
	size_t n = fread(text, 1, FILE_MAX + 1, in);

	if (ferror(in) || n > FILE_MAX || memchr(text, '\0', n) != NULL) {
		fprintf(stderr, "%s: cannot be read, is over 4 MiB or has a NUL byte\n", path);
		free(text);
		text = NULL;
	} else {
		text[n] = '\0';
	}
	fclose(in);
	return text;
}

/* "sql/queries/article.sql" is module "article". */
static bool
take_module(struct parser *p)
{
	const char *base = strrchr(p->f->path, '/');
	char name[NAME_MAX_LEN + 1];

	base = base != NULL ? base + 1 : p->f->path;
	size_t n = strlen(base);

	if (n < 5 || n - 4 > NAME_MAX_LEN || strcmp(base + n - 4, ".sql") != 0)
		return fault(p, "the file must be called MODULE.sql");
	memcpy(name, base, n - 4);
	name[n - 4] = '\0';
	return take_name(p, name, "module", p->f->module);
}

bool
parse_file(const char *path, struct query_file *out)
{
	struct parser p = {.f = out};
	char *text;
	bool ok;

	memset(out, 0, sizeof(*out));
	out->path = path;
	ok = take_module(&p);
	if (!ok || (text = read_all(path)) == NULL)
		return false;
	p.next = text;
	while (ok && p.next != NULL && *p.next != '\0') {
		char *line = p.next;
		char *end = strchr(line, '\n');

		p.line++;
		p.next = end != NULL ? end + 1 : NULL;
		if (end != NULL)
			*end = '\0';
		ok = read_line(&p, line);
	}
	ok = ok && end_block(&p);
	if (ok && out->blocks_n == 0)
		ok = fault(&p, "no \"-- name:\" in this file");
	free(text);
	return ok;
}

void
parse_free(struct query_file *f)
{
	for (size_t i = 0; i < f->blocks_n; i++) {
		free(f->blocks[i].doc);
		free(f->blocks[i].sql);
	}
	free(f->blocks);
	memset(f, 0, sizeof(*f));
}
