#ifndef COPYDESK_TMPLC_H
#define COPYDESK_TMPLC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * tmplc compiles templates to C.  It uses libc alone, because everything else is built after it.
 * The whole run is one allocation pool, and the first error ends it.
 */

#define TMPLC_DEPTH_MAX 40
#define TMPLC_FILE_MAX (4l * 1024 * 1024)

/* A view of template source; not terminated. */
struct span {
	const char *p;
	size_t n;
	int line;
};

enum node_kind { NODE_TEXT, NODE_EXPR, NODE_IF, NODE_FOR, NODE_CALL, NODE_BLOCK };

struct node {
	enum node_kind kind;
	struct span a;      /* text, expression, condition, array, called name, block name */
	struct span b;      /* count, call arguments */
	struct span var;    /* for: the loop's variable */
	struct node *body;  /* then, loop body, block body */
	struct node *other; /* else (an elif is an if in here), or NULL */
	struct node *next;
	struct file *file; /* where it was written */
	struct span end;   /* the tag that ends it */
};

struct param {
	struct span decl; /* "const struct site_page *p" */
	struct span name; /* "p" */
};

struct template
{
	struct span name;
	struct param *params;
	size_t params_n;
	struct span extends; /* n == 0: none */
	struct span *args;
	size_t args_n;
	struct template *parent; /* set by resolve() */
	struct node *body;
	struct span end;
	struct file *file;
	struct template *next;
};

struct include {
	struct span what; /* with its quotes or brackets */
	struct include *next;
};

struct file {
	const char *path;
	const char *stem; /* "t_site_article" */
	struct span text;
	struct include *includes;
	struct template *templates;
	bool wanted; /* named on the command line, not only beside such a file */
	struct file *next;
};

/** keep(n): Return ${n} zeroed bytes that live until pool_free(); ends the program without memory.
 */
void *keep(size_t n) __attribute__((returns_nonnull, malloc, alloc_size(1)));
/** keep_z(p, n): Return a terminated copy. */
char *keep_z(const char *p, size_t n) __attribute__((returns_nonnull));
void pool_free(void);

/** die_at(f, line, fmt, ...): Print "file:line: message" and end with status 1. */
void die_at(const struct file *f, int line, const char *fmt, ...)
    __attribute__((noreturn, format(printf, 3, 4)));

bool span_is(struct span s, const char *z);
bool span_eq(struct span a, struct span b);
struct span span_trim(struct span s);
/** span_sub(s, from, n): Return a part; its line counts the newlines before it. */
struct span span_sub(struct span s, size_t from, size_t n);
/** span_word(s): Take a C identifier off the front of ${s}, and the white space after it. */
struct span span_word(struct span *s);
/**
 * span_skip_c(s, at):
 * Return the offset after the C token that starts at ${at}: a whole string or character literal,
 * else one byte.  An unterminated literal ends with ${s}.
 */
size_t span_skip_c(struct span s, size_t at);
/** span_top(s, from, c): Return the offset of the first ${c} at or after ${from} outside brackets
 * and literals, or s.n. */
size_t span_top(struct span s, size_t from, char c);

/** parse_file(f): Fill the includes and templates of ${f} from its text. */
void parse_file(struct file *f);

/** template_find(files, name): Return the template of that name, or NULL. */
struct template *template_find(struct file *files, struct span name);
/** resolve(files): Check names, parents and blocks of all templates. */
void resolve(struct file *files);

/** emit_header(f, out), emit_source(f, files, out): Write the C for ${f}. */
void emit_header(const struct file *f, FILE *out);
void emit_source(const struct file *f, struct file *files, FILE *out);

/** emit_signature(t, after, out): Write the declarator of the function for ${t}. */
void emit_signature(const struct template *t, const char *after, FILE *out);
/** emit_template(t, files, out): Write the function for ${t}. */
void emit_template(const struct template *t, struct file *files, FILE *out);

#endif
