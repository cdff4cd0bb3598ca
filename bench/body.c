/* What bodies at their limits cost, in processor time: see README.md. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "html/body_match.h"
#include "html/body_merge.h"

#define RUNS 7
#define ARENA_MAX (1024u * 1024 * 1024)

static struct arena *work;

static double
cpu_ms(void)
{
	struct rusage r;

	if (getrusage(RUSAGE_SELF, &r) != 0)
		abort();
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1e3 +
	       (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e3;
}

/* A body of ${blocks} paragraphs of ${size} bytes each about; ${other} makes its words others.  A
 * ${rich} one has names, bold and links. */
static struct str
make(struct arena *a, unsigned blocks, unsigned size, unsigned other, bool rich)
{
	struct buf b;

	buf_init(&b, a, BODY_MAX_BYTES);
	BUF_LIT(&b, "{\"schema\":2,\"doc\":{\"type\":\"doc\",\"content\":[");
	for (unsigned i = 0; i < blocks; i++) {
		size_t from;

		buf_printf(&b, "%s{\"type\":\"paragraph\"", i > 0 ? "," : "");
		if (rich)
			buf_printf(&b, ",\"attrs\":{\"id\":\"block%05u\"}", i);
		BUF_LIT(&b, ",\"content\":[{\"type\":\"text\",\"text\":\"");
		from = b.n;
		for (unsigned k = 0; b.n - from + 30 < size || k == 0; k++)
			buf_printf(&b, "潮城的 <b>%u</b> & \\\"news\\\"，", other + i * 31 + k * k);
		BUF_LIT(&b, "\"}");
		for (unsigned k = 0; rich && k < 2; k++)
			buf_printf(&b,
			    ",{\"type\":\"text\",\"text\":\"%u\",\"marks\":[{\"type\":\"link\","
			    "\"attrs\":{\"href\":\"/%u\"}},{\"type\":\"strong\"}]}",
			    k, k);
		BUF_LIT(&b, "]}");
	}
	BUF_LIT(&b, "]}}");
	if (!buf_ok(&b))
		abort();
	return buf_view(&b);
}

typedef void (*task_fn)(const struct str *body);

static void
must(bool done)
{
	if (!done) {
		fputs("bench/body: a body was refused\n", stderr);
		exit(1);
	}
}

static void
render(const struct str *body)
{
	const struct body_item *doc;
	struct safe_html html;
	struct body_error error;

	must(body_load(work, body[0], &doc, &error) == STATUS_OK);
	must(body_doc_render(work, doc, NULL, &html, &error) == STATUS_OK);
}

static void
read_alone(const struct str *body)
{
	const struct body_item *doc;

	must(body_load(work, body[0], &doc, NULL) == STATUS_OK);
}

/* The reading of both sides is part of it. */
static void
match(const struct str *body)
{
	const struct body_item *doc[2];
	size_t *of[2];

	for (int v = 0; v < 2; v++) {
		must(body_load(work, body[v], &doc[v], NULL) == STATUS_OK);
		of[v] = ARENA_ARRAY(work, doc[v]->content_n, size_t);
		for (size_t i = 0; i < doc[v]->content_n; i++)
			of[v][i] = BODY_NOWHERE;
	}
	body_match(work, doc[0], doc[1], of[0], of[1]);
}

static void
merge(const struct str *body)
{
	struct body_merge out;

	must(body_merge(work, body, NULL, 0, &out) == STATUS_OK);
}

static void
save_over(const struct str *body)
{
	bool apart;
	struct str text;
	struct str json;
	bool lossless;

	must(body_to_text(work, body[1], &text, &lossless) == STATUS_OK);
	must(body_from_text_over(work, text, body[0], &json, &apart) == STATUS_OK);
}

static void
measure(const char *what, task_fn task, const struct str *body)
{
	double best = 1e9;
	size_t used = 0;

	for (int i = 0; i < RUNS; i++) {
		double from = cpu_ms();

		task(body);
		from = cpu_ms() - from;
		best = from < best ? from : best;
		used = arena_used(work);
		arena_reset(work);
	}
	printf("%-52s %8.1f ms %5zu MB\n", what, best, used >> 20);
	fflush(stdout);
}

int
main(void)
{
	struct arena *a = arena_new(ARENA_MAX);
	struct str large[3], many[3], far[3], rich;

	work = arena_new(ARENA_MAX);
	if (a == NULL || work == NULL)
		return 1;
	rich = make(a, 2000, 500, 0, true);
	for (unsigned v = 0; v < 3; v++) {
		large[v] = make(a, 2000, 500, v * 7, false);
		many[v] = make(a, BODY_MAX_BLOCKS - 1, 200, v * 7919, false);
		/* A few that fill it, looked at for each of as many as there may be. */
		far[v] = v == 0 ? make(a, 8, 90000, 0, false)
				: make(a, BODY_MAX_BLOCKS - 1, 60, v * 104729, false);
	}
	measure("1 MB in 2,000 paragraphs: read and check", read_alone, large);
	measure("  and render", render, large);
	measure("1 MB with names, bold and links: read and render", render, &rich);
	measure("two of 1 MB: read and match", match, large);
	measure("two of 5,000 blocks without names: read and match", match, many);
	measure("large neighbours, 5,000 blocks: read and match", match, far);
	measure("three of 1 MB: merge", merge, large);
	measure("three of 5,000 blocks: merge", merge, many);
	measure("three with large neighbours: merge", merge, far);
	measure("5,000 blocks, all changed, saved from the text", save_over, many);
	measure("large neighbours, saved from the text", save_over, far);
	arena_free(work);
	arena_free(a);
	return 0;
}
