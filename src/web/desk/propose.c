#include "base/json.h"
#include "base/utf8.h"
#include "domain/article.h"
#include "domain/slug.h"
#include "domain/topic.h"
#include "web/desk/ctx.h"
#include "web/desk/refuse.h"

/* What the form of an article proposes to its writer, as JSON. */

/* GET /slug?headline=: the end of an address for that headline. */
void
desk_slug(struct ctx *cx, struct request *req, struct response *res)
{
	struct str headline = request_query(req, STR("headline"));

	if (utf8_count(headline) > ARTICLE_HEADLINE_MAX) {
		refuse_status(cx, req, res, STATUS_INVALID);
		return;
	}
	res->type = STR("application/json");
	buf_char(res->body, '{');
	json_member(res->body, "slug", slug_propose(req->arena, headline));
	buf_char(res->body, '}');
}

/* GET /topics: those in use. */
void
desk_topics(struct ctx *cx, struct request *req, struct response *res)
{
	struct topic_list used;
	enum status s = topic_used(cx->db, req->arena, &used);

	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	res->type = STR("application/json");
	buf_z(res->body, "{\"items\":");
	topic_to_json(res->body, &used);
	buf_char(res->body, '}');
}
