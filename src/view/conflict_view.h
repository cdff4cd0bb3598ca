#ifndef COPYDESK_VIEW_CONFLICT_VIEW_H
#define COPYDESK_VIEW_CONFLICT_VIEW_H

#include "view/desk_view.h"

/* What one side made of a field or a block. */
struct desk_side {
	bool gone;               /* it dropped it, or never had it */
	struct diff_block diff;  /* against what both began with */
	const struct str *notes; /* what the words do not show: "Bold added: “six”." */
	size_t notes_n;
};

/* A field or a block that both changed. */
struct desk_conflict {
	struct str name;   /* of the choice */
	struct str legend; /* "2. Paragraph" */
	struct str note;   /* "You changed it; the newer version dropped it." */
	const char *lang;
	bool has_base;
	struct str base;
	struct desk_side theirs, mine;
	const char *choice; /* "mine", "theirs" or "both" */
	bool may_take_both;
	bool alone; /* it is decided with the rest, not by itself */
};

/* What one side alone changed, and nobody is asked about. */
struct desk_taken {
	const char *legend; /* "Paragraph" */
	const char *what;   /* "changed" */
	const char *lang;
	struct diff_block diff;
	const struct str *notes;
	size_t notes_n;
};

struct desk_taken_list {
	const struct desk_taken *v;
	size_t n;
	struct str more; /* "and 12 more" */
};

struct desk_merge_view {
	struct desk_page page;
	struct str headline;
	const char *lang;
	struct str article_href, review_href, action;
	struct desk_kept_list kept; /* all that was typed */
	struct str theirs;          /* the newer version */
	struct str intro;           /* who saved what when */
	struct str asks;            /* how much there is to decide */
	struct str problem;
	const char *theirs_word; /* "Version 7, Chen" */
	const struct desk_conflict *conflicts;
	size_t conflicts_n;
	struct str rest;         /* about those that are decided all alike; n == 0: none */
	const char *rest_choice; /* as desk_conflict.choice */
	struct desk_taken_list from_theirs, from_mine;
};

#endif
