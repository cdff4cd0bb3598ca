#ifndef COPYDESK_WEB_DESK_PAGE_H
#define COPYDESK_WEB_DESK_PAGE_H

#include "domain/article.h"
#include "domain/history.h"
#include "domain/review.h"
#include "view/desk_view.h"
#include "web/desk/ctx.h"

/* What the pages of the desk are put together from. */

/** page_make(cx, req, title, place): What surrounds a page titled ${title}. */
struct desk_page page_make(
    const struct ctx *cx, const struct request *req, struct str title, enum desk_place place);

/** page_tmpl(cx): What every template takes. */
struct tmpl_ctx page_tmpl(const struct ctx *cx);

/** page_printf(a, fmt, ...): Format into ${a}. */
struct str page_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/** page_time(a, t, zh): ${t} as people and machines read it. */
struct desk_time page_time(struct arena *a, struct instant t, bool zh);

/** page_time_listed(a, t, zh): The same for a list, where today needs no date. */
struct desk_time page_time_listed(struct arena *a, struct instant t, bool zh);

/** page_lang(lang): The language tag for the stored "zh" or "en". */
const char *page_lang(struct str lang);

/** page_path(a, article, tail): "/articles/17" and ${tail}. */
struct str page_path(struct arena *a, struct article_id article, const char *tail);

/** page_version(a, number, zh): "Version 3". */
struct str page_version(struct arena *a, int32_t number, bool zh);

/** page_words(a, words, zh): "1204 words". */
struct str page_words(struct arena *a, int32_t words, bool zh);

/** page_channel(article, zh): The name of its channel. */
struct str page_channel(const struct article *article, bool zh);

/** page_state(s, zh): Icon, word and colour of a state. */
struct desk_state page_state(enum article_state s, bool zh);

/** page_level_word(level, zh): 初审, 复审, 终审 for 1, 2, 3. */
const char *page_level_word(int level, bool zh);

/** page_rows(cx, a, articles, n): Articles as rows of a list. */
struct desk_rows page_rows(
    const struct ctx *cx, struct arena *a, const struct article *articles, size_t n);

/** page_entries(cx, a, article, entries, n): History as a list; ${article} NULL for the audit. */
struct desk_entries page_entries(const struct ctx *cx, struct arena *a,
    const struct article_id *article, const struct history_entry *entries, size_t n);

/** page_returned(cx, a, article): Why ${article} came back, with who said so; empty if it did not,
 * or was submitted again. */
struct str page_returned(const struct ctx *cx, struct arena *a, const struct article *article);

/** page_live_href(cx, a, article): The public address of the published version; empty if there is
 * none. */
struct str page_live_href(const struct ctx *cx, struct arena *a, const struct article *article);

#endif
