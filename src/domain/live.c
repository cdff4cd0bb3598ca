#include "domain/live.h"

#include <assert.h>

#include "base/num.h"
#include "gen/q_site.h"

/* 9999-12-31T23:59:59Z: inside what both PostgreSQL and struct instant can hold. */
#define LATEST_US INT64_C(253402300799000000)

struct live_cursor
live_cursor_first(void)
{
	return (struct live_cursor){{LATEST_US}, {INT64_MAX}};
}

bool
live_cursor_parse(struct str s, struct live_cursor *out)
{
	size_t dot = str_chr(s, '.');
	struct live_cursor c;

	if (dot == s.n)
		return false;
	if (!num_i64(str_sub(s, 0, dot), 0, LATEST_US, &c.at.us))
		return false;
	if (!num_i64(str_sub(s, dot + 1, s.n), 1, INT64_MAX, &c.id.v))
		return false;
	*out = c;
	return true;
}

void
live_cursor_format(struct buf *b, struct live_cursor c)
{
	buf_i64(b, c.at.us);
	buf_char(b, '.');
	buf_i64(b, c.id.v);
}

enum status
live_version(struct db *db, struct arena *a, int64_t *version)
{
	struct q_site_version row;
	enum status st = q_site_version(db, a, &row);

	if (st == STATUS_OK)
		*version = row.version;
	return st;
}

/* Several statements give the same columns under different names of a type. */
#define LEAD(r)                                                                                    \
	{                                                                                          \
		(r)->lead_key, (r)->lead_width, (r)->lead_height, (r)->lead_focal_x,               \
		    (r)->lead_focal_y, (r)->lead_blur                                              \
	}
#define CARD(r)                                                                                    \
	{                                                                                          \
		(r)->article_id, (r)->channel_id, (r)->slug, (r)->lang, (r)->headline,             \
		    (r)->shoulder, (r)->summary, (r)->first_published_at, LEAD(r)                  \
	}

/* The first row of each channel opens it; its cards lie side by side, as the rows do. */
static void
fill_frame(struct arena *a, const struct q_site_frame *rows, size_t n, struct live_frame *out)
{
	struct live_card *cards = ARENA_ARRAY(a, n, struct live_card);
	struct live_channel *c = NULL;

	out->version = rows[0].version;
	out->channels = ARENA_ARRAY(a, n, struct live_channel);
	out->channels_n = 0;
	for (size_t i = 0; i < n; i++) {
		const struct q_site_frame *r = &rows[i];

		if (!r->has_channel_id)
			continue;
		if (c == NULL || c->id.v != r->channel_id.v) {
			c = &out->channels[out->channels_n++];
			*c = (struct live_channel){
			    r->channel_id, r->channel_slug, r->name_zh, r->name_en, cards, 0};
		}
		if (!r->has_article_id)
			continue;
		*cards++ = (struct live_card)CARD(r);
		c->cards_n++;
	}
}

enum status
live_frame_load(struct db *db, struct arena *a, struct live_frame *out)
{
	struct q_site_frame *rows;
	size_t n;
	enum status st = q_site_frame(db, a, &rows, &n);

	if (st != STATUS_OK)
		return st;
	/* site.version has exactly one row, and everything is joined to it from the left. */
	assert(n > 0);
	fill_frame(a, rows, n, out);
	return STATUS_OK;
}

enum status
live_current(struct db *db, struct arena *a, struct article_id id, int64_t *version,
    struct publication_id *publication)
{
	struct q_site_current_params in = {.article_id = id};
	struct q_site_current r;
	enum status st = q_site_current(db, a, &in, &r);

	if (st != STATUS_OK)
		return st;
	*version = r.version;
	*publication = r.publication;
	return r.has_publication ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status
live_article_get(struct db *db, struct arena *a, struct article_id id, int64_t *version,
    struct live_article *out)
{
	struct q_site_article_params in = {.article_id = id};
	struct q_site_article r;
	enum status st = q_site_article(db, a, &in, &r);

	if (st != STATUS_OK)
		return st;
	*version = r.version;
	if (!r.has_article_id)
		return STATUS_NOT_FOUND;
	*out = (struct live_article){
	    .publication = r.publication,
	    .card = CARD(&r),
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
	    .body_html = r.body_html,
	    .words = r.words,
	    .published_at = r.published_at,
	    .social_title = r.social_title,
	    .lead_alt = r.lead_alt,
	    .lead_caption = r.lead_caption,
	    .lead_credit = r.lead_credit,
	};
	st = byline_from_json(a, r.bylines, &out->bylines);
	return st == STATUS_OK ? topic_from_json(a, r.topics, &out->topics) : st;
}

enum status
live_tombstone_get(struct db *db, struct arena *a, struct article_id id, struct live_tombstone *out)
{
	struct q_site_tombstone_params in = {.article_id = id};
	struct q_site_tombstone r;
	enum status st = q_site_tombstone(db, a, &in, &r);

	if (st == STATUS_OK)
		*out = (struct live_tombstone){r.slug, r.lang, r.public_reason, r.withdrawn_at};
	return st;
}

#define TAKE_CARDS(a, rows, n, out)                                                                \
	do {                                                                                       \
		(out)->version = (rows)[0].version;                                                \
		(out)->cards = ARENA_ARRAY((a), (n), struct live_card);                            \
		(out)->cards_n = 0;                                                                \
		for (size_t i_ = 0; i_ < (n) && (rows)[i_].has_article_id; i_++)                   \
			(out)->cards[(out)->cards_n++] = (struct live_card)CARD(&(rows)[i_]);      \
	} while (0)

/* The statement asks for one more than a page: that there is one, is all we want of it. */
static void
end_page(struct live_list *out)
{
	out->has_more = out->cards_n > LIVE_PAGE;
	if (!out->has_more)
		return;
	out->cards_n = LIVE_PAGE;
	out->next =
	    (struct live_cursor){out->cards[LIVE_PAGE - 1].at, out->cards[LIVE_PAGE - 1].id};
}

enum status
live_channel_page(
    struct db *db, struct arena *a, struct str slug, struct live_cursor from, struct live_list *out)
{
	struct q_site_channel_page_params in = {slug, from.at, from.id};
	struct q_site_channel_page *rows;
	size_t n;
	enum status st = q_site_channel_page(db, a, &in, &rows, &n);

	if (st != STATUS_OK)
		return st;
	assert(n > 0);
	TAKE_CARDS(a, rows, n, out);
	end_page(out);
	return rows[0].has_channel_id ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status
live_byline_page(
    struct db *db, struct arena *a, struct str name, struct live_cursor from, struct live_list *out)
{
	struct q_site_byline_page_params in = {name, from.at, from.id};
	struct q_site_byline_page *rows;
	size_t n;
	enum status st = q_site_byline_page(db, a, &in, &rows, &n);

	if (st != STATUS_OK)
		return st;
	assert(n > 0);
	TAKE_CARDS(a, rows, n, out);
	end_page(out);
	return STATUS_OK;
}

enum status
live_topic_page(struct db *db, struct arena *a, struct str topic, struct live_cursor from,
    struct live_list *out)
{
	struct q_site_topic_page_params in = {topic, from.at, from.id};
	struct q_site_topic_page *rows;
	size_t n;
	enum status st = q_site_topic_page(db, a, &in, &rows, &n);

	if (st != STATUS_OK)
		return st;
	assert(n > 0);
	TAKE_CARDS(a, rows, n, out);
	end_page(out);
	return STATUS_OK;
}
