#include "base/num.h"
#include "base/utf8.h"
#include "domain/article.h"
#include "domain/publish.h"
#include "domain/refusal.h"
#include "domain/review.h"
#include "web/desk/edit.h"
#include "web/desk/page.h"
#include "web/desk/read.h"
#include "web/desk/refuse.h"

/* The decisions on an article.  Each says what its maker saw, and the database compares. */

#define SHA_BYTES 32

struct decision {
	struct article article;
	struct revision_id revision;
	struct str sha;
	bool has_live;
	struct revision_id live;
	int64_t level;
	struct str reason, public_reason;
};

/* What the buttons carry.  A form of ours always has it. */
static enum status
read_decision(struct ctx *cx, struct request *req, struct decision *d)
{
	struct str live = request_form(req, STR("live"));
	uint8_t *sha = arena_alloc(req->arena, SHA_BYTES);
	enum status s = edit_article(cx, req, &d->article);

	if (s != STATUS_OK)
		return s;
	if (!num_i64(request_form(req, STR("revision")), 1, INT64_MAX, &d->revision.v) ||
	    !num_hex(request_form(req, STR("sha")), sha, SHA_BYTES) || live.p == NULL ||
	    (live.n > 0 && !num_i64(live, 1, INT64_MAX, &d->live.v)))
		return STATUS_INVALID;
	d->sha = (struct str){(const char *)sha, SHA_BYTES};
	d->has_live = live.n > 0;
	return STATUS_OK;
}

/* What is wrong with a reason; empty if nothing. */
static struct str
reason_fault(struct ctx *cx, struct arena *a, struct str reason, bool required)
{
	if (reason.n == 0 && required)
		return str_of(i18n(cx->zh, "Say why: a reason is needed."));
	if (utf8_count(reason) > ARTICLE_REASON_MAX)
		return page_printf(a,
		    i18n(cx->zh, "The reason has %zu characters; at most %d are allowed."),
		    utf8_count(reason), ARTICLE_REASON_MAX);
	if (utf8_check(reason, UTF8_LINE) != UTF8_FINE)
		return str_of(
		    i18n(cx->zh, "The reason contains control characters. Take them out."));
	return STR("");
}

static void
act(struct ctx *cx, struct request *req, struct response *res, struct decision *d,
    session_change *change, const char *done)
{
	enum status s = session_settle(cx->db, req->arena, &cx->token, change, d);

	if (s != STATUS_OK) {
		refuse_act(cx, req, res, d->article.id, s, refusal_of(cx->db));
		return;
	}
	response_redirect(res, 303, page_path(req->arena, d->article.id, done));
}

static enum status
approve_change(struct db *db, struct arena *a, void *arg)
{
	const struct decision *d = arg;
	int16_t done;

	return review_approve(db, a, d->revision, (int16_t)d->level, d->sha, &done);
}

void
desk_approve(struct ctx *cx, struct request *req, struct response *res)
{
	struct decision d = {.level = 0};
	enum status s = read_decision(cx, req, &d);

	if (s == STATUS_OK && !num_i64(request_form(req, STR("level")), 1, 3, &d.level))
		s = STATUS_INVALID;
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	act(cx, req, res, &d, approve_change, "/review?done=approved");
}

static enum status
return_change(struct db *db, struct arena *a, void *arg)
{
	const struct decision *d = arg;

	return review_return(db, a, d->revision, d->sha, d->reason);
}

/* The page again, with what was typed and what is wrong with it. */
static void
ask_again(struct ctx *cx, struct request *req, struct response *res, const struct decision *d,
    const struct read_faults *faults)
{
	res->status = 422;
	res->error = "reason";
	read_article(cx, req, res, &d->article, true, faults);
}

void
desk_return(struct ctx *cx, struct request *req, struct response *res)
{
	struct decision d = {.level = 0};
	struct read_faults faults = {.reason = request_form(req, STR("reason"))};
	enum status s = read_decision(cx, req, &d);

	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	d.reason = str_trim(utf8_line(req->arena, faults.reason));
	faults.reason_error = reason_fault(cx, req->arena, d.reason, true);
	if (faults.reason_error.n > 0) {
		ask_again(cx, req, res, &d, &faults);
		return;
	}
	act(cx, req, res, &d, return_change, "/review?done=returned");
}

static enum status
publish_change(struct db *db, struct arena *a, void *arg)
{
	const struct decision *d = arg;
	struct publication_id publication;

	return publish_article(db, a, d->revision, d->has_live, d->live, &publication);
}

void
desk_publish(struct ctx *cx, struct request *req, struct response *res)
{
	struct decision d = {.level = 0};
	enum status s = read_decision(cx, req, &d);

	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	act(cx, req, res, &d, publish_change, "/review?done=published");
}

static enum status
withdraw_change(struct db *db, struct arena *a, void *arg)
{
	const struct decision *d = arg;

	return publish_withdraw(db, a, d->article.id, d->live, d->reason, d->public_reason);
}

void
desk_withdraw(struct ctx *cx, struct request *req, struct response *res)
{
	struct decision d = {.level = 0};
	struct read_faults faults = {
	    .withdraw_reason = request_form(req, STR("withdraw_reason")),
	    .public_reason = request_form(req, STR("public_reason")),
	};
	enum status s = read_decision(cx, req, &d);

	/* Only what is live can be withdrawn, and its maker saw it live. */
	if (s == STATUS_OK && !d.has_live)
		s = STATUS_INVALID;
	if (s != STATUS_OK) {
		refuse_status(cx, req, res, s);
		return;
	}
	d.reason = str_trim(utf8_line(req->arena, faults.withdraw_reason));
	d.public_reason = str_trim(utf8_line(req->arena, faults.public_reason));
	faults.withdraw_error = reason_fault(cx, req->arena, d.reason, true);
	faults.public_error = reason_fault(cx, req->arena, d.public_reason, false);
	if (faults.withdraw_error.n + faults.public_error.n > 0) {
		ask_again(cx, req, res, &d, &faults);
		return;
	}
	act(cx, req, res, &d, withdraw_change, "/review?done=withdrawn");
}
