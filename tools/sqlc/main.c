#include "sqlc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_ROOM 4096

/* Written under another name and renamed, so that a build that was cut short leaves no half file.
 */
static bool
write_file(const char *dir, const struct query_file *f, const char *suffix,
    void (*emit)(const struct query_file *, FILE *))
{
	char path[PATH_ROOM], temp[PATH_ROOM];
	int n = snprintf(path, sizeof(path), "%s/q_%s%s", dir, f->module, suffix);
	int m =
	    snprintf(temp, sizeof(temp), "%s/q_%s%s.%ld", dir, f->module, suffix, (long)getpid());
	FILE *out;

	if (n < 0 || m < 0 || (size_t)m >= sizeof(temp)) {
		fprintf(stderr, "sqlc: the path is too long: %s\n", dir);
		return false;
	}
	if ((out = fopen(temp, "w")) == NULL) {
		fprintf(stderr, "sqlc: %s: %s\n", temp, strerror(errno));
		return false;
	}
	emit(f, out);

	bool ok = !ferror(out);

	if (fclose(out) != 0 || !ok || rename(temp, path) != 0) {
		fprintf(stderr, "sqlc: %s: %s\n", path, strerror(errno));
		unlink(temp);
		return false;
	}
	return true;
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
