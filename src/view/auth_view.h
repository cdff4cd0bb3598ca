#ifndef COPYDESK_VIEW_AUTH_VIEW_H
#define COPYDESK_VIEW_AUTH_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "view/error_view.h"

/*
 * What the templates of auth take.  Every text is in the reader's language;
 * a NULL message is not shown.
 */

/* What surrounds every page. */
struct auth_page {
	const char *lang; /* "zh-Hans" or "en" */
	const char *title;
	struct str name; /* of the newsroom */
	struct str
	    switch_href; /* this page in the other language; n == 0: it would lose what was typed */
	bool faulty;     /* the page tells of an error: said in its title */
	bool wide;
};

/* A field of the request that an expired session interrupted. */
struct auth_kept {
	struct str name; /* as the article form called it */
	struct str value;
};

struct auth_kept_fields {
	struct str action; /* n == 0: nothing is kept */
	const struct auth_kept *v;
	size_t n;
};

struct auth_sign_in_view {
	struct auth_page page;
	struct str action; /* where the form goes */
	struct str login;
	struct str csrf;
	struct str next;
	const char *fault;  /* why signing in did not work */
	const char *notice; /* what was just done */
	/* Opened by an address at which the browser will not keep the cookie. */
	struct str insecure_host;
	struct str https_href, desk_href;
	struct str tunnel; /* a command that brings the desk to this machine's localhost */
	struct auth_kept_fields kept;
};

/* Signed in again: the interrupted form, to be sent once more. */
struct auth_kept_view {
	struct auth_page page;
	struct str user;
	struct str csrf;
	struct str action;
	bool has_headline, has_body;
	struct str headline, body;
	const struct auth_kept *others;
	size_t others_n;
};

struct auth_password_view {
	struct auth_page page;
	struct str action;
	struct str login;
	struct str csrf;
	bool done;
	const char *current_fault, *new_fault, *again_fault;
	const char *fault; /* of no one field */
};

struct auth_error_view {
	struct auth_page page;
	struct error_view error;
};

#endif
