#include "outfile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Into another name beside it, which is then its own. */
static bool
write_and_rename(const char *temp, const char *path, const char *p, size_t n)
{
	FILE *out = fopen(temp, "wb");
	bool written;

	if (out == NULL)
		return false;
	written = fwrite(p, 1, n, out) == n;
	return fclose(out) == 0 && written && rename(temp, path) == 0;
}

bool
outfile_write(const char *path, const char *p, size_t n)
{
	size_t room = strlen(path) + 32;
	char *temp = malloc(room);
	bool done;

	if (temp == NULL)
		return false;
	snprintf(temp, room, "%s.%ld", path, (long)getpid());
	done = write_and_rename(temp, path, p, n);
	if (!done) {
		int why = errno;

		unlink(temp);
		errno = why;
	}
	free(temp);
	return done;
}
