#ifndef COPYDESK_VIEW_ERROR_VIEW_H
#define COPYDESK_VIEW_ERROR_VIEW_H

#include "base/str.h"

/* What an error page says; each program shows it in its own layout. */
struct error_view {
	int status;
	const char *title;   /* what happened, a few words */
	const char *message; /* what it means, one sentence */
	const char *action;  /* what to do, one sentence */
	struct str request_id;
};

#endif
