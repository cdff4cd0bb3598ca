#ifndef COPYDESK_VIEW_PEOPLE_VIEW_H
#define COPYDESK_VIEW_PEOPLE_VIEW_H

#include "view/desk_view.h"

/* The directory of people who stand in bylines. */

struct people_row {
	struct str name, outlet;
	const char *role;
	struct str uses;   /* "12 articles"; n == 0: none yet */
	struct str href;   /* to change it; n == 0: not for this user */
	const char *state; /* NULL: is proposed in bylines */
};

struct people_view {
	struct desk_page page;
	struct str q;
	const struct people_row *rows;
	size_t rows_n;
	bool more;     /* the list was cut */
	bool may_edit; /* then there is a form */
	bool editing;  /* of somebody of the directory, else of somebody new */
	struct str action;
	struct str problem; /* a refusal that belongs to no field */
	struct desk_field name, outlet;
	struct desk_choice role;
	bool active;
};

#endif
