#include "tmplc.h"

/* The frame of a generated file around its functions. */

void
emit_signature(const struct template *t, const char *after, FILE *out)
{
	fprintf(out, "t_%.*s(struct buf *tmpl_out, const struct tmpl_ctx *cx", (int)t->name.n,
	    t->name.p);
	for (size_t i = 0; i < t->params_n; i++)
		fprintf(out, ", %.*s", (int)t->params[i].decl.n, t->params[i].decl.p);
	fprintf(out, ")%s\n", after);
}

static void
emit_banner(const struct file *f, FILE *out)
{
	fprintf(out, "/* Made by tools/tmplc from %s; do not edit. */\n", f->path);
}

void
emit_header(const struct file *f, FILE *out)
{
	emit_banner(f, out);
	fprintf(out, "#ifndef COPYDESK_GEN_%s_H\n#define COPYDESK_GEN_%s_H\n\n", f->stem, f->stem);
	fputs("#include \"base/buf.h\"\n#include \"html/html.h\"\n", out);
	for (const struct include *i = f->includes; i != NULL; i = i->next)
		fprintf(out, "#include %.*s\n", (int)i->what.n, i->what.p);
	for (const struct template *t = f->templates; t != NULL; t = t->next) {
		fputs("\nvoid ", out);
		emit_signature(t, ";", out);
	}
	fputs("\n#endif\n", out);
}

/* Does a template of ${f} need what ${other} declares: a template it calls, or the layout's types?
 */
static bool
calls_into(const struct node *n, const struct file *other, struct file *files)
{
	for (; n != NULL; n = n->next) {
		if (n->kind == NODE_CALL) {
			const struct template *t = template_find(files, n->a);

			if (t != NULL && t->file == other)
				return true;
		}
		if (calls_into(n->body, other, files) || calls_into(n->other, other, files))
			return true;
	}
	return false;
}

static bool
needs(const struct file *f, const struct file *other, struct file *files)
{
	for (const struct template *t = f->templates; t != NULL; t = t->next) {
		for (const struct template *up = t; up != NULL; up = up->parent) {
			if (up->file == other || calls_into(up->body, other, files))
				return true;
		}
	}
	return false;
}

void
emit_source(const struct file *f, struct file *files, FILE *out)
{
	emit_banner(f, out);
	fprintf(out, "#include \"gen/%s.h\"\n\n#include \"html/tmpl.h\"\n", f->stem);
	for (const struct file *other = files; other != NULL; other = other->next) {
		if (other != f && needs(f, other, files))
			fprintf(out, "#include \"gen/%s.h\"\n", other->stem);
	}
	for (const struct template *t = f->templates; t != NULL; t = t->next)
		emit_template(t, files, out);
}
