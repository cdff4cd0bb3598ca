#ifndef COPYDESK_VIEW_REMARK_VIEW_H
#define COPYDESK_VIEW_REMARK_VIEW_H

#include "view/desk_view.h"

/* What colleagues say of an article. */

struct remark_row {
	struct str id, by, text;
	struct desk_time at;
	bool changed, can_change;
	struct str typed, error; /* a change that was refused; error.n == 0: none */
};

struct remark_thread_row {
	struct str id, block;
	struct str about;  /* the words or the block; empty: the whole article */
	const char *note;  /* "Its text was removed"; NULL: none */
	struct str number; /* "3": the place of its block in the text; empty: none */
	bool resolved, can_resolve;
	struct str resolved_text; /* who, when */
	const struct remark_row *v;
	size_t n;
	struct str key;
	struct str typed, error; /* a reply that was refused */
};

struct remarks_view {
	struct str csrf, back;
	struct str action; /* "/articles/17/remarks" */
	const struct remark_thread_row *open, *resolved;
	size_t open_n, resolved_n;
	const char *lang;                 /* of the article */
	struct str thread, key;           /* of a thread that begins */
	const struct desk_option *places; /* what it can hang on */
	size_t places_n;
	struct str typed, error;
	struct str problem; /* what was refused and why; empty: nothing */
};

struct remarks_page_view {
	struct desk_page page;
	struct str headline, article_href;
	struct remarks_view remarks;
};

#endif
