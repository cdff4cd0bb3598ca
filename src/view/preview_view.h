#ifndef COPYDESK_VIEW_PREVIEW_VIEW_H
#define COPYDESK_VIEW_PREVIEW_VIEW_H

#include "view/desk_view.h"

/* What the pages of previews take. */

/* The desk's page around the public one. */
struct preview_frame_view {
	struct desk_page page;
	struct str note; /* of which words it is */
	struct str headline;
	const char *lang; /* of the headline */
	const struct desk_fault *faults;
	size_t faults_n;
	struct str frame_src; /* n == 0: there are faults, and nothing to show */
	bool phone;
	struct str desk_href, phone_href; /* the same at another width */
	struct str share_href;            /* n == 0: not saved, or for readers of the desk alone */
	struct str back_href;
	const char *back_word;
};

struct preview_row {
	struct str version, created_by, uses, revoked_by, revoke_action;
	struct desk_time created, expires, last_used, revoked;
	const char *state; /* a word */
	const char *state_class;
	bool alive, was_used, is_revoked;
};

struct preview_use_row {
	struct desk_time at;
	struct str version, network, agent;
};

struct preview_links_view {
	struct desk_page page;
	struct str headline;
	const char *lang;
	struct str article_href, action;
	struct str made, made_until; /* the address just made, which is shown this once */
	struct str problem;
	struct desk_choice version, term;
	bool may_share;
	const struct preview_row *rows;
	size_t rows_n;
	const struct preview_use_row *uses;
	size_t uses_n;
};

/* For who asks for a shared preview and is shown none. */
struct preview_closed_view {
	struct desk_page page;
	bool has_cookie; /* the link is good no more; else it was not opened in this browser */
};

#endif
