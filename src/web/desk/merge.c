#include "web/desk/merge.h"

#include "base/json.h"
#include "web/desk/page.h"
#include "web/desk/text.h"

#define FIELDS_MAX ((size_t)4 << 20)
#define BYLINES_MAX ((size_t)64 << 10)
/* What every conflict of three bodies has room in. */
#define CONFLICTS_MAX (3 * (size_t)BODY_MAX_BLOCKS)

#define EMPTY_BODY                                                                                 \
	"{\"schema\":1,\"doc\":{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\"}]}}"

struct str
merge_field_choice(struct arena *a, enum article_field field)
{
	return page_printf(a, "choice_%s", form_name(field));
}

struct str
merge_block_choice(struct arena *a, size_t conflict)
{
	return page_printf(a, "choice_%zu", conflict);
}

static bool
read_choice(struct request *req, struct str name, enum body_choice *out)
{
	struct str sent = request_form(req, name);

	if (str_eq(sent, STR("mine")))
		*out = BODY_TAKE_MINE;
	else if (str_eq(sent, STR("theirs")))
		*out = BODY_TAKE_THEIRS;
	else if (str_eq(sent, STR("both")))
		*out = BODY_TAKE_BOTH;
	else
		return false;
	return true;
}

/* The words of a lead picture belong to that picture: they go together. */
static bool
goes_with_lead(enum article_field field)
{
	return field == FIELD_LEAD_ALT || field == FIELD_LEAD_CAPTION || field == FIELD_LEAD_CREDIT;
}

static bool
same_field(const struct ctx *cx, struct arena *a, const struct merge *m, enum article_field field,
    enum body_version x, enum body_version y)
{
	const struct revision *r = &m->version[x];
	const struct revision *s = &m->version[y];

	switch (field) {
	case FIELD_CHANNEL:
		return r->channel.v == s->channel.v;
	case FIELD_BYLINES:
		return byline_same(&r->bylines, &s->bylines);
	case FIELD_TOPICS:
		return topic_same(&r->topics, &s->topics);
	case FIELD_LEAD:
		return lead_same(&r->lead, &s->lead);
	default:
		return str_eq(text_field(cx, a, r, field), text_field(cx, a, s, field));
	}
}

/* Where a field of words is in a form; NULL for one that is not of words. */
static struct str *
words_of(struct form *f, enum article_field field)
{
	struct article_draft *d = &f->draft;
	struct str *const words[ARTICLE_FIELDS] = {
	    [FIELD_HEADLINE] = &d->headline,
	    [FIELD_SHOULDER] = &d->shoulder,
	    [FIELD_SUBHEAD] = &d->subhead,
	    [FIELD_SUMMARY] = &d->summary,
	    [FIELD_LANG] = &d->lang,
	    [FIELD_SLUG] = &f->slug,
	    [FIELD_SOURCE_KIND] = &d->source_kind,
	    [FIELD_SOURCE_NAME] = &d->source_name,
	    [FIELD_REPRINT_AUTHOR] = &d->reprint_author,
	    [FIELD_REPRINT_TITLE] = &d->reprint_title,
	    [FIELD_REPRINT_URL] = &d->reprint_url,
	    [FIELD_RESPONSIBLE_EDITOR] = &d->responsible_editor,
	    [FIELD_REPRINT_NOTICE] = &d->reprint_notice,
	    [FIELD_BYLINES] = &f->bylines,
	    [FIELD_TOPICS] = &f->topics,
	    [FIELD_SOCIAL_TITLE] = &d->social_title,
	    [FIELD_LEAD_ALT] = &d->lead.alt,
	    [FIELD_LEAD_CAPTION] = &d->lead.caption,
	    [FIELD_LEAD_CREDIT] = &d->lead.credit,
	};

	return words[field];
}

/* The lines of ${x}, then those of ${y} that are not among them. */
static struct str
join_lines(struct arena *a, struct str x, struct str y)
{
	struct str line;
	struct buf b;

	buf_init(&b, a, x.n + y.n + 2);
	buf_str(&b, str_trim(x));
	while (str_split(&y, '\n', &line)) {
		struct str rest = x;
		struct str other;
		bool there = str_trim(line).n == 0;

		while (!there && str_split(&rest, '\n', &other))
			there = str_eq(str_trim(line), str_trim(other));
		if (there)
			continue;
		if (b.n > 0)
			buf_char(&b, '\n');
		buf_str(&b, str_trim(line));
	}
	return buf_view(&b);
}

static void
take_theirs(struct arena *a, struct form *result, struct form *theirs, const struct merge_field *it)
{
	struct str *to = words_of(result, it->field);
	const struct str *from = words_of(theirs, it->field);

	if (it->field == FIELD_CHANNEL)
		result->draft.channel = theirs->draft.channel;
	else if (it->field == FIELD_LEAD)
		result->draft.lead = theirs->draft.lead;
	else if (it->how == BODY_CONFLICT && it->choice == BODY_TAKE_BOTH)
		*to = join_lines(a, *from, *to);
	else
		*to = *from;
}

/* What became of each field. */
static void
merge_fields(const struct ctx *cx, struct request *req, struct merge *m, struct form *theirs)
{
	struct arena *a = req->arena;

	for (unsigned i = 0; i < FIELD_BODY; i++) {
		enum article_field field = (enum article_field)i;
		struct merge_field *it = &m->field[m->fields_n];

		*it = (struct merge_field){.field = field, .choice = BODY_TAKE_MINE};
		it->may_take_both = field == FIELD_BYLINES || field == FIELD_TOPICS;
		if (goes_with_lead(field) || same_field(cx, a, m, field, BODY_THEIRS, BODY_MINE))
			continue;
		if (same_field(cx, a, m, field, BODY_BASE, BODY_MINE))
			it->how = BODY_FROM_THEIRS;
		else if (same_field(cx, a, m, field, BODY_BASE, BODY_THEIRS))
			it->how = BODY_FROM_MINE;
		else
			it->how = BODY_CONFLICT;
		if (it->how == BODY_CONFLICT) {
			(void)read_choice(req, merge_field_choice(a, field), &it->choice);
			if (it->choice == BODY_TAKE_BOTH && !it->may_take_both)
				it->choice = BODY_TAKE_MINE;
			m->leaves_out = m->leaves_out || it->choice == BODY_TAKE_THEIRS;
		}
		if (it->how == BODY_FROM_THEIRS ||
		    (it->how == BODY_CONFLICT && it->choice != BODY_TAKE_MINE))
			take_theirs(a, &m->result, theirs, it);
		m->fields_n++;
	}
}

static enum status
merge_body(struct request *req, struct merge *m)
{
	const struct str bodies[] = {m->version[BODY_BASE].body_json,
	    m->version[BODY_THEIRS].body_json, m->version[BODY_MINE].body_json};
	enum body_choice *choice = ARENA_ARRAY(req->arena, CONFLICTS_MAX, enum body_choice);
	enum status s;

	(void)read_choice(req, STR(MERGE_REST), &m->rest);
	for (size_t i = 0; i < CONFLICTS_MAX; i++) {
		choice[i] = i < MERGE_BLOCKS_MAX ? BODY_TAKE_MINE : m->rest;
		if (i < MERGE_BLOCKS_MAX) {
			(void)read_choice(req, merge_block_choice(req->arena, i), &choice[i]);
			m->block[i] = choice[i];
		}
	}
	s = body_merge(req->arena, bodies, choice, CONFLICTS_MAX, &m->body);
	if (s != STATUS_OK)
		return s;
	for (size_t i = 0; i < m->body.conflicts; i++)
		m->leaves_out = m->leaves_out || choice[i] == BODY_TAKE_THEIRS;
	m->result.document = m->body.json;
	return STATUS_OK;
}

enum status
merge_make(const struct ctx *cx, struct request *req, const struct form *mine,
    const struct revision *base, const struct revision *theirs, struct merge *out)
{
	struct form other;
	struct buf bylines;
	enum status s = form_from(cx, req->arena, theirs, &other);

	*out = (struct merge){.result = *mine};
	if (s != STATUS_OK)
		return s;
	if (base != NULL)
		out->version[BODY_BASE] = *base;
	else
		out->version[BODY_BASE].body_json = STR(EMPTY_BODY);
	out->version[BODY_THEIRS] = *theirs;
	out->version[BODY_MINE] = form_revision(mine);
	/* Left empty it is made from the headline: that is no wish against theirs. */
	if (mine->slug.n == 0)
		out->version[BODY_MINE].slug = out->version[BODY_BASE].slug;
	/* In the spelling of theirs, so that the same person is found to be the same. */
	buf_init(&bylines, req->arena, BYLINES_MAX);
	byline_format(&bylines, &mine->draft.bylines, cx->zh);
	out->result.bylines = buf_view(&bylines);
	merge_fields(cx, req, out, &other);
	return merge_body(req, out);
}

/* Revision ${id} of this article; STATUS_NOT_FOUND if it is none. */
static enum status
revision_of(const struct ctx *cx, struct arena *a, const struct article *it, struct revision_id id,
    struct revision *out)
{
	enum status s = revision_get(cx->db, a, id, out);

	return s == STATUS_OK && out->article.v != it->id.v ? STATUS_NOT_FOUND : s;
}

enum status
merge_with(const struct ctx *cx, struct request *req, const struct article *it,
    const struct form *mine, struct revision_id theirs, struct merge *out)
{
	struct revision base, other;
	bool known = false;
	enum status s = revision_of(cx, req->arena, it, theirs, &other);

	if (s == STATUS_OK && mine->draft.has_base) {
		s = revision_of(cx, req->arena, it, mine->draft.base, &base);
		known = s == STATUS_OK;
		/* Without its base all that differs is asked; with a database that is busy nothing
		 * is. */
		if (s == STATUS_NOT_FOUND)
			s = STATUS_OK;
	}
	return s == STATUS_OK ? merge_make(cx, req, mine, known ? &base : NULL, &other, out) : s;
}

struct str
merge_fields_json(struct arena *a, const struct form *f)
{
	struct form form = *f;
	struct str number = STR("");
	struct buf b;

	buf_init(&b, a, FIELDS_MAX);
	buf_char(&b, '{');
	for (unsigned i = 0; i < ARTICLE_FIELDS; i++) {
		const struct str *words = words_of(&form, (enum article_field)i);

		if (words != NULL)
			json_member(&b, form_name((enum article_field)i), *words);
	}
	if (f->draft.channel.v > 0)
		number = page_printf(a, "%lld", (long long)f->draft.channel.v);
	json_member(&b, form_name(FIELD_CHANNEL), number);
	number = STR("");
	if (f->draft.lead.media.v > 0)
		number = page_printf(a, "%lld", (long long)f->draft.lead.media.v);
	json_member(&b, form_name(FIELD_LEAD), number);
	if (f->document.n > 0)
		json_member(&b, FORM_DOCUMENT, f->document);
	else
		json_member(&b, form_name(FIELD_BODY), f->draft.body_text);
	buf_char(&b, '}');
	return buf_ok(&b) ? buf_view(&b) : STR_NULL;
}
