#ifndef COPYDESK_VIEW_LIBRARY_VIEW_H
#define COPYDESK_VIEW_LIBRARY_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "view/desk_view.h"

/* What the pages of the media library take; see desk_view.h. */

/* An <img>. */
struct library_image {
	struct str src;
	int width, height;
};

/* A picture among many. */
struct library_card {
	struct str href, name, credit, alt;
	struct library_image image;
	struct desk_time at;
	struct str uses;
	const struct desk_state *states;
	size_t states_n;
};

struct library_view {
	struct desk_page page;
	struct str q, from, to;
	struct str from_error, to_error;
	bool mine;
	bool narrowed; /* the list is not the whole library */
	struct desk_choice credit, only;
	struct str ended;      /* a warning: pictures on the site without rights */
	struct str ended_href; /* where they are */
	const struct library_card *cards;
	size_t cards_n;
	struct str next; /* the following page */
};

/* A crop as it will be cut. */
struct library_crop {
	const char *label; /* "16:9" */
	const char *name;  /* "16x9" */
	struct library_image image;
};

/* An article with the picture. */
struct library_use {
	struct str href, headline;
	const char *lang;
	struct desk_state state;
	const char *note; /* "on the site", "in an earlier version" */
};

struct picture_view {
	struct desk_page page;
	struct str action;
	struct library_image image;
	struct str alt; /* as it is stored */
	struct str original_href;
	const struct desk_state *states;
	size_t states_n;
	struct str problem; /* why it is not to be used, and what to do */
	const struct library_crop *crops;
	size_t crops_n;
	bool crops_late; /* they are being made */
	struct str name, size, type, bytes;
	struct str uploaded_by;
	struct desk_time uploaded;
	struct str licence_text; /* in words */
	bool may_edit;
	const struct desk_fault *faults;
	size_t faults_n;
	struct desk_field alt_field, caption, credit, source, licence_other, expires_on;
	struct desk_field focal_x, focal_y;
	struct desk_choice licence;
	const struct desk_option *credits; /* to choose from while typing */
	size_t credits_n;
	const struct library_use *uses;
	size_t uses_n;
	struct str hidden_uses; /* "2 more articles that are not yours to see" */
	struct desk_entries entries;
};

#endif
