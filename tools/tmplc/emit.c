#include "html.h"

#include <ctype.h>
#include <string.h>

/* From the tree to C. */

struct emitter {
	FILE *out;
	struct file *files;
	const struct template *leaf; /* the template that is made; its parents hang on it */
	struct html html;
	struct literal lit;
	int indent;
};

static void
indent(struct emitter *e)
{
	for (int i = 0; i < e->indent; i++)
		fputc('\t', e->out);
}

/* Errors of the C compiler, and xgettext, then speak of the template. */
static void
line_of(struct emitter *e, const struct file *f, struct span s)
{
	fprintf(e->out, "#line %d \"%s\"\n", s.line, f->path);
	indent(e);
}

static void
put_c_char(struct emitter *e, char c, char after)
{
	if (c == '\n')
		fputs("\\n", e->out);
	else if (c == '"' || c == '\\')
		fprintf(e->out, "\\%c", c);
	else if ((unsigned char)c < 0x20 || c == 0x7f)
		/* Three octal digits end by themselves, whatever follows. */
		fprintf(e->out, "\\%03o", (unsigned char)c);
	else if (c == '?' && after == '?')
		fputs("\\?", e->out);
	else
		fputc(c, e->out);
}

static void
flush(struct emitter *e)
{
	struct literal *l = &e->lit;

	if (l->n == 0)
		return;
	indent(e);
	fputs("BUF_LIT(tmpl_out, \"", e->out);
	for (size_t i = 0; i < l->n; i++) {
		put_c_char(e, l->p[i], i + 1 < l->n ? l->p[i + 1] : '\0');
		if (l->p[i] == '\n' && i + 1 < l->n) {
			fputs("\"\n", e->out);
			indent(e);
			fputs("    \"", e->out);
		}
	}
	fputs("\");\n", e->out);
	l->n = 0;
}

/* Write a C expression, with _(...) turned into the look-up for the page's language. */
static void
put_c(struct emitter *e, struct span s)
{
	char before = '\0';

	for (size_t i = 0; i < s.n;) {
		size_t next = span_skip_c(s, i);

		if (s.p[i] == '_' && i + 1 < s.n && s.p[i + 1] == '(' && before != '_' &&
		    !isalnum((unsigned char)before)) {
			fputs("i18n(cx->zh, ", e->out);
			i += 2;
			before = ' ';
			continue;
		}
		fwrite(s.p + i, 1, next - i, e->out);
		before = s.p[i];
		i = next;
	}
}

static void emit_nodes(struct emitter *e, const struct node *n);

static void
emit_expr(struct emitter *e, const struct node *n)
{
	static const char *const names[] = {
	    [PUT_TEXT] = "TMPL_TEXT",
	    [PUT_RCDATA] = "TMPL_RCDATA",
	    [PUT_ATTR] = "TMPL_ATTR",
	    [PUT_URL] = "TMPL_URL",
	    [PUT_URL_PART] = "TMPL_URL_PART",
	    [PUT_JSON] = "TMPL_JSON",
	    [PUT_JSON_NUMBER] = "TMPL_JSON_NUMBER",
	};
	enum html_put put = html_expr(&e->html, n->file, n->a.line, &e->lit);

	flush(e);
	line_of(e, n->file, n->a);
	fprintf(e->out, "%s(tmpl_out, ", names[put]);
	put_c(e, n->a);
	fputs(");\n", e->out);
}

static void
settle(struct emitter *e, const struct node *n, struct span at)
{
	html_settle(&e->html, n->file, at.line, &e->lit);
	flush(e);
}

static void
emit_branch(struct emitter *e, const struct node *n, const struct node *body)
{
	e->indent++;
	emit_nodes(e, body);
	settle(e, n, n->end);
	e->indent--;
}

static void
emit_if(struct emitter *e, const struct node *n)
{
	struct html before;
	struct html after;

	settle(e, n, n->a);
	before = e->html;
	line_of(e, n->file, n->a);
	fputs("if (", e->out);
	put_c(e, n->a);
	fputs(") {\n", e->out);
	emit_branch(e, n, n->body);
	after = e->html;
	e->html = before;
	if (n->other != NULL) {
		indent(e);
		fputs("} else {\n", e->out);
		emit_branch(e, n, n->other);
	}
	indent(e);
	fputs("}\n", e->out);
	e->html = html_join(&after, &e->html, n->file, n->end.line, "the branches end apart");
}

static void
emit_loop(struct emitter *e, const struct node *n)
{
	int var_n = (int)n->var.n;
	const char *var = n->var.p;

	line_of(e, n->file, n->a);
	fprintf(e->out, "for (size_t %.*s_i = 0, %.*s_n = ", var_n, var, var_n, var);
	put_c(e, n->b);
	fprintf(e->out, "; %.*s_i < %.*s_n; %.*s_i++) {\n", var_n, var, var_n, var, var_n, var);
	e->indent++;
	indent(e);
	fputs("const __typeof__((", e->out);
	put_c(e, n->a);
	fprintf(e->out, ")[0]) *%.*s = &(", var_n, var);
	put_c(e, n->a);
	fprintf(e->out, ")[%.*s_i];\n\n", var_n, var);
	indent(e);
	fprintf(e->out, "(void)%.*s;\n", var_n, var);
	e->indent--;
	emit_branch(e, n, n->body);
	indent(e);
	fputs("}\n", e->out);
}

static void
emit_for(struct emitter *e, const struct node *n)
{
	struct html before;
	struct html after;

	settle(e, n, n->a);
	if (e->html.at == AT_VALUE && e->html.kind == ATTR_URL)
		die_at(n->file, n->a.line, "a loop inside an address");
	before = e->html;
	/* The second round begins where the first ended. */
	e->html.newline = false;
	emit_loop(e, n);
	after =
	    html_join(&e->html, &before, n->file, n->end.line, "a loop must end where it began");
	if (n->other != NULL) {
		e->html = before;
		line_of(e, n->file, n->b);
		fputs("if ((", e->out);
		put_c(e, n->b);
		fputs(") == 0) {\n", e->out);
		emit_branch(e, n, n->other);
		indent(e);
		fputs("}\n", e->out);
		after = html_join(&after, &e->html, n->file, n->end.line, "the branches end apart");
	}
	e->html = after;
}

static void
emit_call(struct emitter *e, const struct node *n)
{
	if (template_find(e->files, n->a) == NULL)
		die_at(
		    n->file, n->a.line, "there is no template '%.*s' to call", (int)n->a.n, n->a.p);
	settle(e, n, n->a);
	if (e->html.at != AT_TEXT)
		die_at(n->file, n->a.line, "a template can be called between tags only");
	line_of(e, n->file, n->a);
	fprintf(e->out, "t_%.*s(tmpl_out, cx", (int)n->a.n, n->a.p);
	if (n->b.n > 0) {
		fputs(", ", e->out);
		put_c(e, n->b);
	}
	fputs(");\n", e->out);
	e->html.newline = false;
}

static const struct node *
find_block(const struct node *n, struct span name)
{
	for (; n != NULL; n = n->next) {
		const struct node *found;

		if (n->kind == NODE_BLOCK && span_eq(n->a, name))
			return n;
		found = find_block(n->body, name);
		if (found == NULL)
			found = find_block(n->other, name);
		if (found != NULL)
			return found;
	}
	return NULL;
}

/* The youngest template that has the block fills it. */
static void
emit_block(struct emitter *e, const struct node *n)
{
	const struct node *fill = NULL;
	struct html before;

	for (const struct template *t = e->leaf; t != NULL && fill == NULL; t = t->parent)
		fill = find_block(t->body, n->a);
	if (fill == NULL)
		fill = n;
	html_settle(&e->html, n->file, n->a.line, &e->lit);
	before = e->html;
	emit_nodes(e, fill->body);
	html_settle(&e->html, fill->file, fill->end.line, &e->lit);
	e->html = html_join(
	    &e->html, &before, fill->file, fill->end.line, "a block must end where it began");
	e->html.newline = e->lit.n > 0 && e->lit.p[e->lit.n - 1] == '\n';
}

static void
emit_nodes(struct emitter *e, const struct node *n)
{
	for (; n != NULL; n = n->next) {
		switch (n->kind) {
		case NODE_TEXT:
			html_text(&e->html, n->file, n->a, &e->lit);
			break;
		case NODE_EXPR:
			emit_expr(e, n);
			break;
		case NODE_IF:
			emit_if(e, n);
			break;
		case NODE_FOR:
			emit_for(e, n);
			break;
		case NODE_CALL:
			emit_call(e, n);
			break;
		case NODE_BLOCK:
			emit_block(e, n);
			break;
		}
	}
}

/* Enter the layouts, outermost last, each with its parameters as variables of a block. */
static void
emit_from_root(struct emitter *e, const struct template *t)
{
	const struct template *up = t->parent;

	if (up == NULL) {
		emit_nodes(e, t->body);
		html_settle(&e->html, t->file, t->end.line, &e->lit);
		flush(e);
		html_end(&e->html, t->file, t->end.line);
		return;
	}
	for (size_t i = 0; i < up->params_n; i++) {
		const struct param *p = &up->params[i];

		line_of(e, t->file, t->args[i]);
		fprintf(e->out, "%.*s = ", (int)p->decl.n, p->decl.p);
		put_c(e, t->args[i]);
		fprintf(e->out, ";\n");
		indent(e);
		fprintf(e->out, "(void)%.*s;\n", (int)p->name.n, p->name.p);
	}
	emit_from_root(e, up);
}

void
emit_template(const struct template *t, struct file *files, FILE *out)
{
	struct emitter e = {.out = out, .files = files, .leaf = t, .indent = 1};

	e.html.newline = true;
	fputs("\nvoid\n", out);
	emit_signature(t, "", out);
	fputs("{\n\t(void)cx;\n", out);
	for (size_t i = 0; i < t->params_n; i++)
		fprintf(out, "\t(void)%.*s;\n", (int)t->params[i].name.n, t->params[i].name.p);
	emit_from_root(&e, t);
	fputs("}\n", out);
}
