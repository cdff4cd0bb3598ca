#ifndef COPYDESK_CMD_SECRET_H
#define COPYDESK_CMD_SECRET_H

#include "base/arena.h"
#include "base/str.h"

enum secret_from { SECRET_TERMINAL, SECRET_STDIN, SECRET_GENERATED };

#define SECRET_MAX                                                                                 \
	1100 /* over the longest password that is allowed, so that a longer one is seen */

/* A new password, and where it came from. */
struct secret {
	char text[SECRET_MAX];
	size_t n;
};

/**
 * secret_new(from, login, s):
 * Get a new password for ${login} into ${s}, from the terminal (asked for twice, without
 * echo), the first line of standard input, or freshly made.  False after a message if there is
 * none or it is not allowed.  The caller calls secret_forget().
 */
bool secret_new(enum secret_from from, struct str login, struct secret *s);
void secret_forget(struct secret *s);

#endif
