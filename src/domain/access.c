#include "domain/access.h"

#include <stddef.h>

static const struct {
	struct str word;
	enum access_right right;
} rights[] = {
    {{"write", sizeof("write") - 1}, RIGHT_WRITE},
    {{"review.first", sizeof("review.first") - 1}, RIGHT_REVIEW_FIRST},
    {{"review.second", sizeof("review.second") - 1}, RIGHT_REVIEW_SECOND},
    {{"review.final", sizeof("review.final") - 1}, RIGHT_REVIEW_FINAL},
    {{"publish", sizeof("publish") - 1}, RIGHT_PUBLISH},
    {{"withdraw", sizeof("withdraw") - 1}, RIGHT_WITHDRAW},
    {{"manage_users", sizeof("manage_users") - 1}, RIGHT_MANAGE_USERS},
    {{"read_audit", sizeof("read_audit") - 1}, RIGHT_READ_AUDIT},
};

unsigned
access_parse(struct str words)
{
	struct str word;
	unsigned mask = 0;
	size_t i;

	while (str_split(&words, ' ', &word)) {
		for (i = 0; i < sizeof rights / sizeof rights[0]; i++) {
			if (str_eq(word, rights[i].word))
				mask |= (unsigned)rights[i].right;
		}
	}
	return mask;
}

bool
access_any(unsigned mask, unsigned wanted)
{
	return (mask & wanted) != 0;
}
