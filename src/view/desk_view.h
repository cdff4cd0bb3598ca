#ifndef COPYDESK_VIEW_DESK_VIEW_H
#define COPYDESK_VIEW_DESK_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "domain/diff.h"
#include "html/html.h"
#include "view/error_view.h"

/*
 * What the templates of the desk take.  Every text is ready to be shown, in the user's language;
 * optional ones have n == 0 (or are NULL).  "lang" is the language of words that are not the
 * interface's.
 */

/* An instant as people read it and as machines read it. */
struct desk_time {
	struct str text; /* in a list: "Today 08:49" for one of today */
	struct str full; /* with its date, always */
	struct str iso;
};

enum desk_place {
	DESK_ELSEWHERE,
	DESK_HOME,
	DESK_ARTICLES,
	DESK_NEW,
	DESK_REVIEW,
	DESK_PEOPLE,
	DESK_MEDIA,
	DESK_AUDIT
};

struct remarks_view; /* view/remark_view.h */

/* What surrounds every page. */
struct desk_page {
	const char *lang; /* "zh-Hans" or "en" */
	struct str title;
	struct str name; /* of the newsroom */
	struct str user;
	struct str csrf;
	struct str here; /* where the language switch comes back to */
	enum desk_place place;
	bool can_write, can_review, can_audit;
	bool busy;              /* the page has a primary button of its own */
	bool faulty;            /* the page tells of an error: said in its title */
	struct str notice;      /* what was just done */
	struct str notice_href; /* where to see it */
	struct str site_url;
};

/* A state: icon, word and colour. */
struct desk_state {
	const char *class;
	const char *icon;
	const char *word;
};

struct desk_fault {
	struct str href; /* "#headline" */
	struct str text;
};

/* Pictures of an article that are to be looked at, each with why. */
struct desk_warnings {
	const struct desk_fault *v;
	size_t n;
};

/* An article in a list. */
struct desk_row {
	struct str href;
	struct str headline;
	const char *lang;
	struct desk_state state;
	const char *also; /* a second state: an earlier version is live */
	struct str channel, authors, words, level;
	struct str reason; /* of a return, with who gave it */
	struct desk_time saved;
};

struct desk_rows {
	const struct desk_row *v;
	size_t n;
	struct str more; /* where the others are, if these are not all */
};

struct desk_home_view {
	struct desk_page page;
	bool is_empty; /* nothing to show at all: say how to begin */
	struct desk_rows waiting, submitted, mine, recent;
};

struct desk_link {
	struct str href;
	const char *word;
	bool current;
};

struct desk_list_view {
	struct desk_page page;
	const struct desk_link *filters;
	size_t filters_n;
	struct desk_rows rows;
	struct str next; /* the following page */
};

struct desk_queue_level {
	const char *word; /* 初审 */
	const char *empty;
	struct desk_rows rows;
};

struct desk_queue_view {
	struct desk_page page;
	const struct desk_queue_level *levels;
	size_t levels_n;
};

/* One field of a form, with what is wrong with it. */
struct desk_field {
	const char *name; /* also its id */
	const char *label;
	struct str hint;
	struct str value;
	struct str error;
	const char *lang;        /* NULL: the page's */
	const char *describedby; /* "headline-hint headline-error" */
	int rows;                /* of a text area */
	int max;                 /* characters; 0: none that is said */
	bool required;
	const char *mode; /* inputmode; NULL none */
};

struct desk_option {
	struct str value;
	struct str label;
	bool chosen;
};

struct desk_choice {
	struct desk_field field;
	const struct desk_option *v;
	size_t n;
};

/* A pair of texts of one field, and what differs. */
struct desk_change {
	const char *label;
	struct diff_block diff;
};

/* A block of a text that is compared, or in its place some that did not change. */
struct desk_diff {
	const struct diff_block *block; /* NULL: folded */
	const char *label;              /* "Moved here"; NULL: none */
	const struct str *notes;        /* what the words do not show */
	size_t notes_n;
	struct str folded; /* "5 unchanged paragraphs" */
	const struct str *same;
	size_t same_n;
};

struct desk_changes {
	struct str from, to;              /* "Version 3" */
	struct str from_note, to_note;    /* who, when */
	const struct desk_change *fields; /* only those that differ */
	size_t fields_n;
	const struct desk_diff *blocks;
	size_t blocks_n;
	size_t changed; /* blocks that differ */
	const char *lang;
};

/* The words of an article as readers will see them. */
struct desk_text {
	const char *lang;
	struct str channel, shoulder, headline, subhead, summary, byline, source, notice;
	struct str reprint; /* author, title, editor of a reprint */
	struct str reprint_url;
	const struct str *topics;
	size_t topics_n;
	struct str social_title; /* n == 0: the headline */
	struct safe_html body;
	struct str words; /* "1,204 字 · 约 3 分钟" */
};

/* Unsaved words of this person. */
struct desk_offer {
	struct str text, note; /* when they were typed; why they were kept */
	struct str about;      /* their headline, else how they begin */
	const char *lang;
	struct str compare_href, take_href, drop_action, back;
	struct str undo_action;             /* it was dropped: nothing else can be done with it */
	struct str tab;                     /* the page that wrote them; absent: kept aside */
	const struct desk_changes *changes; /* if asked for: from what is saved to these */
};

struct desk_form_view {
	struct desk_page page;
	struct str action;
	struct str key, base;
	struct str article;     /* its number; empty for a new one */
	struct str user;        /* the number of who writes */
	struct str draft, copy; /* of the working copy that the form was taken from */
	struct str taken;       /* says so */
	bool unsaved;           /* the form shows what was typed, not what is saved */
	struct str tab;         /* then: the page in which it was typed */
	const struct desk_offer *offers;
	size_t offers_n, offers_open; /* the others are folded; what was dropped is the first */
	bool offers_unfolded;         /* one of them is looked at */
	struct str heading;
	struct desk_state state; /* word NULL: not saved yet */
	struct desk_time saved;
	struct str version, saved_by;
	struct str voids;    /* a warning: saving makes approvals void */
	struct str lossy;    /* a warning: the text form loses something */
	struct str returned; /* why it came back */
	struct desk_warnings pictures;
	const struct desk_fault *faults;
	size_t faults_n;
	struct str problem; /* a refusal that belongs to no field */
	struct desk_field shoulder, headline, subhead, summary, slug, bylines, body;
	struct desk_field source_name, reprint_author, reprint_title, reprint_url,
	    responsible_editor, reprint_notice;
	struct desk_field topics, social_title, lead_media, lead_alt, lead_caption, lead_credit;
	struct desk_choice channel, lang, source_kind;
	struct str preview_action;       /* where the form goes to be looked at */
	struct str share_href;           /* of a saved article */
	const struct desk_option *roles; /* of a byline */
	size_t roles_n;
	int topics_max, bylines_max;
	struct str document; /* the body for the editor; n == 0: it takes the text */
	bool reprint_open;   /* the details of a reprint are shown unfolded */
	struct str history_href, review_href; /* of a saved article */
	const struct remarks_view *remarks;   /* NULL: not saved yet */
};

/* One level of review, and how far it is. */
struct desk_level {
	const char *word;
	bool done, next;
	struct str who;
	struct desk_time at;
};

struct desk_entry {
	struct desk_time at;
	struct str who;
	const char *what;
	const char *class; /* of the state that it led to */
	struct str subject, subject_href, version, version_href, detail;
};

struct desk_entries {
	const struct desk_entry *v;
	size_t n;
};

struct desk_article_view {
	struct desk_page page;
	struct str heading;
	struct desk_state state;
	const char *also;
	struct str id, revision, sha, live; /* what the buttons carry; live "" for none */
	struct str version, authors;
	struct desk_time saved;
	struct str saved_by;
	struct str returned; /* why it came back */
	struct desk_warnings pictures;
	const struct desk_level *levels;
	size_t levels_n;
	int next_level;
	struct str hint; /* what happens next, or why there is nothing to do */
	bool may_edit, may_approve, may_return, may_publish, may_withdraw;
	struct str edit_href, live_href;
	struct desk_field reason, withdraw_reason, public_reason;
	const struct desk_changes *changes; /* NULL: all is new */
	bool reviewing;                     /* the review page: what changed comes first */
	bool all_new;                       /* under review, with nothing reviewed before */
	struct desk_text text;
	struct desk_entries entries;
	const struct remarks_view *remarks;
};

struct desk_revision_row {
	struct str href, compare_href, number, headline, saved_by, words;
	struct str value;  /* of the choice for a comparison */
	struct str change; /* "12 words added, 3 removed"; n == 0: not known */
	bool is_from, is_to;
	struct desk_time saved;
	const char *mark; /* "Latest", "Published" */
	const char *mark_class;
};

struct desk_history_view {
	struct desk_page page;
	struct str headline;
	const char *lang;
	struct str article_href, compare_action;
	const struct desk_revision_row *revisions;
	size_t revisions_n;
	struct desk_entries entries;
};

/* The way back to an earlier version. */
struct desk_restore {
	struct str action; /* n == 0: none */
	struct str key, base, number;
	bool asks; /* under review: only who is sure */
	struct str note, fault;
};

/* One revision, read alone. */
struct desk_revision_view {
	struct desk_page page;
	struct str heading, note, article_href, history_href, compare_href, preview_href;
	struct desk_restore restore;
	struct desk_text text;
};

struct desk_compare_view {
	struct desk_page page;
	struct str headline;
	const char *lang;
	struct str article_href, history_href, action;
	struct desk_choice from, to;
	struct desk_changes changes;
};

struct desk_audit_view {
	struct desk_page page;
	struct desk_entries entries;
	struct str older;
};

struct desk_error_view {
	struct desk_page page; /* user.n == 0: nobody is signed in */
	struct error_view error;
	struct str back_href;
	const char *back_word;
	struct desk_entries entries; /* what happened meanwhile */
};

/* A field of a request that could not be carried out, kept for another try. */
struct desk_kept {
	struct str name;
	struct str value;
};

struct desk_kept_list {
	const struct desk_kept *v;
	size_t n;
};

/* The session is over: sign in, and the typed text comes along. */
struct desk_sign_in_view {
	struct desk_page page;
	struct str action; /* where the kept fields were going */
	struct desk_kept_list kept;
	struct str headline, body;     /* among the kept, to be seen */
	bool decision;                 /* is not carried on, but taken anew: */
	struct str next;               /* where that is done */
	struct desk_kept_list reasons; /* as typed, to be copied */
};

/* Nothing was stored; the typed text can be sent again from here. */
struct desk_again_view {
	struct desk_page page;
	struct error_view error;
	struct str action;
	struct desk_kept_list hidden;
	struct str headline, body;
};

#endif
