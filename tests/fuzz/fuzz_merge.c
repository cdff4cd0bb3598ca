#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "html/body_merge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
same_blocks(struct arena *a, struct str json, const struct body_item *want)
{
	const struct body_item *doc;

	assert(body_load(a, json, &doc, NULL) == STATUS_OK);
	assert(body_item_eq(doc, want));
}

/* Every block of ${doc} is told of. */
static void
all_told(const struct body_merge *m, enum body_version v, const struct body_item *doc)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		n += m->block[i].version[v] != NULL;
	assert(n == doc->content_n);
}

/* The input is three bodies with a NUL between, as JSON or else as the text of one. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str rest = {(const char *)data, n};
	struct str version[BODY_VERSIONS];
	const struct body_item *doc[BODY_VERSIONS];
	struct arena *a = arena_new(256u << 20);
	struct body_merge m;

	if (a == NULL)
		return 0;
	for (int v = 0; v < BODY_VERSIONS; v++) {
		size_t cut = str_chr(rest, '\0');
		struct str one = str_sub(rest, 0, cut);

		rest = str_sub(rest, cut == rest.n ? cut : cut + 1, rest.n);
		version[v] = one;
		if (body_load(a, one, &doc[v], NULL) != STATUS_OK &&
		    (body_from_text(a, one, &version[v]) != STATUS_OK ||
			body_load(a, version[v], &doc[v], NULL) != STATUS_OK))
			goto done;
	}
	for (int c = 0; c < 3; c++) {
		const enum body_choice choice[] = {
		    (enum body_choice)c, (enum body_choice)((c + 1) % 3)};

		if (body_merge(a, version, choice, 2, &m) != STATUS_OK)
			continue;
		all_told(&m, BODY_THEIRS, doc[BODY_THEIRS]);
		all_told(&m, BODY_MINE, doc[BODY_MINE]);
	}
	/* What one side alone changed is taken as it is. */
	const struct str theirs[] = {version[0], version[1], version[0]};
	const struct str mine[] = {version[0], version[0], version[2]};

	assert(body_merge(a, theirs, NULL, 0, &m) == STATUS_OK && m.conflicts == 0);
	same_blocks(a, m.json, doc[BODY_THEIRS]);
	assert(body_merge(a, mine, NULL, 0, &m) == STATUS_OK && m.conflicts == 0);
	same_blocks(a, m.json, doc[BODY_MINE]);
done:
	arena_free(a);
	return 0;
}
