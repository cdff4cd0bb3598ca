#include "domain/article.h"

#include "base/utf8.h"
#include "domain/slug.h"

void
article_fault_set(struct article_faults *faults, enum article_field field, enum article_fault fault)
{
	if (fault == FAULT_NONE || faults->of[field] != FAULT_NONE)
		return;
	faults->of[field] = fault;
	faults->n++;
}

static enum article_fault
check_characters(struct str s, enum utf8_class class)
{
	switch (utf8_check(s, class)) {
	case UTF8_FINE:
		return FAULT_NONE;
	case UTF8_BIDI:
		return FAULT_BIDI;
	case UTF8_MALFORMED:
	case UTF8_CONTROL:
		break;
	}
	return FAULT_CONTROL;
}

static enum article_fault
check_text(struct str s, enum utf8_class class, size_t max)
{
	enum article_fault fault = check_characters(s, class);

	if (fault == FAULT_NONE && utf8_count(s) > max)
		fault = FAULT_LONG;
	return fault;
}

static enum article_fault
check_url(struct str s)
{
	size_t i;

	if (s.n == 0)
		return FAULT_NONE;
	if (s.n > ARTICLE_URL_MAX)
		return FAULT_LONG;
	if (!str_starts(s, STR("https://")) && !str_starts(s, STR("http://")))
		return FAULT_URL;
	if (s.n <= str_find(s, STR("://")) + 3)
		return FAULT_URL;
	for (i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\')
			return FAULT_URL;
	}
	/* U+3000 and its like are spaces as well, and no address has them. */
	return check_characters(s, UTF8_NAME) != FAULT_NONE || str_find(s, STR("\u3000")) < s.n
		   ? FAULT_URL
		   : FAULT_NONE;
}

/* What a submission needs; the database asks for the same. */
static void
check_complete(const struct article_draft *d, struct article_faults *f)
{
	if (d->words == 0)
		article_fault_set(f, FIELD_BODY, FAULT_EMPTY);
	if (d->source_name.n == 0)
		article_fault_set(f, FIELD_SOURCE_NAME, FAULT_EMPTY);
	if (d->bylines.n == 0)
		article_fault_set(f, FIELD_BYLINES, FAULT_EMPTY);
	if (!str_eq(d->source_kind, STR("reprint")))
		return;
	if (d->reprint_author.n == 0)
		article_fault_set(f, FIELD_REPRINT_AUTHOR, FAULT_EMPTY);
	if (d->reprint_title.n == 0)
		article_fault_set(f, FIELD_REPRINT_TITLE, FAULT_EMPTY);
	if (d->reprint_url.n == 0)
		article_fault_set(f, FIELD_REPRINT_URL, FAULT_EMPTY);
	if (d->responsible_editor.n == 0)
		article_fault_set(f, FIELD_RESPONSIBLE_EDITOR, FAULT_EMPTY);
}

bool
article_check(const struct article_draft *d, bool complete, struct article_faults *f)
{
	const struct {
		enum article_field field;
		struct str value;
		enum utf8_class class;
		size_t max;
	} texts[] = {
	    {FIELD_HEADLINE, d->headline, UTF8_LINE, ARTICLE_HEADLINE_MAX},
	    {FIELD_SHOULDER, d->shoulder, UTF8_LINE, ARTICLE_SHOULDER_MAX},
	    {FIELD_SUBHEAD, d->subhead, UTF8_LINE, ARTICLE_SUBHEAD_MAX},
	    {FIELD_SUMMARY, d->summary, UTF8_TEXT, ARTICLE_SUMMARY_MAX},
	    {FIELD_SOURCE_NAME, d->source_name, UTF8_NAME, ARTICLE_SOURCE_MAX},
	    {FIELD_REPRINT_AUTHOR, d->reprint_author, UTF8_NAME, ARTICLE_AUTHOR_MAX},
	    {FIELD_REPRINT_TITLE, d->reprint_title, UTF8_LINE, ARTICLE_TITLE_MAX},
	    {FIELD_RESPONSIBLE_EDITOR, d->responsible_editor, UTF8_NAME, ARTICLE_EDITOR_MAX},
	    {FIELD_REPRINT_NOTICE, d->reprint_notice, UTF8_LINE, ARTICLE_NOTICE_MAX},
	    {FIELD_SOCIAL_TITLE, d->social_title, UTF8_LINE, ARTICLE_SOCIAL_MAX},
	    {FIELD_LEAD_ALT, d->lead.alt, UTF8_LINE, LEAD_ALT_MAX},
	    {FIELD_LEAD_CAPTION, d->lead.caption, UTF8_LINE, LEAD_CAPTION_MAX},
	    {FIELD_LEAD_CREDIT, d->lead.credit, UTF8_LINE, LEAD_CREDIT_MAX},
	};
	size_t i;

	for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
		article_fault_set(
		    f, texts[i].field, check_text(texts[i].value, texts[i].class, texts[i].max));
	if (d->headline.n == 0)
		article_fault_set(f, FIELD_HEADLINE, FAULT_EMPTY);
	if (d->channel.v <= 0)
		article_fault_set(f, FIELD_CHANNEL, FAULT_CHOICE);
	if (!str_eq(d->lang, STR("zh")) && !str_eq(d->lang, STR("en")))
		article_fault_set(f, FIELD_LANG, FAULT_CHOICE);
	if (!str_eq(d->source_kind, STR("original")) && !str_eq(d->source_kind, STR("reprint")))
		article_fault_set(f, FIELD_SOURCE_KIND, FAULT_CHOICE);
	if (d->slug.n > ARTICLE_SLUG_MAX)
		article_fault_set(f, FIELD_SLUG, FAULT_LONG);
	else if (!slug_valid(d->slug))
		article_fault_set(f, FIELD_SLUG, FAULT_SLUG);
	if (d->lead.media.v < 0)
		article_fault_set(f, FIELD_LEAD, FAULT_PICTURE);
	article_fault_set(f, FIELD_REPRINT_URL, check_url(d->reprint_url));
	article_fault_set(f, FIELD_BODY, check_characters(d->body_text, UTF8_TEXT));
	if (d->body_text.n > ARTICLE_BODY_MAX)
		article_fault_set(f, FIELD_BODY, FAULT_LONG);
	if (complete)
		check_complete(d, f);
	return f->n == 0;
}

void
article_prepare(struct arena *a, struct article_draft *d)
{
	struct str *const lines[] = {
	    &d->headline,
	    &d->shoulder,
	    &d->subhead,
	    &d->summary,
	    &d->lang,
	    &d->slug,
	    &d->source_kind,
	    &d->source_name,
	    &d->reprint_author,
	    &d->reprint_title,
	    &d->reprint_url,
	    &d->responsible_editor,
	    &d->reprint_notice,
	    &d->social_title,
	    &d->lead.alt,
	    &d->lead.caption,
	    &d->lead.credit,
	};
	size_t i;

	for (i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		if (lines[i]->p == NULL)
			*lines[i] = STR("");
		*lines[i] = str_trim(*lines[i]);
	}
	if (d->slug.n == 0)
		d->slug = slug_propose(a, d->headline);
}
