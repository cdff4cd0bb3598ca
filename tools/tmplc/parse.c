#include "tmplc.h"

#include <ctype.h>
#include <string.h>

/* The tokens of a template file, and the tree that is built from them. */

enum token_kind { TOKEN_TEXT, TOKEN_EXPR, TOKEN_STMT, TOKEN_END };

struct token {
	enum token_kind kind;
	struct span s; /* the text, or what stands between the braces, trimmed */
};

struct parser {
	struct file *f;
	struct span rest;
	struct token now;
	struct span rest_after_word; /* of a statement: what follows its first word */
	struct span word;            /* of a statement: its first word */
};

static bool
opens_tag(struct span s, size_t at)
{
	return at + 1 < s.n && s.p[at] == '{' && strchr("{%#", s.p[at + 1]) != NULL;
}

/* Find the closing brace pair, not fooled by C literals, except in a comment. */
static size_t
find_close(const struct parser *p, const char *close)
{
	struct span s = p->rest;
	bool comment = close[0] == '#';

	for (size_t i = 2; i + 1 < s.n; i = comment ? i + 1 : span_skip_c(s, i)) {
		if (s.p[i] == close[0] && s.p[i + 1] == close[1])
			return i;
	}
	die_at(p->f, s.line, "'%.2s' is never closed by '%s'", s.p, close);
}

static void
take_rest(struct parser *p, size_t n)
{
	p->rest = span_sub(p->rest, n, p->rest.n - n);
}

static void
next_token(struct parser *p)
{
	size_t n = 0;
	char kind;
	const char *close;

	while (opens_tag(p->rest, 0) && p->rest.p[1] == '#')
		take_rest(p, find_close(p, "#}") + 2);
	if (p->rest.n == 0) {
		p->now = (struct token){TOKEN_END, p->rest};
		return;
	}
	if (!opens_tag(p->rest, 0)) {
		while (n < p->rest.n && !opens_tag(p->rest, n))
			n++;
		p->now = (struct token){TOKEN_TEXT, span_sub(p->rest, 0, n)};
		take_rest(p, n);
		return;
	}
	kind = p->rest.p[1];
	close = kind == '%' ? "%}" : "}}";
	n = find_close(p, close);
	p->now.kind = kind == '%' ? TOKEN_STMT : TOKEN_EXPR;
	p->now.s = span_trim(span_sub(p->rest, 2, n - 2));
	if (p->now.s.n == 0)
		die_at(p->f, p->rest.line, "nothing between '%.2s' and '%s'", p->rest.p, close);
	take_rest(p, n + 2);
	if (p->now.kind == TOKEN_STMT) {
		p->rest_after_word = p->now.s;
		p->word = span_word(&p->rest_after_word);
	}
}

static bool
at_word(const struct parser *p, const char *z)
{
	return p->now.kind == TOKEN_STMT && span_is(p->word, z);
}

static struct node *
new_node(const struct parser *p, enum node_kind kind, struct span a)
{
	struct node *n = keep(sizeof(*n));

	n->kind = kind;
	n->a = a;
	n->file = p->f;
	return n;
}

/* Take "name(inside)" and demand that nothing but ${rest} follows. */
static struct span
take_parens(const struct parser *p, struct span *s, const char *what)
{
	struct span in;
	size_t close;

	if (s->n == 0 || s->p[0] != '(')
		die_at(p->f, s->line, "'(' is missing after the name of the %s", what);
	close = span_top(*s, 1, ')');
	if (close == s->n)
		die_at(p->f, s->line, "')' is missing after the arguments of the %s", what);
	in = span_trim(span_sub(*s, 1, close - 1));
	*s = span_trim(span_sub(*s, close + 1, s->n));
	return in;
}

static struct span *
split_commas(const struct parser *p, struct span s, size_t *count)
{
	struct span *v;
	size_t n = 0;
	size_t at = 0;

	*count = 0;
	if (s.n == 0)
		return NULL;
	for (size_t i = 0; i <= s.n; i = span_top(s, i, ',') + 1)
		n++;
	v = keep(n * sizeof(*v));
	for (size_t i = 0; i < n; i++) {
		size_t comma = span_top(s, at, ',');

		v[i] = span_trim(span_sub(s, at, comma - at));
		if (v[i].n == 0)
			die_at(p->f, s.line, "an empty argument");
		at = comma + 1;
	}
	*count = n;
	return v;
}

static void
parse_params(const struct parser *p, struct template *t, struct span s)
{
	struct span *decls = split_commas(p, s, &t->params_n);

	t->params = keep((t->params_n + 1) * sizeof(*t->params));
	for (size_t i = 0; i < t->params_n; i++) {
		struct span d = decls[i];
		size_t at = d.n;

		while (at > 0 && (isalnum((unsigned char)d.p[at - 1]) || d.p[at - 1] == '_'))
			at--;
		if (at == 0 || at == d.n)
			die_at(p->f, d.line,
			    "'%.*s' is not a parameter: a type and a name are wanted", (int)d.n,
			    d.p);
		t->params[i] = (struct param){d, span_sub(d, at, d.n - at)};
		if (span_is(t->params[i].name, "cx") || span_is(t->params[i].name, "tmpl_out"))
			die_at(p->f, d.line, "the name '%.*s' is taken by every template",
			    (int)t->params[i].name.n, t->params[i].name.p);
	}
}

static struct node *parse_body(struct parser *p, int depth, struct span opened, const char *what);

static bool
at_body_end(const struct parser *p)
{
	return at_word(p, "end") || at_word(p, "else") || at_word(p, "elif");
}

/* Leave "end" as the current token's place and go on after it. */
static void
take_end(struct parser *p, struct node *n, const char *what)
{
	if (!at_word(p, "end"))
		die_at(p->f, p->now.s.line, "'%.*s' does not belong to this '%s'", (int)p->word.n,
		    p->word.p, what);
	if (p->rest_after_word.n > 0)
		die_at(p->f, p->now.s.line, "'end' stands alone");
	n->end = p->now.s;
	next_token(p);
}

static struct node *
parse_if(struct parser *p, int depth)
{
	struct node *n = new_node(p, NODE_IF, p->rest_after_word);
	struct span opened = p->now.s;

	if (n->a.n == 0)
		die_at(p->f, opened.line, "a condition is missing");
	next_token(p);
	n->body = parse_body(p, depth, opened, "if");
	if (at_word(p, "elif")) {
		/* The rest of the chain is an if inside the else, and takes the common end. */
		if (depth >= TMPLC_DEPTH_MAX)
			die_at(p->f, p->now.s.line, "nested too deep");
		n->other = parse_if(p, depth + 1);
		n->end = n->other->end;
		return n;
	}
	if (at_word(p, "else")) {
		next_token(p);
		n->other = parse_body(p, depth, opened, "if");
		if (n->other == NULL)
			n->other = new_node(p, NODE_TEXT, span_sub(opened, 0, 0));
	}
	take_end(p, n, "if");
	return n;
}

static struct node *
parse_for(struct parser *p, int depth)
{
	struct span opened = p->now.s;
	struct span s = p->rest_after_word;
	struct node *n = new_node(p, NODE_FOR, s);
	struct span in;
	size_t colon = 0;

	n->var = span_word(&s);
	in = span_word(&s);
	for (size_t at = span_top(s, 0, ':'); at < s.n; at = span_top(s, at + 1, ':'))
		colon = at;
	if (n->var.n == 0 || !span_is(in, "in") || colon == 0)
		die_at(p->f, opened.line, "a loop reads 'for NAME in ARRAY : COUNT'");
	n->a = span_trim(span_sub(s, 0, colon));
	n->b = span_trim(span_sub(s, colon + 1, s.n));
	if (n->a.n == 0 || n->b.n == 0)
		die_at(p->f, opened.line, "a loop reads 'for NAME in ARRAY : COUNT'");
	next_token(p);
	n->body = parse_body(p, depth, opened, "for");
	if (at_word(p, "else")) {
		next_token(p);
		n->other = parse_body(p, depth, opened, "for");
	}
	take_end(p, n, "for");
	return n;
}

static struct node *
parse_block(struct parser *p, int depth)
{
	struct span opened = p->now.s;
	struct span s = p->rest_after_word;
	struct node *n = new_node(p, NODE_BLOCK, span_word(&s));

	if (n->a.n == 0 || s.n > 0)
		die_at(p->f, opened.line, "a block reads 'block NAME'");
	next_token(p);
	n->body = parse_body(p, depth, opened, "block");
	take_end(p, n, "block");
	return n;
}

static struct node *
parse_call(struct parser *p)
{
	struct span opened = p->now.s;
	struct span s = p->rest_after_word;
	struct node *n = new_node(p, NODE_CALL, span_word(&s));

	if (n->a.n == 0)
		die_at(p->f, opened.line, "a call reads 'call NAME(ARGUMENTS)'");
	n->b = take_parens(p, &s, "call");
	if (s.n > 0)
		die_at(p->f, s.line, "'%.*s' after the call", (int)s.n, s.p);
	next_token(p);
	return n;
}

static struct node *
parse_stmt(struct parser *p, int depth)
{
	if (at_word(p, "if"))
		return parse_if(p, depth);
	if (at_word(p, "for"))
		return parse_for(p, depth);
	if (at_word(p, "block"))
		return parse_block(p, depth);
	if (at_word(p, "call"))
		return parse_call(p);
	if (at_word(p, "template") || at_word(p, "include"))
		die_at(p->f, p->now.s.line, "'%.*s' inside a template: is an 'end' missing?",
		    (int)p->word.n, p->word.p);
	die_at(p->f, p->now.s.line, "unknown statement '%.*s'", (int)p->now.s.n, p->now.s.p);
}

static struct node *
parse_body(struct parser *p, int depth, struct span opened, const char *what)
{
	struct node *first = NULL;
	struct node **last = &first;

	if (depth >= TMPLC_DEPTH_MAX)
		die_at(p->f, opened.line, "nested too deep");
	while (!at_body_end(p)) {
		if (p->now.kind == TOKEN_END)
			die_at(p->f, opened.line, "this '%s' has no 'end'", what);
		if (p->now.kind == TOKEN_STMT) {
			*last = parse_stmt(p, depth + 1);
		} else {
			*last = new_node(
			    p, p->now.kind == TOKEN_TEXT ? NODE_TEXT : NODE_EXPR, p->now.s);
			next_token(p);
		}
		last = &(*last)->next;
	}
	return first;
}

static struct template *
parse_template(struct parser *p)
{
	struct span opened = p->now.s;
	struct span s = p->rest_after_word;
	struct template *t = keep(sizeof(*t));
	struct node end = {0};

	t->file = p->f;
	t->name = span_word(&s);
	if (t->name.n == 0)
		die_at(p->f, opened.line, "a template reads 'template NAME(PARAMETERS)'");
	parse_params(p, t, take_parens(p, &s, "template"));
	if (s.n > 0) {
		struct span word = span_word(&s);

		if (!span_is(word, "extends"))
			die_at(p->f, opened.line, "only 'extends NAME(ARGUMENTS)' may follow");
		t->extends = span_word(&s);
		if (t->extends.n == 0)
			die_at(p->f, opened.line, "the name of the layout is missing");
		t->args = split_commas(p, take_parens(p, &s, "layout"), &t->args_n);
		if (s.n > 0)
			die_at(p->f, s.line, "'%.*s' after the layout", (int)s.n, s.p);
	}
	next_token(p);
	t->body = parse_body(p, 0, opened, "template");
	take_end(p, &end, "template");
	t->end = end.end;
	return t;
}

static void
parse_include(struct parser *p, struct include **last)
{
	struct span what = p->rest_after_word;
	struct include *i = keep(sizeof(*i));

	if (what.n < 3 || !((what.p[0] == '"' && what.p[what.n - 1] == '"') ||
			      (what.p[0] == '<' && what.p[what.n - 1] == '>')))
		die_at(p->f, p->now.s.line, "an include reads 'include \"view/some_view.h\"'");
	i->what = what;
	*last = i;
	next_token(p);
}

void
parse_file(struct file *f)
{
	struct parser p = {.f = f, .rest = f->text};
	struct template **last = &f->templates;
	struct include **last_include = &f->includes;

	next_token(&p);
	while (p.now.kind != TOKEN_END) {
		if (at_word(&p, "include")) {
			parse_include(&p, last_include);
			last_include = &(*last_include)->next;
		} else if (at_word(&p, "template")) {
			*last = parse_template(&p);
			last = &(*last)->next;
		} else {
			struct span s = span_trim(p.now.s);

			if (p.now.kind != TOKEN_TEXT || s.n > 0)
				die_at(f, s.line,
				    "only comments and includes may stand outside a template");
			next_token(&p);
		}
	}
}
