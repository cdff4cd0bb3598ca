#ifndef COPYDESK_TOOLS_SQLC_H
#define COPYDESK_TOOLS_SQLC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * sqlc turns a file of named SQL statements into typed C functions; sqlc-verify
 * holds the same file against a migrated database.  Both read it by parse.c.  The format is
 * described in docs/ARCHITECTURE.md.
 */

#define NAME_MAX_LEN 63 /* PostgreSQL's limit for an identifier */
#define FIELDS_MAX 64
#define LIMIT_DEFAULT 10000
#define LIMIT_MAX 1000000

/* One SQL type that may be declared: what it is called, what it becomes. */
struct type {
	const char *sql;     /* "bigint" */
	const char *c;       /* "int64_t" */
	const char *db;      /* "DB_BIGINT" */
	unsigned int oid;    /* pg_type.oid, fixed by PostgreSQL for built-in types */
	bool absent_is_null; /* a struct str says NULL by itself; others need has_NAME */
};

/* A parameter or a column. */
struct field {
	char name[NAME_MAX_LEN + 1];
	char id[NAME_MAX_LEN + 1]; /* "article_id": a struct of base/ids.h; "" none */
	const struct type *type;
	bool null;
	int line;
};

enum kind { KIND_ONE, KIND_MANY, KIND_EXEC };

struct block {
	char name[NAME_MAX_LEN + 1];
	enum kind kind;
	struct field params[FIELDS_MAX];
	struct field cols[FIELDS_MAX];
	size_t params_n;
	size_t cols_n;
	long limit;
	char *doc; /* comment lines of the head, each ended by a newline; "" none */
	char *sql; /* without the final semicolon */
	int line;
	int sql_line;
};

struct query_file {
	const char *path;
	char module[NAME_MAX_LEN + 1];
	char role[NAME_MAX_LEN + 1];
	struct block *blocks;
	size_t blocks_n;
};

/**
 * parse_file(path, out):
 * Read ${path}.  Return false after a "path:line: message" on standard error
 * for whatever is not understood.
 */
bool parse_file(const char *path, struct query_file *out);
void parse_free(struct query_file *f);

/**
 * params_check(f, b):
 * Are the declared parameters exactly the $1, $2 ... that the statement uses, and is it one
 * statement?  False after a message.
 */
bool params_check(const struct query_file *f, const struct block *b);

/** emit_header(f, out): Write the C header for ${f}. */
void emit_header(const struct query_file *f, FILE *out);
/** emit_source(f, out): Write the C source for ${f}. */
void emit_source(const struct query_file *f, FILE *out);

#endif
