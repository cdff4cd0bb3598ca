#ifndef COPYDESK_DOMAIN_ACCESS_H
#define COPYDESK_DOMAIN_ACCESS_H

#include <stdbool.h>

#include "base/str.h"

/*
 * The rights of a signed-in person.  They decide what the desk offers; what may
 * be done is decided again by the database.
 */
enum access_right {
	RIGHT_WRITE = 1 << 0,
	RIGHT_REVIEW_FIRST = 1 << 1,
	RIGHT_REVIEW_SECOND = 1 << 2,
	RIGHT_REVIEW_FINAL = 1 << 3,
	RIGHT_PUBLISH = 1 << 4,
	RIGHT_WITHDRAW = 1 << 5,
	RIGHT_MANAGE_USERS = 1 << 6,
	RIGHT_READ_AUDIT = 1 << 7
};

#define RIGHT_REVIEW_ANY (RIGHT_REVIEW_FIRST | RIGHT_REVIEW_SECOND | RIGHT_REVIEW_FINAL)

/**
 * access_parse(words):
 * Return the mask for the space-separated ${words} ("write review.first ...").
 * A word that this program does not know grants nothing.
 */
unsigned access_parse(struct str words);

/** access_any(mask, rights): Does ${mask} hold at least one of ${rights}? */
bool access_any(unsigned mask, unsigned rights);

#endif
