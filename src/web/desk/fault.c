#include "web/desk/form.h"

#include "base/utf8.h"
#include "web/desk/page.h"

/* What is wrong with a field, said to its writer: what happened, and what to do. */

/* So much of a text tells which it is. */
#define BEGIN_POINTS 20

/* The length and the limit of a field that may be too long. */
static void
measure(const struct article_draft *d, enum article_field field, size_t *is, size_t *max)
{
	const struct {
		enum article_field field;
		struct str value;
		size_t max;
	} limits[] = {
	    {FIELD_HEADLINE, d->headline, ARTICLE_HEADLINE_MAX},
	    {FIELD_SHOULDER, d->shoulder, ARTICLE_SHOULDER_MAX},
	    {FIELD_SUBHEAD, d->subhead, ARTICLE_SUBHEAD_MAX},
	    {FIELD_SUMMARY, d->summary, ARTICLE_SUMMARY_MAX},
	    {FIELD_SLUG, d->slug, ARTICLE_SLUG_MAX},
	    {FIELD_SOURCE_NAME, d->source_name, ARTICLE_SOURCE_MAX},
	    {FIELD_REPRINT_AUTHOR, d->reprint_author, ARTICLE_AUTHOR_MAX},
	    {FIELD_REPRINT_TITLE, d->reprint_title, ARTICLE_TITLE_MAX},
	    {FIELD_RESPONSIBLE_EDITOR, d->responsible_editor, ARTICLE_EDITOR_MAX},
	    {FIELD_REPRINT_NOTICE, d->reprint_notice, ARTICLE_NOTICE_MAX},
	    {FIELD_SOCIAL_TITLE, d->social_title, ARTICLE_SOCIAL_MAX},
	    {FIELD_LEAD_ALT, d->lead.alt, LEAD_ALT_MAX},
	    {FIELD_LEAD_CAPTION, d->lead.caption, LEAD_CAPTION_MAX},
	    {FIELD_LEAD_CREDIT, d->lead.credit, LEAD_CREDIT_MAX},
	};
	size_t i;

	*is = *max = 0;
	for (i = 0; i < sizeof limits / sizeof limits[0]; i++) {
		if (limits[i].field == field) {
			*is = utf8_count(limits[i].value);
			*max = limits[i].max;
		}
	}
}

static struct str
too_long(struct arena *a, const struct form *f, enum article_field field, bool zh)
{
	const char *label = form_label(field, zh);
	size_t is, max;

	if (field == FIELD_BODY && f->document.n > 0)
		return page_printf(a,
		    i18n(zh, "“%s” has %zu bytes; at most %zu are allowed. Split the article."),
		    label, f->document.n, ARTICLE_DOCUMENT_MAX);
	if (field == FIELD_BODY)
		return page_printf(a,
		    i18n(zh, "“%s” has %zu bytes; at most %zu are allowed. Split the article."),
		    label, f->draft.body_text.n, (size_t)ARTICLE_BODY_MAX);
	if (field == FIELD_REPRINT_URL)
		return page_printf(a, i18n(zh, "“%s” has %zu bytes; at most %zu are allowed."),
		    label, f->draft.reprint_url.n, (size_t)ARTICLE_URL_MAX);
	measure(&f->draft, field, &is, &max);
	return page_printf(
	    a, i18n(zh, "“%s” has %zu characters; at most %zu are allowed."), label, is, max);
}

static struct str
byline_fault(struct arena *a, const struct byline_error *e, bool zh)
{
	size_t line = e->line;

	switch (e->fault) {
	case BYLINE_FINE:
		return STR("");
	case BYLINE_SHAPE:
		return page_printf(
		    a, i18n(zh, "Byline, line %zu: write it as “role | name | outlet”."), line);
	case BYLINE_ROLE:
		return page_printf(a,
		    i18n(zh, "Byline, line %zu: the role is reporter, correspondent, photographer "
			     "or editor."),
		    line);
	case BYLINE_NAME:
		return page_printf(a, i18n(zh, "Byline, line %zu: the name is missing."), line);
	case BYLINE_LONG:
		return page_printf(a,
		    i18n(zh, "Byline, line %zu: a name or outlet has more than %d characters."),
		    line, BYLINE_NAME_MAX);
	case BYLINE_CHARACTERS:
		return page_printf(a,
		    i18n(zh, "Byline, line %zu: take out invisible or control characters."), line);
	case BYLINE_TWICE:
		return page_printf(
		    a, i18n(zh, "Byline, line %zu: this person is there already."), line);
	case BYLINE_MANY:
		break;
	}
	return page_printf(a, i18n(zh, "A byline has at most %d persons."), BYLINE_MAX);
}

static struct str
topic_fault(struct arena *a, const struct topic_error *e, bool zh)
{
	struct str text = utf8_straight(a, e->text);

	switch (e->fault) {
	case TOPIC_FINE:
		return STR("");
	case TOPIC_LONG:
		return page_printf(a,
		    i18n(zh, "The topic “%.*s” has more than %d characters. Shorten it."),
		    STR_ARG(text), TOPIC_LENGTH_MAX);
	case TOPIC_CHARACTERS:
		return page_printf(a,
		    i18n(zh, "The topic “%.*s” has characters that a topic cannot have. Type it "
			     "again."),
		    STR_ARG(text));
	case TOPIC_MANY:
		break;
	}
	return page_printf(a,
	    i18n(zh, "An article has at most %d topics. Take out some, “%.*s” for one."), TOPIC_MAX,
	    STR_ARG(text));
}

static struct str
body_fault(struct arena *a, const struct form *f, const char *label, bool zh)
{
	/* The editor sees to the other texts itself. */
	if (f->body_error.large.n > 0) {
		struct str begins =
		    utf8_straight(a, utf8_prefix(f->body_error.large, BEGIN_POINTS));

		return page_printf(a,
		    i18n(zh, "“%s” cannot be saved yet: a text of a picture is longer than %lld "
			     "characters. Shorten it; it begins: “%.*s…”. Your text is kept."),
		    label, (long long)f->body_error.max, STR_ARG(begins));
	}
	if (f->document.n > 0)
		return page_printf(a,
		    i18n(zh, "“%s” cannot be stored as the editor sent it. What is wrong is at %s: "
			     "%s. Your text is kept."),
		    label, f->body_error.path, f->body_error.reason);
	return page_printf(a,
	    i18n(zh, "“%s” cannot be stored: it has too many paragraphs or characters that are not "
		     "text."),
	    label);
}

struct str
form_fault(struct arena *a, const struct form *f, enum article_field field, bool zh)
{
	const char *label = form_label(field, zh);

	switch (f->faults.of[field]) {
	case FAULT_NONE:
		return STR("");
	case FAULT_EMPTY:
		return page_printf(a, i18n(zh, "Fill in “%s”."), label);
	case FAULT_LONG:
		return too_long(a, f, field, zh);
	case FAULT_CONTROL:
		return page_printf(a,
		    i18n(zh, "“%s” contains control characters or a line break. Take them out."),
		    label);
	case FAULT_BIDI:
		return page_printf(
		    a, i18n(zh, "“%s” contains invisible characters. Type it again."), label);
	case FAULT_CHOICE:
		return page_printf(a, i18n(zh, "Choose one for “%s”."), label);
	case FAULT_SLUG:
		return page_printf(a,
		    i18n(zh, "“%s” may have lower-case letters a-z, digits, and single hyphens "
			     "between them."),
		    label);
	case FAULT_URL:
		return page_printf(a,
		    i18n(zh, "“%s” must be a complete address that begins with https://."), label);
	case FAULT_BYLINES:
		return byline_fault(a, &f->byline_error, zh);
	case FAULT_TOPICS:
		return topic_fault(a, &f->topic_error, zh);
	case FAULT_PICTURE:
		return page_printf(a,
		    i18n(zh, "“%s” is not a picture of the library. Choose one there, or leave it "
			     "empty."),
		    label);
	case FAULT_BODY:
		break;
	}
	return body_fault(a, f, label, zh);
}
