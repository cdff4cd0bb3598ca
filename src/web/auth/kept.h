#ifndef COPYDESK_WEB_AUTH_KEPT_H
#define COPYDESK_WEB_AUTH_KEPT_H

#include "http/request.h"
#include "view/auth_view.h"

/*
 * An expired session interrupts a request.  Its fields travel through the
 * sign-in form as kept_<name>, its address as kept-action (a name that no
 * field's can become), and come back in a form that the person sends once more.
 */

/**
 * kept_fields(req, out):
 * Collect what is kept in the form of ${req}.  Nothing, unless kept-action is an address for
 * what is typed (web_is_typed()).
 */
void kept_fields(const struct request *req, struct auth_kept_fields *out);

/** kept_fill(a, kept, v): Sort ${kept} into those that are shown and the others. */
void kept_fill(struct arena *a, const struct auth_kept_fields *kept, struct auth_kept_view *v);

#endif
