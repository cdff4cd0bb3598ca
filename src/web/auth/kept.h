#ifndef COPYDESK_WEB_AUTH_KEPT_H
#define COPYDESK_WEB_AUTH_KEPT_H

#include "http/request.h"
#include "view/auth_view.h"

/*
 * An expired session interrupts a request; its fields travel through the
 * sign-in form as kept_<name>, and its address as kept_action, and come back in a form that
 * the person sends once more.
 */

/**
 * kept_fields(req, out):
 * Collect what is kept in the form of ${req}.  Nothing, unless kept_action is an address of
 * articles on this host.
 */
void kept_fields(const struct request *req, struct auth_kept_fields *out);

/** kept_fill(a, kept, v): Sort ${kept} into those that are shown and the others. */
void kept_fill(struct arena *a, const struct auth_kept_fields *kept, struct auth_kept_view *v);

#endif
