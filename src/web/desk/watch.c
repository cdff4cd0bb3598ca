#include "domain/watch.h"
#include "web/desk/edit.h"
#include "web/desk/page.h"
#include "web/desk/refuse.h"

/*
 * Who may hear of changes.  nginx asks for each stream of events before it opens it (conf/nginx/
 * events); where it has no nchan, the browser itself gets this answer, and 204 tells it
 * that there is nothing to listen to.  None of these requests keeps a session alive.
 */

void
desk_watch(struct ctx *cx, struct request *req, struct response *res)
{
	struct article it;
	enum status s = edit_article(cx, req, &it);

	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	res->status = 204;
}

void
desk_watch_review(struct ctx *cx, struct request *req, struct response *res)
{
	(void)cx;
	(void)req;
	res->status = 204;
}

/* What waits for this person: {"articles":[17,20]}. */
void
desk_waiting(struct ctx *cx, struct request *req, struct response *res)
{
	struct article_id *ids;
	size_t i, n;
	enum status s = watch_waiting(cx->db, req->arena, &ids, &n);

	res->type = STR("application/json");
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	buf_z(res->body, "{\"articles\":[");
	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_char(res->body, ',');
		buf_i64(res->body, ids[i].v);
	}
	buf_z(res->body, "]}\n");
}
