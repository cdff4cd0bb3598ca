#ifndef COPYDESK_WEB_DESK_PICTURE_FORM_H
#define COPYDESK_WEB_DESK_PICTURE_FORM_H

#include "domain/library.h"
#include "view/library_view.h"
#include "web/desk/ctx.h"

/* The form of a picture's words and rights. */

enum picture_field {
	PICTURE_ALT,
	PICTURE_CAPTION,
	PICTURE_CREDIT,
	PICTURE_SOURCE,
	PICTURE_LICENCE,
	PICTURE_EXPIRES_ON,
	PICTURE_FOCAL_X,
	PICTURE_FOCAL_Y,
	PICTURE_FIELDS
};

/* What was typed, ready for its field; absent where nothing was sent. */
struct picture_form {
	struct picture_edit edit;
	struct str typed[PICTURE_FIELDS];
	struct str licence; /* of the list */
	struct str fault[PICTURE_FIELDS];
	size_t faults;
};

/** picture_form_of(a, p, f): What is stored of ${p}, as the form shows it. */
void picture_form_of(struct arena *a, const struct library_item *p, struct picture_form *f);

/**
 * picture_form_read(cx, req, f):
 * Take what was sent, and only that: the rest of the picture is to stay as it is.  Notes what is
 * wrong, in the user's language.
 */
void picture_form_read(const struct ctx *cx, struct request *req, struct picture_form *f);

/** picture_form_fill(f, stored): Show ${stored} where nothing was sent. */
void picture_form_fill(struct picture_form *f, const struct picture_form *stored);

/** picture_form_show(cx, a, f, view): The fields of ${view}, and what is wrong with them. */
void picture_form_show(
    const struct ctx *cx, struct arena *a, const struct picture_form *f, struct picture_view *view);

/** picture_field_name(i): The name of a field, which is its id as well. */
const char *picture_field_name(enum picture_field i);

#endif
