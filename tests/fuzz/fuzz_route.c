#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "http/read.h"
#include "http/route.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
nothing(struct ctx *cx, struct request *req, struct response *res)
{
	(void)cx;
	(void)req;
	(void)res;
}

static const struct route rows[] = {
    ROUTE(HTTP_GET, "/", PERM_PUBLIC, CSRF_SAFE, 0, nothing),
    ROUTE(HTTP_GET, "/a/:id", PERM_PUBLIC, CSRF_SAFE, 0, nothing),
    ROUTE(HTTP_GET, "/a/:id/:slug", PERM_PUBLIC, CSRF_SAFE, 0, nothing),
    ROUTE(HTTP_POST, "/a/:id/publish", PERM_PUBLISH, CSRF, 1, nothing),
    ROUTE(HTTP_GET, "/by/:name", PERM_PUBLIC, CSRF_SAFE, 0, nothing),
};
static const struct route_table table = {rows, sizeof(rows) / sizeof(rows[0])};

/* The row fits the address: as many slashes, and no empty or undecoded parameter. */
static void
check(const struct request *req, const struct route *row)
{
	size_t slashes = 0;
	size_t params = 0;

	for (const char *p = row->pattern; *p != '\0'; p++) {
		slashes += *p == '/';
		params += *p == ':';
	}
	for (size_t i = 0; i < req->raw_path.n; i++)
		slashes -= req->raw_path.p[i] == '/';
	assert(slashes == 0);
	for (size_t i = 0; i < ROUTE_PARAMS_MAX; i++) {
		assert((req->param[i].n > 0) == (i < params));
		assert(utf8_valid(req->param[i]));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new((size_t)4 * 1024 * 1024);
	const struct route *row;
	struct request req;
	struct str allow;
	struct buf uri;

	if (a == NULL)
		return 0;
	buf_init(&uri, NULL, n + 32);
	BUF_LIT(&uri, "REQUEST_URI=");
	buf_append(&uri, data, n);
	buf_append(&uri, "", 1);
	if (buf_ok(&uri)) {
		char *const params[] = {uri.p, NULL};

		if (read_head(a, params, &req) == REQUEST_FINE) {
			req.method = n % 2 ? HTTP_GET : HTTP_POST;
			if (route_find(&table, &req, &row, &allow) == STATUS_OK)
				check(&req, row);
		}
	}
	buf_free(&uri);
	arena_free(a);
	return 0;
}
