#include "web/desk/form.h"

#include "web/desk/page.h"

/* The form as the page shows it: labels, hints, values, faults. */

struct maker {
	const struct ctx *cx;
	struct arena *a;
	const struct form *f;
};

const char *
form_label(enum article_field field, bool zh)
{
	switch (field) {
	case FIELD_HEADLINE:
		return i18n(zh, "Headline");
	case FIELD_SHOULDER:
		return i18n(zh, "Shoulder");
	case FIELD_SUBHEAD:
		return i18n(zh, "Subhead");
	case FIELD_SUMMARY:
		return i18n(zh, "Summary");
	case FIELD_CHANNEL:
		return i18n(zh, "Channel");
	case FIELD_LANG:
		return i18n(zh, "Language");
	case FIELD_SLUG:
		return i18n(zh, "Slug");
	case FIELD_SOURCE_KIND:
		return i18n(zh, "Original or reprint");
	case FIELD_SOURCE_NAME:
		return i18n(zh, "Source");
	case FIELD_REPRINT_AUTHOR:
		return i18n(zh, "Original author");
	case FIELD_REPRINT_TITLE:
		return i18n(zh, "Original title");
	case FIELD_REPRINT_URL:
		return i18n(zh, "Original address");
	case FIELD_RESPONSIBLE_EDITOR:
		return i18n(zh, "Responsible editor");
	case FIELD_REPRINT_NOTICE:
		return i18n(zh, "Reprint notice");
	case FIELD_BYLINES:
		return i18n(zh, "Bylines");
	case FIELD_TOPICS:
		return i18n(zh, "Topics");
	case FIELD_SOCIAL_TITLE:
		return i18n(zh, "Title when shared");
	case FIELD_LEAD:
		return i18n(zh, "Lead picture");
	case FIELD_LEAD_ALT:
		return i18n(zh, "What the lead picture shows");
	case FIELD_LEAD_CAPTION:
		return i18n(zh, "Caption of the lead picture");
	case FIELD_LEAD_CREDIT:
		return i18n(zh, "Credit of the lead picture");
	case FIELD_BODY:
	case ARTICLE_FIELDS:
		break;
	}
	return i18n(zh, "Body");
}

static struct desk_field
make(const struct maker *m, enum article_field field, struct str value, struct str hint)
{
	const char *name = form_name(field);
	struct desk_field out = {
	    .name = name,
	    .label = form_label(field, m->cx->zh),
	    .hint = hint,
	    .value = value,
	    .error = form_fault(m->a, m->f, field, m->cx->zh),
	    .rows = 3,
	};

	if (hint.n > 0 && out.error.n > 0)
		out.describedby = str_z(m->a, page_printf(m->a, "%s-error %s-hint", name, name));
	else if (hint.n > 0)
		out.describedby = str_z(m->a, page_printf(m->a, "%s-hint", name));
	else if (out.error.n > 0)
		out.describedby = str_z(m->a, page_printf(m->a, "%s-error", name));
	return out;
}

static struct str
at_most(const struct maker *m, int max)
{
	return page_printf(m->a, i18n(m->cx->zh, "At most %d characters."), max);
}

/* A field for words of the article: in its language, with its limit. */
static struct desk_field
words(const struct maker *m, enum article_field field, struct str value, int max)
{
	struct desk_field out = make(m, field, value, at_most(m, max));

	out.lang = page_lang(m->f->draft.lang);
	out.max = max;
	return out;
}

static struct desk_choice
choice(const struct maker *m, enum article_field field, struct str hint, size_t n,
    struct desk_option **options)
{
	*options = ARENA_ARRAY(m->a, n, struct desk_option);
	return (struct desk_choice){.field = make(m, field, STR(""), hint), .v = *options, .n = n};
}

static struct desk_choice
channel_choice(const struct maker *m, const struct channel *channels, size_t n)
{
	bool zh = m->cx->zh;
	struct desk_option *options;
	struct desk_choice out = choice(m, FIELD_CHANNEL, STR(""), n + 1, &options);
	size_t i;

	options[0] = (struct desk_option){
	    STR(""), str_of(i18n(zh, "Choose a channel")), m->f->draft.channel.v == 0};
	for (i = 0; i < n; i++) {
		options[i + 1] = (struct desk_option){
		    .value = page_printf(m->a, "%lld", (long long)channels[i].id.v),
		    .label = zh ? channels[i].name_zh : channels[i].name_en,
		    .chosen = channels[i].id.v == m->f->draft.channel.v,
		};
	}
	return out;
}

static struct desk_choice
pair_choice(const struct maker *m, enum article_field field, struct str value,
    const struct desk_option pair[2])
{
	struct desk_option *options;
	struct desk_choice out = choice(m, field, STR(""), 2, &options);
	size_t i;

	for (i = 0; i < 2; i++) {
		options[i] = pair[i];
		options[i].chosen = str_eq(value, pair[i].value);
	}
	return out;
}

#define ROLES 4

static const struct desk_option *
role_options(const struct maker *m)
{
	struct desk_option *v = ARENA_ARRAY(m->a, ROLES, struct desk_option);

	for (int i = 0; i < ROLES; i++)
		v[i] = (struct desk_option){.value = str_of(byline_role_key((enum byline_role)i)),
		    .label = str_of(byline_role_word((enum byline_role)i, m->cx->zh))};
	return v;
}

static void
main_fields(const struct maker *m, struct desk_form_view *view)
{
	const struct article_draft *d = &m->f->draft;
	bool zh = m->cx->zh;

	view->shoulder = words(m, FIELD_SHOULDER, d->shoulder, ARTICLE_SHOULDER_MAX);
	view->headline = words(m, FIELD_HEADLINE, d->headline, ARTICLE_HEADLINE_MAX);
	view->headline.required = true;
	view->subhead = words(m, FIELD_SUBHEAD, d->subhead, ARTICLE_SUBHEAD_MAX);
	view->summary = words(m, FIELD_SUMMARY, d->summary, ARTICLE_SUMMARY_MAX);
	view->body = make(m, FIELD_BODY, form_text(m->a, m->f),
	    str_of(i18n(zh, "A blank line parts paragraphs; a line that begins with “## ” is a "
			    "subhead. At most 200,000 bytes, about 66,000 Chinese characters.")));
	view->body.lang = page_lang(d->lang);
	view->body.rows = 24;
	view->document = m->f->document.n > 0 ? m->f->document : d->body_json;
	/* The editor takes the present schema alone; what cannot be read stays as it came. */
	if (view->document.n > 0)
		(void)!body_current(m->a, view->document, &view->document);
	view->bylines = make(m, FIELD_BYLINES, m->f->bylines,
	    page_printf(m->a,
		i18n(zh, "A line for each person: role | name | outlet, as in “Reporter | Jin Meng "
			 "| Chao News”. Roles: reporter, correspondent, photographer, editor. At "
			 "most %d persons."),
		BYLINE_MAX));
	view->bylines.rows = 4;
	view->bylines_max = BYLINE_MAX;
	view->roles = role_options(m);
	view->roles_n = ROLES;
	view->slug = make(m, FIELD_SLUG, m->f->slug,
	    page_printf(m->a,
		i18n(zh, "The end of the address: lower-case letters, digits, hyphens, at most %d. "
			 "Left empty, it is made from the headline."),
		ARTICLE_SLUG_MAX));
}

static void
source_fields(const struct maker *m, struct desk_form_view *view)
{
	const struct article_draft *d = &m->f->draft;
	const struct desk_option kinds[2] = {
	    {STR("original"), str_of(i18n(m->cx->zh, "Original")), false},
	    {STR("reprint"), str_of(i18n(m->cx->zh, "Reprint")), false},
	};
	const struct desk_option langs[2] = {
	    {STR("zh"), str_of(i18n(m->cx->zh, "Chinese")), false},
	    {STR("en"), str_of(i18n(m->cx->zh, "English")), false},
	};

	view->source_kind = pair_choice(m, FIELD_SOURCE_KIND, d->source_kind, kinds);
	view->lang = pair_choice(m, FIELD_LANG, d->lang, langs);
	view->source_name =
	    make(m, FIELD_SOURCE_NAME, d->source_name, at_most(m, ARTICLE_SOURCE_MAX));
	view->reprint_author =
	    make(m, FIELD_REPRINT_AUTHOR, d->reprint_author, at_most(m, ARTICLE_AUTHOR_MAX));
	view->reprint_title =
	    make(m, FIELD_REPRINT_TITLE, d->reprint_title, at_most(m, ARTICLE_TITLE_MAX));
	view->reprint_url = make(m, FIELD_REPRINT_URL, d->reprint_url,
	    page_printf(
		m->a, i18n(m->cx->zh, "A complete address, at most %d bytes."), ARTICLE_URL_MAX));
	view->reprint_url.mode = "url";
	view->responsible_editor = make(
	    m, FIELD_RESPONSIBLE_EDITOR, d->responsible_editor, at_most(m, ARTICLE_EDITOR_MAX));
	view->reprint_notice =
	    make(m, FIELD_REPRINT_NOTICE, d->reprint_notice, at_most(m, ARTICLE_NOTICE_MAX));
}

static void
lead_fields(const struct maker *m, struct desk_form_view *view)
{
	const struct lead *lead = &m->f->draft.lead;

	view->lead_media = make(m, FIELD_LEAD, m->f->lead_media,
	    str_of(i18n(m->cx->zh, "The number of a picture of the library. Left empty, the "
				   "article has no lead picture.")));
	view->lead_media.mode = "numeric";
	view->lead_alt = words(m, FIELD_LEAD_ALT, lead->alt, LEAD_ALT_MAX);
	view->lead_caption = words(m, FIELD_LEAD_CAPTION, lead->caption, LEAD_CAPTION_MAX);
	view->lead_credit = words(m, FIELD_LEAD_CREDIT, lead->credit, LEAD_CREDIT_MAX);
}

static void
reach_fields(const struct maker *m, struct desk_form_view *view)
{
	view->topics = make(m, FIELD_TOPICS, m->f->topics,
	    page_printf(m->a,
		i18n(m->cx->zh, "A line for each, or parted by commas. At most %d, each of at most "
				"%d characters."),
		TOPIC_MAX, TOPIC_LENGTH_MAX));
	view->topics_max = TOPIC_MAX;
	view->topics.lang = page_lang(m->f->draft.lang);
	view->social_title =
	    words(m, FIELD_SOCIAL_TITLE, m->f->draft.social_title, ARTICLE_SOCIAL_MAX);
	lead_fields(m, view);
}

void
form_fields(const struct ctx *cx, struct arena *a, const struct form *f,
    const struct channel *channels, size_t n, struct desk_form_view *view)
{
	const struct maker m = {cx, a, f};
	struct desk_fault *faults = ARENA_ARRAY(a, ARTICLE_FIELDS, struct desk_fault);
	unsigned i;

	main_fields(&m, view);
	source_fields(&m, view);
	reach_fields(&m, view);
	view->channel = channel_choice(&m, channels, n);
	for (i = 0; i < ARTICLE_FIELDS; i++) {
		enum article_field field = (enum article_field)i;

		if (f->faults.of[i] == FAULT_NONE)
			continue;
		faults[view->faults_n++] = (struct desk_fault){
		    .href = page_printf(a, "#%s", form_name(field)),
		    .text = form_fault(a, f, field, cx->zh),
		};
	}
	view->faults = faults;
	view->reprint_open =
	    str_eq(f->draft.source_kind, STR("reprint")) ||
	    f->draft.reprint_author.n + f->draft.reprint_title.n + f->draft.reprint_url.n > 0;
	view->problem = f->problem;
	view->key = f->draft.key;
	view->base =
	    f->draft.has_base ? page_printf(a, "%lld", (long long)f->draft.base.v) : STR("");
}
