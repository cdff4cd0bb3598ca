#include "base/config.h"

#include <errno.h>
#include <ini.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/str.h"

#define SETTINGS_MAX 128
#define NAME_MAX_BYTES 48

struct config {
	size_t n;
	struct {
		char *name;
		char *value;
	} v[SETTINGS_MAX];
};

/* What the callbacks of inih share. */
struct reading {
	struct config *c;
	FILE *f;
	int line;
	const char *fault; /* of the first line that was not understood */
	int fault_line;
};

static const char *
find(const struct config *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->v[i].name, name) == 0)
			return c->v[i].value;
	return NULL;
}

static bool
name_plain(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n < NAME_MAX_BYTES &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static int
refuse(struct reading *r, const char *why)
{
	if (r->fault == NULL) {
		r->fault = why;
		r->fault_line = r->line;
	}
	return 0;
}

static int
on_setting(void *arg, const char *section, const char *name, const char *value)
{
	struct reading *r = arg;
	struct config *c = r->c;

	if (section[0] != '\0')
		return refuse(r, "sections are not used here");
	if (!name_plain(name))
		return refuse(r, "a name is lower-case letters, digits and '_'");
	if (find(c, name) != NULL)
		return refuse(r, "set a second time, or continued on a second line");
	if (c->n == SETTINGS_MAX)
		return refuse(r, "too many settings");
	c->v[c->n].name = strdup(name);
	c->v[c->n].value = strdup(value);
	c->n++;
	if (c->v[c->n - 1].name == NULL || c->v[c->n - 1].value == NULL)
		return refuse(r, "out of memory");
	return 1;
}

/* inih reads a long line in pieces, each taken for a line: notice it here. */
static char *
read_line(char *to, int size, void *arg)
{
	struct reading *r = arg;
	char *line = fgets(to, size, r->f);
	size_t n;

	if (line == NULL)
		return NULL;
	r->line++;
	n = strlen(line);
	if (n + 1 == (size_t)size && line[n - 1] != '\n')
		refuse(r, "the line is too long (the limit is 198 bytes)");
	return line;
}

static bool
read_file(struct config *c, const char *path)
{
	struct reading r = {.c = c, .f = fopen(path, "r")};
	int bad;
	bool broken;

	if (r.f == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return false;
	}
	bad = ini_parse_stream(read_line, &r, on_setting, &r);
	broken = ferror(r.f) != 0;
	fclose(r.f);
	if (r.fault != NULL)
		fprintf(stderr, "%s:%d: %s\n", path, r.fault_line, r.fault);
	else if (bad > 0)
		fprintf(stderr, "%s:%d: not understood; a line is \"name = value\"\n", path, bad);
	else if (bad < 0 || broken)
		fprintf(stderr, "%s: cannot be read\n", path);
	return r.fault == NULL && bad == 0 && !broken;
}

struct config *
config_load(const char *path)
{
	struct config *c = calloc(1, sizeof(*c));

	if (c == NULL) {
		fputs("out of memory\n", stderr);
		return NULL;
	}
	if (path != NULL && !read_file(c, path)) {
		config_free(c);
		return NULL;
	}
	return c;
}

void
config_free(struct config *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->n; i++) {
		free(c->v[i].name);
		free(c->v[i].value);
	}
	free(c);
}

const char *
config_get(const struct config *c, const char *name, const char *fallback)
{
	char variable[sizeof("COPYDESK_") + NAME_MAX_BYTES] = "COPYDESK_";
	size_t at = strlen(variable);
	const char *value = NULL;

	if (name_plain(name)) {
		for (const char *p = name; *p != '\0'; p++)
			variable[at++] = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
		variable[at] = '\0';
		value = getenv(variable);
	}
	if (value == NULL)
		value = find(c, name);
	return value != NULL ? value : fallback;
}

bool
config_int(const struct config *c, const char *name, int64_t min, int64_t max, int64_t fallback,
    int64_t *out)
{
	const char *value = config_get(c, name, NULL);

	if (value == NULL) {
		*out = fallback;
		return true;
	}
	if (num_i64(str_of(value), min, max, out))
		return true;
	fprintf(stderr, "setting %s: \"%s\" is not a number from %" PRId64 " to %" PRId64 "\n",
	    name, value, min, max);
	return false;
}
