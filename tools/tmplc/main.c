#include "tmplc.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../outfile.h"

/*
 * tmplc [-o DIR] FILE...
 * Write DIR/t_NAME.h and DIR/t_NAME.c for each FILE.  Templates that lie beside a FILE are read
 * too, because layouts and called templates may be there.  A file whose contents would not
 * change is not touched, so that nothing is compiled again for it.
 */

static void
fail(const char *path)
{
	fprintf(stderr, "tmplc: %s: %s\n", path, strerror(errno));
	exit(1);
}

/* "templates/site/article.html" is t_site_article: the path below templates/, else the last part.
 */
static const char *
stem_of(const char *path)
{
	const char *top = strstr(path, "templates/");
	const char *from = path;
	char *stem;
	size_t n;

	for (const char *p = top; p != NULL; p = strstr(p + 1, "templates/"))
		from = p + strlen("templates/");
	if (top == NULL && strrchr(path, '/') != NULL)
		from = strrchr(path, '/') + 1;
	n = strlen(from) - strlen(".html");
	stem = keep(n + 3);
	stem[0] = 't';
	stem[1] = '_';
	for (size_t i = 0; i < n; i++)
		stem[i + 2] = isalnum((unsigned char)from[i]) ? from[i] : '_';
	return stem;
}

static bool
is_template_name(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && strcmp(name + n - 5, ".html") == 0;
}

static struct span
read_whole(const char *path)
{
	FILE *in = fopen(path, "rb");
	struct span s = {NULL, 0, 1};
	long size = 0;
	char *p;

	if (in == NULL || fseek(in, 0, SEEK_END) != 0 || (size = ftell(in)) < 0 ||
	    size > TMPLC_FILE_MAX)
		fail(path);
	rewind(in);
	p = keep((size_t)size + 1);
	s.n = fread(p, 1, (size_t)size, in);
	if (s.n != (size_t)size)
		fail(path);
	fclose(in);
	s.p = p;
	return s;
}

static void
add_file(struct file **files, const char *path, bool wanted)
{
	struct file **last = files;
	struct file *f;
	const char *nul;

	for (; *last != NULL; last = &(*last)->next) {
		if (strcmp((*last)->path, path) == 0)
			return;
	}
	f = keep(sizeof(*f));
	f->path = keep_z(path, strlen(path));
	f->stem = stem_of(path);
	f->text = read_whole(path);
	f->wanted = wanted;
	nul = memchr(f->text.p, '\0', f->text.n);
	if (nul != NULL)
		die_at(f, span_sub(f->text, (size_t)(nul - f->text.p), 0).line, "a NUL byte");
	*last = f;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_template(const struct dirent *d)
{
	return d->d_name[0] != '.' && is_template_name(d->d_name);
}

static void
add_neighbours(struct file **files, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t dir_n = slash == NULL ? 0 : (size_t)(slash - path) + 1;
	const char *dir = dir_n == 0 ? "." : keep_z(path, dir_n);
	struct dirent **v;
	int n = scandir(dir, &v, is_template, by_name);

	if (n < 0)
		fail(dir);
	for (int i = 0; i < n; i++) {
		size_t name_n = strlen(v[i]->d_name);
		char *full = keep(dir_n + name_n + 1);

		memcpy(full, path, dir_n);
		memcpy(full + dir_n, v[i]->d_name, name_n);
		add_file(files, full, false);
		free(v[i]);
	}
	free(v);
}

static bool
holds_already(const char *path, const char *p, size_t n)
{
	FILE *in = fopen(path, "rb");
	char *was = keep(n + 1);
	size_t got;

	if (in == NULL)
		return false;
	got = fread(was, 1, n + 1, in);
	fclose(in);
	return got == n && memcmp(was, p, n) == 0;
}

static void
write_if_changed(const char *dir, const char *stem, const char *ext, const char *p, size_t n)
{
	size_t dir_n = strlen(dir);
	size_t stem_n = strlen(stem);
	char *path = keep(dir_n + stem_n + 4);

	memcpy(path, dir, dir_n);
	path[dir_n] = '/';
	memcpy(path + dir_n + 1, stem, stem_n);
	memcpy(path + dir_n + 1 + stem_n, ext, 2);
	if (holds_already(path, p, n))
		return;
	if (!outfile_write(path, p, n))
		fail(path);
}

/* Make the whole text first: after an error nothing half-made is left. */
static void
generate(struct file *f, struct file *files, const char *dir)
{
	char *h = NULL;
	char *c = NULL;
	size_t h_n = 0;
	size_t c_n = 0;
	FILE *out = open_memstream(&h, &h_n);

	if (out == NULL)
		fail(f->path);
	emit_header(f, out);
	fclose(out);
	out = open_memstream(&c, &c_n);
	if (out == NULL)
		fail(f->path);
	emit_source(f, files, out);
	fclose(out);
	write_if_changed(dir, f->stem, ".h", h, h_n);
	write_if_changed(dir, f->stem, ".c", c, c_n);
	free(h);
	free(c);
}

int
main(int argc, char **argv)
{
	const char *dir = ".";
	struct file *files = NULL;
	int opt;

	if (atexit(pool_free) != 0)
		return 1;
	while ((opt = getopt(argc, argv, "o:")) != -1) {
		if (opt != 'o')
			optind = argc;
		else
			dir = optarg;
	}
	if (optind >= argc) {
		fputs("usage: tmplc [-o DIR] FILE.html...\n", stderr);
		return 2;
	}
	for (int i = optind; i < argc; i++) {
		if (!is_template_name(argv[i])) {
			fprintf(stderr, "tmplc: %s: a template's name ends with .html\n", argv[i]);
			return 2;
		}
		add_file(&files, argv[i], true);
	}
	for (int i = optind; i < argc; i++)
		add_neighbours(&files, argv[i]);
	for (struct file *f = files; f != NULL; f = f->next)
		parse_file(f);
	resolve(files);
	for (struct file *f = files; f != NULL; f = f->next) {
		if (f->wanted)
			generate(f, files, dir);
	}
	return 0;
}
