#include "tmplc.h"

/* Names: templates, their parents, and the blocks that children fill. */

struct template *
template_find(struct file *files, struct span name)
{
	for (struct file *f = files; f != NULL; f = f->next) {
		for (struct template *t = f->templates; t != NULL; t = t->next) {
			if (span_eq(t->name, name))
				return t;
		}
	}
	return NULL;
}

/* Is there a block of this name in the tree?  The depth is the parser's, so it is capped. */
static size_t
count_blocks(const struct node *n, struct span name)
{
	size_t count = 0;

	for (; n != NULL; n = n->next) {
		count += n->kind == NODE_BLOCK && span_eq(n->a, name);
		count += count_blocks(n->body, name) + count_blocks(n->other, name);
	}
	return count;
}

static void
check_blocks(const struct template *t, const struct node *n)
{
	for (; n != NULL; n = n->next) {
		if (n->kind == NODE_BLOCK && count_blocks(t->body, n->a) > 1)
			die_at(
			    t->file, n->a.line, "block '%.*s' stands twice", (int)n->a.n, n->a.p);
		check_blocks(t, n->body);
		check_blocks(t, n->other);
	}
}

static void
check_fills(const struct template *t)
{
	for (const struct node *n = t->body; n != NULL; n = n->next) {
		size_t found = 0;

		if (n->kind == NODE_TEXT && span_trim(n->a).n == 0)
			continue;
		if (n->kind != NODE_BLOCK)
			die_at(t->file, span_trim(n->a).line,
			    "a template that extends another holds nothing but blocks");
		for (const struct template *up = t->parent; up != NULL; up = up->parent)
			found += count_blocks(up->body, n->a);
		if (found == 0)
			die_at(t->file, n->a.line, "the layout '%.*s' has no block '%.*s'",
			    (int)t->extends.n, t->extends.p, (int)n->a.n, n->a.p);
	}
}

static void
check_params(const struct template *t)
{
	for (size_t i = 0; i < t->params_n; i++) {
		struct span name = t->params[i].name;

		for (const struct template *up = t; up != NULL; up = up->parent) {
			for (size_t j = up == t ? i + 1 : 0; j < up->params_n; j++) {
				if (span_eq(name, up->params[j].name))
					die_at(t->file, name.line,
					    "'%.*s' is also a parameter of '%.*s': give it another "
					    "name",
					    (int)name.n, name.p, (int)up->name.n, up->name.p);
			}
		}
	}
}

static void
find_parent(struct file *files, struct template *t)
{
	t->parent = template_find(files, t->extends);
	if (t->parent == NULL)
		die_at(t->file, t->extends.line, "there is no template '%.*s' to extend",
		    (int)t->extends.n, t->extends.p);
	if (t->parent->params_n != t->args_n)
		die_at(t->file, t->extends.line, "'%.*s' takes %zu arguments, not %zu",
		    (int)t->extends.n, t->extends.p, t->parent->params_n, t->args_n);
}

static void
check_circle(const struct template *t)
{
	int depth = 0;

	for (const struct template *up = t; up != NULL; up = up->parent) {
		if (++depth > TMPLC_DEPTH_MAX)
			die_at(t->file, t->extends.line, "'%.*s' extends itself in the end",
			    (int)t->name.n, t->name.p);
	}
}

void
resolve(struct file *files)
{
	for (struct file *f = files; f != NULL; f = f->next) {
		for (struct template *t = f->templates; t != NULL; t = t->next) {
			struct template *first = template_find(files, t->name);

			if (first != t)
				die_at(f, t->name.line, "template '%.*s' is already in %s:%d",
				    (int)t->name.n, t->name.p, first->file->path, first->name.line);
			if (t->extends.n > 0)
				find_parent(files, t);
		}
	}
	for (struct file *f = files; f != NULL; f = f->next) {
		for (struct template *t = f->templates; t != NULL; t = t->next) {
			check_circle(t);
			check_params(t);
			check_blocks(t, t->body);
			if (t->parent != NULL)
				check_fills(t);
		}
	}
}
