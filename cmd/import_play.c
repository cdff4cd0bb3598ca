#include "cmd/import_play.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "cmd/import_media.h"
#include "crypto/hash.h"
#include "domain/media_picture.h"
#include "domain/publish.h"
#include "domain/review.h"
#include "domain/revision.h"
#include "domain/user.h"
#include "gen/q_owner.h"
#include "html/body_tree.h"

/* Who reviews at which level; the first also publishes. */
static const char *const reviewers[] = {"editor", "deputy", "chief"};
#define REVIEWERS 3

/* What the steps of one article share. */
struct play {
	struct db *db;
	struct arena *a;
	const struct import_newsroom *room;
	const struct import_people *people;
	struct import_trouble *trouble;
	struct import_article *x;
	struct article_saved saved; /* the revision that is being worked on */
	bool is_live;
	struct revision_id live;
};

static const struct import_person *
person_of(const struct import_people *people, struct str login)
{
	for (size_t i = 0; i < people->n; i++)
		if (str_eq(people->v[i].login, login))
			return &people->v[i];
	return NULL;
}

static enum status
refuse(struct import_trouble *t, const char *step, const char *why, struct str word)
{
	t->step = step;
	snprintf(t->more, sizeof(t->more), "%s \"%.*s\"", why, STR_ARG(word));
	return STATUS_INVALID;
}

static enum status
sign_in(struct db *db, struct arena *a, const struct user *users, size_t n, struct str login,
    struct import_people *people, struct import_trouble *t)
{
	struct import_person *p = &people->v[people->n];
	struct q_import_sign_in_params in = {.user_id = {0}};
	uint8_t raw[TOKEN_BYTES], sha[32];

	if (person_of(people, login) != NULL)
		return STATUS_OK;
	for (size_t i = 0; i < n; i++)
		if (str_eq(users[i].login, login) && users[i].active)
			in.user_id = users[i].id;
	if (in.user_id.v == 0)
		return refuse(t, "sign in", "there is no active account", login);
	if (people->n == IMPORT_PEOPLE_MAX)
		return refuse(t, "sign in", "too many people before", login);
	p->login = login;
	token_new(&p->token);
	people->n++;
	token_raw(&p->token, raw);
	hash_sha256((struct str){(const char *)raw, sizeof(raw)}, sha);
	secret_wipe(raw, sizeof(raw));
	in.token_hash = (struct str){(const char *)sha, sizeof(sha)};
	return q_import_sign_in(db, a, &in);
}

enum status
import_sign_in(struct db *db, struct arena *a, const struct import_newsroom *room,
    struct import_people *people, struct import_trouble *trouble)
{
	struct user *users;
	size_t n;
	enum status st;

	people->n = 0;
	trouble->step = "sign in";
	st = user_list(db, a, &users, &n);
	for (size_t i = 0; st == STATUS_OK && i < REVIEWERS; i++)
		st = sign_in(db, a, users, n, str_of(reviewers[i]), people, trouble);
	for (size_t i = 0; st == STATUS_OK && i < room->articles_n; i++)
		st = sign_in(db, a, users, n, room->articles[i].author, people, trouble);
	return st;
}

enum status
import_sign_out(struct db *db, struct arena *a, struct import_people *people)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; i < people->n; i++) {
		struct q_import_sign_out_params in = {.token = str_of(people->v[i].token.hex)};

		if (st == STATUS_OK)
			st = q_import_sign_out(db, a, &in);
		token_wipe(&people->v[i].token);
	}
	people->n = 0;
	return st;
}

enum status
import_act_as(struct db *db, struct arena *a, const struct import_people *people, struct str login)
{
	struct q_import_act_as_params in = {.token = str_of(person_of(people, login)->token.hex)};
	struct q_import_act_as row;

	return q_import_act_as(db, a, &in, &row);
}

static enum status
act_as(struct play *p, struct str login, const char *step)
{
	p->trouble->step = step;
	return import_act_as(p->db, p->a, p->people, login);
}

/* The body without its last part, as it was when the article first went out. */
static struct str
earlier_body(struct str text)
{
	struct str rest = str_trim(text);
	size_t cut = 0;

	for (size_t at; (at = str_find(str_sub(rest, cut, rest.n), STR("\n\n"))) < rest.n - cut;)
		cut += at + 2;
	return cut > 0 ? str_sub(rest, 0, cut) : rest;
}

static enum status
render(struct play *p, struct article_draft *d, struct str text)
{
	struct body_pictures pictures;
	struct body_error error = {.reason = ""};
	const struct body_item *doc;
	struct safe_html html;
	int64_t *media;
	int64_t words = 0;
	size_t n;
	enum status st = import_media_body(p->a, text, p->room, &d->body_json);

	if (st == STATUS_OK)
		st = body_load(p->a, d->body_json, &doc, &error);
	if (st == STATUS_OK) {
		body_doc_media(p->a, doc, &media, &n);
		words = body_doc_words(doc);
		st = media_pictures(p->db, p->a, media, n, str_eq(d->lang, STR("zh")), &pictures);
	}
	if (st == STATUS_OK)
		st = body_doc_render(p->a, doc, &pictures, &html, &error);
	if (st != STATUS_OK)
		return refuse(
		    p->trouble, "body", "the body is not understood", str_of(error.reason));
	d->body_text = text;
	d->body_schema = BODY_SCHEMA;
	d->body_html = html.s;
	d->words = (int32_t)words;
	return STATUS_OK;
}

static enum status
save(struct play *p, struct str body)
{
	struct article_draft d = p->x->draft;
	struct article_faults faults = {.n = 0};
	struct token key;
	enum status st = act_as(p, p->x->author, "save");

	if (st == STATUS_OK)
		st = render(p, &d, body);
	if (st != STATUS_OK)
		return st;
	d.channel = p->x->channel->id;
	d.lead.media = import_media_id(p->room, p->x->lead_file);
	d.has_article = d.has_base = p->saved.number > 0;
	d.article = p->saved.article;
	d.base = p->saved.revision;
	token_new(&key);
	d.key = str_sub(str_of(key.hex), 0, 32);
	article_prepare(p->a, &d);
	if (!article_check(&d, p->x->state != IMPORT_DRAFT, &faults)) {
		enum article_field f = 0;

		while (faults.of[f] == FAULT_NONE)
			f++;
		return refuse(p->trouble, "save",
		    "empty, too long or not allowed:", str_of(import_key_of(f)));
	}
	st = article_save(p->db, p->a, &d, &p->saved);
	p->x->article = p->saved.article;
	return st;
}

static enum status
submit(struct play *p)
{
	p->trouble->step = "submit";
	return article_submit(p->db, p->a, p->saved.article, p->saved.revision);
}

/* What the reviewer saw is what the reviewer approves: the revision's own hash. */
static enum status
approve(struct play *p, int32_t levels)
{
	struct revision r;
	int16_t done;
	enum status st = STATUS_OK;

	assert(levels <= (int32_t)(sizeof(reviewers) / sizeof(reviewers[0])));
	for (int16_t level = 1; st == STATUS_OK && level <= levels; level++) {
		st = act_as(p, str_of(reviewers[level - 1]), "approve");
		if (st == STATUS_OK)
			st = revision_get(p->db, p->a, p->saved.revision, &r);
		if (st == STATUS_OK)
			st = review_approve(p->db, p->a, r.id, level, r.sha, &done);
	}
	return st;
}

static enum status
publish(struct play *p)
{
	struct publication_id publication;
	enum status st = act_as(p, str_of(reviewers[0]), "publish");

	if (st == STATUS_OK)
		st = publish_article(
		    p->db, p->a, p->saved.revision, p->is_live, p->live, &publication);
	p->is_live = true;
	p->live = p->saved.revision;
	return st;
}

static enum status
send_back(struct play *p)
{
	struct revision r;
	enum status st = act_as(p, str_of(reviewers[0]), "return");

	if (st == STATUS_OK)
		st = revision_get(p->db, p->a, p->saved.revision, &r);
	if (st == STATUS_OK)
		st = review_return(p->db, p->a, r.id, r.sha, p->x->return_reason);
	return st;
}

static enum status
withdraw(struct play *p)
{
	enum status st = act_as(p, str_of(reviewers[0]), "withdraw");
	struct str told = p->x->public_reason.p != NULL ? p->x->public_reason : STR("");

	if (st == STATUS_OK)
		st = publish_withdraw(
		    p->db, p->a, p->x->article, p->live, p->x->withdraw_reason, told);
	return st;
}

/* Write, hand in and review, up to all the levels that the state asks for. */
static enum status
bring_forward(struct play *p, struct str body)
{
	static const int32_t all = REVIEWERS;
	static const int32_t levels[IMPORT_STATES] = {[IMPORT_LEVEL1] = 1,
	    [IMPORT_LEVEL2] = 2,
	    [IMPORT_APPROVED] = all,
	    [IMPORT_PUBLISHED] = all,
	    [IMPORT_UPDATED] = all,
	    [IMPORT_WITHDRAWN] = all};
	int32_t n = levels[p->x->state];
	enum status st = save(p, body);

	if (st == STATUS_OK && p->x->state != IMPORT_DRAFT)
		st = submit(p);
	if (st == STATUS_OK)
		st = approve(p, n < p->x->channel->levels ? n : p->x->channel->levels);
	return st;
}

enum status
import_play(struct db *db, struct arena *a, const struct import_newsroom *room,
    const struct import_people *people, struct import_article *x, struct import_trouble *trouble)
{
	struct play p = {
	    .db = db, .a = a, .room = room, .people = people, .trouble = trouble, .x = x};
	struct str body = x->draft.body_text;
	enum status st;

	st = bring_forward(&p, x->state == IMPORT_UPDATED ? earlier_body(body) : body);
	if (st != STATUS_OK)
		return st;
	switch (x->state) {
	case IMPORT_RETURNED:
		return send_back(&p);
	case IMPORT_PUBLISHED:
		return publish(&p);
	case IMPORT_WITHDRAWN:
		st = publish(&p);
		return st == STATUS_OK ? withdraw(&p) : st;
	case IMPORT_UPDATED:
		st = publish(&p);
		if (st == STATUS_OK)
			st = bring_forward(&p, body);
		return st == STATUS_OK ? publish(&p) : st;
	default:
		return STATUS_OK;
	}
}
