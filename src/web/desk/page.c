#include "web/desk/page.h"

#include <stdarg.h>

#include "base/clock.h"
#include "domain/access.h"

struct tmpl_ctx
page_tmpl(const struct ctx *cx)
{
	return (struct tmpl_ctx){.zh = cx->zh};
}

struct str
page_printf(struct arena *a, const char *fmt, ...)
{
	char *text;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return STR("");
	text = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (struct str){text, (size_t)n};
}

struct desk_page
page_make(const struct ctx *cx, const struct request *req, struct str title, enum desk_place place)
{
	unsigned rights = cx->signed_in ? cx->session.rights : 0;

	return (struct desk_page){
	    .lang = cx->zh ? "zh-Hans" : "en",
	    .title = title,
	    .name = cx->zh ? cx->name_zh : cx->name_en,
	    .user = cx->signed_in ? cx->session.name : STR(""),
	    .csrf = str_of(cx->csrf.hex),
	    /* An address that only takes POST is no place to come back to. */
	    .here = req->method == HTTP_POST ? STR("/") : req->raw_path,
	    .place = place,
	    .can_write = access_any(rights, RIGHT_WRITE),
	    .can_review = access_any(rights, RIGHT_REVIEW_ANY),
	    .can_audit = access_any(rights, RIGHT_READ_AUDIT),
	    .site_url = cx->site_url,
	};
}

struct desk_time
page_time(struct arena *a, struct instant t, bool zh)
{
	struct buf text, iso;

	buf_init(&text, a, 64);
	buf_init(&iso, a, 64);
	clock_date_time(&text, t, zh);
	clock_rfc3339(&iso, t);
	return (struct desk_time){buf_view(&text), buf_view(&text), buf_view(&iso)};
}

struct desk_time
page_time_listed(struct arena *a, struct instant t, bool zh)
{
	struct desk_time out = page_time(a, t, zh);
	struct buf hm;

	if (!clock_same_day(t, clock_now()))
		return out;
	buf_init(&hm, a, 16);
	clock_hm(&hm, t);
	out.text = page_printf(a, i18n(zh, "Today %.*s"), STR_ARG(buf_view(&hm)));
	return out;
}

const char *
page_lang(struct str lang)
{
	return str_eq(lang, STR("en")) ? "en" : "zh-Hans";
}

struct str
page_path(struct arena *a, struct article_id article, const char *tail)
{
	return page_printf(a, "/articles/%lld%s", (long long)article.v, tail);
}

struct str
page_version(struct arena *a, int32_t number, bool zh)
{
	return page_printf(a, i18n(zh, "Version %d"), (int)number);
}

struct str
page_words(struct arena *a, int32_t words, bool zh)
{
	return page_printf(a, i18n(zh, "%d words"), (int)words);
}

struct str
page_channel(const struct article *article, bool zh)
{
	return zh ? article->channel_zh : article->channel_en;
}

struct desk_state
page_state(enum article_state s, bool zh)
{
	switch (s) {
	case ARTICLE_DRAFT:
		return (struct desk_state){"draft", "✎", i18n(zh, "Draft")};
	case ARTICLE_SUBMITTED:
		return (struct desk_state){"submitted", "◐", i18n(zh, "Under review")};
	case ARTICLE_RETURNED:
		return (struct desk_state){"returned", "↩", i18n(zh, "Returned")};
	case ARTICLE_APPROVED:
		return (struct desk_state){"approved", "✓", i18n(zh, "Approved")};
	case ARTICLE_PUBLISHED:
		return (struct desk_state){"published", "●", i18n(zh, "Published")};
	case ARTICLE_WITHDRAWN:
	case ARTICLE_STATES:
		break;
	}
	return (struct desk_state){"withdrawn", "■", i18n(zh, "Withdrawn")};
}

const char *
page_level_word(int level, bool zh)
{
	switch (level) {
	case 1:
		return i18n(zh, "First review");
	case 2:
		return i18n(zh, "Second review");
	default:
		return i18n(zh, "Final review");
	}
}

struct str
page_returned(const struct ctx *cx, struct arena *a, const struct article *article)
{
	if (article->return_reason.p == NULL)
		return STR("");
	return page_printf(a, i18n(cx->zh, "Returned by %.*s: %.*s"), STR_ARG(article->returned_by),
	    STR_ARG(article->return_reason));
}

struct str
page_live_href(const struct ctx *cx, struct arena *a, const struct article *article)
{
	if (!article->is_live)
		return STR("");
	return page_printf(a, "%.*s/a/%lld/%.*s", STR_ARG(cx->site_url), (long long)article->id.v,
	    STR_ARG(article->live_slug));
}

static struct str
level_text(const struct ctx *cx, struct arena *a, const struct article *article)
{
	if (article->state == ARTICLE_SUBMITTED)
		return page_printf(a, i18n(cx->zh, "%s (%d of %d)"),
		    page_level_word(article->levels_done + 1, cx->zh), article->levels_done + 1,
		    (int)article->levels_needed);
	return STR("");
}

struct desk_rows
page_rows(const struct ctx *cx, struct arena *a, const struct article *articles, size_t n)
{
	struct desk_row *rows = ARENA_ARRAY(a, n, struct desk_row);
	size_t i;

	for (i = 0; i < n; i++) {
		const struct article *it = &articles[i];
		bool review = it->can_review || it->can_publish;

		rows[i] = (struct desk_row){
		    .href = page_path(a, it->id, review ? "/review" : ""),
		    .headline = it->headline,
		    .lang = page_lang(it->lang),
		    .state = page_state(it->state, cx->zh),
		    .also = it->is_live && it->state != ARTICLE_PUBLISHED
				? i18n(cx->zh, "An earlier version is published")
				: NULL,
		    .channel = page_channel(it, cx->zh),
		    .authors = it->authors,
		    .words = page_words(a, it->words, cx->zh),
		    .level = level_text(cx, a, it),
		    .reason = page_returned(cx, a, it),
		    .saved = page_time_listed(a, it->saved_at, cx->zh),
		};
	}
	return (struct desk_rows){.v = rows, .n = n};
}
