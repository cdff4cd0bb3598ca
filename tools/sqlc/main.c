#include "sqlc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../outfile.h"

#define PATH_ROOM 4096

static bool
write_file(const char *dir, const struct query_file *f, const char *suffix,
    void (*emit)(const struct query_file *, FILE *))
{
	char path[PATH_ROOM];
	int path_n = snprintf(path, sizeof(path), "%s/q_%s%s", dir, f->module, suffix);
	char *text = NULL;
	size_t n = 0;
	FILE *out;
	bool ok;

	if (path_n < 0 || (size_t)path_n >= sizeof(path)) {
		fprintf(stderr, "sqlc: the path is too long: %s\n", dir);
		return false;
	}
	out = open_memstream(&text, &n);
	if (out != NULL)
		emit(f, out);
	ok = out != NULL && !ferror(out);
	if (out != NULL)
		ok = fclose(out) == 0 && ok && outfile_write(path, text, n);
	if (!ok)
		fprintf(stderr, "sqlc: %s: %s\n", path, strerror(errno));
	free(text);
	return ok;
}

int
main(int argc, char **argv)
{
	const char *dir = ".";
	int opt;

	while ((opt = getopt(argc, argv, "o:")) != -1) {
		if (opt != 'o')
			goto usage;
		dir = optarg;
	}
	if (optind == argc)
		goto usage;
	for (int i = optind; i < argc; i++) {
		struct query_file f;
		bool ok = parse_file(argv[i], &f);

		ok = ok && write_file(dir, &f, ".h", emit_header) &&
		     write_file(dir, &f, ".c", emit_source);
		parse_free(&f);
		if (!ok)
			return 1;
	}
	return 0;

usage:
	fputs("usage: sqlc [-o DIR] MODULE.sql...\n", stderr);
	return 2;
}
