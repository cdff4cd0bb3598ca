#ifndef COPYDESK_TMPLC_HTML_H
#define COPYDESK_TMPLC_HTML_H

#include "tmplc.h"

/*
 * Where in an HTML page a template stands, byte by byte: the part of the WHATWG tokenizer
 * (HTML, 13.2.5) that decides about escaping, made strict.  A state is a plain value, so that
 * the branches of an if can be followed apart and compared.
 */

enum html_at {
	AT_TEXT,
	AT_LT,       /* after "<" */
	AT_END_NAME, /* in "</name" */
	AT_NAME,     /* in "<name" */
	AT_SPACE,    /* in a tag, an attribute may begin */
	AT_GLUED,    /* in a tag, white space must come before an attribute */
	AT_SLASH,    /* in a tag, after "/" */
	AT_ATTR,     /* in an attribute's name */
	AT_EQUALS,   /* after "=" */
	AT_VALUE,    /* in a quoted value */
	AT_BANG,     /* in "<!..." */
	AT_COMMENT,  /* in "<!--" */
	AT_RCDATA,   /* in a textarea or title */
	AT_DATA,     /* in a JSON data block */
	AT_SCRIPT    /* between <script src> and </script>: nothing may be there */
};

enum html_attr { ATTR_PLAIN, ATTR_URL, ATTR_FIXED /* an expression is refused */ };

/* How far an address has come. */
enum html_url { URL_START, URL_WHOLE, URL_PART, URL_MIXED };

enum html_script { SCRIPT_BARE, SCRIPT_SRC, SCRIPT_JSON };

/* What the runtime does with an expression. */
enum html_put { PUT_TEXT, PUT_RCDATA, PUT_ATTR, PUT_URL, PUT_URL_PART, PUT_JSON, PUT_JSON_NUMBER };

struct html_name {
	char z[32];
	size_t n;
};

struct element {
	struct html_name name;
	const struct file *file;
	int line;
	struct element *up;
};

struct html {
	enum html_at at;
	struct element *stack;
	struct html_name tag;  /* being read, or that of the tag we are in */
	struct html_name attr; /* being read, or that of the value we are in */
	char quote;
	enum html_attr kind;
	enum html_url url;
	bool host_open;  /* the address so far ends inside its host */
	char value[128]; /* the literal beginning of the value */
	size_t value_n;
	bool beginning; /* no expression in the value yet */
	enum html_script script;
	bool in_string; /* of a data block */
	bool escaped;   /* in a string, after a backslash */
	bool newline;   /* the output just ended with a newline, another would be waste */
	bool swallows;  /* after <textarea> or <pre>, where the browser drops one newline */
};

/* Text on its way to one buf_append. */
struct literal {
	char *p;
	size_t n;
	size_t cap;
};

/* One byte on its way through the machine. */
struct step {
	struct html *h;
	const struct file *f;
	struct span s; /* the literal */
	size_t at;     /* the byte in hand */
	int line;
	struct literal *out;
};

/** html_step(s, c): Move on by the byte ${c}. */
void html_step(struct step *s, char c);
/** html_end_attr_name(s): The attribute's name is complete: look what it means. */
void html_end_attr_name(struct step *s);
bool html_space(char c);

/** html_text(h, f, s, out): Go through the literal ${s} of ${f}; append what is to be sent. */
void html_text(struct html *h, const struct file *f, struct span s, struct literal *out);

/** html_expr(h, f, line, out): An expression stands here: tell what becomes of it. */
enum html_put html_expr(struct html *h, const struct file *f, int line, struct literal *out);

/** html_settle(h, f, line, out): A statement stands here; refuse where none may. */
void html_settle(struct html *h, const struct file *f, int line, struct literal *out);

/** html_join(a, b, f, line, what): The state after either; refuse if they differ. */
struct html html_join(
    const struct html *a, const struct html *b, const struct file *f, int line, const char *what);

/** html_end(h, f, line): The template ends: everything must be closed. */
void html_end(const struct html *h, const struct file *f, int line);

/** html_in(h, name): Is ${h} inside an element ${name}? */
bool html_in(const struct html *h, const char *name);

/** literal_char(out, c): Append one byte. */
void literal_char(struct literal *out, char c);

/* Rules about names, apart from the machine. */
bool name_is(const struct html_name *n, const char *z);
/** name_char(n, c, f, line): Append ${c} in lower case. */
void name_char(struct html_name *n, char c, const struct file *f, int line);
bool tag_is_void(const struct html_name *n);
/** tag_check(n, f, line): Refuse elements that cannot be made safe. */
void tag_check(const struct html_name *n, const struct file *f, int line);
/** attr_check(tag, n, f, line): Refuse attributes that hold code; tell the kind of the others. */
enum html_attr attr_check(
    const struct html_name *tag, const struct html_name *n, const struct file *f, int line);
/** address_check(h, f, line, whole): Look at the literal beginning of an address; sets host_open.
 */
void address_check(struct html *h, const struct file *f, int line, bool whole);

#endif
