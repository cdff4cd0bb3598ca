#include "domain/preview.h"

#include "crypto/hash.h"
#include "domain/media.h"
#include "gen/q_preview.h"

#define HASH_BYTES 32 /* SHA-256 */

enum status
preview_put(struct db *db, struct arena *a, const struct preview_text *in, struct row_id *id)
{
	const struct q_preview_put_params p = {
	    .has_article_id = in->has_article,
	    .article_id = in->article,
	    .has_base = in->has_base,
	    .base = in->base,
	    .fields = in->fields,
	};
	struct q_preview_put row;
	enum status s = q_preview_put(db, a, &p, &row);

	if (s == STATUS_OK)
		*id = row.id;
	return s;
}

enum status
preview_text_get(struct db *db, struct arena *a, struct row_id id, struct preview_text *out)
{
	const struct q_preview_text_params p = {.id = id};
	struct q_preview_text row;
	enum status s = q_preview_text(db, a, &p, &row);

	if (s == STATUS_OK)
		*out = (struct preview_text){
		    .has_article = row.has_article_id,
		    .article = row.article_id,
		    .has_base = row.has_base_id,
		    .base = row.base_id,
		    .fields = row.fields,
		    .at = row.at,
		};
	return s;
}

enum status
preview_of(struct db *db, struct arena *a, const struct revision *r, struct live_article *out)
{
	struct instant now = clock_now();
	struct media m;
	enum status s;

	*out = (struct live_article){
	    .card = {r->article, r->channel, r->slug, r->lang, r->headline, r->shoulder, r->summary,
		now, {.key = STR("")}},
	    .subhead = r->subhead,
	    .reprint = str_eq(r->source_kind, STR("reprint")),
	    .source_name = r->source_name,
	    .reprint_author = r->reprint_author,
	    .reprint_title = r->reprint_title,
	    .reprint_url = r->reprint_url,
	    .responsible_editor = r->responsible_editor,
	    .reprint_notice = r->reprint_notice,
	    .bylines = r->bylines,
	    .topics = r->topics,
	    .social_title = r->social_title,
	    .body_html = r->body_html,
	    .words = r->words,
	    .published_at = now,
	};
	if (r->lead.media.v <= 0)
		return STATUS_OK;
	s = media_get(db, a, r->lead.media, &m);
	/* A picture that is not there is shown by nobody; the form says what is wrong with it. */
	if (s != STATUS_OK)
		return s == STATUS_NOT_FOUND ? STATUS_OK : s;
	if (!str_eq(m.state, STR("ready")))
		return STATUS_OK;
	out->card.lead = (struct live_lead){m.key, m.width, m.height, m.crop_x, m.crop_y, m.blur};
	out->lead_alt = r->lead.alt;
	out->lead_caption = r->lead.caption;
	out->lead_credit = r->lead.credit;
	return STATUS_OK;
}

/* What the database knows ${n} links by, one after the other. */
static struct str
hashes_of(struct arena *a, const struct preview_key *keys, size_t n)
{
	uint8_t raw[TOKEN_BYTES], *hashes = arena_alloc(a, n * HASH_BYTES);

	for (size_t i = 0; i < n; i++) {
		token_raw(&keys[i].secret, raw);
		hash_sha256((struct str){(const char *)raw, sizeof(raw)}, hashes + i * HASH_BYTES);
	}
	secret_wipe(raw, sizeof(raw));
	return (struct str){(const char *)hashes, n * HASH_BYTES};
}

static struct str
hash_of(struct arena *a, const struct token *secret)
{
	struct preview_key key = {.secret = *secret};
	struct str hash = hashes_of(a, &key, 1);

	token_wipe(&key.secret);
	return hash;
}

enum status
preview_share(struct db *db, struct arena *a, struct revision_id revision,
    const struct token *secret, int days, struct instant *until)
{
	const struct q_preview_share_params p = {
	    .revision_id = revision, .hash = hash_of(a, secret), .days = days};
	struct q_preview_share row;
	enum status s = q_preview_share(db, a, &p, &row);

	if (s == STATUS_OK)
		*until = row.expires_at;
	return s;
}

enum status
preview_revoke(struct db *db, struct arena *a, struct row_id link)
{
	const struct q_preview_revoke_params p = {.id = link};

	return q_preview_revoke(db, a, &p);
}

enum status
preview_links(struct db *db, struct arena *a, struct article_id article, struct preview_link **rows,
    size_t *n)
{
	const struct q_preview_links_params p = {.article_id = article};
	struct q_preview_links *found;
	enum status s = q_preview_links(db, a, &p, &found, n);

	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct preview_link);
	for (size_t i = 0; i < *n; i++)
		(*rows)[i] = (struct preview_link){
		    .id = found[i].id,
		    .number = found[i].number,
		    .created_at = found[i].created_at,
		    .expires_at = found[i].expires_at,
		    .created_by = found[i].created_by_name,
		    .is_revoked = found[i].has_revoked_at,
		    .revoked_at = found[i].revoked_at,
		    .revoked_by = found[i].revoked_by_name,
		    .uses = found[i].uses,
		    .was_used = found[i].has_last_used_at,
		    .last_used_at = found[i].last_used_at,
		    .is_alive = found[i].alive,
		};
	return STATUS_OK;
}

enum status
preview_uses(
    struct db *db, struct arena *a, struct article_id article, struct preview_use **rows, size_t *n)
{
	const struct q_preview_uses_params p = {.article_id = article};
	struct q_preview_uses *found;
	enum status s = q_preview_uses(db, a, &p, &found, n);

	if (s != STATUS_OK)
		return s;
	*rows = ARENA_ARRAY(a, *n, struct preview_use);
	for (size_t i = 0; i < *n; i++)
		(*rows)[i] = (struct preview_use){
		    .number = found[i].number,
		    .at = found[i].at,
		    .network = found[i].network,
		    .agent = found[i].agent,
		};
	return STATUS_OK;
}

enum status
preview_find(struct db *db, struct arena *a, const struct token *secret, struct row_id *link)
{
	const struct q_preview_find_params p = {.hash = hash_of(a, secret)};
	struct q_preview_find row;
	enum status s = q_preview_find(db, a, &p, &row);

	if (s != STATUS_OK)
		return s;
	*link = row.id;
	return row.has_id ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status
preview_open(struct db *db, struct arena *a, const struct preview_key *key, bool counts,
    struct str address, struct str agent, struct live_article *out)
{
	const struct q_preview_open_params p = {
	    .id = key->link,
	    .hash = hash_of(a, &key->secret),
	    .counts = counts,
	    .address = address,
	    .agent = agent,
	};
	struct q_preview_open r;
	enum status s = q_preview_open(db, a, &p, &r);

	if (s != STATUS_OK)
		return s;
	*out = (struct live_article){
	    .card = {r.article_id, r.channel_id, r.slug, r.lang, r.headline, r.shoulder, r.summary,
		r.saved_at,
		{r.lead_key, r.lead_width, r.lead_height, r.lead_focal_x, r.lead_focal_y,
		    r.lead_blur}},
	    .channel_zh = r.channel_zh,
	    .channel_en = r.channel_en,
	    .subhead = r.subhead,
	    .reprint = str_eq(r.source_kind, STR("reprint")),
	    .source_name = r.source_name,
	    .reprint_author = r.reprint_author,
	    .reprint_title = r.reprint_title,
	    .reprint_url = r.reprint_url,
	    .responsible_editor = r.responsible_editor,
	    .reprint_notice = r.reprint_notice,
	    .social_title = r.social_title,
	    .body_html = r.body_html,
	    .words = r.words,
	    .published_at = r.saved_at,
	    .lead_alt = r.lead_alt,
	    .lead_caption = r.lead_caption,
	    .lead_credit = r.lead_credit,
	};
	s = byline_from_json(a, r.bylines, &out->bylines);
	return s == STATUS_OK ? topic_from_json(a, r.topics, &out->topics) : s;
}

enum status
preview_shows(struct db *db, struct arena *a, const struct preview_key *keys, size_t n,
    struct str picture, bool *shows)
{
	const struct q_preview_shows_params p = {.hashes = hashes_of(a, keys, n), .key = picture};
	struct q_preview_shows row;
	enum status s = q_preview_shows(db, a, &p, &row);

	if (s == STATUS_OK)
		*shows = row.shows;
	return s;
}
